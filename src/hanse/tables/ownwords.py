"""The words that a firm's tables bring along: what a table with a name of its own is about, and what its titles say.

A table that the lexicon knows nothing of (touren, tickets_export) is about an entity of its own, "own:touren".
Knows neither values nor questions.
"""

import re
from collections.abc import Iterable

from hanse.tables.terms import stem, title_words

OWN = "own:"
PERSON = "own:person:"
PERSONAL = frozenset({"vorname", "nachname", "geburtsdatum", "firstname", "lastname", "surname"})
GENERIC = frozenset(
    "tabelle blatt sheet table export daten data datei file liste list uebersicht ubersicht aufstellung auszug report"
    " bericht alle neu alt aktuell stand kopie copy xlsx csv dbf ausdruck seite page".split()
)
SUFFIXES = (
    "verzeichnis",
    "kartei",
    "katalog",
    "plan",
    "ubersicht",
    "tabelle",
    "export",
    "liste",
    "datei",
    "stamm",
    "daten",
)
UNITS = {"eur": "money", "€": "money", "euro": "money", "stuck": "pieces", "stk": "pieces", "st": "pieces",
         "%": "percent", "prozent": "percent"}  # fmt: skip
MEASURED_IN = frozenset(
    {*UNITS, "t", "kg", "g", "m", "qm", "km", "cm", "mm", "l", "std", "h", "min", "tage", "m²", "m³"}
)
KEY = re.compile(r"(?:nummer|kennung|code|num|key|nr|no|id)$")
SHORTEST = 3


def is_own(entity: str) -> bool:
    """Return whether an entity is one that only these tables know."""
    return entity.startswith(OWN)


def title(entity: str) -> str:
    """Return an own entity as people write it: "own:touren" gives "Touren"."""
    return word(entity).capitalize()


def word(entity: str) -> str:
    """Return the word that an own entity is made of."""
    return entity.removeprefix(PERSON).removeprefix(OWN)


def is_person(entity: str) -> bool:
    """Return whether an own entity is a person: its table has first names, surnames or birthdays."""
    return entity.startswith(PERSON)


def telling(name: str) -> list[str]:
    """Return the folded words of a table's or file's name without numbers and words that every name may have."""
    return [w for w in title_words(name) if w not in GENERIC and not w.isdigit() and len(w) >= SHORTEST]


def entity(names: Iterable[str], columns: Iterable[str] = ()) -> str:
    """Return the entity of the first name that says anything, without "-liste" and the like; "" when none does."""
    kind = PERSON if any("".join(title_words(c)) in PERSONAL for c in columns) else OWN
    return next((kind + _bare(found) for name in names for found in telling(name)), "")


def _bare(word: str) -> str:
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) > SHORTEST:
            return word.removesuffix(suffix)
    return word


def named_in(name: str, owns: Iterable[str]) -> tuple[str, bool]:
    """Return the own entity that a column is named after and whether it is named as its key; ("", False) for none.

    Projektnr and PROJNR are keys of own:projekte, Filiale is the name of own:filialen.
    """
    plain = "".join(title_words(name))
    base = KEY.sub("", plain)
    for own in owns:
        word_ = word(own)
        if base == plain and len(plain) > SHORTEST and stem(plain) == stem(word_):
            return own, False
        if base != plain and len(base) >= SHORTEST and (word_.startswith(base) or stem(base) == stem(word_)):
            return own, True
    return "", False


def unit(name: str) -> str:
    """Return what a title says that its figures are in: "money", "pieces", "percent" or ""."""
    parts = re.findall(r"[^\W\d_]+|[€%]", name)
    found = [UNITS[w] for w in (stem_free(p) for p in parts[1:]) if w in UNITS]
    return found[-1] if found else ""


def stem_free(word: str) -> str:
    """Return the folded word, signs as they are."""
    return "".join(title_words(word)) or word


def without_units(name: str) -> str:
    """Return the words of a title that are no units, joined: "Fracht EUR" gives "fracht"."""
    parts = title_words(re.sub(r"[²³%€]", " ", name))
    kept = [w for n, w in enumerate(parts) if n == 0 or w not in MEASURED_IN]
    return "".join(kept)
