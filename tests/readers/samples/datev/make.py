"""Writes the DATEV samples of this folder. Run it here: python make.py."""

from pathlib import Path

HERE = Path(__file__).parent
LAYOUTS = HERE.parents[3] / "src/hanse/readers/datev/layouts.tsv"


def names(category: int, width: int = 0) -> list[str]:
    """Return the headings of a category, with the dash that DATEV itself writes."""
    rows = (line.split("\t") for line in LAYOUTS.read_text(encoding="utf-8").splitlines())
    found = [row[2].replace(" - ", " – ") for row in rows if row[0] == str(category)]
    return found[:width] if width else found


def header(version: int, category: int, name: str, format_version: int, **more: str) -> str:
    """Return a header line of 31 fields (26 in version 300)."""
    by_position = {
        0: f'"{more.get("mark", "EXTF")}"', 1: str(version), 2: str(category), 3: f'"{name}"', 4: str(format_version),
        5: "20240305083000000", 7: '"RE"', 8: '"Kanzlei Brandt"', 10: "29098", 11: "55003",
        12: more.get("year", "20240101"), 13: more.get("length", "4"), 14: more.get("start", "20240201"),
        15: more.get("end", "20240229"), 16: f'"{more.get("label", name)}"', 17: '"MB"', 18: "1", 19: "0", 20: "1",
        21: '"EUR"', 26: more.get("chart", '"03"'),
    }  # fmt: skip
    width = 26 if version == 300 else 31
    return ";".join(by_position.get(i, '""') for i in range(width))


def row(width: int, **fields: str) -> str:
    """Return a record with these fields by position (f7="1200")."""
    return ";".join(fields.get(f"f{i}", "") for i in range(1, width + 1))


def booking(width: int, amount: str, side: str, accounts: tuple[str, str], day: str, text: str, **more: str) -> str:
    """Return a booking."""
    fields = {"f1": amount, "f2": f'"{side}"', "f7": accounts[0], "f8": accounts[1], "f10": day, "f14": f'"{text}"'}
    return row(width, **(fields | more))


def write(name: str, lines: list[str], encoding: str = "cp1252") -> None:
    """Write lines with CRLF."""
    (HERE / name).write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))


def main() -> None:
    """Write all samples."""
    bookings()
    old_versions()
    harmed()
    master_data()


def bookings() -> None:
    """Write a Buchungsstapel of version 700 with what bookings can have, and one over the turn of a year."""
    w = 125
    write("EXTF_Buchungsstapel_700.csv", [
        header(700, 21, "Buchungsstapel", 13, label="Februar 2024"),
        ";".join(names(21)),
        booking(w, "1190,00", "S", ("10001", "8400"), "0102", "Rechnung Tischlerei Köster", f11='"RE-2024-017"',
                f117="02032024", f114="1", f37='"100"'),
        booking(w, "214,20", "H", ("70001", "4930"), "0502", "Büromaterial Müller & Söhne", f9='"9"', f11='"4711"',
                f114="1", f21='"Belegnummer"', f22='"ER-88"', f48='"Projekt"', f49='"Umbau"'),
        booking(w, "1166,20", "S", ("1200", "10001"), "1402", "Zahlung Köster abzgl. Skonto", f11='"RE-2024-017"',
                f13="23,80", f114="1"),
        booking(w, "214,20", "H", ("70001", "4930"), "1502", "Storno Büromaterial", f9='"9"', f11='"4711"', f118='"1"',
                f114="1"),
        booking(w, "1200,00", "S", ("4210", "1200"), "0102", "Miete Werkstatt", f114="1"),
        booking(w, "1000,00", "H", ("70002", "3425"), "2002", "Beschläge aus Österreich", f11='"A-9"',
                f40='"ATU12345678"', f114="1"),
        booking(w, "540,00", "H", ("70003", "3400"), "2102", "Maschinenteile", f3='"USD"', f4="1,08", f5="500,00",
                f6='"EUR"', f114="1"),
        booking(w, "100,00", "H", ("70003", "3400"), "2202", "Nachlieferung ohne Kurs", f3='"USD"', f114="0"),
        booking(w, "119,00", "S", ("1000", "8400"), "2802", "Barverkauf ohne Steuerautomatik", f9='"40"', f114="0"),
        booking(w, "107,00", "S", ("420", "1200"), "2902", "Regal, Konto ohne führende Null", f9='"402"', f114="0"),
    ])  # fmt: skip
    write("jahreswechsel.csv", [
        header(700, 21, "Buchungsstapel", 12, year="20230701", start="20231101", end="20241130", label="Jahreswechsel",
               chart='""'),
        ";".join(names(21, 124)),
        booking(124, "50,00", "S", ("4910", "1000"), "1512", "Porto Dezember: nur 2023"),
        booking(124, "60,00", "S", ("4910", "1000"), "1511", "Porto November: 2023 oder 2024?"),
        booking(124, "70,00", "S", ("8400", "1000"), "2902", "Schalttag: nur 2024"),
    ], "utf-8-sig")  # fmt: skip


