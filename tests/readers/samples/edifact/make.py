"""Writes the EDIFACT samples: orders to invoices between a fictitious supplier and buyer. Run: python make.py."""

from pathlib import Path

HERE = Path(__file__).parent
PARTIES = [
    "NAD+BY+4012345000009::9++Krone Fördertechnik GmbH:Einkauf+Hafenstraße 7+Bremerhaven++27568+DE",
    "RFF+VA:DE811234567",
    "CTA+OC+:Frau Jürgens",
    "COM+?+49 471 555010:TE",
    "COM+einkauf@krone.example:EM",
    "NAD+SU+4098765000004::9++Holz & Metall Weser GmbH+Am Deich 12+Bremen++28199+DE",
    "RFF+VA:DE123456789",
    "NAD+DP+4012345000023::9++Krone Werk 2+Kai 4+Bremen++28197+DE",
]


def message(reference: str, kind: str, body: list[str]) -> list[str]:
    """Return a message with right counts; kind: "ORDERS:D:96A:UN:EAN008"."""
    return [f"UNH+{reference}+{kind}", *body, f"UNT+{len(body) + 2}+{reference}"]


def interchange(
    messages: list[list[str]], *, una: str = "UNA:+.? '", charset: str = "UNOC:3", reference: str = "417"
) -> str:
    """Return an interchange, one segment per line."""
    head = f"UNB+{charset}+4012345000009:14+4098765000004:14+261103:0915+{reference}"
    lines = [head, *(segment for body in messages for segment in body), f"UNZ+{len(messages)}+{reference}"]
    return (f"{una}\n" if una else "") + "".join(f"{line}'\n" for line in lines)


ORDER = [
    "BGM+220+4500017788+9",
    "DTM+137:20261102:102",
    "DTM+2:20261201:102",
    "FTX+ZZZ+++Bitte Lieferung vorher ankündigen.:Tor 7, Meldung beim Pförtner?: Herr O?'Neill",
    "RFF+CT:RV-2025-14",
    *PARTIES,
    "CUX+2:EUR:9",
    "LIN+10++4012345000016:SRV",
    "PIA+5+HM-20-116:SA+KC-4711:IN",
    "IMD+F++:::Haltewinkel, verzinkt, links",
    "QTY+21:250:PCE",
    "PRI+AAA:4.15:::1:PCE",
    "LIN+20",
    "PIA+5+HM-77-002:SA+KC-0815:IN",
    "IMD+F++:::Führungsschiene 40x20:Aluminium",
    "QTY+21:12,5:MTR",
    "DTM+2:202649:616",
    "PRI+AAA:31:::1:MTR",
    "UNS+S",
    "MOA+79:1425",
    "CNT+2:2",
]
CONFIRMATION = [
    "BGM+231+AB-55120+4",
    "DTM+137:20261103:102",
    "RFF+ON:4500017788",
    "DTM+171:20261102:102",
    *PARTIES,
    "LIN+10+5+4012345000016:SRV",
    "PIA+5+HM-20-116:SA",
    "QTY+113:200:PCE",
    "QTY+21:250:PCE",
    "DTM+67:20261201:102",
    "PRI+AAA:4.15",
    "UNS+S",
    "CNT+2:1",
]
DESPATCH = [
    "BGM+351+90177+9",
    "DTM+137:202612071430:203",
    "DTM+11:20261207:102",
    "DTM+17:20261208:102",
    "RFF+ON:4500017788",
    "DTM+171:20261102:102",
    *PARTIES,
    "TDT+20++30++DSV:::DSV Fracht",
    "CPS+1",
    "PAC+2++201",
    "CPS+2+1",
    "PAC+1++201",
    "MEA+PD+AAB+KGM:206",
    "PCI+33E",
    "GIN+BJ+340123450000000017",
    "LIN+10++4012345000016:SRV",
    "PIA+1+B-2611:NB",
    "IMD+F++:::Haltewinkel, verzinkt, links",
    "QTY+12:200:PCE",
    "DTM+361:20301231:102",
    "RFF+ON:4500017788:10",
    "CNT+2:1",
]
INVOICE = [
    "BGM+380+RE-26-3301+9",
    "DTM+137:20261208:102",
    "DTM+35:20261208:102",
    "FTX+AAB+++14 Tage 2 % Skonto, 30 Tage netto",
    "RFF+ON:4500017788",
    "DTM+171:20261102:102",
    "RFF+DQ:90177",
    *PARTIES[:6],
    "FII+RB+DE02120300000000202051+BYLADEM1001",
    *PARTIES[6:],
    "CUX+2:EUR:4",
    "PAT+3",
    "DTM+13:20270107:102",
    "ALC+C+Fracht++1+FC",
    "MOA+23:45",
    "TAX+7+VAT+++:::19+S",
    "LIN+10++4012345000016:SRV",
    "PIA+5+HM-20-116:SA",
    "IMD+F++:::Haltewinkel, verzinkt, links",
    "QTY+47:200:PCE",
    "MOA+203:830",
    "PRI+AAA:4.15:::1:PCE",
    "TAX+7+VAT+++:::19+S",
    "LIN+20",
    "PIA+5+HM-77-002:SA",
    "IMD+F++:::Führungsschiene 40x20",
    "QTY+47:12.5:MTR",
    "MOA+203:387.5",
    "PRI+AAA:31",
    "TAX+7+VAT+++:::19+S",
    "UNS+S",
    "CNT+2:2",
    "MOA+77:1502.38",
    "MOA+79:1217.5",
    "MOA+124:239.88",
    "MOA+125:1262.5",
    "MOA+259:45",
    "TAX+7+VAT+++:::19+S",
    "MOA+124:239.88",
    "MOA+125:1262.5",
]
CREDIT = [
    "BGM+381+GS-26-0041+9",
    "DTM+137:20261215:102",
    "RFF+IV:RE-26-3301",
    *PARTIES,
    "CUX+2:EUR:4",
    "LIN+10++4012345000016:SRV",
    "QTY+47:20:PCE",
    "MOA+203:83",
    "PRI+AAA:4.15",
    "TAX+7+VAT+++:::19+S",
    "UNS+S",
    "CNT+2:1",
    "MOA+77:98.77",
    "MOA+79:83",
    "MOA+125:83",
    "MOA+124:15.77",
    "TAX+7+VAT+++:::19+S",
    "MOA+124:15.77",
    "MOA+125:83",
]
QUANTITY_FIRST = [
    "BGM+241+LAB-117+5",
    "DTM+137:20261103:102",
    "NAD+MI+1000::92",
    "NAD+SU+700815::92",
    "UNS+D",
    "NAD+CN+0004::92",
    "LOC+11+T7",
    "LIN+1++KC-4711:IN",
    "PIA+1+HM-20-116:SA",
    "RFF+ON:5500353441",
    "QTY+70:41600:PCE",
    "DTM+51:20260101:102",
    "QTY+48:3200:PCE",
    "DTM+50:20261028:102",
    "RFF+AAK:90102",
    "QTY+113:400:PCE",
    "SCC+1++D",
    "DTM+2:20261109:102",
    "QTY+113:1200:PCE",
    "SCC+4++W",
    "DTM+2:202647:616",
    "QTY+113:5000:PCE",
    "SCC+4++M",
    "DTM+2:202612:610",
    "UNS+S",
]
SCHEDULE_FIRST = [
    "BGM+241+LAB-118+9",
    "DTM+137:20261103:102",
    "NAD+BY+1000::92",
    "NAD+SE+700815::92",
    "GIS+37",
    "NAD+ST+0004::92",
    "LOC+11+T7",
    "LIN+1++KC-0815:IN",
    "QTY+79:980:MTR",
    "SCC+1++D",
    "QTY+1:12.5:MTR",
    "DTM+2:20261116:102",
    "QTY+1:12.5:MTR",
    "DTM+2:20261123:102",
    "SCC+4++F",
    "QTY+1:100:MTR",
    "DTM+64:20261201:102",
    "DTM+63:20261231:102",
]
PRICES = [
    "BGM+9+PL-2027+9",
    "DTM+137:20261120:102",
    "NAD+SU+4098765000004::9",
    "PGI+X",
    "LIN+1++4012345000016:SRV",
    "PRI+AAA:4.35",
]


