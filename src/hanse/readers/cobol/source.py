"""COBOL source to entries: lines of either format to sentences, sentences to level, name and clauses.

After IBM Enterprise COBOL for z/OS, Language Reference, "Data division - data description entry". Knows no lengths.
"""

import re
from collections.abc import Iterator

import msgspec

from hanse.readers.cells import decode

_SENTENCE = re.compile(r"""(?:"[^"\n]*"|'[^'\n]*'|[^.'"]|\.(?=[^\s])|['"])*?(?:\.(?=\s|$)|$)""", re.DOTALL)
_TOKEN = re.compile(r"""[XNGxng]?"[^"]*"|[XNGxng]?'[^']*'|[^\s,;"']+(?:[,;](?=\S)[^\s,;"']*)*""")
_SEQUENCE = re.compile(r"[0-9A-Za-z* ]{0,6}$")
_MARKS = " *-/$Dd\t"
_SKIP = re.compile(r"^\s*(EJECT|SKIP[123]|TITLE\b.*)\s*\.?\s*$", re.IGNORECASE)
_CLAUSES = frozenset(
    "REDEFINES PIC PICTURE USAGE COMP COMPUTATIONAL BINARY PACKED-DECIMAL DISPLAY INDEX POINTER NATIONAL SIGN LEADING"
    " TRAILING OCCURS VALUE VALUES SYNC SYNCHRONIZED JUST JUSTIFIED BLANK RENAMES EXTERNAL GLOBAL COMP-0 COMP-1 COMP-2"
    " COMP-3 COMP-4 COMP-5 COMP-6 COMP-X COMPUTATIONAL-1 COMPUTATIONAL-2 COMPUTATIONAL-3 COMPUTATIONAL-4"
    " COMPUTATIONAL-5 FUNCTION-POINTER PROCEDURE-POINTER DISPLAY-1 FLOAT-SHORT FLOAT-LONG BINARY-LONG".split()
)
_NOISE = frozenset({"IS", "ARE", "TIMES", "ON", "CHARACTER", "RIGHT", "LEFT", "WHEN"})


class Entry(msgspec.Struct, frozen=True):
    """One sentence of the data division. line: where it begins; values: of VALUE, with the upper end of a range."""

    level: int
    name: str
    line: int
    picture: str = ""
    usage: str = ""
    redefines: str = ""
    occurs: tuple[int, int] = (1, 1)
    depending: str = ""
    sign: str = ""
    separate: bool = False
    synchronized: bool = False
    values: tuple[tuple[str, str], ...] = ()
    renames: str = ""


def source(data: bytes) -> str:
    """Return the text of a copybook, which may itself be in EBCDIC."""
    if data.count(b"\x40") > len(data) // 10 and data.count(b" ") < len(data) // 50:
        return data.decode("cp273").replace("\x85", "\n")
    return decode(data).text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a\0")


def entries(text: str) -> list[Entry]:
    """Return all data entries of a copybook, or of the data division of a program, in their order."""
    plain = "\n".join(_code(text))
    start, end = _division(plain)
    found: list[Entry] = []
    for sentence in _SENTENCE.finditer(plain, start, end):
        words = _TOKEN.findall(sentence[0].rstrip().removesuffix("."))
        if words and words[0].isdecimal() and _is_level(int(words[0])):
            at = sentence.start() + len(sentence[0]) - len(sentence[0].lstrip())
            found.append(_entry(words, plain.count("\n", 0, at) + 1))
    return found


def copies(text: str) -> list[str]:
    """Return the names of the copybooks that this one wants to have in its place (COPY name)."""
    return re.findall(r"^\s*COPY\s+[\"']?([\w-]+)", "\n".join(_code(text)), re.IGNORECASE | re.MULTILINE)


def _is_level(number: int) -> bool:
    return 1 <= number <= 49 or number in {66, 77, 88}


def _division(plain: str) -> tuple[int, int]:
    """Return where the entries stand: in a program only the file section, or the whole data division without one."""
    begin = re.search(r"\bFILE\s+SECTION\s*\.", plain, re.IGNORECASE) or re.search(
        r"\bDATA\s+DIVISION\s*\.", plain, re.IGNORECASE
    )
    if begin is None:
        return 0, len(plain)
    stop = re.compile(
        r"\b(WORKING-STORAGE|LOCAL-STORAGE|LINKAGE|REPORT)\s+SECTION|\bPROCEDURE\s+DIVISION", re.IGNORECASE
    )
    end = stop.search(plain, begin.end())
    return begin.end(), end.start() if end else len(plain)