def old_versions() -> None:
    """Write the header versions 510 and 300, the latter by DATEV itself."""
    write("EXTF_Buchungsstapel_510.csv", [
        header(510, 21, "Buchungsstapel", 7, year="20160101", start="20160101", end="20160331", chart='"04"'),
        ";".join(names(21, 116)),
        booking(116, "2380,00", "S", ("12000", "4400"), "3103", "Ausgangsrechnung 16/044", f11='"16/044"', f2='"S"'),
        booking(116, "59,50", "S", ("6805", "1800"), "102", "Telefon, führende Null verloren", f9='"9"'),
        booking(116, "59,50", "S", ("6805", "1800"), "0402", "Storno mit altem Schlüssel", f9='"29"'),
    ])  # fmt: skip
    write("DTVF_Buchungsstapel_300.csv", [
        header(300, 21, "Buchungsstapel", 2, mark="DTVF", year="20110101", start="20110501", end="20110531"),
        ";".join(names(21, 92)),
        booking(92, "119,00", "S", ("1200", "8400"), "1705", "Barverkauf"),
        booking(92, "53,50", "S", ("3300", "1600"), "1805", "Wareneingang 7 %", f11='"L 77"'),
    ])  # fmt: skip


def harmed() -> None:
    """Write files as they come after Excel, with line breaks in texts, and damaged."""
    plain = [name.replace(" – ", " - ") for name in names(21, 20)]
    write("von_excel_gespeichert.csv", [
        "EXTF;700;21;Buchungsstapel;9;2,02403E+16;;RE;Kanzlei Brandt;;29098;55003;20240101;4;20240201;20240229;Excel;"
        "MB;1;0;1;EUR;;;;;3;;;;",
        ";".join(plain),
        row(20, f1="1.190,00", f2="S", f7="10001", f8="8400", f10="102", f11="RE-2024-017", f14="Rechnung Köster"),
        row(20, f1="24.95", f2="H", f7="1200", f8="4940", f9="8", f10="902", f11="000471", f14="Fachbuch"),
        row(20, f1="107", f2="S", f7="420", f8="1200", f10="2902", f14="Regal"),
    ])  # fmt: skip
    w = 20
    write("zeilenumbrueche.csv", [
        header(700, 21, "Buchungsstapel", 9),
        ";".join(names(21, w)),
        row(w, f1="10,00", f2='"S"', f7="4910", f8="1000", f10="0202", f14='"Porto:\r\nPaket nach Ulm; ""Eilt"""'),
        row(w, f1="20,00", f2='"S"', f7="4910", f8="1000", f10="0302", f20="https://belege.example/1\r\nZweite Zeile"),
        row(w, f1="30,00", f2='"S"', f7="4910", f8="1000", f10="0402", f14='Briefmarken"'),
    ])  # fmt: skip
    write("beschaedigt.csv", [
        header(700, 21, "Buchungsstapel", 9, label="Beschädigt"),
        ";".join(names(21, w)),
        row(w, f1="10,00", f2='"X"', f7="4910", f8="1000", f10="0202", f14='"Kennzeichen falsch"'),
        row(w, f1="20,00", f2='"S"', f8="1000", f10="0302", f14='"Konto fehlt"'),
        row(w, f1="dreißig", f2='"S"', f7="4910", f8="1000", f10="3002", f14='"Betrag und Tag falsch"'),
        row(w, f1="40,00", f2='"S"', f7="4910", f8="1000", f10="1503", f11='"beleg 7"', f14='"nicht im Zeitraum"'),
        row(w, f1="50,00", f2='"S"', f7="4910", f8="1000", f9='"777"', f10="1602", f14='"Schlüssel unbekannt"'),
        row(w, f1="60,00", f2='"S"', f7="4910", f8="1000", f10="1702", f14="Porto; Eilbrief") + ";rest",
        '70,00;"S";"";;;"";4910;10',
    ])  # fmt: skip


