"""GAEB 2000 (.p81 ...): blocks #begin[X] ... #end[X] and [Key]value[end], to a tree in the words of DA XML 3."""

import re

from lxml import etree

from hanse.readers._trade.cells import Notes
from hanse.readers._trade.letters import encoding_words
from hanse.readers.cells.letters import decode
from hanse.readers.gaeb.marks import END, LINE
from hanse.readers.gaeb.terms import terms
from hanse.records import Place
from hanse.words import Words

_BEGIN = re.compile(r"#begin\[([^\]]{1,60})\]", re.IGNORECASE)
_CLOSE = re.compile(r"#end\[([^\]]{1,60})\]", re.IGNORECASE)
_FIELD = re.compile(r"\[([^\]]{1,60})\](.*)", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_][\w.\-]*", re.ASCII)
_STOP = "[end]"
_MAX_DEPTH = 60
_PROJECT = {"Name": "NamePrj", "LblTx": "LblPrj", "Beschreib": "Descrip"}


def root(data: bytes, notes: Notes) -> etree._Element:
    """Return the tree; blocks that are never closed end with the file, and that is told."""
    letters = decode(data)
    notes.say("encoding", "info", encoding_words(letters.encoding))
    return _Builder(notes).build(letters.text.rstrip("\x1a\x00"))


class _Builder:
    """Grows the tree line by line. open: the blocks that are not closed yet, with the names in the file."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._root = etree.Element("GAEB")
        self._open: list[tuple[str, etree._Element]] = []
        self._field: tuple[str, list[str], int] | None = None

    def build(self, text: str) -> etree._Element:
        number = 0
        for number, raw in enumerate(text.splitlines(), 1):
            self._line(raw.strip(), number)
        self._finish(number)
        return self._root

    def _line(self, line: str, number: int) -> None:
        if self._field is not None:
            self._continue(line, number)
        elif found := _BEGIN.match(line):
            self._begin(found[1].strip(), number)
        elif found := _CLOSE.match(line):
            self._end(found[1].strip(), number)
        elif found := _FIELD.match(line):
            self._field = (found[1].strip(), [], number)
            self._continue(found[2], number)
        elif line:
            self._stray(line, number)

    def _continue(self, line: str, number: int) -> None:
        name, parts, start = self._field or ("", [], number)
        value, stop, rest = line.partition(_STOP)
        parts.append(value)
        if stop or line.startswith(("#begin[", "#end[")):
            self._field = None
            if not stop:
                parts.pop()
            self._add(name, "\n".join(parts), start)
            if rest.strip() or not stop:
                self._line((rest if stop else line).strip(), number)

    def _begin(self, name: str, number: int) -> None:
        if name.upper() == "GAEB" and not self._open:
            self._open.append((name, self._root))
            return
        if len(self._open) >= _MAX_DEPTH:
            self._stray(f"#begin[{name}]", number)
            return
        element = etree.SubElement(self._top(), _tag(name))
        element.set(LINE, str(number))
        self._open.append((name, element))

    def _end(self, name: str, number: int) -> None:
        names = [opened.lower() for opened, _ in self._open]
        if name.lower() not in names:
            self._stray(f"#end[{name}]", number)
            return
        while self._open:
            opened, element = self._open.pop()
            if element is not self._root:
                element.set(END, str(number))
            if opened.lower() == name.lower():
                return
            words = Words(f"Block [{opened}] wird nicht geschlossen.", f"Block [{opened}] is never closed.")
            self._notes.say("block", "warning", words, Place(line=number))

    def _add(self, name: str, value: str, number: int) -> None:
        top = self._top()
        tag = _tag(name)
        if top.tag == "PrjInfo":
            tag = _PROJECT.get(tag, tag)
        elif top.tag == "BoQInfo" and tag == "LblTx":
            tag = "LblBoQ"
        element = etree.SubElement(top, tag)
        element.set(LINE, str(number))
        element.text = (
            "".join(ch for ch in value.strip() if ch in "\n\t" or ch >= " ").replace("\ufffe", "").replace("\uffff", "")
        )

    def _top(self) -> etree._Element:
        return self._open[-1][1] if self._open else self._root

    def _stray(self, line: str, number: int) -> None:
        words = Words(
            "Zeile gehört zu keinem Schlüsselwort; nicht übernommen.", "Line belongs to no keyword; not taken."
        )
        self._notes.say("line", "warning", words, Place(line=number), line)

    def _finish(self, number: int) -> None:
        if self._field is not None:
            name, parts, start = self._field
            self._add(name, "\n".join(parts), start)
        for _, element in self._open:
            if element is not self._root:
                element.set(END, str(number))
        if self._open:
            way = " > ".join(name for name, _ in self._open)
            words = Words(
                f"Die Datei endet mitten in {way}; sie ist abgeschnitten. Beim Absender neu anfordern.",
                f"The file ends within {way}; it is cut off. Ask the sender for it again.",
            )
            self._notes.say("truncated", "error", words, Place(line=number or None))


def _tag(name: str) -> str:
    known = terms().german.get(name)
    if known:
        return known
    return name if _NAME.fullmatch(name) else "_"
