"""Writes the image sample of this folder: a PNG whose head promises more pixels than will be unpacked.

It is the one image whose reading doesn't depend on tesseract being installed; legible scans are in test_image.py.
"""

import struct
import zlib
from pathlib import Path


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def main() -> None:
    head = struct.pack(">IIBBBBB", 30_000, 20_000, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")
    Path(__file__).with_name("zu-gross.png").write_bytes(b"\x89PNG\r\n\x1a\n" + body)


if __name__ == "__main__":
    main()
