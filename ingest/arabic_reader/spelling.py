"""What the model writes, which learnt Persian, as Arabic is written."""

from __future__ import annotations

import unicodedata

# Letters that Arabic has another form or no use for. گ stays: Moroccan names are printed with it.
_LETTERS = str.maketrans(
    {
        "ک": "ك",
        "ی": "ي",
        "ۀ": "ه",
        "پ": "ب",
        "چ": "ج",
        "ژ": "ز",
        "\u200c": None,  # zero width non-joiner: of Persian spelling only
        **{chr(0x06F0 + digit): chr(0x0660 + digit) for digit in range(10)},
    }
)
# Words that end in alif maqsura, which Persian does not tell from ya: common ones that are no other word with
# a ya. Prepositions and conjunctions make up most of what is met.
_MAQSURA_TEXT = """
    على إلى الى حتى متى لدى سوى عسى بلى مدى شتى
    أولى الأولى الاولى أخرى الأخرى الاخرى كبرى الكبرى صغرى الصغرى وسطى الوسطى عظمى العظمى قصوى القصوى
    أعلى الأعلى الاعلى أدنى الأدنى أقصى الأقصى أغنى أقوى أسمى أرقى
    يرى نرى ترى أرى انتهى اشترى التقى اكتفى انقضى استدعى استولى استغنى أعطى أبقى أنهى أفضى أوصى
    يبقى تبقى يسعى تسعى يخشى يتلقى تتلقى يتولى تتولى يسمى تسمى المسمى
    موسى عيسى يحيى مصطفى المصطفى ليلى مرتضى كسرى الهدى ذكرى الذكرى موسيقى الموسيقى
    مستشفى المستشفى مبنى المبنى معنى المعنى مجرى المجرى مستوى المستوى منتدى المنتدى ملتقى الملتقى
    مقهى المقهى مرسى المرسى مأوى المأوى مغزى المغزى قرى القرى القوى فتى الفتى فتوى الفتوى دعوى الدعوى
    شكوى الشكوى جدوى الجدوى عدوى العدوى تقوى التقوى نجوى فوضى الفوضى قتلى القتلى جرحى الجرحى موتى الموتى
"""
_MAQSURA = frozenset(_MAQSURA_TEXT.split())
_PREFIXES = ("و", "ف", "ل", "ب", "وال", "ك")
_WESTERN = str.maketrans({chr(0x0660 + digit): str(digit) for digit in range(10)})
_INDIC = str.maketrans({str(digit): chr(0x0660 + digit) for digit in range(10)})


def arabic_letter(letter: str) -> str:
    """A letter as Arabic has it; "" for one that is no letter of Arabic at all."""
    return letter.translate(_LETTERS)


def arabic_word(word: str) -> str:
    """A word of Arabic letters as it is spelt: alif maqsura where it belongs, in NFC."""
    bare = "".join(letter for letter in word if not unicodedata.combining(letter))
    core = bare.rstrip(".,:;!?،؛؟»)\"'")
    if core.endswith("ي") and _has_maqsura(core[:-1] + "ى"):
        at = word.rindex("ي")
        word = word[:at] + "ى" + word[at + 1 :]
    return unicodedata.normalize("NFC", word)


def _has_maqsura(word: str) -> bool:
    core = word.lstrip("(«\"'")
    return core in _MAQSURA or any(
        core.startswith(prefix) and core[len(prefix) :] in _MAQSURA for prefix in _PREFIXES
    )


def in_digits_of(number: str, *, western: bool) -> str:
    """A number with all its digits of one kind."""
    return number.translate(_WESTERN if western else _INDIC)
