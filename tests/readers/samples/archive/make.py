"""Writes the archive samples anew, byte for byte the same each time: python make.py."""

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
WHEN = (2024, 3, 1, 12, 0, 0)
KUNDEN = "Nr;Name;Ort\n1;Müller GmbH;Köln\n2;Weiß & Söhne;Görlitz\n".encode("cp1252")
BRIEF = "Sehr geehrte Damen und Herren,\n\nanbei die Preise für März.\n".encode()


def zipped(*members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name, WHEN), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def with_flag_on_second(raw: bytes) -> bytes:
    """Mark the second member as encrypted (APPNOTE 4.4.4): zipfile can't encrypt."""
    marked = bytearray(raw)
    for magic, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        second = raw.index(magic, raw.index(magic) + 1)
        marked[second + flags] |= 1
    return bytes(marked)


def tarred(*members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), 1709290800
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def main() -> None:
    inner = zipped(("brief.txt", BRIEF))
    ordinary = zipped(
        ("Umsätze 2024/Kunden Köln.csv", KUNDEN),
        ("../../etc/brief.txt", BRIEF),
        ("innen.zip", inner),
        ("__MACOSX/._brief.txt", b"\x00"),
        ("Umsätze 2024/Thumbs.db", b"\x00"),
    )
    dos = zipped(("Pr@fung\\M@rz.txt", BRIEF)).replace(b"Pr@fung\\M@rz", "Prüfung\\März".encode("cp850"))
    (HERE / "export.zip").write_bytes(ordinary)
    (HERE / "dosnamen.zip").write_bytes(dos)
    (HERE / "verschluesselt.zip").write_bytes(with_flag_on_second(zipped(("offen.txt", BRIEF), ("geheim.txt", BRIEF))))
    (HERE / "sicherung.tar").write_bytes(tarred(("daten/kunden.csv", KUNDEN), ("daten/.versteckt", b"x")))
    packed = gzip.compress(tarred(("kunden.csv", KUNDEN), ("brief.txt", BRIEF)), mtime=0)
    (HERE / "sicherung.tar.gz").write_bytes(packed)
    (HERE / "kunden.csv.gz").write_bytes(gzip.compress(KUNDEN, mtime=0))


if __name__ == "__main__":
    main()
