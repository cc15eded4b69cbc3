"""The names of months and seasons: as they are shown, and every way in which they are printed."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from babel.dates import get_month_names

from archive.dates.edtf import AUTUMN, SPRING, SUMMER, WINTER
from archive.letters import clean, western_digits

#: The locale of Babel for a language of ours: plain "ar" has other month names than Morocco prints.
_LOCALES = {"ar": "ar_MA", "fr": "fr", "en": "en"}

HIJRI_SHOWN = {
    "ar": (
        "محرم",
        "صفر",
        "ربيع الأول",
        "ربيع الثاني",
        "جمادى الأولى",
        "جمادى الآخرة",
        "رجب",
        "شعبان",
        "رمضان",
        "شوال",
        "ذو القعدة",
        "ذو الحجة",
    ),
    "fr": (
        "mouharram",
        "safar",
        "rabīʿ al-awwal",
        "rabīʿ ath-thānī",
        "joumādā al-oūlā",
        "joumādā al-ākhira",
        "rajab",
        "chaabane",
        "ramadan",
        "chaoual",
        "dhou al-qiʿda",
        "dhou al-hijja",
    ),
    "en": (
        "Muharram",
        "Safar",
        "Rabi al-Awwal",
        "Rabi al-Thani",
        "Jumada al-Ula",
        "Jumada al-Akhira",
        "Rajab",
        "Shaban",
        "Ramadan",
        "Shawwal",
        "Dhu al-Qida",
        "Dhu al-Hijja",
    ),
}

SEASONS_SHOWN = {
    "ar": {SPRING: "ربيع", SUMMER: "صيف", AUTUMN: "خريف", WINTER: "شتاء"},
    "fr": {SPRING: "printemps", SUMMER: "été", AUTUMN: "automne", WINTER: "hiver"},
    "en": {SPRING: "spring", SUMMER: "summer", AUTUMN: "autumn", WINTER: "winter"},
}

# Arabic names by month: Morocco, Egypt, the Levant, Tunisia and Algeria, and spellings met with.
_MONTHS_ARABIC = (
    "يناير|كانون الثاني|جانفي|ينابر",
    "فبراير|شباط|فيفري|فبرابر",
    "مارس|آذار|مارت",
    "أبريل|نيسان|أفريل|إبريل",
    "ماي|مايو|أيار|مايه",
    "يونيو|يونيه|حزيران|جوان|يونية",
    "يوليوز|يوليو|يوليه|تموز|جويلية|يولية",
    "غشت|أغسطس|آب|أوت|أغشت",
    "شتنبر|سبتمبر|أيلول|شتمبر|سبتنبر",
    "أكتوبر|تشرين الأول|أكتوبز",
    "نونبر|نوفمبر|تشرين الثاني|نوفنبر|نونمبر",
    "دجنبر|ديسمبر|كانون الأول|دجمبر|ديسنبر",
)
_MONTHS_LATIN = (
    "janvier|janv|jan|january",
    "février|févr|fév|february",
    "mars|march",
    "avril|avr|april",
    "mai|may",
    "juin|june",
    "juillet|juill|juil|july",
    "août|august",
    "septembre|sept|september",
    "octobre|oct|october",
    "novembre|nov|november",
    "décembre|déc|december",
)
_HIJRI_ARABIC = (
    "محرم|محرم الحرام|المحرم|شهر الله المحرم",
    "صفر|صفر الخير",
    "ربيع الأول|ربيع الأنور|ربيع النبوي",
    "ربيع الثاني|ربيع الآخر",
    "جمادى الأولى|جمادى الأول",
    "جمادى الثانية|جمادى الآخرة|جمادى الثاني|جمادى الأخيرة|جمادى الآخر",
    "رجب|رجب الفرد|رجب الأصب",
    "شعبان|شعبان المعظم|شعبان الأبرك",
    "رمضان|رمضان المبارك|رمضان المعظم|رمضان الأبرك",
    "شوال|شوال المكرم|شوال الأبرك",
    "ذو القعدة|ذي القعدة|ذو القعدة الحرام|ذي القعدة الحرام",
    "ذو الحجة|ذي الحجة|ذو الحجة الحرام|ذي الحجة الحرام",
)
_HIJRI_LATIN = (
    "muharram|mouharram|moharram|moharrem",
    "safar",
    "rabia i|rabii i|rabi i|rabia al awal|rabia al awwal|rabi al awwal|rabia el aouel|rabii al awal"
    "|rabii al awwal|rabi al awal",
    "rabia ii|rabii ii|rabi ii|rabia ath thani|rabi ath thani|rabia al thani|rabi al thani|rabii ath thani",
    "joumada i|jumada i|joumada al oula|jumada al ula|joumada al ula|joumada el oula",
    "joumada ii|jumada ii|joumada ath thania|jumada al thaniya|joumada al akhira|jumada al akhira"
    "|joumada at tania|joumada ettania",
    "rajab|rejeb|redjeb",
    "chaabane|chaaban|shaban|cha'bane",
    "ramadan|ramadhan|ramadane",
    "chaoual|chawwal|chawal|shawwal|choual",
    "dou al qiida|dou al kaada|doul kaada|dhou al qida|dhu al qida|dhu al qadah|dhou al qiada|doul qiida",
    "dou al hijja|doul hijja|dhou al hijja|dhu al hijja|dhu al hijjah|dou al hidja",
)
_SEASONS = {
    SPRING: "printemps|ربيع|الربيع|spring",
    SUMMER: "été|صيف|الصيف|summer",
    AUTUMN: "automne|خريف|الخريف|autumn",
    WINTER: "hiver|شتاء|الشتاء|winter",
    33: "premier trimestre|trimestre1|الربع الأول",
    34: "deuxième trimestre|trimestre2|الربع الثاني",
    35: "troisième trimestre|trimestre3|الربع الثالث",
    36: "quatrième trimestre|trimestre4|الربع الرابع",
    40: "premier semestre|semestre1",
    41: "deuxième semestre|second semestre|semestre2",
}
# "2e trimestre" → "trimestre2", one word like the others.
_COUNTED = re.compile(r"\b([1-4])\s?(?:er|e|eme)\s+(trimestre|semestre)\b")
_WEEKDAYS = (
    "lundi|الاثنين|الإثنين|monday",
    "mardi|الثلاثاء|tuesday",
    "mercredi|الأربعاء|wednesday",
    "jeudi|الخميس|thursday",
    "vendredi|الجمعة|friday",
    "samedi|السبت|saturday",
    "dimanche|الأحد|sunday",
)

_ARABIC_MARKS = re.compile("[\u0640\u064b-\u065f\u0670]")
# "l'été", "d'avril"; the article in "rabiʿ al-awwal", whose hyphen is none between two dates.
_ELISION = re.compile(r"\b[ld]'")
_ARTICLE = re.compile(r"\b(al|el|ath|ad|at|dou|doul|dhou|dhu)-(?=[a-z])")
_SAME = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "’": "'", "ʿ": "'", "‘": "'"}
)


def folded(text: str) -> str:
    """`text` for comparing: small, western digits, without accents, vowel marks, tatwil and hamza on alif."""
    plain = unicodedata.normalize("NFKC", western_digits(clean(text)))
    apart = unicodedata.normalize("NFD", _ARABIC_MARKS.sub("", plain).translate(_SAME).casefold())
    kept = "".join(letter for letter in apart if not unicodedata.combining(letter))
    kept = _ELISION.sub("", unicodedata.normalize("NFC", kept)).replace("'", "")
    return _COUNTED.sub(r"\2\1", _ARTICLE.sub(r"\1 ", kept))


@cache
def months_shown(language: str) -> tuple[str, ...]:
    """The twelve Gregorian months as a language prints them; in Arabic the Moroccan names.

    Raises KeyError for a language other than ar, fr and en.
    """
    names = get_month_names("wide", locale=_LOCALES[language])
    return tuple(names[month] for month in range(1, 13))


@cache
def printed_names() -> dict[tuple[str, ...], tuple[str, int]]:
    """Every printed name, folded and in words, with what it is: ("M", 3), ("H", 9), ("S", 21), ("W", 0).

    M: a Gregorian month; H: a Hijri month; S: a season, quarter or half; W: a day of the week, Monday 0.
    """
    table: dict[tuple[str, ...], tuple[str, int]] = {}
    numbered = [
        ("M", 1, _MONTHS_ARABIC),
        ("M", 1, _MONTHS_LATIN),
        ("H", 1, _HIJRI_ARABIC),
        ("H", 1, _HIJRI_LATIN),
        ("W", 0, _WEEKDAYS),
    ]
    meanings = [
        (code, number, names) for code, first, rows in numbered for number, names in enumerate(rows, first)
    ]
    meanings += [("S", season, names) for season, names in _SEASONS.items()]
    for code, number, names in meanings:
        for name in names.split("|"):
            table[tuple(folded(name).split())] = (code, number)
    return table
