#!/bin/bash
# Installs the system packages that are missing, and only those.
#
#   system-packages.sh run       what the site and the ingest need
#   system-packages.sh test      … and what `make test` needs
#   system-packages.sh browser   … and what `make test-browser` needs
#
# As another user than root it says what it will install and asks for sudo.
set -euo pipefail
what=${1:-run}
missing=()

have() { command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ]; }
need() { # need PACKAGE TEST…: the package is missing when the test fails
  local package=$1; shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}
language() { have tesseract && tesseract --list-langs 2>/dev/null | grep -qx "$1"; }
face() { [ -e "/usr/share/fonts/$1" ]; }

need python3-venv python3 -c 'import ensurepip, venv'
need tesseract-ocr have tesseract
need tesseract-ocr-ara language ara
need tesseract-ocr-fra language fra
# OCRmyPDF lays Arabic text into PDFs with it: without, Poppler copies some words in the wrong place.
need fonts-noto-core face truetype/noto/NotoSansArabic-Regular.ttf
need nodejs have node
need npm have npm
if [ "$what" != run ]; then
  need nginx-light have nginx
  need poppler-utils have pdftotext
  need qpdf have qpdf
  need fonts-hosny-amiri face opentype/fonts-hosny-amiri
  need fonts-dejavu-core face truetype/dejavu
fi
if [ "$what" = browser ]; then
  need chromium have chromium
fi
[ ${#missing[@]} -eq 0 ] && exit 0

if ! have apt-get; then
  echo "These Debian packages, or what your system calls them, must be installed first: ${missing[*]}" >&2
  exit 2
fi
echo "Installing system packages: ${missing[*]}"
as_root=()
if [ "$(id -u)" != 0 ]; then
  if ! have sudo; then
    echo "Not root, and there is no sudo. As root run: apt-get install ${missing[*]}" >&2
    exit 2
  fi
  echo "This needs root: you may be asked for your password."
  as_root=(sudo)
fi
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
