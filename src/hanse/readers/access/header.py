"""The first page of an Access file: version, code page, password, encryption.

Bytes 0x18 to 0x97 are enciphered with a fixed key in every file (mdbtools, HACKING.md, "Database Definition Page").
"""

import struct

import msgspec

MAGIC = (b"Standard Jet DB\0", b"Standard ACE DB\0")
_VERSIONS = {
    0: "Access 97 (Jet 3)",
    1: "Access 2000 bis 2003 (Jet 4)",
    2: "Access 2007 (ACE 12)",
    3: "Access 2010 (ACE 14)",
    4: "Access 2013 (ACE 15)",
    5: "Access 2016 oder neuer (ACE 16)",
}
_KEY = b"\xc7\xda\x39\x6b"
_START, _LENGTH = 0x18, {0: 126}
_CODE_PAGE, _PAGE_KEY, _PASSWORD, _CREATED = 0x3C - _START, 0x3E - _START, 0x42 - _START, 0x72 - _START


class Header(msgspec.Struct, frozen=True):
    """version: byte 0x14. page: bytes of a page. password: one is set. enciphered: the pages have a key."""

    version: int
    page: int
    code_page: int = 1252
    password: bool = False
    enciphered: bool = False

    @property
    def name(self) -> str:
        """Return the version as people know it."""
        return _VERSIONS.get(self.version, f"Access (Kennung {self.version})")

    @property
    def locked(self) -> bool:
        """Tell whether the data can't be had without the password: ACE enciphers with it, Jet does not."""
        return self.enciphered and self.version >= 2


def header(head: bytes) -> Header | None:
    """Read the first page, as far as it is there; None when the mark of Jet and ACE is missing."""
    if not head[4:].startswith(MAGIC) or len(head) < 0x15:
        return None
    version = head[0x14]
    page = 2048 if version == 0 else 4096
    plain = _deciphered(head[_START : _START + _LENGTH.get(version, 128)])
    if len(plain) < _LENGTH.get(version, 128):
        return Header(version, page)
    code_page, key = struct.unpack_from("<HL", plain, _CODE_PAGE)
    return Header(version, page, code_page, _has_password(plain, jet3=version == 0), key != 0)


def _has_password(plain: bytes, *, jet3: bool) -> bool:
    """Jet 3 keeps 20 letters; later versions 20 wide ones under a mask made of the day of creation."""
    if jet3:
        return any(plain[_PASSWORD : _PASSWORD + 20])
    created = struct.unpack_from("<d", plain, _CREATED)[0]
    mask = struct.pack("<L", int(created) & 0xFFFFFFFF) if abs(created) < 1e9 else bytes(4)
    return plain[_PASSWORD : _PASSWORD + 40] != mask * 10


def _deciphered(data: bytes) -> bytes:
    """Undo RC4 with the key that all files share: it hides nothing and is no protection."""
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + _KEY[i % len(_KEY)]) & 255
        state[i], state[j] = state[j], state[i]
    plain = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) & 255
        j = (j + state[i]) & 255
        state[i], state[j] = state[j], state[i]
        plain.append(byte ^ state[(state[i] + state[j]) & 255])
    return bytes(plain)
