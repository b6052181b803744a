# ruff: noqa: E501 - tables of fields read best in rows
"""Writes the IDoc samples, flat and XML, from SAP's public record descriptions. Run: python make.py."""

from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).parent
CONTROL = [
    ("TABNAM", 10), ("MANDT", 3), ("DOCNUM", 16), ("DOCREL", 4), ("STATUS", 2), ("DIRECT", 1), ("OUTMOD", 1), ("EXPRSS", 1),
    ("TEST", 1), ("IDOCTYP", 30), ("CIMTYP", 30), ("MESTYP", 30), ("MESCOD", 3), ("MESFCT", 3), ("STD", 1), ("STDVRS", 6),
    ("STDMES", 6), ("SNDPOR", 10), ("SNDPRT", 2), ("SNDPFC", 2), ("SNDPRN", 10), ("SNDSAD", 21), ("SNDLAD", 70), ("RCVPOR", 10),
    ("RCVPRT", 2), ("RCVPFC", 2), ("RCVPRN", 10), ("RCVSAD", 21), ("RCVLAD", 70), ("CREDAT", 8), ("CRETIM", 6), ("REFINT", 14),
    ("REFGRP", 14), ("REFMES", 14), ("ARCKEY", 70), ("SERIAL", 20),
]  # fmt: skip
# the beginning of each segment, as far as the samples fill it: field and length
SEGMENTS = {
    "E2EDK01005": [
        ("ACTION", 3), ("KZABS", 1), ("CURCY", 3), ("HWAER", 3), ("WKURS", 12), ("ZTERM", 17), ("KUNDEUINR", 20),
        ("EIGENUINR", 20), ("BSART", 4), ("BELNR", 35), ("NTGEW", 18), ("BRGEW", 18), ("GEWEI", 3),
    ],
    "E2EDK02": [("QUALF", 3), ("BELNR", 35), ("POSNR", 6), ("DATUM", 8), ("UZEIT", 6)],
    "E2EDK03": [("IDDAT", 3), ("DATUM", 8), ("UZEIT", 6)],
    "E2EDKA1003": [
        ("PARVW", 3), ("PARTN", 17), ("LIFNR", 17), ("NAME1", 35), ("NAME2", 35), ("NAME3", 35), ("NAME4", 35), ("STRAS", 35),
        ("STRS2", 35), ("PFACH", 35), ("ORT01", 35), ("COUNC", 9), ("PSTLZ", 9), ("PSTL2", 9), ("LAND1", 3),
    ],
    "E2EDKT1002": [("TDID", 4), ("TSSPRAS", 3), ("TSSPRAS_ISO", 2)],
    "E2EDKT2001": [("TDLINE", 70), ("TDFORMAT", 2)],
    "E2EDP01007": [
        ("POSEX", 6), ("ACTION", 3), ("PSTYP", 1), ("KZABS", 1), ("MENGE", 15), ("MENEE", 3), ("BMNG2", 15), ("PMENE", 3),
        ("ABFTZ", 7), ("VPREI", 15), ("PEINH", 9), ("NETWR", 18), ("ANETW", 18), ("SKFBP", 18), ("NTGEW", 18), ("GEWEI", 3),
        ("EINKZ", 1), ("CURCY", 3), ("PREIS", 18), ("MATKL", 9), ("UEPOS", 6),
    ],
    "E2EDP20001": [("WMENG", 15), ("AMENG", 15), ("EDATU", 8), ("EZEIT", 6)],
    "E2EDP19001": [("QUALF", 3), ("IDTNR", 35), ("KTEXT", 70)],
    "E2EDS01": [("SUMID", 3), ("SUMME", 18), ("SUNIT", 3), ("WAERQ", 3)],
    "Z2EDK99000": [("ZFELD", 40)],
    "E2MARAM008": [
        ("MSGFN", 3), ("MATNR", 18), ("ERSDA", 8), ("ERNAM", 12), ("LAEDA", 8), ("AENAM", 12), ("PSTAT", 15), ("LVORM", 1),
        ("MTART", 4), ("MBRSH", 1), ("MATKL", 9), ("BISMT", 18), ("MEINS", 3), ("BSTME", 3), ("REST", 12),
    ],
    "E2MAKTM001": [("MSGFN", 3), ("SPRAS", 1), ("MAKTX", 40), ("SPRAS_ISO", 2)],
    "E2EDK09003": [("VTRNR", 35), ("BSTDK", 8), ("LABNK", 17)],
    "E2EDP10002": [
        ("IDNKD", 35), ("ARKTX", 35), ("VRKME", 3), ("KWERK", 20), ("KLGOR", 7), ("DFABL", 17), ("VBRST", 14), ("BELNR", 35),
        ("LFIMG", 15), ("VEMNG", 15), ("LIDTL", 8),
    ],
    "E2EDP16": [
        ("ETTYP", 1), ("PRGRS", 1), ("EDATUV", 8), ("EZEIT", 4), ("EDATUB", 8), ("ETVTF", 2), ("WMENG", 15), ("FZABR", 15),
    ],
}  # fmt: skip
Tree = tuple[str, dict[str, str], list["Tree"]]


