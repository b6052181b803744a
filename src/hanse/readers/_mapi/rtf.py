"""RTF to the text that it shows, or to the HTML that Outlook has wrapped into it.

Sources: RTF 1.9.1; MS-OXRTFEX for the HTML. Knows nothing of layout, pictures and mails.
"""

import re
from typing import Final, NamedTuple

from hanse.readers._mail.letters import charset_text
from hanse.readers._mapi.properties import codepage_name

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\", re.DOTALL
)
# Destinations without text of their own; every other one that is marked by \* counts as such, too.
_SILENT: Final = frozenset(
    b"fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf"
    b" listtable listoverridetable rsidtbl generator xmlnstbl themedata colorschememapping latentstyles datastore"
    b" filetbl revtbl fldinst bkmkstart bkmkend".split()
)
_SIGNS: Final = {
    b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"row": "\n", b"tab": "\t", b"cell": "\t",
    b"lquote": "\u2018", b"rquote": "\u2019", b"ldblquote": "\u201c", b"rdblquote": "\u201d", b"bullet": "\u2022",
    b"endash": "\u2013", b"emdash": "\u2014", b"enspace": " ", b"emspace": " ",
}  # fmt: skip
_SYMBOLS: Final = {b"~": "\u00a0", b"_": "\u2011", b"-": "", b"\n": "\n", b"\r": "\n"}
# \fcharset to code page (RTF 1.9.1, "Font Table"); 0 and 1 are the file's own.
_CHARSETS: Final = {
    2: 0, 77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256,
    186: 1257, 204: 1251, 222: 874, 238: 1250, 255: 437,
}  # fmt: skip
_DEEPEST: Final = 10_000


class Shown(NamedTuple):
    """What an RTF text says. html: it is HTML source and not plain text."""

    text: str
    html: bool


class _State(NamedTuple):
    """What a group inherits and gives back. silent: its text isn't shown. tag: inside a piece of HTML source."""

    silent: bool = False
    tag: bool = False
    rtf_only: bool = False
    fonts: bool = False
    unicode_skip: int = 1
    page: str = ""


def shown(data: bytes) -> Shown:
    """Return what the RTF shows. Broken RTF gives what it has up to the end of the bytes."""
    return _Interpreter().run(data)


class _Interpreter:
    def __init__(self) -> None:
        self._out: list[str] = []
        self._bytes = bytearray()
        self._stack: list[_State] = []
        self._state = _State()
        self._page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._html = False
        self._starred = False
        self._left_out = 0  # characters that stand in for a \u before them

    def run(self, data: bytes) -> Shown:
        at = 0
        while found := _TOKEN.match(data, at):
            at = found.end()
            word, number, code, symbol, brace, text = found.groups()
            if brace:
                self._brace(brace)
            elif word:
                at += self._word(word, int(number) if number else None)
            elif code:
                self._plain(bytes.fromhex(code.decode()))
            elif symbol:
                self._symbol(symbol)
            elif text:
                self._plain(text)
        self._flush()
        joined = "".join(self._out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return Shown(joined.replace("\0", ""), self._html)

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._left_out = 0
        if brace == b"{" and len(self._stack) < _DEEPEST:
            self._stack.append(self._state)
        elif brace == b"}" and self._stack:
            self._state = self._stack.pop()
        self._starred = False

    def _word(self, word: bytes, number: int | None) -> int:
        """Do what a control word says; return how many bytes after it belong to it."""
        starred, self._starred = self._starred, False
        if word == b"bin":
            return max(number or 0, 0)
        if word in _SILENT or (starred and word != b"htmltag"):
            self._state = self._state._replace(silent=True, fonts=self._state.fonts or word == b"fonttbl")
        elif word == b"htmltag":
            self._state = self._state._replace(tag=True, page=self._page)
        elif word == b"htmlrtf":
            self._flush()
            self._state = self._state._replace(rtf_only=number != 0)
        elif word in _SIGNS:
            self._say(_SIGNS[word])
        else:
            self._setting(word, number if number is not None else 1)
        return 0

    def _setting(self, word: bytes, number: int) -> None:
        if word == b"u":
            self._say(chr(number & 0xFFFF))
            self._left_out = self._state.unicode_skip
        elif word == b"uc":
            self._state = self._state._replace(unicode_skip=max(number, 0))
        elif word == b"fromhtml":
            self._html = True
        elif word == b"ansicpg":
            self._page = codepage_name(number) or self._page
        elif word == b"f":
            self._flush()
            self._font = number
            self._state = self._state._replace(page=self._fonts.get(number, ""))
        elif word == b"fcharset" and self._state.fonts:
            self._fonts[self._font] = codepage_name(_CHARSETS.get(number, 0))

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._starred = True
        elif symbol in _SYMBOLS:
            self._say(_SYMBOLS[symbol])
        elif symbol in b"\\{}":
            self._plain(symbol)

    def _plain(self, data: bytes) -> None:
        """Take text in the code page of its font, without the letters that stand in for a character of Unicode."""
        stand_ins = min(self._left_out, len(data))
        self._left_out -= stand_ins
        if self._visible():
            self._bytes += data[stand_ins:]

    def _say(self, text: str) -> None:
        self._flush()
        if self._visible():
            self._out.append(text)

    def _visible(self) -> bool:
        state = self._state
        return not state.silent and (state.tag or not (self._html and state.rtf_only))

    def _flush(self) -> None:
        if self._bytes:
            self._out.append(charset_text(bytes(self._bytes), self._state.page or self._page)[0])
            self._bytes.clear()
