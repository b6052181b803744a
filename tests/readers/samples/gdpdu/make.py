"""Writes the packages of this folder: python make.py. Invented firms; the forms are those of real exports."""

from pathlib import Path

CENTS = "<Accuracy>2</Accuracy>"
HERE = Path(__file__).parent
HEAD = '<?xml version="1.0" encoding="{0}"?>\n<!DOCTYPE DataSet SYSTEM "{1}">\n<DataSet>\n<Version>1.0</Version>\n'
SUPPLIER = "<DataSupplier><Name>{0}</Name><Location>{1}</Location><Comment>{2}</Comment></DataSupplier>\n"


def put(path: str, text: str, encoding: str = "cp1252") -> None:
    (HERE / path).parent.mkdir(exist_ok=True)
    (HERE / path).write_bytes(text.encode(encoding))


def text(name: str, about: str = "", more: str = "") -> str:
    return _column("VariableColumn", name, about, f"<AlphaNumeric/>{more}")


def number(name: str, inner: str = "", about: str = "") -> str:
    return _column("VariableColumn", name, about, f"<Numeric>{inner}</Numeric>" if inner else "<Numeric/>")


def day(name: str, form: str = "") -> str:
    return _column("VariableColumn", name, "", f"<Date><Format>{form}</Format></Date>" if form else "<Date/>")


def key(column: str) -> str:
    return column.replace("VariableColumn", "VariablePrimaryKey")


def _column(tag: str, name: str, about: str, kind: str) -> str:
    described = f"<Description>{about}</Description>" if about else ""
    return f"<{tag}><Name>{name}</Name>{described}{kind}</{tag}>\n"


def haendler() -> None:
    """A trader, everything as the standard wants it: keys, maps, implied decimals, epochs, two media."""
    states = "".join(f"<Map><From>{a}</From><To>{b}</To></Map>" for a, b in (("O", "offen"), ("B", "bezahlt")))
    customers = (
        "<Table><URL>haendler/KUNDEN.csv</URL><Name>Kunden</Name><Description>Kundenstamm</Description><ANSI/>"
        "<DecimalSymbol>,</DecimalSymbol><DigitGroupingSymbol>.</DigitGroupingSymbol><Range><From>2</From></Range>"
        "<VariableLength><ColumnDelimiter>;</ColumnDelimiter><RecordDelimiter>&#13;&#10;</RecordDelimiter>"
        '<TextEncapsulator>"</TextEncapsulator>\n'
        + key(text("KDNR", "Kundennummer"))
        + text("NAME1", "Name", "<MaxLength>40</MaxLength>")
        + text("PLZ", "Postleitzahl")
        + day("GEBDAT", "DD.MM.YY")
        + number("LIMIT", CENTS, "Kreditlimit")
        + "</VariableLength></Table>\n"
    )
    invoices = (
        "<Table><URL>haendler\\rechnungen.csv</URL><Name>Rechnungen</Name><Validity><Range><From>01.01.2024</From>"
        "<To>31.12.2024</To></Range></Validity><UTF8/><DecimalSymbol>.</DecimalSymbol><DigitGroupingSymbol/>"
        "<Epoch>40</Epoch><VariableLength><ColumnDelimiter>&#9;</ColumnDelimiter><RecordDelimiter>&#10;"
        "</RecordDelimiter>\n"
        + key(number("RENR", "", "Rechnungsnummer"))
        + day("Rechnungsdatum", "YYYYMMDD")
        + text("KDNR", "Kundennummer")
        + number("Betrag", "<ImpliedAccuracy>2</ImpliedAccuracy>")
        + text("Status", "", states)
        + "<ForeignKey><Name>KDNR</Name><References>Kunden</References></ForeignKey></VariableLength></Table>\n"
    )
    put(
        "haendler-index.xml",
        HEAD.format("UTF-8", "gdpdu-01-09-2004.dtd")
        + SUPPLIER.format("Möbel Harms e.K.", "Stade", "Warenwirtschaft 2024")
        + f"<Media><Name>Datenträger 1</Name>\n{customers}</Media>\n<Media><Name>Datenträger 2</Name>\n{invoices}"
        "</Media>\n<Media><Name>Leer</Name><AcceptNoTables/></Media>\n</DataSet>\n",
        "utf-8",
    )
    put(
        "haendler/kunden.csv",
        "KDNR;NAME1;PLZ;GEBDAT;LIMIT\r\n"
        '"00017";"Jörg Müller ""Bau"" GmbH";"01067";05.03.61;1.500,00\r\n'
        '"00018";"Hansen & Söhne\r\nNiederlassung Nord";"21682";31.12.29;12,50-\r\n'
        '"00019";"Petersen; Inh. Ute Groß";"21680";00.00.00;\r\n',
    )
    put(
        "haendler/rechnungen.csv",
        "4711\t20240115\t00017\t119000\tB\n4712\t20240229\t00018\t-5950\tO\n4713\t20241231\t00099\t7\tX\n",
        "utf-8",
    )


