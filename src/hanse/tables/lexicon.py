"""The words of German and English business, from data/lexicon.toml: entities, attributes, phrases, operators.

Splits compounds and cryptic column names (KDNR, Rechnungsdatum) into known concepts. Knows no table.
"""

import re
import tomllib
from collections.abc import Collection
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from hanse.tables import ownwords, plainverbs
from hanse.tables.terms import fold, stem
from hanse.words import Words

JOINTS = ("", "s", "n", "en", "e", "es", "er", "ern", "'s")
PLURALS = ("ies",)
LEAST_HEAD = 3
LEAST_TAIL = 3


class Entity(msgspec.Struct, frozen=True):
    """A kind of thing that tables are about. one, many: its name in both languages. like: entities it is a kind of."""

    words: tuple[str, ...]
    one: Words
    many: Words
    short: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    person: bool = False


class Attribute(msgspec.Struct, frozen=True):
    """A property of an entity. role: how its values behave. like: wider attributes that it is a kind of."""

    words: tuple[str, ...]
    role: str
    title: Words
    short: tuple[str, ...] = ()
    like: tuple[str, ...] = ()


class Phrase(msgspec.Struct, frozen=True):
    """A word with a business meaning. means: "entity.attribute" in order of preference; without: status left out."""

    words: tuple[str, ...]
    title: Words
    means: tuple[str, ...] = ()
    without: str = ""
    minus: str = ""
    verb: bool = False
    entities: tuple[str, ...] = ()


class Status(msgspec.Struct, frozen=True):
    """A state. words: in the question; values: what columns hold for it (folded stems or codes).

    dates: words in the titles of days that are filled in once it holds ("Bezahlt am").
    """

    words: tuple[str, ...]
    values: tuple[str, ...]
    title: Words
    short: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()


class Lexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of data/lexicon.toml."""

    entity: dict[str, Entity]
    attribute: dict[str, Attribute]
    phrase: dict[str, Phrase]
    status: dict[str, Status]
    operator: dict[str, tuple[str, ...]]
    function: dict[str, tuple[str, ...]]
    rewrite: dict[str, str]
    pattern: tuple[tuple[str, str], ...]
    ours: dict[str, tuple[str, ...]]


class Concept(msgspec.Struct, frozen=True):
    """A known part of a word. kind: "entity", "attribute" or "phrase"."""

    kind: str
    name: str


@cache
def load() -> Lexicon:
    """Return the lexicon of the package."""
    text = (files("hanse.tables") / "data" / "lexicon.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Lexicon)


@cache
def _entries(*, short: bool) -> dict[str, Concept]:
    lexicon = load()
    made: dict[str, Concept] = {}
    groups: tuple[tuple[str, dict[str, Any]], ...] = (
        ("phrase", lexicon.phrase), ("attribute", lexicon.attribute), ("entity", lexicon.entity),
    )  # fmt: skip
    for kind, group in groups:
        for name, item in group.items():
            extra = getattr(item, "short", ()) if short else ()
            for word in (*item.words, *extra):
                made.setdefault(fold(word).replace(" ", ""), Concept(kind, name))
    return made


@cache
def concepts(word: str, *, short: bool = False) -> tuple[Concept, ...]:
    """Return the concepts that a folded word is made of, or () when not the whole word is known.

    short: also use the abbreviations of column names. The split with the fewest parts wins.
    """
    word = word.strip("-_./").replace("-", "").replace(".", "")
    best: dict[int, tuple[Concept, ...]] = {0: ()}
    entries = _entries(short=short)
    for end in range(1, len(word) + 1):
        for start in range(end):
            if start not in best:
                continue
            concept = _part(word[start:end], entries)
            if concept and (end not in best or len(best[start]) + 1 < len(best[end])):
                best[end] = (*best[start], concept)
    return best.get(len(word), ()) if word else ()


def headed(word: str) -> tuple[str, Concept] | None:
    """Return what a compound begins with and the known word that it ends in: "tank", Kosten; None for others."""
    for cut in range(LEAST_HEAD, len(word) - LEAST_TAIL + 1):
        concept = _part(word[cut:], _entries(short=False))
        if concept and (concept.kind == "entity" or _measures(concept)):
            return re.sub(r"(?<=\w{4})s$", "", word[:cut]), concept
    return None


def _measures(concept: Concept) -> bool:
    if concept.kind == "attribute":
        return load().attribute[concept.name].role in ("money", "quantity", "price", "class")
    return concept.name == "costs"


def _part(piece: str, entries: dict[str, Concept]) -> Concept | None:
    if piece in entries:
        return entries[piece]
    for joint in JOINTS[1:]:
        if piece.endswith(joint) and len(piece) - len(joint) >= 3 and piece[: -len(joint)] in entries:
            return entries[piece[: -len(joint)]]
    if piece.endswith("ies") and piece[:-3] + "y" in entries:
        return entries[piece[:-3] + "y"]
    if len(piece) > 4 and piece + "e" in entries:
        return entries[piece + "e"]
    return None


@cache
def long_words() -> tuple[str, ...]:
    """Return the words of six letters and more in which a typing error can be recognised."""
    status = [fold(w) for group in load().status.values() for w in group.words]
    return tuple(dict.fromkeys(w for w in (*_entries(short=False), *status) if len(w) >= 6))


def entity(name: str) -> Entity | None:
    """Return an entity by its name, those of the firm's own tables too; None when there is none."""
    if ownwords.is_own(name):
        shown = ownwords.title(name)
        return Entity((shown,), Words(shown, shown), Words(shown, shown), person=ownwords.is_person(name))
    return load().entity.get(name)