def control(docnum: str, typ: str, mestyp: str) -> str:
    """Return a control record of 524 characters."""
    fields = {
        "TABNAM": "EDI_DC40", "MANDT": "100", "DOCNUM": docnum.zfill(16), "DOCREL": "750", "STATUS": "03", "DIRECT": "1",
        "OUTMOD": "2", "IDOCTYP": typ, "MESTYP": mestyp, "SNDPOR": "SAPP10", "SNDPRT": "LS", "SNDPRN": "P10CLNT100",
        "RCVPOR": "EDI", "RCVPRT": "LI", "RCVPRN": "700815", "CREDAT": "20261103", "CRETIM": "091500", "REFINT": "417",
    }  # fmt: skip
    return "".join(fields.get(name, "").ljust(length) for name, length in CONTROL)


def data(docnum: str, trees: list[Tree]) -> list[str]:
    """Return data records of 1063 characters, numbered and hung below one another as the trees are."""
    records: list[str] = []

    def add(tree: Tree, parent: int, level: int) -> None:
        name, values, below = tree
        number = len(records) + 1
        body = "".join(values.get(field, "").ljust(length) for field, length in SEGMENTS[name])
        head = f"{name:<30}100{docnum.zfill(16)}{number:06}{parent:06}{level:02}"
        records.append(head + body.ljust(1000))
        for child in below:
            add(child, number, level + 1)

    for tree in trees:
        add(tree, 0, 1)
    return records


ORDER: list[Tree] = [
    ("E2EDK01005", {"CURCY": "EUR", "ZTERM": "Z030", "EIGENUINR": "DE811234567", "BSART": "NB", "BELNR": "4500017788"}, []),
    ("E2EDK03", {"IDDAT": "012", "DATUM": "20261102"}, []),
    ("E2EDK03", {"IDDAT": "002", "DATUM": "20261201"}, []),
    ("E2EDK03", {"IDDAT": "011", "DATUM": "00000000"}, []),
    ("E2EDKA1003", {"PARVW": "AG", "PARTN": "1000", "LIFNR": "700815", "NAME1": "Krone Fördertechnik GmbH",
                    "STRAS": "Hafenstraße 7", "ORT01": "Bremerhaven", "PSTLZ": "27568", "LAND1": "DE"}, []),
    ("E2EDKA1003", {"PARVW": "LF", "PARTN": "700815", "NAME1": "Holz & Metall Weser GmbH"}, []),
    ("E2EDKA1003", {"PARVW": "WE", "PARTN": "0004", "NAME1": "Krone Werk 2", "ORT01": "Bremen", "PSTLZ": "28199"}, []),
    ("E2EDK02", {"QUALF": "001", "BELNR": "4500017788", "DATUM": "20261102"}, []),
    ("Z2EDK99000", {"ZFELD": "KOSTENSTELLE 4711"}, []),
    ("E2EDKT1002", {"TDID": "F01", "TSSPRAS": "D", "TSSPRAS_ISO": "DE"},
     [("E2EDKT2001", {"TDLINE": "Bitte Lieferung vorher ankündigen.", "TDFORMAT": "*"}, [])]),
    ("E2EDP01007", {"POSEX": "000010", "MENGE": "250.000", "MENEE": "PCE", "VPREI": "4.15", "PEINH": "1",
                    "NETWR": "1037.50", "CURCY": "EUR"},
     [("E2EDP20001", {"WMENG": "150.000", "EDATU": "20261201"}, []), ("E2EDP20001", {"WMENG": "100.000", "EDATU": "20261208"}, []),
      ("E2EDP19001", {"QUALF": "001", "IDTNR": "KC-4711", "KTEXT": "Haltewinkel, verzinkt, links"}, []),
      ("E2EDP19001", {"QUALF": "002", "IDTNR": "HM-20-116"}, []), ("E2EDP19001", {"QUALF": "003", "IDTNR": "4012345000016"}, [])]),
    ("E2EDP01007", {"POSEX": "000020", "MENGE": "12.500", "MENEE": "MTR", "VPREI": "31.00", "PEINH": "1",
                    "NETWR": "387.50-", "CURCY": "EUR"},
     [("E2EDP20001", {"WMENG": "12.500", "EDATU": "20261201"}, []),
      ("E2EDP19001", {"QUALF": "001", "IDTNR": "KC-0815", "KTEXT": "Führungsschiene 40x20 (Rückgabe)"}, [])]),
    ("E2EDS01", {"SUMID": "002", "SUMME": "650.00", "WAERQ": "EUR"}, []),
]  # fmt: skip
MATERIAL: list[Tree] = [
    ("E2MARAM008", {"MSGFN": "005", "MATNR": "HM-20-116", "ERSDA": "20190304", "ERNAM": "MEYER", "LAEDA": "00000000",
                    "MTART": "FERT", "MBRSH": "M", "MATKL": "WINKEL", "MEINS": "PCE", "REST": "0.350 0.410"},
     [("E2MAKTM001", {"MSGFN": "005", "SPRAS": "D", "MAKTX": "Haltewinkel, verzinkt, links", "SPRAS_ISO": "DE"}, []),
      ("E2MAKTM001", {"MSGFN": "005", "SPRAS": "E", "MAKTX": "Bracket, zinc plated, left", "SPRAS_ISO": "EN"}, [])]),
]  # fmt: skip
SCHEDULE: list[Tree] = [
    ("E2EDK09003", {"VTRNR": "5500353441", "BSTDK": "20260105", "LABNK": "117"}, []),
    ("E2EDKA1003", {"PARVW": "AG", "PARTN": "1000", "LIFNR": "700815", "NAME1": "Krone Fördertechnik GmbH"}, []),
    ("E2EDP10002", {"IDNKD": "KC-4711", "ARKTX": "Haltewinkel", "VRKME": "PCE", "KWERK": "0004", "DFABL": "T7",
                    "BELNR": "90102", "LFIMG": "3200", "VEMNG": "3200", "LIDTL": "20261028"},
     [("E2EDP16", {"ETTYP": "1", "PRGRS": "D", "EDATUV": "20261109", "EDATUB": "20261109", "WMENG": "400", "FZABR": "42000"}, []),
      ("E2EDP16", {"ETTYP": "4", "PRGRS": "W", "EDATUV": "20261116", "EDATUB": "20261122", "WMENG": "1200", "FZABR": "43200"}, [])]),
]  # fmt: skip


