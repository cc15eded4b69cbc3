"""A page of text, the ALTO file we make of it, and files as strangers write them."""

from archive.alto import AltoPage, String, TextBlock, TextLine
from archive.canvas import Box

SIZE = 'WIDTH="1000" HEIGHT="2000"'


def alto(
    inside: str, version: int = 4, unit: str = "pixel", page: str = 'WIDTH="1000" HEIGHT="2000"'
) -> bytes:
    """A stranger's ALTO file: `inside` stands in the print space."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
    <alto xmlns="http://www.loc.gov/standards/alto/ns-v{version}#">
     <Description><MeasurementUnit>{unit}</MeasurementUnit></Description>
     <Layout><Page ID="p" PHYSICAL_IMG_NR="1" {page}><PrintSpace>{inside}</PrintSpace></Page></Layout>
    </alto>""".encode()


def words(page: AltoPage) -> list[str]:
    return [string.content for string in page.strings()]


PAGE = AltoPage(
    1000,
    1400,
    (
        TextBlock(
            (
                TextLine(
                    (
                        String("La", Box(100, 100, 40, 30), 0.96),
                        String("circu-", Box(150, 100, 90, 30), 0.5, subs="circulation"),
                    ),
                    Box(100, 100, 140, 30),
                ),
                TextLine(
                    (
                        String("lation", Box(100, 140, 80, 30), subs="circulation", alternatives=("lotion",)),
                        String("12-13", Box(190, 140, 60, 30), locked=True),
                    ),
                    Box(100, 140, 150, 30),
                ),
            ),
            Box(100, 100, 150, 70),
            "fr",
            "ltr",
            "caption",
        ),
        TextBlock(
            (TextLine((String("الشرطة", Box(600, 100, 90, 30), locked=True),), Box(600, 100, 90, 30), "ar"),),
            Box(600, 100, 90, 30),
            "ar",
            "rtl",
        ),
    ),
    language="ar",
    direction="rtl",
    source="hand",
    pictures=(Box(0, 700, 1000, 700),),
)

GOLDEN = """<?xml version='1.0' encoding='UTF-8'?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
SCHEMAVERSION="4.4" xsi:schemaLocation="http://www.loc.gov/standards/alto/ns-v4# \
http://www.loc.gov/standards/alto/v4/alto-4-4.xsd">
 <Description>
  <MeasurementUnit>pixel</MeasurementUnit>
  <sourceImageInformation>
   <fileIdentifier>ark:/99999/pm4x7q2/p1</fileIdentifier>
  </sourceImageInformation>
  <Processing ID="made">
   <processingCategory>contentGeneration</processingCategory>
   <processingStepDescription>hand</processingStepDescription>
  </Processing>
 </Description>
 <Tags>
  <LayoutTag ID="page-direction" TYPE="page-direction" LABEL="rtl"/>
  <LayoutTag ID="kind-caption" TYPE="block-kind" LABEL="caption"/>
 </Tags>
 <ReadingOrder>
  <OrderedGroup ID="order" TAGREFS="page-direction">
   <ElementRef ID="o1" REF="b1"/>
   <ElementRef ID="o2" REF="b2"/>
  </OrderedGroup>
 </ReadingOrder>
 <Layout>
  <Page ID="page" PHYSICAL_IMG_NR="1" WIDTH="1000" HEIGHT="1400" LANG="ar" OTHERLANGS="fr">
   <PrintSpace HPOS="0" VPOS="0" WIDTH="1000" HEIGHT="1400">
    <TextBlock ID="b1" HPOS="100" VPOS="100" WIDTH="150" HEIGHT="70" LANG="fr" BASEDIRECTION="ltr" \
TAGREFS="kind-caption">
     <TextLine ID="l1" HPOS="100" VPOS="100" WIDTH="140" HEIGHT="30">
      <String CONTENT="La" HPOS="100" VPOS="100" WIDTH="40" HEIGHT="30" WC="0.96"/>
      <SP/>
      <String CONTENT="circu" HPOS="150" VPOS="100" WIDTH="90" HEIGHT="30" WC="0.5" SUBS_TYPE="HypPart1" \
SUBS_CONTENT="circulation"/>
      <HYP CONTENT="-"/>
     </TextLine>
     <TextLine ID="l2" HPOS="100" VPOS="140" WIDTH="150" HEIGHT="30">
      <String CONTENT="lation" HPOS="100" VPOS="140" WIDTH="80" HEIGHT="30" SUBS_TYPE="HypPart2" \
SUBS_CONTENT="circulation">
       <ALTERNATIVE>lotion</ALTERNATIVE>
      </String>
      <SP/>
      <String CONTENT="12-13" HPOS="190" VPOS="140" WIDTH="60" HEIGHT="30" CS="true"/>
     </TextLine>
    </TextBlock>
    <TextBlock ID="b2" HPOS="600" VPOS="100" WIDTH="90" HEIGHT="30" LANG="ar" BASEDIRECTION="rtl">
     <TextLine ID="l3" HPOS="600" VPOS="100" WIDTH="90" HEIGHT="30" LANG="ar" CS="true">
      <String CONTENT="الشرطة" HPOS="600" VPOS="100" WIDTH="90" HEIGHT="30"/>
     </TextLine>
    </TextBlock>
    <Illustration ID="i1" HPOS="0" VPOS="700" WIDTH="1000" HEIGHT="700"/>
   </PrintSpace>
  </Page>
 </Layout>
</alto>
"""
