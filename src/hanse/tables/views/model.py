"""The views that there may be, one data file each: their columns, what rows of two sources have in common, and rules.

Knows no table that was learned.
"""

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from hanse.records import Column, ColumnType, Role
from hanse.words import Lang, Words

PREFIX = "v."  # of the files of views


class Titled(msgspec.Struct, frozen=True):
    """A text in both languages, as the data files have it."""

    de: str
    en: str

    def words(self) -> Words:
        """Return it for people."""
        return Words(self.de, self.en)

    def say(self, lang: Lang) -> str:
        """Return the text in the language asked for."""
        return self.words().say(lang)


class ViewColumn(msgspec.Struct, frozen=True):
    """A column. means: "entity.attribute" of what a table without a rule of its own must have, best first.

    filled: where the row that counts has no value, that of the next source with the same key is taken.
    """

    name: str
    title: Titled
    role: Role
    means: tuple[str, ...]
    type: ColumnType = "text"
    term: str = ""
    filled: bool = False

    def column(self) -> Column:
        """Return the column of the view's table."""
        return Column(self.name, self.title.de, self.type, role=self.role, term=self.term)


class Where(msgspec.Struct, frozen=True):
    """A condition on the rows of a table: the whole text of a column matches an expression."""

    column: str
    matches: str


class Rule(msgspec.Struct, frozen=True):
    """How tables of one kind contribute. columns: by name, those of the table that it is taken from, first filled one.

    rank: of two rows with the same key the one of the lower rank counts. seller: the column that names who wrote an
    invoice; only those of the firm itself are taken. together: rows with the same key are added up.
    """

    kind: str
    rank: int
    why: Titled
    columns: dict[str, tuple[str, ...]]
    where: tuple[Where, ...] = ()
    seller: str = ""
    together: bool = False


class View(msgspec.Struct, frozen=True):
    """A view. needs, either: columns that a table must have, all or one of them, to contribute by its meaning.

    key: what two rows of different sources have in common when they are the same thing; compared: what has to be the
    same in both then.
    """

    name: str
    title: Titled
    entity: str
    needs: tuple[str, ...]
    key: tuple[str, ...]
    compared: tuple[str, ...]
    column: tuple[ViewColumn, ...]
    either: tuple[str, ...] = ()
    rule: tuple[Rule, ...] = ()

    @property
    def filled(self) -> tuple[int, ...]:
        """Return the places of the columns that other sources may fill."""
        return tuple(i for i, column in enumerate(self.column) if column.filled)

    def at(self, name: str) -> int:
        """Return the place of a column."""
        return [column.name for column in self.column].index(name)


@cache
def views() -> dict[str, View]:
    """Return all views by name."""
    folder = files("hanse.tables.views") / "data"
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name)
    made = (msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), View) for path in paths)
    return {view.name: view for view in made}


def of_file(file: str) -> View | None:
    """Return the view that a file of rows belongs to; None for the file of a table."""
    return views().get(file.split(".")[1]) if file.startswith(PREFIX) else None