def lexware() -> None:
    """Lexware's export for the tax audit: tabs, no quotes, CR as line end, euro signs in names, the old DTD."""
    tab = (
        "<DecimalSymbol>,</DecimalSymbol><DigitGroupingSymbol>.</DigitGroupingSymbol><Range><From>2</From></Range>"
        "<VariableLength><ColumnDelimiter>&#9;</ColumnDelimiter><RecordDelimiter>&#13;</RecordDelimiter>"
        "<TextEncapsulator></TextEncapsulator>\n"
    )
    journal = ("Buchungsnummer", "Buchungsdatum", "Journaldatum", "Belegdatum", "Belegnummer", "Buchungstext")
    legs = ("Sollkonto", "Sollbetrag €", "Habenkonto", "Habenbetrag €")
    taxes = ("USt-Konto Soll", "USt-Betrag Soll €", "USt-Konto Haben", "USt-Betrag Haben €")
    columns = [
        *(day(n) if n.endswith("datum") else text(n) for n in journal),
        number("Buchungsbetrag €", CENTS),
        *(number(n, CENTS) if "etrag" in n else text(n) for n in (*legs, *taxes)),
        text("Periode"),
    ]
    tables = (
        f"<Table><URL>lexware/jour_bp2024.txt</URL><Name>Journal</Name>{tab}{''.join(columns)}</VariableLength></Table>"
        f"<Table><URL>lexware/KTPL_BP2024.txt</URL><Name>Kontenplan</Name>{tab}"
        f"{key(text('Konto-Nummer'))}{text('Kontenbezeichnung')}{text('Kontenkategorie')}</VariableLength></Table>"
        f"<Table><URL>lexware/sald_BP2024.txt</URL><Name>Summen</Name>{tab}"
        f"{text('Konto-Nummer')}{number('Soll €', CENTS)}{number('Haben €', CENTS)}"
        "</VariableLength></Table>\n"
    )
    put(
        "lexware-index.xml",
        HEAD.format("windows-1252", "gdpdu-01-08-2002.dtd")
        + SUPPLIER.format("Bäckerei Grünewald", "Münster", "Daten Betriebsprüfung")
        + f"<Media><Name>CD 1</Name>\n{tables}</Media>\n</DataSet>\n",
    )
    put("lexware/jour_bp2024.txt", _journal([*journal, "Buchungsbetrag €", *legs, *taxes, "Periode"]))
    put(
        "lexware/KTPL_BP2024.txt",
        "Konto-Nummer\tKontenbezeichnung\tKontenkategorie\r01200\tBank\tFinanzkonto\r08400\tErlöse 19 % USt\tErtrag\r"
        "01776\tUmsatzsteuer 19 %\tSteuer\r04930\tBürobedarf\tAufwand\r",
    )
    put(
        "lexware/sald_BP2024.txt",
        "Konto-Nummer\tSoll €\tHaben €\r01200\t1.090,00\t47,60\r08400\t0,00\t910,00\r01776\t0,00\t190,00\r"
        "04930\t40,00\t0,00\r",
    )


