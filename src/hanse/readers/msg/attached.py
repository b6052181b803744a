"""What hangs on a message of Outlook: files, and messages inside, written as a .msg of their own."""

from typing import Final, NamedTuple

from hanse.readers._mapi.properties import Properties
from hanse.readers.msg import findings as say
from hanse.readers.msg import stored
from hanse.readers.msg.cfb import Folder
from hanse.readers.msg.written import compound
from hanse.records import Finding, Inside

_NAMES, _EXTENSION, _DATA, _METHOD = (0x3707, 0x3704, 0x3001), 0x3703, 0x3701, 0x3705
_MIME, _CONTENT_ID, _FLAGS, _HIDDEN = 0x370E, 0x3712, 0x3714, 0x7FFE
_IN_TEXT: Final = 4  # PidTagAttachFlags: attRenderedInBody
_EMBEDDED: Final = 5  # PidTagAttachMethod: afEmbeddedMessage
_SUBJECT = (0x0037, 0x0E1D)
ORNAMENT: Final = 15_000  # pictures inside the text up to so many bytes are logos and lines, not content


class Attached(NamedTuple):
    """The attachments, and what must be told of those that are none."""

    inside: tuple[Inside, ...]
    findings: tuple[Finding, ...]


def attached(root: Folder, codepage: str) -> Attached:
    """Return what hangs on the message as "2:rechnung.pdf", numbered in the order of the message."""
    inside: list[Inside] = []
    findings: list[Finding] = []
    ornaments = 0
    for number, folder in enumerate(root.folders(stored.ATTACHMENT), 1):
        about = stored.part(folder, codepage)
        part = _message(number, folder) or _file(number, about)
        if part is None:
            findings.append(say.not_taken(_name(about)))
        elif _is_ornament(about, len(part.data)):
            ornaments += 1
        else:
            inside.append(part)
    if ornaments:
        findings.append(say.ornaments(ornaments))
    return Attached(tuple(inside), tuple(findings))


def _message(number: int, folder: Folder) -> Inside | None:
    inner = folder.folder(stored.OBJECT)
    if "__properties_version1.0" not in inner:
        return None
    subject = " ".join(stored.message(inner).text(*_SUBJECT).split()).replace("/", "_").replace("\\", "_")[:80]
    return Inside(f"{number}:{subject or 'nachricht'}.msg", compound(inner))


def _file(number: int, about: Properties) -> Inside | None:
    data = about.data(_DATA)
    return Inside(f"{number}:{_name(about)}", data) if data and about.number(_METHOD) != _EMBEDDED else None


def _name(about: Properties) -> str:
    """Return the file name; never a path. Without one, its kind gives the ending."""
    plain = about.text(*_NAMES).replace("\\", "/").rsplit("/", 1)[-1].replace("\0", "").strip()
    return plain or f"teil{about.text(_EXTENSION) or '.bin'}"


def _is_ornament(about: Properties, size: int) -> bool:
    """Tell whether this is a small picture that the text shows, such as a logo in a signature."""
    within = bool(about.number(_HIDDEN)) or bool((about.number(_FLAGS) or 0) & _IN_TEXT) or about.text(_CONTENT_ID)
    picture = about.text(_MIME).lower().startswith("image/") or _name(about).lower().endswith(_PICTURES)
    return bool(within) and picture and size <= ORNAMENT


_PICTURES: Final = (".png", ".gif", ".jpg", ".jpeg", ".bmp", ".emf", ".wmf")
