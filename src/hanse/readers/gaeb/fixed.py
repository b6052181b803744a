"""GAEB 90 (.d81 ...): records of 80 columns, to a tree in the words of DA XML 3.

Columns as the public descriptions and readers of the format give them (docs: SPEC): 1-2 record type, 75-80 running
number; 00: 11-12 phase, 63-71 mask of the ordinal number (OZ); 11: 3-11 OZ of a group, 12 its title; 21: 3-11 OZ,
12-14 kinds, 24-34 quantity with 3 decimals, 35-38 unit; 22 and 23: 3-11 OZ, 13-22 unit price with 2 decimals and 23 a
tenth of a cent, 25-36 total with 2 decimals; 25 short text, 26 long text; 99: 3-16 total, 69-74 number of items.
"""

import re
from collections.abc import Callable
from itertools import groupby
from typing import NamedTuple

from lxml import etree

from hanse.readers._trade import values
from hanse.readers._trade.cells import Notes
from hanse.readers._trade.letters import encoding_words
from hanse.readers.cells.letters import decode
from hanse.readers.gaeb.marks import END, LINE, UNKNOWN
from hanse.readers.gaeb.terms import terms
from hanse.records import Place
from hanse.words import Words

_RECORD = re.compile(rb"(?:\d\d|T\d)[ -\xff]{0,78}")
_START = re.compile(rb"(?:00|T0|T1)[ -\xff]{0,78}")
_CONTROL = re.compile(r"[\x00-\x1f\ufffe\uffff]")  # XML has no place for them
_DATE = re.compile(r"(\d{2}\.\d{2}\.\d{2,4})\s*$")
_KNOWN = frozenset("00 01 02 03 04 08 11 12 20 21 22 23 25 26 27 31 32 99 T0 T1 T9".split())


def plausible(head: bytes) -> bool:
    """Tell whether these are records of GAEB 90: the first opens a file, nine of ten have type and number."""
    lines = [line.rstrip(b"\r") for line in head.split(b"\n")[:60] if line.strip(b"\r \x1a")]
    lines = lines[:-1] if len(head) >= 4096 else lines
    if len(lines) < 3 or not _START.fullmatch(lines[0]):
        return False
    good = sum(bool(_RECORD.fullmatch(line)) and (len(line) < 80 or line[74:80].strip().isdigit()) for line in lines)
    types = {line[:2].decode("latin-1") for line in lines}
    return good >= 0.9 * len(lines) and len(types & _KNOWN) >= 2 and any(len(line) >= 70 for line in lines)


class _Record(NamedTuple):
    line: int
    kind: str
    text: str  # columns 3 to 74

    def cut(self, start: int, end: int) -> str:
        """Return columns start to end of the record, counted from 1, both included."""
        return self.text[start - 3 : end - 2].strip()


def root(data: bytes, notes: Notes) -> etree._Element:
    """Return the tree; records of unknown types are told and kept as remarks."""
    letters = decode(data)
    encoding = "cp850" if data.isascii() else letters.encoding
    notes.say("encoding", "info", encoding_words(encoding))
    records = [
        _record(number, line)
        for number, line in enumerate(letters.text.rstrip("\x1a\x00").splitlines(), 1)
        if line.strip()
    ]
    _check_numbers(letters.text, notes)
    return _Builder(notes).build(records)


def _record(number: int, line: str) -> _Record:
    clean = _CONTROL.sub(" ", line)
    return _Record(number, clean[:2], clean.ljust(80)[2:74])


def _check_numbers(text: str, notes: Notes) -> None:
    """Tell of the first gap in the running numbers of columns 75 to 80: a record is missing there."""
    before = None
    for number, line in enumerate(text.splitlines(), 1):
        raw = line[74:80].strip()
        if len(line) < 80 or not (raw.isascii() and raw.isdigit()):
            continue
        if before is not None and int(raw) != before + 1:
            words = Words(
                f"Nach Satz {before} folgt Satz {int(raw)}: dazwischen fehlen Sätze. Die Datei neu anfordern.",
                f"Record {before} is followed by record {int(raw)}: records are missing. Ask for the file again.",
            )
            notes.say("gap", "warning", words, Place(line=number), line)
        before = int(raw)


