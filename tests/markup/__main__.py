"""Every template's example page, in Arabic and French, read by the Nu HTML checker: `make markup`.

Ends with 1 where it finds an error, and says which, on how many pages, and on one of them.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from tests.browser import gallery

CHECKER = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def errors(folder: Path) -> dict[str, list[str]]:
    """What is wrong → on which pages. Raises SystemExit where the checker cannot be run."""
    java = shutil.which("java")
    if java is None or not CHECKER.is_file():
        raise SystemExit("The checker needs Java (Debian: default-jre-headless) and make markup.")
    command = [java, "-jar", str(CHECKER), "--errors-only", "--format", "json", "--stdout", str(folder)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    found: dict[str, list[str]] = defaultdict(list)
    for message in json.loads(told.stdout)["messages"]:
        found[message["message"]].append(f"{Path(message['url']).stem}:{message.get('lastLine', '')}")
    return found


def main() -> None:
    """Write the pages, have them read, tell."""
    with tempfile.TemporaryDirectory() as name:
        pages = gallery.write_pages(Path(name), [])
        found = errors(Path(name) / "html")
    for message, places in sorted(found.items(), key=lambda each: -len(each[1])):
        print(f"{message}\n  {len(places)}: {', '.join(places[:4])}")
    print(f"{len(pages)} pages, {sum(map(len, found.values()))} errors")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
