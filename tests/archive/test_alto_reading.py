"""ALTO as others write it, which we understand, and hostile files, which we refuse."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from archive.alto_files import read_alto, write_alto
from archive.canvas import Box
from archive.errors import BadFile
from archive.letters import clean
from tests.archive.alto_examples import GOLDEN, PAGE, alto, words

SAMPLES = Path(os.environ.get("ARCHIVE_SAMPLES", "nowhere"))


def test_tesseract_writes_version_three_with_composed_blocks():
    data = """<?xml version="1.0" encoding="UTF-8"?>
    <alto xmlns="http://www.loc.gov/standards/alto/ns-v3#" xmlns:xlink="http://www.w3.org/1999/xlink">
     <Description><MeasurementUnit>pixel</MeasurementUnit>
      <sourceImageInformation><fileName>0001.jpg</fileName></sourceImageInformation>
      <OCRProcessing ID="OCR_0"><ocrProcessingStep><processingSoftware>
       <softwareName>tesseract 5.3.0</softwareName></processingSoftware></ocrProcessingStep></OCRProcessing>
     </Description>
     <Layout><Page WIDTH="1000" HEIGHT="1400" PHYSICAL_IMG_NR="0" ID="page_0">
      <PrintSpace HPOS="0" VPOS="0" WIDTH="1000" HEIGHT="1400">
       <Illustration ID="cblock_0" HPOS="10" VPOS="20" WIDTH="30" HEIGHT="40"></Illustration>
       <GraphicalElement ID="cblock_9" HPOS="10" VPOS="90" WIDTH="900" HEIGHT="4"/>
       <ComposedBlock ID="cblock_1" HPOS="484" VPOS="789" WIDTH="500" HEIGHT="90">
        <TextBlock ID="block_0" HPOS="484" VPOS="789" WIDTH="500" HEIGHT="90">
         <TextLine ID="line_0" HPOS="484" VPOS="789" WIDTH="500" HEIGHT="86">
          <String ID="s0" HPOS="904" VPOS="789" WIDTH="70" HEIGHT="71" WC="0.87" CONTENT="أهل"/>
          <SP WIDTH="-216" VPOS="789" HPOS="974"/>
          <String ID="s1" HPOS="758" VPOS="801" WIDTH="122" HEIGHT="51" WC="93" CONTENT="الصعيد"/>
         </TextLine></TextBlock></ComposedBlock></PrintSpace></Page></Layout></alto>""".encode()
    page = read_alto(data)
    assert page.text == "أهل الصعيد"
    assert (page.language, page.direction, page.source) == ("ar", "rtl", "tesseract 5.3.0")
    assert page.pictures == (Box(10, 20, 30, 40), Box(10, 90, 900, 4))
    assert [(s.box, s.confidence) for s in page.strings()] == [
        (Box(904, 789, 70, 71), 0.87),
        (Box(758, 801, 122, 51), None),  # 93 is no confidence
    ]


@pytest.mark.parametrize("version", [2, 3, 4])
def test_every_version_is_read(version):
    line = '<TextBlock ID="b"><TextLine><String CONTENT="mars" HPOS="1" VPOS="2" WIDTH="3" HEIGHT="4"/>'
    page = read_alto(alto(f"{line}</TextLine></TextBlock>", version))
    assert [(s.content, s.box) for s in page.strings()] == [("mars", Box(1, 2, 3, 4))]
    assert page.blocks[0].box == page.blocks[0].lines[0].box == Box(1, 2, 3, 4)


def test_prefixed_names_are_read_like_others():
    data = write_alto(PAGE).decode().replace("</", "</a:").replace("xmlns=", "xmlns:a=")
    data = data.replace("<", "<a:").replace("<a:/a:", "</a:").replace("<a:?", "<?")
    assert read_alto(data.encode()) == PAGE


def test_measures_in_other_units_are_brought_to_the_canvas():
    string = (
        '<TextBlock ID="b"><TextLine><String CONTENT="a" HPOS="210" VPOS="297" WIDTH="105" HEIGHT="29.7"/>'
    )
    data = alto(string + "</TextLine></TextBlock>", 2, "mm10", 'WIDTH="2100" HEIGHT="2970"')
    assert next(read_alto(data, size=(1050, 1485)).strings()).box == Box(105, 148, 53, 15)
    with pytest.raises(BadFile, match="mm10"):
        read_alto(data)
    inches = alto(string + "</TextLine></TextBlock>", 3, "inch1200", 'WIDTH="2100" HEIGHT="2970"')
    assert next(read_alto(inches, size=(2100, 2970)).strings()).box == Box(210, 297, 105, 30)


def test_a_scaled_file_in_pixels_is_brought_to_the_canvas():
    page = read_alto(write_alto(PAGE), size=(2000, 4200))
    assert page.blocks[1].box == Box(1200, 300, 180, 90)
    assert (page.width, page.height) == (2000, 4200)


def test_hyphens_with_an_element_of_their_own_come_back_to_their_word():
    page = read_alto(
        alto(
            """<TextBlock ID="b" LANG="fr"><TextLine>
            <String CONTENT="conser" HPOS="10" VPOS="10" WIDTH="50" HEIGHT="10" SUBS_TYPE="HypPart1"
             SUBS_CONTENT="conservation"/>
            <HYP CONTENT="\u00ad" HPOS="60" VPOS="10" WIDTH="5" HEIGHT="10"/></TextLine>
            <TextLine><String CONTENT="vation" SUBS_TYPE="HypPart2" SUBS_CONTENT="conservation"/></TextLine>
            <TextLine><String CONTENT="M." SUBS_TYPE="Abbreviation" SUBS_CONTENT="Monsieur"/></TextLine>
            <TextLine><String CONTENT="déjà-"/><HYP CONTENT="-"/></TextLine></TextBlock>"""
        )
    )
    first, second, third, fourth = page.strings()
    assert (first.content, first.subs, first.box) == ("conser-", "conservation", Box(10, 10, 55, 10))
    assert (second.content, second.subs) == ("vation", "conservation")
    assert (third.subs, third.alternatives) == (None, ("Monsieur",))
    assert fourth.content == "déjà-"


def test_a_line_in_one_string_is_taken_apart_from_the_side_it_begins():
    inside = """<TextBlock ID="b1"><TextLine>
        <String CONTENT="ab cde" HPOS="0" VPOS="0" WIDTH="60" HEIGHT="10" WC="0.5"/></TextLine></TextBlock>
        <TextBlock ID="b2"><TextLine>
        <String CONTENT="من مصر" HPOS="0" VPOS="20" WIDTH="60" HEIGHT="10"/></TextLine></TextBlock>"""
    page = read_alto(alto(inside))
    assert [(s.content, s.box) for s in page.strings()] == [
        ("ab", Box(0, 0, 20, 10)),
        ("cde", Box(30, 0, 30, 10)),
        ("من", Box(40, 20, 20, 10)),
        ("مصر", Box(0, 20, 30, 10)),
    ]


def test_missing_boxes_are_those_of_the_parent_shared_out():
    inside = """<TextBlock ID="b" HPOS="100" VPOS="100" WIDTH="300" HEIGHT="50"><TextLine>
        <String CONTENT="abcd"/><String CONTENT="e" HPOS="nan" VPOS="1" WIDTH="1" HEIGHT="1"/></TextLine>
        </TextBlock><TextBlock ID="c"><TextLine><Shape><Polygon POINTS="5,6 9,6 9,20"/></Shape>
        <String CONTENT="f"/></TextLine></TextBlock>"""
    page = read_alto(alto(inside))
    assert [s.box for s in page.strings()] == [
        Box(100, 100, 200, 50),
        Box(350, 100, 50, 50),
        Box(5, 6, 4, 14),
    ]


def test_boxes_are_cut_to_the_page():
    inside = """<TextBlock ID="b"><TextLine>
        <String CONTENT="a" HPOS="-50" VPOS="1990" WIDTH="1e30" HEIGHT="100"/></TextLine></TextBlock>"""
    assert next(read_alto(alto(inside)).strings()).box == Box(0, 1990, 1000, 10)


def test_correction_marks_of_line_and_block_hold_for_their_words():
    inside = """<TextBlock ID="b" CS="true"><TextLine><String CONTENT="a"/><String CONTENT="b" CS="false"/>
        </TextLine><TextLine CS="0"><String CONTENT="c"/></TextLine></TextBlock>
        <TextBlock ID="c"><TextLine CS="1"><String CONTENT="d"/></TextLine></TextBlock>"""
    assert [s.locked for s in read_alto(alto(inside)).strings()] == [True, False, False, True]


def test_languages_are_taken_from_either_attribute_and_shortened():
    line = '<TextLine><String CONTENT="x"/></TextLine></TextBlock>'
    given = ('ID="b" language="fre"', 'ID="c" LANG="ara"', 'ID="d"')
    inside = "".join(f"<TextBlock {attributes}>{line}" for attributes in given)
    page = read_alto(alto(inside, page='WIDTH="9" HEIGHT="9" LANG="eng"'))
    assert [(b.language, b.direction) for b in page.blocks] == [("fr", "ltr"), ("ar", "rtl"), ("en", "ltr")]
    assert page.language == "en"


def test_a_stated_reading_order_is_followed():
    data = """<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#">
     <Description><MeasurementUnit>pixel</MeasurementUnit></Description>
     <ReadingOrder><OrderedGroup ID="o"><ElementRef ID="r1" REF="last"/><OrderedGroup ID="o2">
      <ElementRef ID="r2" REF="l2"/><ElementRef ID="r3" REF="l1"/></OrderedGroup>
      <ElementRef ID="r4" REF="composed"/></OrderedGroup>
      <OrderedGroup ID="other"><ElementRef ID="r9" REF="lines"/></OrderedGroup></ReadingOrder>
     <Layout><Page ID="p" PHYSICAL_IMG_NR="1" WIDTH="99" HEIGHT="99"><PrintSpace>
      <TextBlock ID="unnamed"><TextLine><String CONTENT="5"/></TextLine></TextBlock>
      <ComposedBlock ID="composed"><TextBlock ID="x"><TextLine><String CONTENT="4"/></TextLine></TextBlock>
      </ComposedBlock>
      <TextBlock ID="lines"><TextLine ID="l1"><String CONTENT="3"/></TextLine>
       <TextLine ID="l2"><String CONTENT="2"/></TextLine></TextBlock>
      <TextBlock ID="last"><TextLine><String CONTENT="1"/></TextLine></TextBlock>
     </PrintSpace></Page></Layout></alto>"""
    assert words(read_alto(data.encode())) == ["1", "2", "3", "4", "5"]


def test_margins_are_read_where_they_stand():
    line = '<TextBlock ID="{0}"><TextLine><String CONTENT="{0}"/></TextLine></TextBlock>'
    data = alto(line.format("middle")).decode()
    top, bottom = line.format("top"), line.format("bottom")
    margins = f"<TopMargin>{top}</TopMargin><BottomMargin>{bottom}</BottomMargin><PrintSpace>"
    assert words(read_alto(data.replace("<PrintSpace>", margins).encode())) == ["top", "middle", "bottom"]


def test_kinds_come_from_tags_and_from_composed_blocks():
    line = "<TextLine><String CONTENT='x'/></TextLine></TextBlock>"
    inside = f"""<TextBlock ID="a" TAGREFS="none t1 t2">{line}<TextBlock ID="b" TAGREFS="t1">{line}
        <ComposedBlock ID="c" TYPE="Table"><TextBlock ID="d">{line}</ComposedBlock>"""
    tags = (
        """<Tags><OtherTag ID="t1" LABEL="MarginTextZone"/><OtherTag ID="t2" LABEL="NumberingZone"/></Tags>"""
    )
    data = alto(inside).decode().replace("<Layout>", tags + "<Layout>").encode()
    assert [block.kind for block in read_alto(data).blocks] == ["page-number", "text", "table"]


def test_text_is_cleaned():
    inside = '<TextBlock ID="b"><TextLine><String CONTENT="&#x202E;e&#x301;te&#x200F;"/><String CONTENT=" "/>'
    assert words(read_alto(alto(inside + "</TextLine><TextLine/></TextBlock><TextBlock ID='c'/>"))) == ["éte"]


@pytest.mark.samples
def test_the_samples_are_read_and_written_without_loss():
    files = sorted(SAMPLES.rglob("*.alto.xml"))
    if not files:
        pytest.skip("no ALTO files below ARCHIVE_SAMPLES")
    for file in files:
        page = read_alto(file.read_bytes(), name=file.name)
        contents = etree.parse(file).xpath("//*[local-name()='String']/@CONTENT")
        assert sorted(words(page)) == sorted(word for text in contents for word in clean(text).split())
        assert read_alto(write_alto(page)) == page


BOMB = """<!DOCTYPE alto [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<alto><Layout><Page WIDTH="9" HEIGHT="9"><PrintSpace>&b;</PrintSpace></Page></Layout></alto>"""


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not well-formed"),
        (b"%PDF-1.7", "not well-formed"),
        (write_alto(PAGE)[:900], "not well-formed"),
        (b"<html/>", "not ALTO"),
        (b"<alto/>", "0 pages"),
        (alto("").replace(b"<Page", b"<Page/><Page"), "2 pages"),
        (alto("", page=""), "how large"),
        (alto("", page='WIDTH="0" HEIGHT="9"'), "how large"),
        (alto("", page='WIDTH="inf" HEIGHT="9e99"'), "how large"),
        (BOMB.encode(), "DOCTYPE"),
        (BOMB.encode("utf-16"), "DOCTYPE"),
        (b"<!DOCTYPE alto SYSTEM 'file:///etc/passwd'><alto/>", "DOCTYPE"),
        (b"<a>" * 100_000, "not well-formed"),
        (b" " * (32 * 1024 * 1024 + 1), "32 MB"),
    ],
    ids=range(14),
)
def test_what_cannot_be_used_is_refused_with_its_reason(data, reason):
    with pytest.raises(BadFile, match=reason) as caught:
        read_alto(data, name="r3.alto.xml")
    assert "r3.alto.xml" in caught.value.told()


def read_or_refused(data: bytes) -> None:
    try:
        page = read_alto(data)
    except BadFile:
        return
    assert read_alto(write_alto(page)) == page


@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_read_or_refused_never_worse(data):
    read_or_refused(data)


@settings(max_examples=200)
@given(st.integers(0, len(GOLDEN)), st.integers(0, 40), st.text(max_size=6), st.data())
def test_a_damaged_file_is_read_or_refused_never_worse(at, gone, put, data):
    read_or_refused((GOLDEN[:at] + put + GOLDEN[at + gone :]).encode(errors="surrogatepass"))


NASTY = st.sampled_from(["", "nan", "-1", "1e999", "0", "999999999999", "rtl", "true", "b1", "é", "&lt;"])


@settings(max_examples=200)
@given(st.integers(0, GOLDEN.count('="') - 1), NASTY)
def test_a_nasty_attribute_is_read_or_refused_never_worse(which, value):
    pieces = GOLDEN.split('="')
    tail = pieces[which + 1].split('"', 1)[1]
    pieces[which + 1] = f'{value}"{tail}'
    read_or_refused('="'.join(pieces).encode())