def flat(docnum: str, typ: str, mestyp: str, trees: list[Tree]) -> list[str]:
    """Return a whole IDoc as records."""
    return [control(docnum, typ, mestyp), *data(docnum, trees)]


def xml(typ: str, mestyp: str, docnum: str, body: list[Tree]) -> str:
    """Return an IDoc in XML; the trees have XML names."""
    head = {"TABNAM": "EDI_DC40", "MANDT": "100", "DOCNUM": docnum.zfill(16), "DIRECT": "1", "IDOCTYP": typ, "MESTYP": mestyp,
            "SNDPRN": "P10CLNT100", "RCVPRN": "1000", "CREDAT": "20261208", "CRETIM": "101500"}  # fmt: skip
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{typ}>\n <IDOC BEGIN="1">\n'
        + element(("EDI_DC40", head, []), 2) + "".join(element(tree, 2) for tree in body) + f" </IDOC>\n</{typ}>\n"
    )  # fmt: skip


def element(tree: Tree, depth: int) -> str:
    """Return a segment as an element with its fields and the segments below it."""
    name, values, below = tree
    pad = " " * depth
    fields = "".join(f"{pad} <{key}>{escape(value)}</{key}>\n" for key, value in values.items())
    return f'{pad}<{name} SEGMENT="1">\n{fields}' + "".join(element(b, depth + 1) for b in below) + f"{pad}</{name}>\n"


