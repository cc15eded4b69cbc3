"""Hypothesis strategies: any page of text that the archive can hold, in the form in which it is filed."""

from hypothesis import strategies as st

from archive.alto import AltoPage, BlockKind, Direction, String, TextBlock, TextLine
from archive.canvas import Box
from archive.letters import clean

WIDTH, HEIGHT = 2480, 3508
KINDS: tuple[BlockKind, ...] = (
    "text",
    "heading",
    "caption",
    "running-head",
    "page-number",
    "advertisement",
    "table",
)
directions: st.SearchStrategy[Direction] = st.sampled_from(["ltr", "rtl"])
languages = st.sampled_from(["ar", "fr", "en", "und", "ar-MA", "zgh", "fr-Latn"])
_printed = st.sampled_from(
    ["الشرطة", "12-13", "économie", "conser-", "-", "--", "١٩٧٥", "<&\"'>", "a\u00ad", "¬"]
)
_typed = st.text(min_size=1, max_size=12)
#: One printed word: clean, and with no blank in it.
texts = _printed | _typed.map(lambda text: clean("".join(clean(text).split()))).filter(bool)
#: A reading or whole word: clean, single blanks inside at most.
readings = _typed.map(lambda text: " ".join(clean(text).split())).filter(bool)


@st.composite
def boxes(draw):
    x, y = draw(st.integers(0, WIDTH - 1)), draw(st.integers(0, HEIGHT - 1))
    return Box(x, y, draw(st.integers(1, WIDTH - x)), draw(st.integers(1, HEIGHT - y)))


strings = st.builds(
    String,
    content=texts,
    box=boxes(),
    confidence=st.none() | st.floats(0, 1),
    locked=st.booleans(),
    subs=st.none() | readings,
    alternatives=st.lists(readings, max_size=2).map(tuple),
    doubtful=st.booleans(),
)
lines = st.builds(
    TextLine,
    strings=st.lists(strings, min_size=1, max_size=4).map(tuple),
    box=boxes(),
    language=st.none() | languages,
)
blocks = st.builds(
    TextBlock,
    lines=st.lists(lines, min_size=1, max_size=3).map(tuple),
    box=boxes(),
    language=languages,
    direction=directions,
    kind=st.sampled_from(KINDS),
)
pages = st.builds(
    AltoPage,
    width=st.just(WIDTH),
    height=st.just(HEIGHT),
    blocks=st.lists(blocks, max_size=3).map(tuple),
    language=languages,
    direction=directions,
    source=st.just("") | readings,
    pictures=st.lists(boxes(), max_size=2).map(tuple),
)
