"""Writes the DATANORM samples anew, byte for byte the same each time: python make.py.

The writers are also what the property tests write with before they read.
"""

from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent


def head4(day: str = "241126", texts: tuple[str, str, str] = ("Großhandel Möller", "Elektro", "Tel. 0451 555")) -> str:
    """Return the first record of DATANORM 4: 128 columns."""
    return f"V {day}{texts[0]:<40}{texts[1]:<40}{texts[2]:<35}04EUR"


def head5(kind: str = "A") -> str:
    """Return the first record of DATANORM 5."""
    return f"V;050;{kind};20261124;EUR;Artikelstamm Sanitär;;MOELLER;Großhandel Möller;;;Kai 7;D;23552;Lübeck;"


def file(lines: Iterable[str], *, encoding: str = "cp850", end: bytes = b"\x1a") -> bytes:
    """Return the lines as a file of the trade: CRLF, DOS letters, SUB at the end."""
    return ("\r\n".join(lines) + "\r\n").encode(encoding) + end


ARTICLES = [
    head4(),
    "A;N;4711;00;NYM-J 3x1,5 Mantelleitung;grau, Ring 100 m;1;2;m;6890;K01;01;LT1;",
    "T;N;LT2;;1;;Für Aufputzmontage;2;;schlagfest;",
    "A;N;4712;00;Schutzkontaktsteckdose reinweiß;;1;0;Stck;425;S02;02;LT2; ;",
    "B;N;4712;STECK; ;12;0;0;0;4006381333931; ;0201;90;10; ; ;",
    "A;N;4713;00;Leuchte rund Ø 30 cm;;2;0;Stck;12990;L03;03;LTX;",
    "A;N;4714;00;Kabelschelle;verzinkt;1;7;Stck;12;S02;02;;",
    "A;N;4715;00;Auslaufartikel;;1;3;Stck;50;S02;02;;;;",
    "B;N;4711;NYM3; ;11;0;0;43;4006381333917; ;0101;90;100; ; ;",
    "T;N;LT1;;2;;für feste Verlegung;3;;über und unter Putz;",
    "T;N;LT1;;1;;PVC-Mantelleitung;;;;",
    "D;N;4713;1;F;;Farbe: weiß;2;E;MASS;$30$8$;",
    "E;N;MASS;;1;;Maße: $$$ x $$ cm;;;;",
    "A;L;4715;",
    "A;X;4713;;4713-N;;;;;;;",
    "B;N;9999;OHNE; ; ;0;0;0;; ; ;90;1; ; ;",
    "T;N;LT9;;1;;Ein Text ohne Artikel;;;;",
    "Z;N;4711;01;1;;Staffel ab 500 m;1;+;1;100;6500;",
    "kaputte Zeile ohne Satzart",
]
PRICES = [
    head4(texts=("Großhandel Möller", "Preispflege", "")),
    "P;A;4711;1;7110;0;K01;;;;;4712;2;399;1;1000;2;950;;;",
    "P;A;4712;1;440;;;;;;;",
    "P;A;;;;",
]
GOODS = [
    head4(),
    "S;;01;Kabel und Leitungen;;;",
    "S;;01;;0101;Mantelleitungen für Gebäude;",
    "S;;02;Schalter;0201;Steckdosen;",
]
DISCOUNTS = [head4(), "R;;K01;1;3500;Kabel (35 % Rabatt);", "R;;L03;2;875;Leuchten (Faktor 0,875);"]
FIVE = [
    head5(),
    "T;N;LTX1;1;02;für Trinkwasser;",
    "T;N;LTX1;1;01;Robustes Kupferrohr nach DIN EN 1057;",
    "A;N;CU15;Kupferrohr 15x1;halbhart;MTR;1;25;18950;R010;SHK;ROHRE;CU15;;ALT-15;;HST-1;Typ 15;"
    "4012345678901;;5;12;3;LTX1;90;;;;1;",
    "A;N;VENTIL;Absperrventil 1/2 Zoll;;PCE;2;1;45,90;;SHK;VENT;;;;;;;;;1;",
    "B;A;CU15;CU-15;",
    "B;L;ALT-99;NACHF-1;20261231;",
    "P;CU-15;1;25;19950;R010;;;;;;;",
    "P;VENTIL;2;1;4590;;1;500;2;950;;;20270101;",
    "E;12;",
]


def main() -> None:
    (HERE / "DATANORM.001").write_bytes(file(ARTICLES))
    (HERE / "DATPREIS.001").write_bytes(file(PRICES))
    (HERE / "DATANORM.WRG").write_bytes(file(GOODS, encoding="cp1252", end=b""))
    (HERE / "DATANORM.RAB").write_bytes(file(DISCOUNTS))
    (HERE / "datanorm5.001").write_bytes(file(FIVE, encoding="cp1252"))
    (HERE / "DATANORM.002").write_bytes(file(ARTICLES[1:5]))


if __name__ == "__main__":
    main()
