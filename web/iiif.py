"""IIIF documents from facts: manifests, ranges, collections (Presentation 3), image descriptions (Image 3).

Pure functions of plain values; `views.manifests` gathers the facts. Ids stand under the public address of
the settings and are never stored. Canvases are counted in canvas pixels, so are zones and hits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.models import ImageFacts
from archive.texts import Texts
from web.image_requests import MOST
from web.naming import COVER, THUMBNAIL, image_base, size_for

PRESENTATION = "http://iiif.io/api/presentation/3/context.json"
JSON_LD = 'application/ld+json;profile="http://iiif.io/api/image/3/context.json"'
MANIFEST_TYPE = f'application/ld+json;profile="{PRESENTATION}"'

Json = dict[str, Any]
#: A label by language: {"ar": ["…"], "fr": ["…"]}.
Label = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class CanvasFacts:
    """A page: minted number, label, canvas size, picture or None, language, whether it has text.

    `summary`: what is wrong with the leaf; `rights`: of this page alone, a URI; "" as the issue.
    """

    number: int
    label: str
    width: int
    height: int
    image: ImageFacts | None
    language: str
    text: bool
    summary: Label = field(default_factory=dict)
    rights: str = ""


@dataclass(frozen=True, slots=True)
class StreamFacts:
    """A way of reading: its number, language, direction, pages in its order, PDF address ("" for none)."""

    number: int
    language: str
    direction: str
    pages: tuple[int, ...]
    label: Label
    pdf: str = ""


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """An article: number, heading, the pages it covers."""

    number: int
    label: Label
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class IssueFacts:
    """What a manifest says of an issue. `date`: ISO day for navDate; `ark`: its permanent path."""

    key: str
    ark: str
    label: Label
    summary: Label
    metadata: tuple[tuple[Label, Label], ...]
    date: str
    rights: str
    statement: tuple[Label, Label] | None
    canvases: tuple[CanvasFacts, ...]
    streams: tuple[StreamFacts, ...]
    articles: tuple[ArticleFacts, ...]


def label_of(texts: Texts) -> Label:
    """A text of the record as a language map; what the archive supplied in brackets, as cataloguers do."""
    return {
        tag: [f"[{wording.value}]" if wording.supplied else wording.value] for tag, wording in texts.items()
    }


def image_info(url: str, key: str, page: int, image: ImageFacts) -> Json:
    """`info.json`: true to what is served, see `image_requests`."""
    return {
        "@context": "http://iiif.io/api/image/3/context.json",
        "id": url.rstrip("/") + image_base(key, page, image.version),
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level2",
        "width": image.width,
        "height": image.height,
        "maxWidth": MOST,
        "maxHeight": MOST,
        "sizes": [{"width": w, "height": h} for w, h in image.sizes],
        "tiles": [{"width": image.tile, "height": image.tile, "scaleFactors": list(image.scale_factors)}],
        "extraQualities": ["color", "gray", "bitonal"],
        "extraFormats": ["png", "webp"],
        "extraFeatures": ["canonicalLinkHeader", "mirroring", "profileLinkHeader"],
    }


# --- manifests ------------------------------------------------------------------------------------------


def issue_manifest(url: str, issue: IssueFacts) -> Json:
    """The whole issue: its canvases in shelf order, streams and articles as ranges."""
    root = f"{url.rstrip('/')}/iiif/manifest/{issue.key}"
    first = issue.streams[0].direction if issue.streams else "ltr"
    manifest = _manifest(url, issue, f"{root}.json", issue.label, _direction(first))
    manifest["items"] = [_canvas(url, issue, canvas) for canvas in issue.canvases]
    structures = [_stream_range(url, issue, stream) for stream in issue.streams]
    structures += [_article_range(url, issue, article) for article in issue.articles]
    if structures:
        manifest["structures"] = structures
    manifest["rendering"] = [r for stream in issue.streams for r in _renderings(url, issue, stream)]
    others = [
        {"id": f"{root}/{stream.number}.json", "type": "Manifest", "label": dict(stream.label)}
        for stream in issue.streams
    ]
    if len(others) > 1:
        manifest["seeAlso"] = [
            {**other, "type": "Dataset", "format": MANIFEST_TYPE, "profile": PRESENTATION} for other in others
        ]
    return _without_empty(manifest)


def stream_manifest(url: str, issue: IssueFacts, stream: StreamFacts) -> Json:
    """One way of reading as a manifest of its own: its pages in its order, its own viewing direction."""
    base = url.rstrip("/")
    label = _both(issue.label, stream.label)
    identifier = f"{base}/iiif/manifest/{issue.key}/{stream.number}.json"
    manifest = _manifest(url, issue, identifier, label, _direction(stream.direction))
    by_number = {canvas.number: canvas for canvas in issue.canvases}
    order = [by_number[number] for number in stream.pages if number in by_number]
    manifest["items"] = [_canvas(url, issue, canvas) for canvas in order]
    own = set(stream.pages)
    ranges = [_article_range(url, issue, a) for a in issue.articles if a.pages and a.pages[0] in own]
    if ranges:
        manifest["structures"] = ranges
    manifest["rendering"] = list(_renderings(url, issue, stream))
    manifest["partOf"] = [
        {"id": f"{base}/iiif/collection.json", "type": "Collection", "label": {"none": ["IIIF"]}},
    ]
    return _without_empty(manifest)


def _manifest(url: str, issue: IssueFacts, identifier: str, label: Label, direction: str) -> Json:
    base = url.rstrip("/")
    manifest: Json = {
        "@context": PRESENTATION,
        "id": identifier,
        "type": "Manifest",
        "label": dict(label) or {"none": [issue.key]},
        "summary": dict(issue.summary),
        "metadata": [{"label": dict(name), "value": dict(value)} for name, value in issue.metadata],
        "viewingDirection": direction,
        "behavior": ["paged"],
        "homepage": [
            {
                "id": f"{base}/{issue.ark}",
                "type": "Text",
                "label": dict(label) or {"none": [issue.key]},
                "format": "text/html",
            }
        ],
        "thumbnail": _thumbnail(url, issue, COVER),
    }
    if issue.date:
        manifest["navDate"] = f"{issue.date}T00:00:00Z"
    if issue.rights:
        # The standard wants these with http, whatever their own servers prefer (section 3.1, rights).
        manifest["rights"] = issue.rights.replace("https://", "http://", 1)
    if issue.statement:
        manifest["requiredStatement"] = {"label": dict(issue.statement[0]), "value": dict(issue.statement[1])}
    return manifest


def _thumbnail(url: str, issue: IssueFacts, width: int) -> list[Json]:
    canvases = {canvas.number: canvas for canvas in issue.canvases}
    order = [*(issue.streams[0].pages if issue.streams else ()), *canvases]
    for number in order:
        if number in canvases and (image := canvases[number].image) is not None:
            return [_sized(url, issue.key, number, image, width)]
    return []


def _sized(url: str, key: str, page: int, image: ImageFacts, width: int) -> Json:
    w, h = size_for(image, width)
    base = url.rstrip("/") + image_base(key, page, image.version)
    return {
        "id": f"{base}/full/{w},{h}/0/default.jpg",
        "type": "Image",
        "format": "image/jpeg",
        "width": w,
        "height": h,
        "service": [{"id": base, "type": "ImageService3", "profile": "level2"}],
    }


def canvas_id(url: str, key: str, number: int) -> str:
    """The id of a page's canvas: the same in the issue's and in the stream's manifest."""
    return f"{url.rstrip('/')}/iiif/canvas/{key}/p{number}"


