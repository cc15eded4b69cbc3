"""nginx in front of the site, with the file of `web/deploy` and nothing of the machine's own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
_CONF = Path(__file__).resolve().parents[1] / "web" / "deploy" / "nginx.conf"
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def configuration(
    folder: Path, port: int, socket_path: Path, files: Path, static: Path, beside: str = ""
) -> Path:
    """Our own file with its paths changed, in the smallest frame nginx runs with; `beside`: more servers."""
    site = _CONF.read_text()
    for before, after in {
        "listen 80;": f"listen 127.0.0.1:{port};",
        "/run/archive/site.sock": str(socket_path),
        "/srv/archive/files": str(files),
        "/opt/archive/web/static": str(static),
    }.items():
        assert before in site
        site = site.replace(before, after)
    temps = "\n".join(f"{name}_temp_path {folder}/{name};" for name in _TEMPORARY)
    conf = folder / "nginx.conf"
    conf.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;\n"
        f"{'user root;' if os.geteuid() == 0 else ''}\n"
        f"events {{}}\nhttp {{\naccess_log {folder}/access.log;\n{temps}\n{site}\n{beside}\n}}\n"
    )
    return conf
