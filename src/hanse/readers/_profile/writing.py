"""A profile as the text that a person edits: TOML with a comment on everything that can be changed."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase

from hanse.readers._profile import SUFFIX, Column, Profile, Proposal
from hanse.words import Lang, Words

_NUMBERS = re.compile(r"[\d._-]*\d[\d._-]*")
_LETTERS = 3
_HEAD = Words(
    "So sind diese Dateien aufgebaut. Hanse liest danach alle Dateien dieses Ordners, deren Name passt.\n"
    "Was falsch geraten ist, hier ändern und speichern; die Dateien werden dann neu gelesen (hanse sync).",
    "This is how these files are built. Hanse reads all files of this folder by it whose names match.\n"
    "Change here what was guessed wrong and save; the files are then read anew (hanse sync).",
)
_FILES = Words("Namen der Dateien; * steht für Beliebiges", "names of the files; * stands for anything")
_ENCODING = Words("Zeichensatz: utf-8, cp1252, cp850, latin-1 ...", "encoding: utf-8, cp1252, cp850, latin-1 ...")
_DELIMITER = Words(
    'Trennzeichen; "" heißt: feste Stellen (at), "\\t" Tabulator', 'delimiter; "" for positions (at), "\\t" for tab'
)
_HEADER = Words("Zeile mit den Spaltennamen; 0: keine", "line with the names of the columns; 0: none")
_SKIP = Words('Zeilen, die keine Datensätze sind, z. B. ["Summe*"]', 'lines that are no records, such as ["Summe*"]')
_COLUMNS = Words(
    "Spalten in der Reihenfolge der Datei. name: wie in der Kopfzeile. title: wie sie heißen soll.\n"
    "type: text, integer, decimal, date, datetime, time, boolean. Nummern mit führenden Nullen sind text.\n"
    'decimal: "," oder ".". format: Datum, z. B. "DD.MM.YYYY". at: erste und letzte Stelle.',
    "Columns in the order of the file. name: as in the header. title: what it is to be called.\n"
    "type: text, integer, decimal, date, datetime, time, boolean. Numbers with leading zeros are text.\n"
    'decimal: "," or ".". format: of days, such as "DD.MM.YYYY". at: first and last position.',
)


def pattern(name: str) -> str:
    """Return the pattern of files like this one: numbers in its name may differ."""
    stem, dot, suffix = name.rpartition(".")
    stem = _NUMBERS.sub("*", re.sub(r"[][?*]", "?", stem or name))
    return (stem if "*" in stem else f"{stem}*") + (f"{dot}{suffix}" if dot and stem != name else "")


def skipping(patterns: Iterable[str], rows: Sequence[str]) -> tuple[str, ...]:
    """Return those of the patterns, each once, that say something and match none of the rows."""
    telling = (one for one in dict.fromkeys(patterns) if sum(c.isalpha() for c in one) >= _LETTERS)
    return tuple(one for one in telling if not any(fnmatchcase(row.strip(), one) for row in rows))


def name(profile: Profile) -> str:
    """Return the name of a profile's file."""
    stem = re.sub(r"[*?]", "", profile.files[0].rpartition(".")[0] or profile.files[0]).strip(" _-.")
    return f"{stem or 'profil'}{SUFFIX}"


def text(proposal: Proposal, lang: Lang) -> str:
    """Return the profile as a text to be edited, with what speaks for it."""
    return "\n".join(_lines(proposal, lang)) + "\n"


def _lines(proposal: Proposal, lang: Lang) -> Iterator[str]:
    profile = proposal.profile
    yield from _comment(_HEAD, lang)
    yield "#"
    for why in proposal.why:
        yield from _comment(why, lang)
    for words, key, value in (
        (_FILES, "files", list(profile.files)),
        (_ENCODING, "encoding", profile.encoding),
        (_DELIMITER, "delimiter", profile.delimiter),
        (_HEADER, "header", profile.header),
        (_SKIP, "skip", list(profile.skip)),
    ):
        yield ""
        yield from _comment(words, lang)
        yield f"{key} = {_toml(value)}"
    yield ""
    yield from _comment(_COLUMNS, lang)
    for column in profile.columns:
        yield from _column(column)


def _column(column: Column) -> Iterator[str]:
    yield "\n[[columns]]"
    yield f"name = {_toml(column.name)}"
    yield f"title = {_toml(column.title or column.name)}"
    yield f"type = {_toml(column.type)}"
    if column.type == "decimal":
        yield f"decimal = {_toml(column.decimal)}"
    if column.format:
        yield f"format = {_toml(column.format)}"
    if column.at:
        yield f"at = {_toml(list(column.at))}"


def _comment(words: Words, lang: Lang) -> list[str]:
    lines = ("".join(c if c.isprintable() else " " for c in line) for line in words.say(lang).splitlines())
    return [f"# {line}" for line in lines]


def _toml(value: str | int | list[str] | list[int]) -> str:
    """Return a value as TOML; its strings are written as those of JSON, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