def _canvas(url: str, issue: IssueFacts, facts: CanvasFacts) -> Json:
    identifier = canvas_id(url, issue.key, facts.number)
    canvas: Json = {
        "id": identifier,
        "type": "Canvas",
        "label": {"none": [facts.label]},
        "width": facts.width,
        "height": facts.height,
        "items": [],
    }
    if facts.summary:
        canvas["summary"] = {code: list(sentences) for code, sentences in facts.summary.items()}
    if facts.rights:
        canvas["rights"] = facts.rights
    if facts.image is not None:
        body = _sized(url, issue.key, facts.number, facts.image, facts.image.sizes[-1][0])
        annotation = {
            "id": f"{identifier}/image",
            "type": "Annotation",
            "motivation": "painting",
            "body": body,
            "target": identifier,
        }
        canvas["items"] = [{"id": f"{identifier}/page", "type": "AnnotationPage", "items": [annotation]}]
        canvas["thumbnail"] = [_sized(url, issue.key, facts.number, facts.image, THUMBNAIL)]
    if facts.text:
        files = f"{url.rstrip('/')}/files/{issue.key}/p{facts.number}"
        canvas["seeAlso"] = [
            {
                "id": f"{files}.alto.xml",
                "type": "Dataset",
                "format": "application/xml",
                "profile": "http://www.loc.gov/standards/alto/v4/alto-4-4.xsd",
                "label": {"none": ["ALTO"]},
            }
        ]
        canvas["rendering"] = [
            {"id": f"{files}.txt", "type": "Text", "format": "text/plain", "label": {"none": ["TXT"]}}
        ]
    return canvas


