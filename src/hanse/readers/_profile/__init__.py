"""How a person says that files are built: a profile beside them, for all files of one kind in the folder.

A profile is a text file (TOML) named "*.hanse-profile.toml". `hanse profile` proposes one; a person corrects it.
"""

import codecs
import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

import msgspec

from hanse.readers.item import Item
from hanse.records import ColumnType, Finding
from hanse.words import Words

SUFFIX = ".hanse-profile.toml"
DESCRIBES = (f"*{SUFFIX}",)
_LARGEST = 1 << 20
_FORMAT = re.compile(r"(?=.*YY)(?=.*MM)(?=.*DD)[YMD./ -]{6,12}")


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A column. name: as the header of the file has it; title: for people, the name where it is "".

    decimal: the mark of decimals, for numbers; format: of days, such as "DD.MM.YYYY". at: first and last character
    position, from 1, where columns are fixed.
    """

    name: str
    title: str = ""
    type: ColumnType = "text"
    decimal: str = ","
    format: str = ""
    at: tuple[int, int] | None = None


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """files: patterns of names, "*" for anything. delimiter: "" for fixed columns. header: its line, 0 for none.

    encoding: a codec of Python, "" to find it out. skip: patterns of lines that are no records.
    """

    files: tuple[str, ...]
    columns: tuple[Column, ...]
    encoding: str = ""
    delimiter: str = ""
    header: int = 0
    skip: tuple[str, ...] = ()

    def skips(self, line: str) -> bool:
        """Say whether a line is to be left out."""
        return any(fnmatchcase(line.strip(), pattern) for pattern in self.skip)


class Proposal(NamedTuple):
    """A profile as a program sees it, and what speaks for it, in words."""

    profile: Profile
    why: tuple[Words, ...]


class Beside(NamedTuple):
    """The profile that is for an item: its name, and what is in it, or a finding why it can't be used."""

    name: str
    profile: Profile | None
    finding: Finding | None = None


def beside(item: Item) -> Beside | None:
    """Return the profile in the item's folder whose patterns its name matches; one with an error is told instead."""
    return next((found for found in _all(item) if found.profile is None or _is_for(found.profile, item.name)), None)


def usable(item: Item) -> Profile | None:
    """Return the profile that is for an item, None where there is none without an error."""
    found = beside(item)
    return found.profile if found and _is_text(item.head()) else None


def _is_text(head: bytes) -> bool:
    return b"\x00" not in head or head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def used(name: str) -> Finding:
    """Return that a profile was followed."""
    words = Words(f"Gelesen, wie „{name}“ es sagt.", f'Read as "{name}" says.')
    return Finding("profile.used", "info", words)


def unfit(name: str, why: Words) -> Finding:
    """Return that a profile doesn't fit a file, which is therefore read without it."""
    words = Words(
        f"„{name}“ passt nicht zu dieser Datei: {why.de} Sie wird ohne das Profil gelesen. Profil berichtigen.",
        f'"{name}" doesn\'t fit this file: {why.en} It is read without the profile. Mend the profile.',
    )
    return Finding("profile.unfit", "warning", words)


def _all(item: Item) -> Iterator[Beside]:
    if item.around is None:
        return
    for name in item.around.names():
        if name.lower().endswith(SUFFIX) and (file := item.around.get(name)) and file.size() <= _LARGEST:
            yield _parsed(name, file.data())


def _parsed(name: str, data: bytes) -> Beside:
    try:
        profile = msgspec.convert(tomllib.loads(data.decode("utf-8-sig")), Profile)
        _check(profile)
    except (ValueError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        return Beside(
            name, None, unfit(name, Words(f"Fehler im Profil ({error}).", f"error in the profile ({error})."))
        )
    return Beside(name, profile)


def _check(profile: Profile) -> None:
    """Raise ValueError for what no file can be read by."""
    if not profile.files or not profile.columns:
        raise ValueError("files, columns: []")
    if len(profile.delimiter) > 1 or profile.header < 0:
        raise ValueError(f"delimiter = {profile.delimiter!r}, header = {profile.header}")
    if not profile.delimiter and not all(c.at and 0 < c.at[0] <= c.at[1] for c in profile.columns):
        raise ValueError("delimiter, at = [?, ?]")
    if odd := next((c.format for c in profile.columns if c.format and not _FORMAT.fullmatch(c.format)), None):
        raise ValueError(f"format = {odd!r}")
    try:
        "".encode(profile.encoding or "utf-8")
    except LookupError as error:
        raise ValueError(str(error)) from error


def _is_for(profile: Profile, name: str) -> bool:
    return any(fnmatchcase(name.lower(), pattern.lower()) for pattern in profile.files)
