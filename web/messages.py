"""Every sentence the site and the commands can say, from templates and code; keeps the .po files level.

Run as `python -m web.i18n extract` (writes) or `check` (exit code 1 and a list where something is missing).
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment

from archive import errors

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "web" / "translations"
#: GNU's six Arabic forms (0, 1, 2, 3-10, 11-99, 100-102). Babel's own rule has the last two swapped.
PLURALS = {
    "ar": (6, "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"),
    "fr": (2, "(n > 1)"),
}
_ERRORS = {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.ArchiveError)
}
#: Where in a call the sentence and the remedy stand: a fault has its file and kind before them.
_SAID = {
    "finding": (0, 2),
    "Finding": (0, 2),
    "Note": (0, 1),
    "fault": (2, 4),
    "warning": (2, 4),
    "warn": (1, 3),
    "tell": (2, 3),
}
#: Variables that hold nothing but ids, given to `tell` or `translate` further down.
_NAMED = {"sentence", "heading"}
#: Functions whose texts are ids: gettext under its usual names, its plural, and `N_`, which only marks.
_ONE = {"_", "say", "gettext", "N_", "translate"}
_MANY = {"ngettext"}
_HEADER = """# The interface's sentences; their ids are English (see web/messages.py).
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: nplurals={count}; plural={rule};\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
_PLACE = re.compile(r"%\((\w+)\)[sd]|(?<!\{)\{(\w*)[^{}]*\}(?!\})")
#: What templates fill in goes through Python's "%": a sign for percent is written twice there.
_FILLED = re.compile(r"%%|%\(\w+\)[sd]")


@dataclass(frozen=True, slots=True)
class Message:
    """A message id, its plural or "", and the file that says it."""

    one: str
    many: str
    file: str


def _constants(node: ast.expr | None) -> Iterator[str]:
    """The texts an argument can be: a literal, either side of a choice, each one of a tuple."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)
    elif isinstance(node, ast.Tuple):
        yield from (text for part in node.elts for text in _constants(part))


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def _error_names(paths: list[Path]) -> set[str]:
    """The classes of `archive.errors` and what is derived from them anywhere."""
    bases: dict[str, set[str]] = {}
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases[node.name] = {base.id for base in node.bases if isinstance(base, ast.Name)}
    found = set(_ERRORS)
    while more := {name for name, own in bases.items() if own & found} - found:
        found |= more
    return found


def _named(node: ast.AST) -> Iterator[str]:
    """The ids bound to one of the `_NAMED`, by `=` or by `for`."""
    if isinstance(node, ast.Assign):
        target, value = node.targets[0], node.value
    elif isinstance(node, ast.For):
        target, value = node.target, node.iter
    else:
        return
    if isinstance(target, ast.Name) and target.id in _NAMED:
        yield from _constants(value)


def _python_messages(path: Path, errors_said: set[str]) -> Iterator[Message]:
    file = path.relative_to(ROOT).as_posix()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        yield from (Message(text, "", file) for text in _named(node))
        if not isinstance(node, ast.Call):
            continue
        name = _called(node)
        if name in _MANY and len(node.args) >= 2:
            for one, many in zip(_constants(node.args[0]), _constants(node.args[1]), strict=True):
                yield Message(one, many, file)
        elif name in _ONE and node.args:
            yield from (Message(text, "", file) for text in _constants(node.args[0]))
        elif name in _SAID:
            first, last = _SAID[name]
            yield from (Message(t, "", file) for part in node.args[first:last] for t in _constants(part))
        elif name in errors_said:
            named = [word.value for word in node.keywords if word.arg in ("message", "remedy")]
            said = [*node.args[:2], *named]
            yield from (Message(text, "", file) for part in said for text in _constants(part))


def _template_messages(path: Path, environment: Environment) -> Iterator[Message]:
    file = path.relative_to(ROOT).as_posix()
    source = path.read_text(encoding="utf-8")
    for _line, name, said in environment.extract_translations(source):  # type: ignore[attr-defined]
        if name == "ngettext":
            yield Message(said[0], said[1], file)
        else:
            yield Message(said if isinstance(said, str) else said[0], "", file)


def messages() -> list[Message]:
    """All messages of the four packages and the templates, each once, by the first file that says it."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    found: dict[str, Message] = {}
    packages = ("archive", "ingest", "index", "web")
    paths = [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]
    paths = [path for path in paths if "node_modules" not in path.parts]
    errors_said = _error_names(paths)
    for path in paths:
        for message in _python_messages(path, errors_said):
            found.setdefault(message.one, message)
    for path in sorted((ROOT / "web" / "templates").rglob("*.html")):
        for message in _template_messages(path, environment):
            if message.many or message.one not in found:
                found[message.one] = message
    return sorted(found.values(), key=lambda message: (message.file, message.one))