def _renderings(url: str, issue: IssueFacts, stream: StreamFacts) -> Iterable[Json]:
    if stream.pdf:
        yield {
            "id": url.rstrip("/") + stream.pdf,
            "type": "Text",
            "label": dict(_both(stream.label, {"none": ["PDF"]})),
            "format": "application/pdf",
        }


def _stream_range(url: str, issue: IssueFacts, stream: StreamFacts) -> Json:
    made = _range(url, issue.key, f"s{stream.number}", stream.label, stream.pages, issue)
    made["viewingDirection"] = _direction(stream.direction)
    made["behavior"] = ["sequence"]
    return made


def _article_range(url: str, issue: IssueFacts, article: ArticleFacts) -> Json:
    return _range(url, issue.key, f"a{article.number}", article.label, article.pages, issue)


def _range(url: str, key: str, name: str, label: Label, pages: Iterable[int], issue: IssueFacts) -> Json:
    known = {canvas.number for canvas in issue.canvases}
    return {
        "id": f"{url.rstrip('/')}/iiif/range/{key}/{name}",
        "type": "Range",
        "label": dict(label) or {"none": [name]},
        "items": [
            {"id": canvas_id(url, key, number), "type": "Canvas"} for number in pages if number in known
        ],
    }


def _direction(direction: str) -> str:
    return "right-to-left" if direction == "rtl" else "left-to-right"


def _both(first: Label, second: Label) -> Label:
    """Two labels as one, a dash between, language by language."""
    if not first or not second:
        return first or second

    def wording(label: Label, tag: str) -> str:
        values = label.get(tag) or label.get("none") or next(iter(label.values()))
        return values[0]

    tags = [tag for tag in (*first, *second) if tag != "none"] or ["none"]
    return {tag: [f"{wording(first, tag)} – {wording(second, tag)}"] for tag in dict.fromkeys(tags)}


def _without_empty(data: Json) -> Json:
    """Without what has nothing in it: the standard wants such properties left out."""
    return {name: value for name, value in data.items() if value not in ({}, [], "", None) or name == "items"}


# --- collections ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Member:
    """A manifest or collection in a collection."""

    path: str
    kind: str  # Manifest or Collection
    label: Label
    date: str = ""
    thumbnail: tuple[str, int, ImageFacts] | None = None


def collection(url: str, path: str, label: Label, members: Iterable[Member], part_of: str = "") -> Json:
    """A list of manifests or of collections."""
    base = url.rstrip("/")
    made: Json = {
        "@context": PRESENTATION,
        "id": base + path,
        "type": "Collection",
        "label": dict(label),
        "items": [_member(base, member) for member in members],
    }
    if part_of:
        made["partOf"] = [{"id": base + part_of, "type": "Collection"}]
    return made


def _member(base: str, member: Member) -> Json:
    made: Json = {"id": base + member.path, "type": member.kind, "label": dict(member.label)}
    if member.date:
        made["navDate"] = f"{member.date}T00:00:00Z"
    if member.thumbnail is not None:
        key, page, image = member.thumbnail
        made["thumbnail"] = [_sized(base, key, page, image, THUMBNAIL)]
    return made
