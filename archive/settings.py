"""Every setting, typed, read once from the environment and passed as an argument."""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from archive.errors import BadSetting

PREFIX = "ARCHIVE_"
#: Read by the tests, not by the program.
_TEST_NAMES = frozenset({"ARCHIVE_SAMPLES", "ARCHIVE_TEST_HOME"})


class Settings(BaseSettings):
    """The settings of one archive. Each is read from `ARCHIVE_<NAME>`; `home` alone moves a whole archive."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    home: Annotated[Path, Field(description="Folder under which everything embedded lives")] = Path("data")
    store: Annotated[str, Field(description="Address of the database; default SQLite under home")] = ""
    search: Annotated[str, Field(description="Address of the search engine; default Whoosh under home")] = ""
    files: Annotated[str, Field(description="Folder or address of masters, texts and derivatives")] = ""
    workers: Annotated[str, Field(description="Who reads pages: local:N (0: as many as cores)")] = "local:0"
    url: Annotated[str, Field(description="Public address of the site; never stored in a record")] = (
        "http://127.0.0.1:8000"
    )
    naan: Annotated[
        str, Field(pattern="^[0-9bcdfghjkmnpqrstvwxz]{5,9}$", description="ARK naming authority")
    ] = "99999"
    former_naans: Annotated[
        str, Field(description="NAANs names were minted under before, blanks between; they redirect")
    ] = ""
    ocr: Annotated[str, Field(description="auto, tesserocr, pytesseract or recorded:FOLDER")] = "auto"
    arabic_reader: Annotated[
        str, Field(description="The second reader of Arabic: auto, off or the folder of its model")
    ] = "auto"
    arabic_reader_seconds: Annotated[
        int,
        Field(ge=1, le=3600, description="CPU time of the second reader for one page, doubtful lines first"),
    ] = 60
    page_seconds: Annotated[int, Field(ge=5, le=3600, description="Wall clock for reading one page")] = 300
    page_megapixels: Annotated[int, Field(ge=1, le=1000, description="Largest picture that is opened")] = 150
    worker_megabytes: Annotated[int, Field(ge=256, description="Memory limit of one reading process")] = 2048
    upload_megabytes: Annotated[int, Field(ge=1, description="Largest upload through the browser")] = 1024
    session_hours: Annotated[int, Field(ge=1, le=720, description="How long a sign-in lasts unused")] = 12
    secure_cookies: Annotated[bool, Field(description="Cookies over HTTPS only; on for a public site")] = (
        False
    )
    reader_corrections: Annotated[
        bool, Field(description="Readers may propose corrections of lines; archivists judge each")
    ] = False
    trusted_proxies: Annotated[str, Field(description="Addresses whose forwarding headers count")] = ""
    demonstration: Annotated[bool, Field(description="Say 'demonstration' on every page")] = False
    log: Annotated[str, Field(pattern="^(text|json)$", description="Form of the log: text or json")] = "text"

    @property
    def store_url(self) -> str:
        """The database's address, the embedded default filled in."""
        return self.store or f"sqlite:///{self.home.resolve() / 'archive.sqlite'}"

    @property
    def search_url(self) -> str:
        """The search engine's address, the embedded default filled in."""
        return self.search or f"whoosh:{self.home.resolve() / 'index'}"

    @property
    def files_root(self) -> str:
        """The folder of masters, texts and derivatives, the embedded default filled in."""
        return self.files or str(self.home.resolve() / "files")


def read_settings(**given: Any) -> Settings:
    """The settings from the environment, `given` values first.

    Raises BadSetting for an impossible value and for a name that is not a setting: pydantic would pass
    `ARCHIVE_WROKERS` over in silence.
    """
    names = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in os.environ:
        if name.startswith(PREFIX) and name not in names | _TEST_NAMES:
            # Without the prefix, which would make every name look like every other.
            fields = sorted(Settings.model_fields)
            close = difflib.get_close_matches(name.removeprefix(PREFIX).lower(), fields, 1)
            raise BadSetting(
                "There is no setting {name}.",
                "Did you mean {close}?" if close else "The README lists the settings.",
                name=name,
                close=PREFIX + close[0].upper() if close else "",
            )
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        raise BadSetting(
            "The setting {name} cannot be {value}: {reason}.",
            name=PREFIX + str(first["loc"][0]).upper(),
            value=repr(first["input"]),
            reason=first["msg"],
        ) from error
