"""Frames: from scan to canvas and back, the same way round as Pillow turns pictures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from archive.canvas import Affine, Box, Frame

sides = st.integers(20, 4000)
turns = st.sampled_from([0, 90, 180, 270])
coordinates = st.integers(-5000, 9000)
any_boxes = st.builds(Box, coordinates, coordinates, st.integers(1, 5000), st.integers(1, 5000))
#: Counter-clockwise, as Pillow counts, for our clockwise turns.
TRANSPOSED = {
    0: None,
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


skewed, level = st.floats(-5, 5), st.just(0.0)


@st.composite
def frames(draw, skews=skewed):
    width, height, turn = draw(sides), draw(sides), draw(turns)
    turned = (width, height) if turn in (0, 180) else (height, width)
    crop = None
    if draw(st.booleans()):
        x, y = draw(st.integers(0, turned[0] - 10)), draw(st.integers(0, turned[1] - 10))
        crop = Box(x, y, draw(st.integers(10, turned[0] - x)), draw(st.integers(10, turned[1] - y)))
    return Frame(width, height, turn, crop, draw(skews))


def marked(width: int, height: int, mark: Box) -> Image.Image:
    """A white picture with one black rectangle."""
    picture = Image.new("L", (width, height), 255)
    picture.paste(0, (mark.x, mark.y, mark.right, mark.bottom))
    return picture


def black(picture: Image.Image) -> Box:
    """Where the black is."""
    found = picture.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert found is not None
    return Box(found[0], found[1], found[2] - found[0], found[3] - found[1])


@given(frames(), st.floats(-100, 5000), st.floats(-100, 5000))
def test_a_point_comes_back_from_the_canvas(frame, x, y):
    there = frame.to_canvas()
    back = there.inverse().point(*there.point(x, y))
    assert back == pytest.approx((x, y), abs=1e-6)


@given(frames(skews=level), any_boxes)
def test_a_box_comes_back_exactly_where_nothing_is_skewed(frame, box):
    there = frame.to_canvas()
    assert there.inverse().box(there.box(box)) == box


@given(frames(), any_boxes)
def test_a_box_that_comes_back_from_a_skewed_canvas_holds_itself(frame, box):
    there = frame.to_canvas()
    back = there.inverse().box(there.box(box))
    assert back.union(box) == back


@given(frames(), frames(), any_boxes)
def test_moving_to_another_frame_is_going_back_and_forth(one, other, box):
    other = Frame(one.scan_width, one.scan_height, other.turn, None, other.skew)
    moved = one.moved_to(other)
    x, y = one.to_canvas().point(box.x, box.y)
    assert moved.point(x, y) == pytest.approx(other.to_canvas().point(box.x, box.y), abs=1e-6)
    assert one.moved_to(one).box(box) == box


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_picture_has_its_black_where_the_frame_says(turn):
    mark = Box(5, 8, 10, 3)
    picture = marked(60, 40, mark)
    upright = picture if TRANSPOSED[turn] is None else picture.transpose(TRANSPOSED[turn])
    frame = Frame(60, 40, turn)
    assert frame.size == upright.size
    assert frame.to_canvas().box(mark) == black(upright)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_and_cropped_picture_has_its_black_where_the_frame_says(turn):
    mark = Box(25, 18, 10, 3)
    crop = Box(6, 4, 32, 34)
    picture = marked(60, 40, mark)
    upright = picture if TRANSPOSED[turn] is None else picture.transpose(TRANSPOSED[turn])
    cropped = upright.crop((crop.x, crop.y, crop.right, crop.bottom))
    frame = Frame(60, 40, turn, crop)
    assert frame.size == cropped.size
    assert frame.to_canvas().box(mark).within(*frame.size) == black(cropped)


@pytest.mark.parametrize("skew", [-4.0, -1.5, 2.0, 5.0])
def test_a_levelled_picture_has_its_black_where_the_frame_says(skew):
    """Pillow turns counter-clockwise; lines that climb by `skew` are turned clockwise by it."""
    mark = Box(250, 60, 12, 12)
    levelled = marked(300, 200, mark).rotate(-skew, Image.Resampling.BILINEAR, fillcolor=255)
    expected = Frame(300, 200, skew=skew).to_canvas().box(mark)
    found = black(levelled)
    for ours, theirs in (
        (expected.x, found.x),
        (expected.y, found.y),
        (expected.right, found.right),
        (expected.bottom, found.bottom),
    ):
        assert abs(ours - theirs) <= 1


def test_a_line_that_climbs_is_level_on_the_canvas():
    frame = Frame(1000, 1000, skew=3.0)
    climb = Affine.rotation(3.0, 500, 500)
    left, right = climb.point(100, 500), climb.point(900, 500)
    assert right[1] < left[1]  # up is less
    there = frame.to_canvas()
    assert there.point(*left)[1] == pytest.approx(there.point(*right)[1])


@given(any_boxes, any_boxes)
def test_boxes_are_joined_and_share_what_both_have(one, other):
    both = one.union(other)
    assert both.overlap(one) == one.area
    assert both.overlap(other) == other.area
    assert one.overlap(other) == other.overlap(one) <= min(one.area, other.area)
    assert both.area >= one.area + other.area - one.overlap(other)
    assert Box.around([one, other]) == both
    assert one.grown(3).grown(-3) == one


def test_around_nothing_is_no_box():
    assert Box.around([]) is None


@given(any_boxes, st.integers(1, 3000), st.integers(1, 3000))
def test_a_box_cut_to_the_canvas_lies_on_it(box, width, height):
    cut = box.within(width, height)
    assert cut.x >= 0
    assert cut.y >= 0
    assert cut.w >= 1
    assert cut.h >= 1
    assert cut.right <= width
    assert cut.bottom <= height
    assert cut.within(width, height) == cut
    whole = Box(0, 0, width, height)
    assert box.overlap(whole) in (0, cut.area)


@given(st.floats(0.1, 10), st.floats(-100, 100), st.floats(-100, 100), st.floats(-100, 100))
def test_maps_follow_each_other_in_the_order_they_are_said(by, dx, x, y):
    grown_then_moved = Affine.scaling(by).then(Affine.shift(dx, 1))
    assert grown_then_moved.point(x, y) == pytest.approx((by * x + dx, by * y + 1))


def test_a_map_that_flattens_the_plane_has_no_way_back():
    with pytest.raises(ZeroDivisionError):
        Affine(1, 1, 0, 1, 1, 0).inverse()