def master_data() -> None:
    """Write debtors, account names, terms, addresses and recurring bookings."""
    write("EXTF_DebKred.csv", [
        header(700, 16, "Debitoren/Kreditoren", 5),
        ";".join(names(16)),
        row(254, f1="10001", f2='"Tischlerei Köster GmbH"', f7='"2"', f15='"STR"', f16='"Am Wall 3"', f18='"28195"',
            f19='"Bremen"', f20='"DE"', f33='"buero@koester.example"', f45='"DE02120300000000202051"',
            f47='"BYLADEM1001"', f49='"1"',
            f56='"DE02500105170137075030"', f62="31122025", f99='"K-17"', f108="5000,00", f110="30",
            f111="2,00", f109="7", f137='"A-Kunde"', f222='"MAND-1"'),
        row(254, f1="70001", f2='"Müller & Söhne KG"', f7='"2"', f9='"DE"', f10='"123456789"'),
        row(254, f1="70002", f4='"Huber"', f5='"Anna"', f7='"1"', f11='"Frau"', f9='"AT"', f10='"U12345678"'),
    ])  # fmt: skip
    write("EXTF_Sachkonten.csv", [
        header(700, 20, "Kontenbeschriftungen", 3, start="", end=""),
        ";".join(names(20)),
        '420;"Regale und Schränke";"de-DE";""',
        '4910;"Porto und Versand";"de-DE";""',
    ])  # fmt: skip
    write("EXTF_Zahlungsbedingungen.csv", [
        header(700, 46, "Zahlungsbedingungen", 2, start="", end=""),
        ";".join(names(46)),
        row(31, f1="7", f2='"14 Tage 2 %, 30 Tage netto"', f3="1", f4="2,00", f5="14", f8="30", f31="0"),
        row(31, f1="8", f2='"zum 15. des Folgemonats"', f3="2", f9="31", f14="15", f15="1", f31="0"),
    ])  # fmt: skip
    write("EXTF_DiverseAdressen.csv", [
        header(700, 48, "Diverse Adressen", 2, start="", end=""),
        ";".join(names(48)),
        row(191, f1='"D-1"', f2="10999", f7='"Özdemir"', f8='"Ayşe"'.replace("ş", "s"), f10='"1"', f16='"Lange Str. 8"',
            f18='"28203"', f19='"Bremen"', f57='"DE89370400440532013000"', f171='"Laufkunde"'),
    ])  # fmt: skip
    write("EXTF_Wiederkehrende.csv", [
        header(700, 65, "Wiederkehrende Buchungen", 4, start="", end=""),
        ";".join(names(65)),
        row(101, f1="1", f2='"EUR"', f3="1200,00", f4='"S"', f9="1200", f10='"MIETE"', f12='"01012024"', f13="4210",
            f20='"Miete Werkstatt"', f80="31122026", f81='"MON"', f82="1", f85="1", f87="3"),
    ])  # fmt: skip


if __name__ == "__main__":
    main()
