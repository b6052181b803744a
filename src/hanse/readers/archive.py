"""Archives: zip, tar, gz, bz2, xz. Yields the members; nothing is ever written to disk, so paths are only names."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, BinaryIO, cast

from hanse.errors import Unreadable
from hanse.readers import gather
from hanse.readers._zipfolder import ZipFolder
from hanse.readers.item import Item
from hanse.records import Finding, Inside, Reading
from hanse.words import Words

NAME = "archive"
SUFFIXES = (".zip", ".tar", ".gz", ".tgz", ".tar.gz", ".bz2", ".xz")
TITLE = Words("Archiv (zip, tar, gz)", "Archive (zip, tar, gz)")
HELP = Words(
    "Jede enthaltene Datei wird einzeln gelesen, auch Archive in Archiven. Verschlüsselte Archive bitte vorher"
    " entpacken.",
    "Each file inside is read on its own, archives in archives too. Please unpack encrypted archives first.",
)
SPEC = "https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT"

ROOM = 500 << 20
_CHUNK = 1 << 20
_MAGIC = {b"PK\x03\x04": "zip", b"PK\x05\x06": "zip", b"\x1f\x8b": "gz", b"BZh": "bz2", b"\xfd7zXZ\x00": "xz"}
_FOREIGN = {b"Rar!\x1a\x07": "RAR", b"7z\xbc\xaf\x27\x1c": "7z"}
# First members of formats that are a zip but no archive to a person: OOXML, OpenDocument and EPUB, Java.
_NO_ARCHIVE = (b"[Content_Types].xml", b"mimetype", b"_rels/.rels", b"META-INF/")
_UTF8 = 0x800  # APPNOTE 4.4.4, bit 11
_ENCRYPTED = 0x1  # APPNOTE 4.4.4, bit 0
_LINK, _KIND = 0o120000, 0o170000  # st_mode, in the upper half of external_attr
_BROKEN = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, OSError, ValueError, RuntimeError, OverflowError),
)


def sniff(head: bytes, name: str) -> int:
    """Return how surely this is an archive; office files, which are zips as well, are left to their readers."""
    kind = _kind(head)
    if kind == "zip" and not name.lower().endswith(".zip"):
        return 0 if head[30:64].startswith(_NO_ARCHIVE) else 30
    if kind in {"gz", "bz2", "xz"} and name.lower().endswith((".svgz", ".emz", ".wmz")):
        return 0
    return 80 if kind or _foreign(head) else 0


def read(item: Item) -> Reading:
    """Return all members, up to 500 MB of them. Raises Unreadable when the archive itself is damaged."""
    return gather(NAME, members(item, room=ROOM))


def members(item: Item, *, room: int) -> Iterator[Inside | Finding]:
    """Yield members and findings in the order of the archive; at most room bytes in all, counted while unpacking."""
    come = 0
    try:
        with item.open() as stream:
            for part in _parts(stream, item, room):
                come += 1
                yield part
    except _BROKEN as error:
        if not come:
            raise _broken(item.name, error) from error
        yield _cut(item.name, come, error)


def around(item: Item) -> ZipFolder | None:
    """Return the outermost folder of a zip archive, through which its members see each other; None for other kinds."""
    try:
        return ZipFolder(item, lambda info: _tidy(_decoded(info)), room=ROOM) if _kind(item.head()) == "zip" else None
    except _BROKEN:
        return None


def _parts(stream: BinaryIO, item: Item, room: int) -> Iterator[Inside | Finding]:
    head = item.head()
    kind = _kind(head)
    if kind == "zip":
        return _zip_members(stream, room)
    if kind == "tar":
        return _tar_members(stream, room)
    if kind:
        return _packed_members(stream, kind, item.name, room)
    raise _not_ours(item.name, _foreign(head))


def _kind(head: bytes) -> str:
    if head[257:262] == b"ustar":
        return "tar"
    return next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), "")


def _foreign(head: bytes) -> str:
    return next((kind for magic, kind in _FOREIGN.items() if head.startswith(magic)), "")


def _zip_members(stream: BinaryIO, room: int) -> Iterator[Inside | Finding]:
    skipped = 0
    with zipfile.ZipFile(stream) as archive:
        for info in archive.infolist():
            name = _tidy(_decoded(info))
            if info.filename.endswith("/"):
                continue
            if _is_noise(name) or (info.external_attr >> 16) & _KIND == _LINK:
                skipped += 1
                continue
            part = _zip_member(archive, info, name, room)
            room -= len(part.data) if isinstance(part, Inside) else 0
            yield part
    if skipped:
        yield _skipped(skipped)


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, room: int) -> Inside | Finding:
    if info.flag_bits & _ENCRYPTED:
        return _encrypted(name)
    if info.file_size > room:
        return _too_big(name, info.file_size)
    try:
        with archive.open(info) as member:
            return _taken(member, name, room)
    except NotImplementedError:
        return _method(name, info.compress_type)
    except _BROKEN as error:
        return _damaged(name, error)


def _tar_members(stream: IO[bytes], room: int) -> Iterator[Inside | Finding]:
    skipped = 0
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for info in archive:
            name = _tidy(info.name)
            member = None if _is_noise(name) or not info.isfile() else archive.extractfile(info)
            if member is None:
                skipped += not info.isdir()
                continue
            part = _taken(member, name, room) if info.size <= room else _too_big(name, info.size)
            room -= len(part.data) if isinstance(part, Inside) else 0
            yield part
    if skipped:
        yield _skipped(skipped)


def _packed_members(stream: BinaryIO, kind: str, name: str, room: int) -> Iterator[Inside | Finding]:
    """One packed file: a tar goes on to its members, anything else is the only member."""
    unpacked = _unpacker(stream, kind)
    head = unpacked.peek(512)
    if _kind(head) == "tar":
        yield from _tar_members(unpacked, room)
        return
    yield _taken(unpacked, _bare_name(name, kind), room)


def _unpacker(stream: BinaryIO, kind: str) -> io.BufferedReader:
    openers: dict[str, Callable[[BinaryIO], object]] = {"gz": gzip.open, "bz2": bz2.open, "xz": lzma.open}
    opened = openers[kind](stream)
    return io.BufferedReader(cast("io.RawIOBase", opened), 1 << 16)


def _taken(member: IO[bytes], name: str, room: int) -> Inside | Finding:
    """Read a member, counting what really comes out; its header may lie."""
    data = io.BytesIO()
    while chunk := member.read(_CHUNK):
        data.write(chunk)
        if data.tell() > room:
            return _too_big(name, data.tell())
    return Inside(name, data.getvalue())


def _decoded(info: zipfile.ZipInfo) -> str:
    """Return the member's name. Without the UTF-8 flag it is CP437 by the standard, and often UTF-8 all the same."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _tidy(name: str) -> str:
    """Return a relative path with "/": no drive, no root, no ".."."""
    path = name.replace("\\", "/")
    if path[1:2] == ":":
        path = path[2:]
    parts = [part for part in path.split("/") if part not in {"", ".", ".."}]
    return "/".join(parts) or "?"