class _Builder:
    """Grows the tree record by record."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self.root = etree.Element("GAEB")
        self._project = etree.SubElement(self.root, "PrjInfo")
        self._award = etree.SubElement(self.root, "Award")
        self._boq = etree.SubElement(self._award, "BoQ")
        self._info = etree.SubElement(self._boq, "BoQInfo")
        self._body = etree.SubElement(self._boq, "BoQBody")
        self._mask = ""
        self._groups: dict[tuple[str, ...], etree._Element] = {}
        self._items: dict[tuple[str, ...], etree._Element] = {}
        self._group: etree._Element | None = None
        self._item: etree._Element | None = None
        self._remark: etree._Element | None = None
        self._letters: set[str] = set()
        self._bare = False
        self._takers = self._takes()

    def build(self, records: list[_Record]) -> etree._Element:
        for record in records:
            self._take(record)
        if self._bare:
            words = Words(
                "Preise ohne Positionssätze: welche Positionen Alternativen oder Bedarf sind, steht nur in der D83.",
                "Prices without items: which ones are alternatives or provisional stands in the D83 file only.",
            )
            self._notes.say("bare", "info", words)
        if self._letters:
            named = ", ".join(f"{letter} = {terms().fixed.get(letter, '?')}" for letter in sorted(self._letters))
            words = Words(f"Positionsarten der Datei: {named}.", f"Kinds of items in the file: {named}.")
            self._notes.say("kinds", "info", words)
        if not records or records[-1].kind != "99":
            words = Words(
                "Der Schlusssatz (99) fehlt; die Datei kann abgeschnitten sein. Beim Absender nachfragen.",
                "The closing record (99) is missing; the file may be cut off. Ask the sender.",
            )
            self._notes.say("truncated", "warning", words, Place(line=records[-1].line if records else None))
        return self.root

    def _take(self, record: _Record) -> None:
        self._takers.get(record.kind, self._unknown)(record)

    def _takes(self) -> dict[str, Callable[[_Record], None]]:
        heads = dict.fromkeys(("00", "01", "02", "03", "04", "08", "99"), self._head)
        return heads | {
            "11": self._start_group,
            "12": lambda record: self._append(self._group, "LblTx", record),
            "20": self._lead,
            "21": self._start_item,
            "22": self._price,
            "23": self._price,
            "25": lambda record: self._append(self._item, "ShortText", record),
            "26": self._long,
            "27": self._long,
            "31": self._end,
            "32": self._end,
            "T0": self._end,
            "T1": lambda record: self._append(self._note(record), "LongText", record),
            "T9": self._end,
        }

    def _long(self, record: _Record) -> None:
        self._append(self._note(record) if self._item is None else self._item, "LongText", record)

    def _lead(self, record: _Record) -> None:
        self._item = self._remark = None
        if record.text.strip():
            self._append(self._note(record), "LongText", record)

    def _end(self, record: _Record) -> None:
        self._item = None
        if record.kind[0] == "T":
            self._remark = None

    def _head(self, record: _Record) -> None:
        if record.kind == "00":
            self._mask = record.cut(63, 71)
            _add(self._award, "DP", record.cut(11, 12), record)
        elif record.kind == "01":
            text = record.text
            if found := _DATE.search(text):
                _add(self._info, "Date", found[1], record)
                text = text[: found.start()]
            _add(self._info, "Name", text.strip(), record)
        elif record.kind == "02":
            _add(self._project, "LblPrj", record.text.strip(), record)
        elif record.kind in {"03", "04"}:
            party = etree.SubElement(self._award, "OWN" if record.kind == "03" else "CTR")
            _add(etree.SubElement(party, "Address"), "Name1", record.text.strip(), record)
        elif record.kind == "08":
            _add(self._project, "Cur", record.cut(3, 5), record)
        else:
            self._totals(record)

    def _totals(self, record: _Record) -> None:
        total = values.implied(record.cut(3, 16), 2)
        if total:
            _add(etree.SubElement(self._info, "Totals"), "Total", f"{total}", record)
        if (count := record.cut(69, 74)).isdigit():
            _add(self._info, "hanse-items", count, record)

    def _start_group(self, record: _Record) -> None:
        parts = self._parts(record.text[:9])
        self._item = self._remark = None
        if not parts:
            self._unknown(record)
            return
        self._group = self._group_of(parts, record)
        self._group.set(LINE, str(record.line))

    def _group_of(self, parts: tuple[str, ...], record: _Record) -> etree._Element:
        parts = tuple(part for part in parts if part)
        if not parts:
            return self._body
        if parts not in self._groups:
            parent = self._group_of(parts[:-1], record)
            group = etree.SubElement(parent, "BoQCtgy", RNoPart=parts[-1])
            group.set(LINE, str(record.line))
            self._groups[parts] = group
        return self._groups[parts]

    def _start_item(self, record: _Record) -> None:
        parts = self._parts(record.text[:9])
        self._remark = None
        if not parts:
            self._item = None
            self._unknown(record)
            return
        self._item = self._new_item(parts, record)
        kinds = record.text[9:12].strip().upper()
        self._letters |= set(kinds) - {" "}
        self._item.set("kinds", kinds)
        quantity = values.implied(record.cut(24, 34), 3)
        if quantity is not None:
            _add(self._item, "Qty", f"{quantity}", record)
        elif raw := record.cut(24, 34):
            self._bad("Menge", raw, record)
        _add(self._item, "QU", record.cut(35, 38), record)

    def _new_item(self, parts: tuple[str, ...], record: _Record) -> etree._Element:
        *above, own = parts
        index = ""
        if self._mask.endswith("I") and len(parts) > 1 and len(parts) == _levels(self._mask):
            *above, own, index = parts
        if not own:
            above, own = [], "".join(parts)
        item = etree.SubElement(self._group_of(tuple(above), record), "Item", RNoPart=own)
        if index:
            item.set("RNoIndex", index)
        item.set("kinds", UNKNOWN)
        item.set(LINE, str(record.line))
        item.set(END, str(record.line))
        self._items[parts] = item
        return item

    def _price(self, record: _Record) -> None:
        parts = self._parts(record.text[:9])
        item = self._items.get(parts)
        if item is None and parts:
            self._bare = True
            item = self._new_item(parts, record)
        if item is None:
            self._unknown(record)
            return
        price, tenth = values.implied(record.cut(13, 22), 2), record.cut(23, 23)
        if price is not None and tenth.isdigit():
            price += values.implied(tenth, 3) or 0
        total = values.implied(record.cut(25, 36), 2)
        for tag, value, raw in (("UP", price, record.cut(13, 22)), ("IT", total, record.cut(25, 36))):
            if value is not None:
                _add(item, tag, f"{value}", record)
            elif raw:
                self._bad(tag, raw, record)

    def _parts(self, raw: str) -> tuple[str, ...]:
        """Return the levels of an ordinal number by the mask, by its gaps when there is no mask."""
        if not self._mask:
            return tuple(raw.split())
        parts, at = [], 0
        for _, run in groupby(self._mask):
            width = len(list(run))
            parts.append(raw[at : at + width].strip())
            at += width
        while parts and not parts[-1]:
            parts.pop()
        return tuple(parts)

    def _append(self, holder: etree._Element | None, tag: str, record: _Record) -> None:
        if holder is None:
            self._unknown(record)
            return
        found = holder.find(tag)
        body = record.text.strip() if tag != "LongText" else record.text.rstrip()
        if found is None:
            _add(holder, tag, body, record)
        else:
            found.text = _joined(found.text or "", body, "\n" if tag == "LongText" else " ")
        holder.set(END, str(record.line))

    def _note(self, record: _Record) -> etree._Element:
        if self._remark is None:
            self._remark = etree.SubElement(self._body if self._group is None else self._group, "Remark")
            self._remark.set(LINE, str(record.line))
        return self._remark

    def _bad(self, name: str, raw: str, record: _Record) -> None:
        words = Words(
            f"{name}: „{raw}“ ist keine Zahl, die Zelle bleibt leer. Beim Absender nachfragen.",
            f'{name}: "{raw}" is no number, the cell stays empty. Ask the sender.',
        )
        self._notes.say("value", "warning", words, Place(line=record.line), record.text)

    def _unknown(self, record: _Record) -> None:
        words = Words(
            f"Satzart {record.kind} in Zeile {record.line} wurde nicht übernommen.",
            f"Record type {record.kind} in line {record.line} was not taken.",
        )
        self._notes.say("record", "error", words, Place(line=record.line), f"{record.kind}{record.text.rstrip()}")


def _levels(mask: str) -> int:
    return sum(1 for _ in groupby(mask))


def _joined(before: str, after: str, mark: str) -> str:
    """Return two pieces of a text as one; a hyphen at a line's end joins a word of a short text."""
    if mark == " " and before.endswith("-") and after[:1].islower():
        return before[:-1] + after
    return f"{before}{mark}{after}"


def _add(parent: etree._Element, tag: str, text: str, record: _Record) -> None:
    if text:
        element = etree.SubElement(parent, tag)
        element.text = text
        element.set(LINE, str(record.line))
