"""What is said about a package and its files. Same things are said once, with how often and where first."""

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

import msgspec

from hanse.records import Finding, Place, Severity
from hanse.words import Words

MOST = 500  # findings of rejected records that stand alone; from there on they share one


class Said(msgspec.Struct, frozen=True):
    """A finding's severity and wording.

    {count}: how often; {example}: the first one; {examples}: several; {name}: the table's name; {about}: the column
    or element; {what}: what was expected or taken instead.
    """

    severity: Severity
    de: str
    en: str


class _Noted(msgspec.Struct):
    place: Place
    example: str
    raw: str
    what: str
    count: int = 0
    others: tuple[str, ...] = ()


@cache
def sayings() -> dict[str, Said]:
    """Return what can be said, by code."""
    text = files("hanse.readers.gdpdu").joinpath("notes.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, Said])


class Notes:
    """Collects what there is to say, in the order in which it comes up."""

    def __init__(self, name: str = "") -> None:
        self._name = name
        self._noted: dict[tuple[str, str], _Noted] = {}
        self._taken: list[Finding] = []

    def add(  # noqa: PLR0913 - what there is to say of a thing
        self,
        code: str,
        place: Place | str = "",
        example: str = "",
        *,
        raw: str = "",
        about: str = "",
        what: str = "",
        count: int = 1,
    ) -> None:
        """Note something. place: or an XML path. about: things of one code with the same one are counted together."""
        if isinstance(place, str):
            place = Place(part=place) if place else Place()
        noted = self._noted.setdefault((code, about), _Noted(place, example, raw, what))
        noted.count += count
        if example and example != noted.example and example not in noted.others and len(noted.others) < 20:
            noted.others = (*noted.others, example)

    def take(self, findings: Iterable[Finding]) -> None:
        """Add findings that others have made, behind the own ones."""
        self._taken.extend(findings)

    def findings(self) -> Iterator[Finding]:
        """Yield a finding for each thing noted, then those of others."""
        for (code, about), noted in self._noted.items():
            said = sayings()[code]
            facts = {
                "count": noted.count, "example": noted.example, "about": about, "what": noted.what, "name": self._name,
                "examples": ", ".join([noted.example, *noted.others]),
            }  # fmt: skip
            words = Words(said.de.format(**facts), said.en.format(**facts))
            yield Finding(f"gdpdu.{code}", said.severity, words, noted.place, noted.raw)
        yield from self._taken
