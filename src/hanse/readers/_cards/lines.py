"""Content lines of vCard and iCalendar, with the lines of the file that they stand in. Knows no property.

Sources: RFC 6350 and RFC 5545, 3.1 and 3.2; vCard 2.1, 2.1.3 (quoted-printable with soft line ends).
"""

import binascii
import re
from collections.abc import Iterator
from typing import NamedTuple

from hanse.readers._mail.letters import charset_text
from hanse.readers.cells import decode
from hanse.records import Finding, Place
from hanse.words import Words

_NAME = re.compile(rb"(?:([A-Za-z0-9-]+)\.)?([A-Za-z0-9-]+)(?=[;:])")
_PARAMETER = re.compile(rb';([^;:="]*)(?:=((?:"[^"]*"|[^";:])*))?')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_QUOTED = re.compile(rb";(ENCODING=)?QUOTED-PRINTABLE[;:]", re.IGNORECASE)
_ENCODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT", "B"})
_MOST_LINES = 200_000  # one value over more lines than that is no text


class Line(NamedTuple):
    """One property: its name in capitals, its parameters, its value decoded but with its escapes, and its lines."""

    name: str
    parameters: dict[str, tuple[str, ...]]
    value: str
    line: int
    line_end: int
    raw: bytes

    def parameter(self, name: str) -> str:
        """Return the first value of a parameter; empty when there is none."""
        return next(iter(self.parameters.get(name, ())), "")

    def text(self) -> str:
        """Return the value as one text without its escapes."""
        return unescaped(self.value)

    def fields(self) -> list[str]:
        """Return the parts of a value such as "Müller;Anna;;", without their escapes."""
        return [unescaped(part) for part in _split(self.value, ";")]

    def items(self) -> list[str]:
        """Return the parts of a list such as "Kunde,Bau", without their escapes."""
        return [text for part in _split(self.value, ",") if (text := unescaped(part).strip())]

    @property
    def place(self) -> Place:
        """The lines of the file."""
        return Place(line=self.line, line_end=self.line_end)


class Lines(NamedTuple):
    """All properties in their order, and what was found on the way."""

    lines: list[Line]
    findings: tuple[Finding, ...]


def read(data: bytes, code: str) -> Lines:
    """Return the properties. code: of the reader, before the code of a finding. Empty lines count for nothing."""
    letters = decode(data)
    findings = () if letters.encoding == "utf-8" else (_encoding(code, letters.encoding),)
    plain = data
    encoding = letters.encoding
    if letters.encoding.startswith("utf-16") or data.startswith(b"\xef\xbb\xbf"):
        plain, encoding = letters.text.encode("utf-8", "replace"), "utf-8"
    return Lines([_line(*found, encoding) for found in _unfolded(plain)], findings)


def unescaped(text: str) -> str:
    """Return a text without its escapes: a new line for an "n", the character itself for others."""
    plain = _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text) if "\\" in text else text
    return plain.replace("\r\n", "\n").replace("\r", "\n")


def _split(text: str, mark: str) -> list[str]:
    """Split at marks that aren't escaped."""
    if "\\" not in text:
        return text.split(mark)
    return re.findall(rf"((?:[^\\{mark}]|\\.?)*)(?:{mark}|$)", text, re.DOTALL)[: text.count(mark) + 1]


def _unfolded(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield (line, first, last): with what follows after a blank, or after the "=" at a quoted-printable line's end."""
    gathered: list[bytes] = []
    first = 0
    soft = False
    for number, line in enumerate(re.split(rb"\r\n|\n|\r", data), 1):
        if gathered and len(gathered) < _MOST_LINES and (soft or line[:1] in {b" ", b"\t"}):
            gathered.append(line if soft else line[1:])
        else:
            if gathered and gathered[0].strip():
                yield b"".join(gathered), first, number - 1
            gathered, first = [line], number
        soft = line.endswith(b"=") and bool(_QUOTED.search(gathered[0][:200]))
        if soft:
            gathered[-1] += b"\n"
    if gathered and gathered[0].strip():
        yield b"".join(gathered), first, first + len(gathered) - 1


def _line(raw: bytes, first: int, last: int, encoding: str) -> Line:
    head = _NAME.match(raw)
    if head is None:
        return Line("", {}, charset_text(raw, encoding)[0], first, last, raw)
    at = head.end()
    parameters: dict[str, tuple[str, ...]] = {}
    while found := _PARAMETER.match(raw, at):
        _add(parameters, found, encoding)
        at = found.end()
    value = _decoded(raw[at + 1 :], parameters, encoding)
    return Line(head[2].decode().upper(), parameters, value, first, last, raw)


def _add(parameters: dict[str, tuple[str, ...]], found: re.Match[bytes], encoding: str) -> None:
    name = found[1].strip().decode("ascii", "replace").upper()
    stated = found[2]
    if stated is None:  # vCard 2.1 leaves out the names of two parameters
        name, stated = ("ENCODING" if name in _ENCODINGS else "TYPE"), found[1]
    text = charset_text(stated, encoding)[0]
    values = tuple(part.strip('" ') for part in re.findall(r'"[^"]*"|[^",]+', text))
    if name == "TYPE":  # vCard 4.0 lets several stand in one pair of quotes
        values = tuple(kind.strip() for value in values for kind in value.split(","))
    parameters[name] = parameters.get(name, ()) + values


def _decoded(raw: bytes, parameters: dict[str, tuple[str, ...]], encoding: str) -> str:
    way = next(iter(parameters.get("ENCODING", ())), "").upper()
    charset = next(iter(parameters.get("CHARSET", ())), "")
    if way == "QUOTED-PRINTABLE":
        raw = binascii.a2b_qp(raw)
    elif way in {"BASE64", "B"}:
        return raw.decode("ascii", "replace")  # pictures and keys: not text
    return charset_text(raw, charset or encoding)[0].replace("\0", "")


def _encoding(code: str, encoding: str) -> Finding:
    words = Words(
        f"Die Datei ist nicht in UTF-8, sondern nach ihren Umlauten in {encoding.upper()}. Bei seltsamen Zeichen neu"
        " exportieren.",
        f"The file is not in UTF-8 but, by its umlauts, in {encoding.upper()}. If letters look odd, export it again.",
    )
    return Finding(f"{code}.encoding", "info", words)
