"""Bytes of a mail to text, by the charset that it states. Knows nothing of MIME and MAPI."""

from hanse.readers.cells import decode

# What old clients call ISO-8859-1 or ASCII is Windows-1252, as the WHATWG Encoding Standard has it for the web.
_ALIASES = dict.fromkeys(("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252"), "cp1252")


def charset_text(data: bytes, charset: str) -> tuple[str, bool]:
    """Return the text, and whether the charset was true. Without one, or with a wrong one, the letters decide."""
    name = _ALIASES.get(charset.lower(), charset)
    if name == "cp1252" and not data.isascii():
        found = decode(data)
        # One-byte letters hardly ever make valid UTF-8 by chance; and ASCII can't be true here.
        if found.encoding == "utf-8" or charset.lower().endswith("ascii"):
            return found.text, False
    try:
        return data.decode(name or "ascii"), True
    except (LookupError, UnicodeError, ValueError):
        return decode(data).text, not charset and data.isascii()
