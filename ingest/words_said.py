"""Words for languages, as tables and names beside scans say them in Arabic, French and English."""

from __future__ import annotations

#: Words that stand for a language tag.
LANGUAGES = {
    word: tag
    for tag, words in {
        "ar": "ar ara arabe arabic عربية العربية عربي العربي",
        "fr": "fr fra fre français francais française francaise french فرنسية الفرنسية فرنسي الفرنسي",
    }.items()
    for word in words.split()
}
