"""Writes the envelopes anew, byte for byte the same each time: python make.py. Nobody has signed them."""

import base64
from pathlib import Path

HERE = Path(__file__).parent
DATA, SIGNED, ENVELOPED = (bytes.fromhex(f"06092a864886f70d01070{n}") for n in (1, 2, 3))
MAIL = "Content-Type: text/plain; charset=utf-8\r\n\r\nDer Vertrag gilt ab 1. Mai für Köln.\r\n".encode()


def built(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    size = len(body).to_bytes(4, "big").lstrip(b"\0")
    length = bytes([len(body)]) if len(body) < 128 else bytes([0x80 | len(size)]) + size
    return bytes([tag]) + length + body


def endless(tag: int, *parts: bytes) -> bytes:
    return bytes([tag, 0x80]) + b"".join(parts) + b"\0\0"


def signed(content: bytes) -> bytes:
    inside = built(0x30, DATA, built(0xA0, built(0x04, content)) if content else b"")
    return built(0x30, SIGNED, built(0xA0, built(0x30, b"\2\1\1", built(0x31), inside, built(0x31))))


def in_pieces(content: bytes) -> bytes:
    """As Outlook writes it: lengths told by end marks, the content in pieces."""
    pieces = [built(0x04, content[at : at + 20]) for at in range(0, len(content), 20)]
    inside = endless(0x30, DATA, endless(0xA0, endless(0x24, *pieces)))
    return endless(0x30, SIGNED, endless(0xA0, endless(0x30, b"\2\1\1", built(0x31), inside, built(0x31))))


def main() -> None:
    (HERE / "smime.p7m").write_bytes(in_pieces(MAIL))
    (HERE / "Vertrag.txt.p7m").write_bytes(signed("Vertrag über 12 Türen\n".encode()))
    (HERE / "text.p7m").write_bytes(base64.encodebytes(signed(MAIL)))
    (HERE / "nur_signatur.p7s").write_bytes(signed(b""))
    (HERE / "verschluesselt.p7m").write_bytes(built(0x30, ENVELOPED, built(0xA0, built(0x30, b"\2\1\0"))))


if __name__ == "__main__":
    main()