def is_person(name: str) -> bool:
    """Return whether an entity is a person or a firm that one deals with."""
    known = entity(name)
    return known is not None and known.person


def rewritten(text: str) -> str:
    """Return a question with set phrases in plainer words ("offene Posten" are open invoices)."""
    for phrase, plain in load().rewrite.items():
        text = re.sub(rf"\b{re.escape(phrase)}\b", plain, text, flags=re.IGNORECASE)
    for pattern, plain in load().pattern:
        text = re.sub(pattern, plain, text, flags=re.IGNORECASE)
    text = re.sub(r"\b(\w{4,})summe\b", _summed, text)
    text = _MONTHLY.sub(_of_month, text)
    return re.sub(r"\b(\w+)-\s+(und|oder|and|or)\s+(\w+)", _completed, re.sub(r"\b(20\d\d)(?:er|ern)\b", r"\1", text))


_MONTHLY = re.compile(
    r"\b(januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)-?(\w{4,})\b", re.IGNORECASE
)


def _of_month(found: re.Match[str]) -> str:
    """Return "Rechnung im September" for "Septemberrechnung"."""
    return f"{found[2]} im {found[1]}" if concepts(fold(found[2])) else found[0]


def _summed(found: re.Match[str]) -> str:
    """Return "Summe Stunden" for "Stundensumme": of a figure, not of a kind of thing as in "Rechnungssumme"."""
    parts = concepts(fold(found[1]))
    figure = len(parts) == 1 and parts[0].kind == "attribute"
    return f"Summe {found[1]}" if figure and load().attribute[parts[0].name].role == "quantity" else found[0]


def _completed(found: re.Match[str]) -> str:
    """Return "Verkaufspreis und Einkaufspreis" for "Verkaufs- und Einkaufspreis"."""
    first, between, second = found.groups()
    for cut in range(LEAST_HEAD, len(second) - LEAST_TAIL + 1):
        if concepts(fold(second[cut:])) and concepts(fold(first + second[cut:])):
            return f"{first}{second[cut:]} {between} {second}"
    return found[0]


def ours(words: Collection[str]) -> bool:
    """Return whether the folded words of a question are about the firm itself, as in "wir haben gezogen"."""
    return any(fold(w) in words for w in load().ours["pronouns"])


@cache
def operator_phrases() -> dict[tuple[str, ...], str]:
    """Return folded word sequences and the operator that each stands for."""
    return {tuple(fold(p).split()): name for name, group in load().operator.items() for p in group}


@cache
def long_operators() -> tuple[str, ...]:
    """Return the single words of six letters and more that are operators, for repairing typing errors."""
    return tuple(words[0] for words in operator_phrases() if len(words) == 1 and len(words[0]) >= 6)  # noqa: PLR2004


@cache
def function_words() -> frozenset[str]:
    """Return the folded words that carry no content of their own, verbs that ask for nothing among them."""
    return plainverbs.forms() | {fold(w) for group in load().function.values() for w in group}


@cache
def literal_status_words() -> frozenset[str]:
    """Return the folded status words as they are written."""
    return frozenset(fold(w) for status in load().status.values() for w in status.words)


@cache
def status_words() -> dict[str, str]:
    """Return the folded stems of status words of questions and the status that each names."""
    return {stem(w): name for name, status in load().status.items() for w in status.words}