def _is_noise(name: str) -> bool:
    parts = name.split("/")
    hidden = any(part.startswith((".", "~$")) or part == "__MACOSX" for part in parts)
    return hidden or parts[-1].lower() in {"thumbs.db", "desktop.ini"}


def _bare_name(name: str, kind: str) -> str:
    plain = name.rsplit("/", 1)[-1]
    return plain[: -len(kind) - 1] if plain.lower().endswith(f".{kind}") and len(plain) > len(kind) + 1 else plain


def _skipped(count: int) -> Finding:
    words = Words(
        f"Im Archiv übergangen (versteckt, Systemdatei oder Verknüpfung): {count}. Nichts zu tun.",
        f"Passed over in the archive (hidden, system file or link): {count}. Nothing to do.",
    )
    return Finding("archive.skipped", "info", words)


def _encrypted(name: str) -> Finding:
    words = Words(
        f"{name} ist verschlüsselt und wurde nicht gelesen. Das Archiv mit dem Kennwort entpacken und den Ordner"
        " einlesen.",
        f"{name} is encrypted and was not read. Unpack the archive with its password and learn the folder.",
    )
    return Finding("archive.encrypted", "error", words, raw=name)


def _too_big(name: str, size: int) -> Finding:
    words = Words(
        f"{name} wurde nicht entpackt: mit {size / 1e6:.0f} MB oder mehr kämen mehr Daten heraus, als erlaubt ist. Ist"
        " das Archiv vertrauenswürdig, in hanse.toml read_expansion_mb erhöhen.",
        f"{name} was not unpacked: with {size / 1e6:.0f} MB or more, more data would come out than is allowed. If the"
        " archive can be trusted, raise read_expansion_mb in hanse.toml.",
    )
    return Finding("archive.big", "error", words, raw=name)


def _method(name: str, method: int) -> Finding:
    words = Words(
        f"{name} ist mit einem Verfahren gepackt (Nr. {method}), das Hanse nicht kennt. Das Archiv entpacken und den"
        " Ordner einlesen.",
        f"{name} is packed by a method (no. {method}) that Hanse doesn't know. Unpack the archive and learn the"
        " folder.",
    )
    return Finding("archive.method", "error", words, raw=name)


def _damaged(name: str, error: Exception) -> Finding:
    words = Words(
        f"{name} ist im Archiv beschädigt ({error}). Die Datei aus einer anderen Quelle holen.",
        f"{name} is damaged in the archive ({error}). Get the file from another source.",
    )
    return Finding("archive.damaged", "error", words, raw=name)


def _cut(name: str, come: int, error: Exception) -> Finding:
    words = Words(
        f"{name}: das Archiv bricht nach {come} Einträgen ab ({error}), der Rest fehlt. Die Datei noch einmal holen.",
        f"{name}: the archive breaks off after {come} entries ({error}), the rest is missing. Get the file once more.",
    )
    return Finding("archive.cut", "error", words)


def _broken(name: str, error: Exception) -> Unreadable:
    return Unreadable(
        Words(f"{name}: das Archiv ist beschädigt ({error}).", f"{name}: the archive is damaged ({error})."),
        hint=Words(
            "Meist wurde es unvollständig kopiert oder geladen: noch einmal holen.",
            "Mostly it was copied or loaded incompletely: get it once more.",
        ),
    )


def _not_ours(name: str, kind: str) -> Unreadable:
    what = f"{kind}-Archive" if kind else "Dieses Archiv"
    return Unreadable(
        Words(f"{name}: {what} kann Hanse nicht öffnen.", f"{name}: Hanse can't open this archive ({kind or '?'})."),
        hint=Words("Das Archiv entpacken und den Ordner einlesen.", "Unpack the archive and learn the folder."),
    )