def _journal(names: list[str]) -> str:
    rows = [
        '1|05.01.24|06.01.24|05.01.24|AR-1|Tageseinnahme "Laden"|1.190,00|01200|1.190,00|08400|1.000,00||'
        "|01776|190,00|01",
        "2|10.01.24|11.01.24|09.01.24|ER-7|Büropapier|47,60|04930|40,00|01200|47,60|01576|7,60|||01",
        "3|12.01.24|12.01.24|12.01.24|AR-2|Storno|-100,00|01200|-100,00|08400|-90,00|||||01",
    ]
    return "\r".join(["\t".join(names), *(row.replace("|", "\t") for row in rows)]) + "\r"


def kasse() -> None:
    """A till whose index.xml names files but no columns; and one table with columns, all of them text."""
    described = "".join(f"<Table><URL>kasse/{n}.csv</URL><Name>{n}</Name></Table>\n" for n in ("transactions", "vat"))
    names = ("Z_KASSE_ID", "Z_ERSTELLUNG", "Z_NR", "BON_ID", "POS_ZEILE", "GV_TYP", "ARTIKELTEXT", "MENGE", "STK_BR")
    columns = "".join(number(n, "<Accuracy>3</Accuracy>") if n in {"MENGE", "STK_BR"} else text(n) for n in names)
    lines = (
        "<Table><URL>kasse/lines.csv</URL><Name>Bonpos</Name><UTF8/><ThousandsSeparator>.</ThousandsSeparator>"
        f"<Range><From>2</From></Range><VariableLength>{columns}</VariableLength></Table>\n"
    )
    put("kasse-index.xml", f"<DataSet><Media><Name>Kasse</Name>{described}{lines}</Media></DataSet>", "utf-8")
    head = ';"2024-03-01T21:15:00+01:00";'
    put(
        "kasse/transactions.csv",
        "Z_KASSE_ID;Z_ERSTELLUNG;Z_NR;BON_ID;BON_NR;BON_TYP;BON_START;BON_ENDE;UMS_BRUTTO;KUNDE_PLZ\r\n"
        f'"K1"{head}7;"B-1";1;"Beleg";"2024-03-01T09:01:12.000+01:00";"2024-03-01T09:01:40.000+01:00";7,40;"01067"\r\n'
        f'"K1"{head}7;"B-2";2;"Beleg";"2024-03-01T09:07:00.000+01:00";"2024-03-01T09:08:00.000+01:00";1.234,50;""\r\n',
        "utf-8",
    )
    put(
        "kasse/vat.csv",
        f'Z_KASSE_ID;Z_ERSTELLUNG;Z_NR;UST_SCHLUESSEL;UST_SATZ;UST_BESCHR\n"K1"{head}7;1;19,00;"voll"\n'
        f'"K1"{head}7;2;7,00;"ermäßigt"\n',
        "utf-8",
    )
    put(
        "kasse/lines.csv",
        f"{';'.join(names)}\r\nK1{head}7;B-1;1;Umsatz;Brötchen, klein;2,000;0,45;\r\n"
        f"K1{head}7;B-1;2;Umsatz;Kaffee; groß;1,000;6,50\r\n"
        f"K1{head}7;B-2;1;Umsatz\r\n".replace('"', ""),
        "utf-8",
    )