INVOICE: list[Tree] = [
    ("E1EDK01", {"CURCY": "EUR", "BSART": "INVO", "BELNR": "RE-26-3301", "EIGENUINR": "DE123456789", "KUNDEUINR": "DE811234567"}, []),
    ("E1EDKA1", {"PARVW": "RS", "PARTN": "700815", "NAME1": "Holz & Metall Weser GmbH", "ORT01": "Bremen", "PSTLZ": "28199"}, []),
    ("E1EDKA1", {"PARVW": "RE", "PARTN": "1000", "NAME1": "Krone Fördertechnik GmbH", "ORT01": "Bremerhaven"}, []),
    ("E1EDK02", {"QUALF": "009", "BELNR": "RE-26-3301", "DATUM": "20261208"}, []),
    ("E1EDK02", {"QUALF": "001", "BELNR": "4500017788", "DATUM": "20261102"}, []),
    ("E1EDK02", {"QUALF": "012", "BELNR": "90177", "DATUM": "20261207"}, []),
    ("E1EDK03", {"IDDAT": "026", "DATUM": "20261208"}, []),
    ("E1EDK04", {"MWSKZ": "A1", "MSATZ": "19.00", "MWSBT": "270.75"}, []),
    ("E1EDP01", {"POSEX": "000010", "MENGE": "250.000", "MENEE": "PCE"},
     [("E1EDP26", {"QUALF": "003", "BETRG": "1037.50"}, []), ("E1EDP19", {"QUALF": "002", "IDTNR": "HM-20-116", "KTEXT": "Haltewinkel"}, []),
      ("E1EDP04", {"MSATZ": "19.00", "MWSBT": "197.13"}, [])]),
    ("E1EDP01", {"POSEX": "000020", "MENGE": "12.500", "MENEE": "MTR"},
     [("E1EDP26", {"QUALF": "003", "BETRG": "387.50"}, []), ("E1EDP19", {"QUALF": "002", "IDTNR": "HM-77-002", "KTEXT": "Führungsschiene"}, [])]),
    ("E1EDS01", {"SUMID": "010", "SUMME": "1425.00", "WAERQ": "EUR"}, []),
    ("E1EDS01", {"SUMID": "005", "SUMME": "270.75", "WAERQ": "EUR"}, []),
    ("E1EDS01", {"SUMID": "011", "SUMME": "1695.75", "WAERQ": "EUR"}, []),
]  # fmt: skip
DELIVERY: list[Tree] = [
    ("E1EDL20", {"VBELN": "0080090177", "VSTEL": "0001", "BTGEW": "412.000", "GEWEI": "KGM", "ANZPK": "00002"},
     [("E1ADRM1", {"PARTNER_Q": "WE", "PARTNER_ID": "0004", "NAME1": "Krone Werk 2", "STREET1": "Am Deich 12", "POSTL_COD1": "28199",
                   "CITY1": "Bremen", "COUNTRY1": "DE"}, []),
      ("E1EDT13", {"QUALF": "007", "NTANF": "20261208", "NTANZ": "060000"}, []),
      ("E1EDL24", {"POSNR": "000010", "MATNR": "HM-20-116", "KDMAT": "KC-4711", "ARKTX": "Haltewinkel", "LFIMG": "250.000",
                   "VRKME": "PCE", "CHARG": "B-2611", "SPART": "01"},
       [("E1EDL41", {"QUALI": "001", "BSTNR": "4500017788", "POSEX": "000010"}, [])]),
      ("E1EDL37", {"EXIDV": "00340123450000000017", "BRGEW": "206.000"}, [("E1EDL44", {"VELIN": "1", "POSNR": "000010", "VEMNG": "250.000"}, [])]),
      ("Z1ROUTE", {"TOUR": "HB-04"}, [])]),
]  # fmt: skip


def make() -> None:
    """Write all samples beside this file."""
    order = flat("1234567", "ORDERS05", "ORDERS", ORDER)
    write("bestellung.idoc", "\n".join(record.rstrip() for record in order) + "\n", "cp1252")
    write("lieferabruf_ohne_umbruch.idoc", "".join(flat("1234568", "DELFOR02", "DELINS", SCHEDULE)), "utf-8")
    write("material.idoc", "\r\n".join(flat("1234569", "MATMAS05", "MATMAS", MATERIAL)) + "\r\n", "utf-8")
    write("rechnung.xml", xml("INVOIC02", "INVOIC", "1234570", INVOICE), "utf-8")
    write("lieferung.xml", xml("DELVRY03", "DESADV", "1234571", DELIVERY), "utf-8")
    broken = [r.replace("250.000", "25o.000") if r.startswith("E2EDP01007") else r for r in order]
    broken[6] = broken[6][:100] + "\n" + broken[6][100:]
    del broken[9]
    write("beschaedigt.idoc", "\n".join(record.rstrip() for record in broken), "utf-8")
    write("beschaedigt.xml", xml("INVOIC02", "INVOIC", "1234572", INVOICE)[:1900], "utf-8")


def write(name: str, text: str, encoding: str) -> None:
    """Write one sample as it is, without changing line ends."""
    (HERE / name).write_bytes(text.encode(encoding))


if __name__ == "__main__":
    make()