def _code(text: str) -> Iterator[str]:
    """Yield each line without sequence number, comments and what stands behind column 72, line for line."""
    lines = [line.expandtabs(8) for line in text.split("\n")]
    filled = [line for line in lines if line.strip()]
    fixed = sum(_looks_fixed(line) for line in filled) >= 0.9 * len(filled)
    for line, raw in zip(lines, text.split("\n"), strict=True):
        body = line
        if fixed and line[6:7] in {"*", "/", "$"}:
            body = ""
        elif fixed:
            body = line[7:] if "\t" in raw or _runs_over(line) else line[7:72]
        body = body.split("*>", 1)[0]
        yield "" if _SKIP.match(body) else body


def _looks_fixed(line: str) -> bool:
    return bool(_SEQUENCE.match(line[:6])) and (len(line) < 7 or line[6] in _MARKS)


def _runs_over(line: str) -> bool:
    """Tell whether a word stands across column 72: then what follows is no identification, the lines are just long."""
    return len(line[71:73].strip()) == 2


class _Words:
    """The words of a sentence, taken one by one."""

    def __init__(self, words: list[str]) -> None:
        self._words = words
        self._at = 0

    def peek(self) -> str:
        return self._words[self._at].upper() if self._at < len(self._words) else ""

    def take(self) -> str:
        word = self._words[self._at] if self._at < len(self._words) else ""
        self._at += 1
        return word

    def skip(self, *words: str) -> None:
        while self.peek() in (words or _NOISE):
            self._at += 1

    def __bool__(self) -> bool:
        return self._at < len(self._words)


def _entry(words: list[str], line: int) -> Entry:
    level = int(words[0])
    rest = _Words(words[1:])
    name = "FILLER" if not rest or rest.peek() in _CLAUSES else rest.take().upper()
    told: dict[str, object] = {}
    while rest:
        _clause(rest.take().upper(), rest, told)
    return msgspec.convert({"level": level, "name": name, "line": line, **told}, Entry)


def _clause(word: str, rest: _Words, told: dict[str, object]) -> None:
    if word in {"REDEFINES", "RENAMES"}:
        told[word.lower()] = rest.take().upper()
    elif word in {"PIC", "PICTURE"}:
        rest.skip("IS")
        told["picture"] = rest.take().upper()
    elif word == "OCCURS":
        _occurs(rest, told)
    elif word in {"LEADING", "TRAILING"}:
        told["sign"] = word.lower()
    elif word == "SEPARATE":
        told["separate"] = True
    elif word in {"SYNC", "SYNCHRONIZED"}:
        told["synchronized"] = True
    elif word in {"VALUE", "VALUES"}:
        told["values"] = _values(rest)
    elif word in _CLAUSES and word not in {"USAGE", "SIGN", "BLANK", "JUST", "JUSTIFIED", "EXTERNAL", "GLOBAL"}:
        told["usage"] = word.replace("COMPUTATIONAL", "COMP")


def _occurs(rest: _Words, told: dict[str, object]) -> None:
    most = least = _number(rest.take())
    if rest.peek() == "TO":
        rest.take()
        most = _number(rest.take())
    rest.skip("TIMES")
    told["occurs"] = (min(least, most), most)
    if rest.peek() == "DEPENDING":
        rest.take()
        rest.skip("ON")
        told["depending"] = rest.take().upper()
        if told["occurs"] == (most, most):
            told["occurs"] = (0, most)


def _number(word: str) -> int:
    return int(word) if word.isdecimal() and len(word) < 7 else 1


def _values(rest: _Words) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    rest.skip("IS", "ARE")
    while rest and rest.peek() not in _CLAUSES:
        word = rest.take()
        if word.upper() in {"THRU", "THROUGH"} and found:
            found[-1] = (found[-1][0], _literal(rest.take()))
        elif word.upper() not in {"ALL", "FALSE"}:
            found.append((_literal(word), ""))
    return tuple(found)


def _literal(word: str) -> str:
    plain = {"SPACE": " ", "SPACES": " ", "ZERO": "0", "ZEROS": "0", "ZEROES": "0"}.get(word.upper(), word)
    return plain[1:-1] if plain[:1] in {'"', "'"} and plain[-1:] == plain[:1] and len(plain) > 1 else plain
