"""Writes the COBOL samples anew, byte for byte the same each time: python make.py."""

import struct
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).parent
KUNDEN = """\
000100******************************************************************
000200*  KUNDENSTAMM                                    STAND 03.11.1997
000300******************************************************************
000400 01  KUNDENSATZ.
000500     05  KUNDEN-NR             PIC 9(06).
000600     05  KUNDEN-NAME           PIC X(20).
000700     05  KUNDEN-ART            PIC X.
000800         88  IST-FIRMA             VALUE 'F'.
000900         88  IST-PRIVAT            VALUE 'P'.
001000     05  ANGABEN-FIRMA.
001100         10  RECHTSFORM        PIC X(10).
001200         10  MITARBEITER       PIC S9(4)        COMP.
001300     05  ANGABEN-PRIVAT REDEFINES ANGABEN-FIRMA.
001400         10  GEBURTSDATUM      PIC 9(8).
001500         10  FILLER            PIC X(4).
001600     05  PLZ                   PIC 9(05).
001700     05  UMSATZ                PIC S9(7)V99     COMP-3.
001800     05  SALDO                 PIC S9(5)V99.
001900     05  LIMIT-WERT            PIC S9(5) SIGN LEADING SEPARATE.
002000     05  RABATT                PIC SV9(4)       COMP-3.
002100     05  MONATSUMSATZ          PIC S9(5)        COMP-3 OCCURS 3.
002200     05  FAKTOR                COMP-2.
002300     05  SCHLUESSEL            PIC 9.
002400         88  NORMAL                VALUE 1 THRU 3.
002500         88  GESPERRT              VALUE 9.
002600     05  FILLER                PIC X(02).
"""
BELEGE = """\
       01  BELEGKOPF.
           05  SATZART             PIC X(02) VALUE '10'.
           05  BELEG-NR            PIC 9(08).
           05  BELEGDATUM          PIC 9(08).
           05  ANZAHL-POS          PIC 9(02).
           05  POSITION-ZEILE OCCURS 0 TO 5 TIMES
                              DEPENDING ON ANZAHL-POS.
               10  ARTIKEL         PIC X(08).
               10  MENGE           PIC S9(5)V9 COMP-3.
           05  KENNUNG             PIC X(02).
       01  BELEGSUMME.
           05  SATZART             PIC X(02) VALUE '90'.
           05  SUMME               PIC S9(9)V99 COMP-3.
"""
ARTIKEL = """\
      * Artikel, als Textdatei vom PC
       01 ARTIKEL.
          03 ARTIKEL-NR     PIC X(8).
          03 BEZEICHNUNG    PIC X(20).
          03 PREIS          PIC 9(5)V99.
          03 BESTAND        PIC S9(5).
          03 DRUCKPREIS     PIC ZZ.ZZ9,99-.
"""


def zoned(value: int, digits: int) -> bytes:
    """Return a signed zoned number in EBCDIC: the sign in the upper half of the last byte."""
    text = bytearray(str(abs(value)).rjust(digits, "0").encode("cp273"))
    text[-1] = (0xC0 if value >= 0 else 0xD0) | text[-1] & 0x0F
    return bytes(text)


def packed(value: int, digits: int) -> bytes:
    text = str(abs(value)).rjust(digits, "0") + ("C" if value >= 0 else "D")
    return bytes.fromhex(text.rjust(2 * (digits // 2 + 1), "0"))


def floating(value: Decimal) -> bytes:
    """Return an IBM double: sign and exponent to the base 16, then 14 hexadecimal digits."""
    mantissa, exponent = abs(value), 64
    while mantissa >= 1:
        mantissa, exponent = mantissa / 16, exponent + 1
    return bytes([exponent | (0x80 if value < 0 else 0)]) + round(mantissa * 2**56).to_bytes(7, "big")


def text(value: str, size: int) -> bytes:
    """Return text in CP1141: CP273 with the euro sign at 9F."""
    return value.replace("€", "¤").encode("cp273").ljust(size, b"\x40")


def kunde(nr: int, name: str, art: str, angaben: bytes, umsatz: int, saldo: int) -> bytes:
    parts = (
        *(text(f"{nr:06}", 6), text(name, 20), text(art, 1), angaben.ljust(12, b"\x40"), text("01067", 5)),
        *(packed(umsatz, 9), zoned(saldo, 7), text("-00250", 6), packed(-125, 4)),
        *(packed(m, 5) for m in (100, -20, 3)),
        *(floating(Decimal("1.25")), text("9", 1), b"\x40\x40"),
    )
    return b"".join(parts)


def words(records: list[bytes]) -> bytes:
    """Return records with their descriptor words."""
    return b"".join(struct.pack(">HH", len(record) + 4, 0) + record for record in records)


def beleg(nr: int, day: int, positions: list[tuple[str, int]]) -> bytes:
    lines = b"".join(text(article, 8) + packed(amount, 6) for article, amount in positions)
    return text(f"10{nr:08}{day:08}{len(positions):02}", 20) + lines + text("OK", 2)


def main() -> None:
    """Write the copybooks and their data files."""
    (HERE / "KUNDEN.CPY").write_text(KUNDEN, encoding="ascii")
    firma = text("GmbH", 10) + struct.pack(">h", 12)
    rows = [
        kunde(4711, "Müller & Söhne", "F", firma, 123456789, -1234),
        kunde(4712, "Jäger, Käthe", "P", text("19610228", 8), -5, 0),
        kunde(4713, "100 € Prämie", "P", text("19600229", 8), 0, 100),
    ]
    (HERE / "KUNDEN.DAT").write_bytes(b"".join(rows))
    (HERE / "KUNDEN2.CPY").write_text(KUNDEN, encoding="ascii")
    (HERE / "KUNDEN2.DAT").write_bytes((rows[0] + rows[0][:44] + b"\xff" * 5 + rows[0][49:] + rows[1])[:-30])
    (HERE / "BELEGE.cbl").write_text(BELEGE, encoding="ascii")
    records = [
        beleg(1, 20231105, [("A-100", 15), ("B-200", -20)]),
        beleg(2, 20231106, []),
        text("90", 2) + packed(-123456, 11),
        text("77", 2),
    ]
    (HERE / "BELEGE.DAT").write_bytes(words(records))
    (HERE / "artikel.cpy").write_text(ARTIKEL, encoding="ascii")
    lines = [
        "A-100   Schlüsselschalter   000129500042    12,95 ",
        "B-200   Türgriff, weiß      00010000000p 1.000,00-",
        "C-300   Käfigmutter         0000005     ",
    ]
    (HERE / "artikel.txt").write_bytes("\r\n".join([*lines, ""]).encode("cp850"))


if __name__ == "__main__":
    main()
