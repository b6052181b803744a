"""The folders of a mailbox as a server lists them. Names are in a UTF-7 of IMAP's own (RFC 3501, 5.1.3)."""

import base64
import re
from collections.abc import Iterable

import msgspec

_LINE = re.compile(rb'\((?P<flags>[^)]*)\) (?P<delimiter>NIL|"(?:\\.|[^"])*") (?P<name>.*)', re.DOTALL)
_SKIPPED = frozenset({"\\trash", "\\junk", "\\drafts", "\\all", "\\noselect", "\\nonexistent"})  # RFC 6154
_NAMED = frozenset({
    *("trash", "papierkorb", "deleted items", "gelöschte elemente", "gelöscht"),
    *("junk", "spam", "junk-e-mail", "spamverdacht", "drafts", "entwürfe"),
})  # fmt: skip


class Folder(msgspec.Struct, frozen=True):
    """A folder. name: for people; raw: as the server wrote it; flags: in lower case."""

    name: str
    raw: str
    delimiter: str
    flags: frozenset[str]

    @property
    def wanted(self) -> bool:
        """Tell whether it is read where no folder was named: not trash, junk, drafts, nor a list of all mails."""
        last = self.name.rpartition(self.delimiter)[2] if self.delimiter else self.name
        return not self.flags & _SKIPPED and last.casefold() not in _NAMED


def folders(lines: Iterable[bytes | tuple[bytes, bytes] | None]) -> list[Folder]:
    """Return the folders of a LIST answer that can be opened; a name that came as a literal is one, too."""
    found = []
    for line in lines:
        whole = line[0].rpartition(b"{")[0] + line[1] if isinstance(line, tuple) else line or b""
        if match := _LINE.fullmatch(whole):
            found.append(_folder(match, literal=isinstance(line, tuple)))
    return [folder for folder in found if "\\noselect" not in folder.flags]


def _folder(match: re.Match[bytes], *, literal: bool) -> Folder:
    raw = match["name"].decode("utf-8", "replace")
    name = raw if literal else _unquoted(raw)
    delimiter = "" if match["delimiter"] == b"NIL" else _unquoted(match["delimiter"].decode())
    return Folder(decoded(name), name, delimiter, frozenset(match["flags"].decode().casefold().split()))


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text.startswith('"') else text


def quoted(name: str) -> str:
    """Return a raw name as it goes into a command."""
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def decoded(name: str) -> str:
    """Return a name in plain letters: "Entw&APw-rfe" is "Entwürfe"."""
    return re.sub(r"&([^-]*)-", _plain, name)


def _plain(found: re.Match[str]) -> str:
    if not found[1]:
        return "&"
    code = found[1].replace(",", "/")
    try:
        return base64.b64decode(code + "=" * (-len(code) % 4)).decode("utf-16-be")
    except ValueError:
        return found[0]