def lager() -> None:
    """Fixed width: a DOS file with line ends, and one of records without any."""
    spans = (
        ("ARTNR", "A", 1, 8),
        ("BEZ", "A", 9, 22),
        ("BESTAND", "N", 23, 29),
        ("EK", "I", 30, 36),
        ("ZUGANG", "D", 37, 42),
    )
    kinds = {
        "A": "<AlphaNumeric/>",
        "N": "<Numeric/>",
        "I": "<Numeric><ImpliedAccuracy>2</ImpliedAccuracy></Numeric>",
        "D": "<Date><Format>YYMMDD</Format></Date>",
    }

    def columns(shift: int) -> str:
        made = (
            f"<FixedColumn><Name>{n}</Name>{kinds[kind]}<FixedRange><From>{start + shift}</From><To>{end + shift}</To>"
            "</FixedRange></FixedColumn>\n"
            for n, kind, start, end in spans
        )
        return "".join(made).replace("FixedColumn", "FixedPrimaryKey", 2)

    put(
        "lager-index.xml",
        HEAD.format("ISO-8859-1", "C:\\export\\GoBD.dtd")
        + SUPPLIER.format("Stahlhandel Öztürk", "Duisburg", "Lager")
        + "<Media><Name>Band</Name><Table><URL>lager/ARTIKEL.DAT</URL><Name>Artikel</Name><OEM/><FixedLength>"
        + columns(0)
        + "</FixedLength></Table>\n<Table><URL>lager/satz.dat</URL><Name>Bestände</Name><SkipNumBytes>5</SkipNumBytes>"
        "<FixedLength><Length>43</Length>" + columns(1) + "</FixedLength></Table></Media>\n</DataSet>\n",
    )
    rows = (
        "A-100   Träger IPE 80 0000120000129924021500\n"[:-3] + "\r\n",
        'A-101   Rohr 1" verz. 000045-000009500000000\r\n'[:42] + "\r\n",
        "A-102   Blech\r\n",
    )
    put("lager/artikel.dat", "".join(rows) + "\x1a", "cp850")
    put("lager/satz.dat", "KOPF!" + "".join("*" + row.rstrip("\r\n").ljust(42) for row in rows[:2]) + "*REST")


def kaputt() -> None:
    """What goes wrong: commands, ways out, missing files, broken XML, wrong numbers, a Range behind the end."""
    put(
        "kaputt-index.xml",
        '<?xml version="1.0" encoding="windows-1252"?>\n<dataset><Extension><Name>Mehr</Name><URL>mehr.xml</URL>'
        "</Extension><Command>format c:</Command><Media><Name>CD</Name>\n"
        "<Table><URL>../../geheim.csv</URL><Name>Flucht</Name><VariableLength>"
        + text("A")
        + "</VariableLength></Table>\n"
        "<Table><URL>https://example.com/x.csv</URL><Name>Netz</Name><VariableLength>" + text("A") + "</VariableLength>"
        "</Table>\n<Table><URL>fehlt.csv</URL><VariableLength><Farbe>rot</Farbe>" + text("Größe") + "</VariableLength>"
        "</Table>\n<Table><URL>kaputt/buchung.csv</URL><Name>Buchung</Name><SkipNumBytes>viele</SkipNumBytes>"
        "<Range><From>1</From><To>9</To></Range><VariableLength><ColumnDelimiter>TAB</ColumnDelimiter>"
        "<TextEncapsulator>&amp;quot;</TextEncapsulator>"
        + key(number("Nr"))
        + number("nr")
        + text("Nr")
        + day("Datum")
        + number("Soll", "<Accuracy>2</Accuracy><MaxLength>10</MaxLength>")
        + number("Haben", CENTS)
        + "<ForeignKey><Name>Nr</Name><References>Nirgends</References></ForeignKey></VariableLength></Table>\n",
        "utf-8",
    )
    put(
        "kaputt/buchung.csv",
        'Nr\tnr\tText\tDatum\tSoll\tHaben\n1\t1\t"Bürste"\t2024-01-05\t10.50\t10.50\n1\t2\t"offen\t31.02.2024\t1.00\t'
        "2.00\n3\t3\tzu\twenig\n\n",
        "utf-8",
    )


if __name__ == "__main__":
    for write in (haendler, lexware, kasse, lager, kaputt):
        write()
