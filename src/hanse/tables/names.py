"""What the tables and columns of a schema are called, for words of a question to be found among. Knows no grammar."""

import re
from pathlib import PurePosixPath
from typing import TypeVar

import msgspec

from hanse.tables import lexicon, ownwords
from hanse.tables.plan import Col
from hanse.tables.terms import fold, stem, title_words, words

T = TypeVar("T")
FEW = 4  # columns that one word of a title may mean
SHORTEST = 4
SHORT = re.compile(r"\b[A-ZÄÖÜ]{2}\b")  # "HU fällig"
CUT = 8  # letters that a short title may leave out: HERST is Hersteller


class Names(msgspec.Struct, frozen=True):
    """columns, tables: by their whole name. parts: columns by a word of their title. cut: short titles in capitals."""

    columns: dict[str, tuple[Col, ...]]
    tables: dict[str, tuple[int, ...]]
    parts: dict[str, tuple[Col, ...]]
    cut: dict[str, tuple[Col, ...]]
    beginnings: dict[str, tuple[int, ...]]

    def about(self, word: str) -> tuple[int, ...]:
        """Return the tables one of whose own words, or whose file's, begins with this one: "tank" in Tankbelege."""
        found = (t for known, tables in self.beginnings.items() if known.startswith(word) for t in tables)
        tables = tuple(dict.fromkeys(found))
        return tables if len(tables) == 1 else ()

    def part(self, word: str) -> tuple[Col, ...]:
        """Return the columns with this word in their title ("Garantie" in "Garantie bis"), or cut short from it."""
        found = self.parts.get(stem(word), ())
        folded = fold(word)
        found = found or tuple(c for short, cols in self.cut.items() if _cuts(short, folded) for c in cols)
        return found if len(found) <= FEW else ()


def _cuts(short: str, word: str) -> bool:
    return word.startswith(short) and 0 < len(word) - len(short) <= CUT


class Naming(msgspec.Struct):
    """Names while they are gathered."""

    columns: dict[str, list[Col]] = msgspec.field(default_factory=dict)
    tables: dict[str, list[int]] = msgspec.field(default_factory=dict)
    parts: dict[str, list[Col]] = msgspec.field(default_factory=dict)
    cut: dict[str, list[Col]] = msgspec.field(default_factory=dict)
    beginnings: dict[str, list[int]] = msgspec.field(default_factory=dict)

    def table(self, number: int, names: tuple[str, ...], own: str, path: str) -> None:
        """Note what a table and its file are called."""
        for word in {w for name in (*names, PurePosixPath(path).stem) for w in ownwords.telling(name)}:
            _note(self.beginnings, word, number)
        found = {key for name in names for key in keys(name)}
        if ownwords.is_own(own):
            word = ownwords.word(own)
            found |= {word, stem(word)} | {f"={c.name}" for c in lexicon.concepts(word) if _thing(c)}
        for key in found:
            _note(self.tables, key, number)

    def column(self, col: Col, name: str, title: str) -> None:
        """Note what a column is called."""
        for key in keys(name) | keys(title) | {ownwords.without_units(title)} - {""}:
            _note(self.columns, key, col)
        for word in {w for text in (name, title) for w in title_words(text)}:
            if len(word) >= ownwords.SHORTEST and word not in ownwords.MEASURED_IN | lexicon.function_words():
                _note(self.parts, stem(word), col)
        for word in {w for w in SHORT.findall(title) if not title.isupper()}:
            _note(self.parts, stem(word), col)
        if name.isupper() and name.isalpha() and len(name) >= SHORTEST:
            _note(self.cut, fold(name), col)

    def done(self) -> Names:
        """Return the names."""
        return Names(
            _frozen(self.columns),
            _frozen(self.tables),
            _frozen(self.parts),
            _frozen(self.cut),
            _frozen(self.beginnings),
        )


def _thing(concept: lexicon.Concept) -> bool:
    """Return whether a known attribute may be what a table is about: projects, not e-mail addresses or prices."""
    return concept.kind == "attribute" and lexicon.load().attribute[concept.name].role in ("text", "class")


def keys(name: str) -> set[str]:
    """Return a name's joined folded words, and its joined stems."""
    parts = words(name.replace("_", " "))
    return {"".join(parts), "".join(stem(p) for p in parts)} - {""}


def _note(group: dict[str, list[T]], key: str, item: T) -> None:
    if item not in group.setdefault(key, []):
        group[key].append(item)


def _frozen(group: dict[str, list[T]]) -> dict[str, tuple[T, ...]]:
    return {key: tuple(items) for key, items in group.items()}