def make() -> None:
    """Write all samples beside this file."""
    orders = "ORDERS:D:96A:UN:EAN008"
    write("bestellung.edi", interchange([message("1", orders, ORDER)]), "cp1252")
    comma = [line.replace("4.15", "4,15") for line in CONFIRMATION]
    write(
        "auftragsbestaetigung.edi",
        interchange([message("1", "ORDRSP:D:96A:UN", comma)], una="UNA:+,? '", charset="UNOA:2"),
        "utf-8",
    )
    write(
        "lieferavis_eine_zeile.edi",
        interchange([message("1", "DESADV:D:01B:UN", DESPATCH)], una="").replace("\n", ""),
        "latin-1",
    )
    invoices = [message("1", "INVOIC:D:96A:UN:EAN008", INVOICE), message("2", "INVOIC:D:96A:UN:EAN008", CREDIT)]
    write("rechnung_gutschrift.edi", interchange(invoices, charset="UNOY:4"), "utf-8")
    calls = [message("1", "DELFOR:D:96A:UN", QUANTITY_FIRST), message("2", "DELFOR:D:04A:UN", SCHEDULE_FIRST)]
    write("lieferabruf.edi", interchange(calls), "ascii")
    whole = interchange([message("1", orders, ORDER)]).replace("\n", "")
    write("umgebrochen_80.edi", "\r\n".join(whole[i : i + 80] for i in range(0, len(whole), 80)) + "\r\n", "latin-1")
    group = [
        "UNG+PRICAT+4098765000004+4012345000009+261103:0915+1+UN+D:96A",
        *message("1", "PRICAT:D:96A:UN", PRICES),
        "UNE+1+1",
    ]
    write("preisliste_gruppe.edi", interchange([group]), "ascii")
    write("nackt.edi", "".join(f"{line}'\n" for line in INVOICE).replace("4.15", "4,15"), "utf-8")
    damaged = interchange([message("1", orders, ORDER), message("2", orders, ORDER)], reference="418")
    damaged = (
        damaged.replace("UNT+30+1'\n", "", 1)
        .replace("QTY+21:250:PCE'", "QTY+21:25O:PCE'")
        .replace("CNT+2:2", "CNT+2:3", 1)
    )
    damaged = "Von: edi@krone.example\n\n" + damaged.replace("UNS+S'\n", "?? kaputt'\nUNS+S'\n", 1)
    write("beschaedigt.edi", damaged[: damaged.rindex("MOA+79") + 9], "cp1252")


def write(name: str, text: str, encoding: str) -> None:
    """Write one sample as it is, without changing line ends."""
    (HERE / name).write_bytes(text.encode(encoding))


if __name__ == "__main__":
    make()
