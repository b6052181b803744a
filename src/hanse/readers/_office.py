"""The parts inside an Office Open XML file: opened within limits, XML without entities, DTD or network.

Shared by the readers of .docx, .pptx and .xlsx; knows nothing of what the parts mean.
"""

import posixpath
import re
import zipfile
import zlib
from typing import BinaryIO, Final, NamedTuple, Self

from lxml import etree

from hanse.errors import TooBig, Unreadable
from hanse.readers.item import Item
from hanse.records import Finding, Place
from hanse.words import Words

_STRICT: Final = b"http://purl.oclc.org/ooxml/"  # ECMA-376 part 1, as opposed to part 4
MOST_BYTES: Final = 200 << 20
"""No part may unpack to more; a document of 1,000 pages has about 20 MB."""

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class Link(NamedTuple):
    """A relationship of a part: what kind of part it leads to, and its name in the file."""

    kind: str
    target: str


class Parts:
    """The named parts of one file; to be used in a with statement, which closes it."""

    def __init__(self, item: Item) -> None:
        """Open the file. Raises Unreadable when it is no such file, is locked by a password or is damaged."""
        self.name = item.name
        self.damaged: list[str] = []
        self._stream = item.open()
        self._open = _zipped(item, self._stream)
        self.names = {info.filename: info for info in self._open.infolist()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()
        self._stream.close()

    def data(self, part: str) -> bytes:
        """Return the bytes of a part; empty when there is none. Raises Unreadable or TooBig."""
        if part not in self.names:
            return b""
        try:
            with self._open.open(self.names[part]) as stream:
                data = stream.read(MOST_BYTES + 1)
        except _BROKEN as error:
            raise broken(self.name) from error
        if len(data) > MOST_BYTES:
            raise TooBig(
                Words(f"{self.name}: {part} ist ausgepackt über {MOST_BYTES >> 20} MB groß.",
                      f"{self.name}: {part} unpacks to more than {MOST_BYTES >> 20} MB."),
                hint=Words("Die Datei ist beschädigt oder böswillig; nicht öffnen.",
                           "The file is damaged or malicious; don't open it."),
            )  # fmt: skip
        return data

    def xml(self, part: str) -> etree._Element | None:
        """Return the root of an XML part; None when it is missing or can't be understood even in part."""
        data = self.data(part)
        if not data:
            return None
        if _STRICT in data[:8192]:
            data = _transitional(data)
        try:
            return etree.fromstring(data, _parser(recover=False))
        except etree.XMLSyntaxError:
            self.damaged.append(part)
            return _recovered(data)

    def findings(self) -> list[Finding]:
        """Return a finding for each part that could be read only up to a damage."""
        return [_damage(part) for part in dict.fromkeys(self.damaged)]

    def links(self, part: str) -> dict[str, Link]:
        """Return the relationships of a part by their id; links out of the file are left out, never followed."""
        folder, _, leaf = part.rpartition("/")
        root = self.xml(f"{folder}/_rels/{leaf}.rels" if folder else f"_rels/{leaf}.rels")
        found = {}
        for rel in root if root is not None else ():
            if rel.get("TargetMode") != "External":
                target = rel.get("Target") or ""
                full = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
                found[rel.get("Id") or ""] = Link((rel.get("Type") or "").rpartition("/")[2], full.lstrip("/"))
        return found


def _transitional(data: bytes) -> bytes:
    """Return XML with the namespaces that Office writes by default in place of those of the ISO "strict" format."""
    return re.sub(rb"http://purl\.oclc\.org/ooxml/(\w+)/", rb"http://schemas.openxmlformats.org/\1/2006/", data)


def _damage(part: str) -> Finding:
    words = Words(
        f"Der Teil {part} der Datei ist beschädigt und nur bis zum Schaden gelesen. Die Datei in Office öffnen, "
        "prüfen und neu speichern.",
        f"Part {part} of the file is damaged and was read only up to the damage. Open the file in Office, check it and "
        "save it anew.",
    )
    return Finding("office.damaged", "error", words, Place(part=part))


def _zipped(item: Item, stream: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(stream)
    except _BROKEN as error:
        stream.close()
        if item.head().startswith(_OLE):
            raise (locked if is_locked(item.data()) else not_office)(item.name) from error
        raise broken(item.name) from error


def is_locked(data: bytes) -> bool:
    """Say whether an OLE file holds an encrypted Office package (MS-OFFCRYPTO 2.3.4.4)."""
    return "EncryptedPackage".encode("utf-16-le") in data


def locked(name: str) -> Unreadable:
    """Return the error for a file locked by a password."""
    return Unreadable(
        Words(f"{name} ist mit einem Kennwort verschlüsselt.", f"{name} is encrypted with a password."),
        hint=Words(
            "In Office öffnen, unter Datei > Informationen das Kennwort entfernen, speichern und neu einlesen.",
            "Open it in Office, remove the password under File > Info, save and read it again.",
        ),
    )


def not_office(name: str) -> Unreadable:
    """Return the error for an old binary Office file under a new suffix."""
    return Unreadable(
        Words(f"{name} ist eine Office-Datei im alten Format.", f"{name} is an Office file in the old format."),
        hint=Words("In Office öffnen und im heutigen Format (.docx, .xlsx, .pptx) speichern.",
                   "Open it in Office and save it in today's format (.docx, .xlsx, .pptx)."),
    )  # fmt: skip


def broken(name: str) -> Unreadable:
    """Return the error for a file that can't be unpacked."""
    return Unreadable(
        Words(f"{name} ist beschädigt oder keine Office-Datei.", f"{name} is damaged or no Office file."),
        hint=Words("Die Datei in Office öffnen und neu speichern, oder aus der Sicherung holen.",
                   "Open the file in Office and save it anew, or fetch it from the backup."),
    )  # fmt: skip


_MAIN_PART = re.compile(rb"(?:word/|xl/|ppt/)[^\x00]{0,80}?\.(?:xml|bin)")


def holds(head: bytes, folder: bytes) -> bool:
    """Say whether the head of a zip file shows parts in this folder ("word/")."""
    return head.startswith(b"PK\x03\x04") and any(m.startswith(folder) for m in _MAIN_PART.findall(head))


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, recover=recover
    )


def _recovered(data: bytes) -> etree._Element | None:
    try:
        return etree.fromstring(data, _parser(recover=True))
    except etree.XMLSyntaxError:
        return None