def _read(language: str) -> Catalog:
    path = TRANSLATIONS / f"{language}.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _strings(value: object) -> list[str]:
    return [str(part) for part in value] if isinstance(value, (tuple, list)) else [str(value or "")]


def _faults(message: Message, catalogue: Catalog, language: str) -> Iterator[str]:
    entry = catalogue.get(message.one)
    count = PLURALS[language][0] if message.many else 1
    strings = _strings(entry.string) if entry else []
    if entry is None or len(strings) != count or not all(strings):
        yield f"{language}: {message.file}: not translated: {message.one!r}"
        return
    if entry.fuzzy:
        yield f"{language}: {message.file}: fuzzy: {message.one!r}"
    if message.file.endswith(".html") and any(
        "%" in _FILLED.sub("", text) for text in (message.one, *strings)
    ):
        yield f"{language}: {message.file}: a single %, which no page can show: {message.one!r}"
    wanted = set(_PLACE.findall(message.one)) | set(_PLACE.findall(message.many))
    for string in strings:
        given = set(_PLACE.findall(string))
        # A form for one or two things may leave the number out; no form may name what is not given.
        if given - wanted or (not message.many and wanted - given):
            yield f"{language}: {message.file}: other places to fill: {message.one!r}"


def faults() -> list[str]:
    """What is wrong with the catalogues: missing, fuzzy, other places to fill, no longer said."""
    said = messages()
    out: list[str] = []
    for language in PLURALS:
        catalogue = _read(language)
        for message in said:
            out.extend(_faults(message, catalogue, language))
        known = {message.one for message in said}
        stale = [entry.id for entry in catalogue if entry.id and _strings(entry.id)[0] not in known]
        out.extend(f"{language}: no longer said: {_strings(one)[0]!r}" for one in stale)
    return out


def extract() -> None:
    """Write the .po files anew: what is said now, with the translations there are."""
    said = messages()
    TRANSLATIONS.mkdir(exist_ok=True)
    for language, (count, rule) in PLURALS.items():
        old = _read(language)
        new = Catalog(locale=language, charset="utf-8")
        for message in said:
            entry = old.get(message.one)
            string = entry.string if entry else ""
            if message.many:
                strings = (_strings(string) + [""] * count)[:count]
                new.add((message.one, message.many), tuple(strings), locations=[(message.file, 0)])
            else:
                new.add(message.one, _strings(string)[0], locations=[(message.file, 0)])
        with (TRANSLATIONS / f"{language}.po").open("wb") as file:
            # A header of our own: Babel's has its own plural rule, and dates that would change every time.
            file.write(_HEADER.format(language=language, count=count, rule=rule).encode())
            write_po(file, new, width=110, include_lineno=False, omit_header=True)


def main(arguments: list[str]) -> int:
    """`extract` or `check`. Returns the exit code."""
    if arguments == ["extract"]:
        extract()
    elif arguments != ["check"]:
        print("python -m web.i18n extract | check", file=sys.stderr)
        return 2
    found = faults()
    print("\n".join(found) or "All sentences are translated.")
    return 1 if found else 0
