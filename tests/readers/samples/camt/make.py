"""Writes the camt samples of this folder: the account of the MT940 samples. Run it here: python make.py."""

from pathlib import Path

HERE = Path(__file__).parent
IBAN = "DE02290501010012345678"


def party(kind: str, name: str, new: bool) -> str:  # noqa: FBT001 - version 8 or not
    """Return a party; since version 8 within Pty."""
    inner = f"<Nm>{name}</Nm>"
    return f"<{kind}>{f'<Pty>{inner}</Pty>' if new else inner}</{kind}>"


def details(side: tuple[str, str, str, str], text: str, amount: str = "", new: bool = True, refs: str = "") -> str:  # noqa: FBT001, FBT002
    """Return a TxDtls. side: Dbtr or Cdtr, name, IBAN, BIC."""
    kind, name, iban, bic = side
    tag = "BICFI" if new else "BIC"
    amounts = f'<Amt Ccy="EUR">{amount}</Amt>' if amount and new else ""
    old = f'<AmtDtls><TxAmt><Amt Ccy="EUR">{amount}</Amt></TxAmt></AmtDtls>' if amount and not new else ""
    return (
        f"<TxDtls><Refs>{refs}</Refs>{amounts}{old}<RltdPties>{party(kind, name, new)}<{kind}Acct><Id><IBAN>{iban}"
        f"</IBAN></Id></{kind}Acct></RltdPties><RltdAgts><{kind}Agt><FinInstnId><{tag}>{bic}</{tag}></FinInstnId></{kind}Agt>"
        f"</RltdAgts><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls>"
    )


def entry(amount: str, mark: str, day: str, code: tuple[str, str, str], inner: str, new: bool = True) -> str:  # noqa: FBT001, FBT002
    """Return an Ntry. code: ISO code with dashes, German code, booking text."""
    domain, family, sub = code[0].split("-")
    status = "<Sts><Cd>BOOK</Cd></Sts>" if new else "<Sts>BOOK</Sts>"
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{mark}</CdtDbtInd>{status}<BookgDt><Dt>{day}</Dt></BookgDt>'
        f"<ValDt><Dt>{day}</Dt></ValDt><BkTxCd><Domn><Cd>{domain}</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>{sub}</SubFmlyCd>"
        f"</Fmly></Domn><Prtry><Cd>{code[1]}</Cd><Issr>DK</Issr></Prtry></BkTxCd>{inner}"
        f"<AddtlNtryInf>{code[2]}</AddtlNtryInf></Ntry>\n"
    )


def balance(code: str, amount: str, day: str) -> str:
    """Return a Bal in credit."""
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        f"<Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def statement(number: str, balances: str, entries: str, name: str = "Stmt") -> str:
    """Return a statement, report or notification."""
    return (
        f"<{name}><Id>AUSZUG-{number}</Id><ElctrncSeqNb>{number}</ElctrncSeqNb><CreDtTm>2024-10-01T06:00:00+02:00</CreDtTm>"
        f"<Acct><Id><IBAN>{IBAN}</IBAN></Id><Ccy>EUR</Ccy><Ownr><Nm>Werkstatt Deichhof GmbH</Nm></Ownr></Acct>"
        f"{balances}\n{entries}</{name}>\n"
    )


def document(version: str, root: str, body: str) -> str:
    """Return a whole message."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{version}">\n<{root}>'
        f"<GrpHdr><MsgId>MSG-1</MsgId><CreDtTm>2024-10-01T06:00:00+02:00</CreDtTm></GrpHdr>\n{body}</{root}>\n</Document>\n"
    )


KOESTER = ("Dbtr", "Tischlerei Köster GmbH", "DE02120300000000202051", "BYLADEM1001")
SOEHNE = ("Cdtr", "Müller &amp; Söhne KG", "DE02500105170137075030", "INGDDEFFXXX")


def september(new: bool) -> str:  # noqa: FBT001 - version 8 or not
    """Return the entries of September, as the MT940 sample has them."""
    scheme = "<Id><PrvtId><Othr><Id>DE98ZZZ09999999999</Id><SchmeNm><Prtry>SEPA</Prtry></SchmeNm></Othr></PrvtId></Id>"
    debit = details(SOEHNE, "Büromaterial Müller &amp; Söhne, Kundennr. 88", new=new,
                    refs="<EndToEndId>4711</EndToEndId><MndtId>M-0815</MndtId>")  # fmt: skip
    debit = debit.replace("KG</Nm>", f"KG</Nm>{scheme}")
    credit = details(KOESTER, "Rechnung RE-2024-017 Tischlerei Köster", new=new,
                     refs="<EndToEndId>RE-2024-017</EndToEndId>")  # fmt: skip
    back = "<NtryDtls><TxDtls><RtrInf><Rsn><Cd>MD06</Cd></Rsn></RtrInf></TxDtls></NtryDtls>"
    return (
        entry("1190.00", "CRDT", "2024-09-02", ("PMNT-RCDT-ESCT", "NTRF+166+9310", "GUTSCHR. UEBERWEISUNG"),
              f"<NtryDtls>{credit}</NtryDtls>", new)
        + entry("214.20", "DBIT", "2024-09-03", ("PMNT-RDDT-ESDD", "NDDT+105+9248", "FOLGELASTSCHRIFT"),
                f"<NtryDtls>{debit}</NtryDtls>", new)
        + entry("100.00", "CRDT", "2024-09-04", ("PMNT-RDDT-UPDD", "NRTI+109+9000", "RUECKBUCHUNG"), back, new).replace(
            "<CdtDbtInd>CRDT</CdtDbtInd>", "<CdtDbtInd>CRDT</CdtDbtInd><RvslInd>true</RvslInd>")
        + entry("59.90", "DBIT", "2024-09-30", ("ACMT-MDOP-CHRG", "NCHG+805+9000", "ABSCHLUSS"), "", new)
    )  # fmt: skip


def sammler(sums_up: bool) -> str:  # noqa: FBT001 - or not
    """Return a batch of three parts."""
    parts = [("K-1", "1000.00"), ("K-2", "1500.00"), ("K-3", "500.00" if sums_up else "499.00")]
    inner = "".join(
        details(("Dbtr", f"Kunde {number[-1]}", KOESTER[2], KOESTER[3]), f"Beitrag {number}", amount,
                refs=f"<EndToEndId>{number}</EndToEndId><MndtId>MAND-{number}</MndtId>")
        for number, amount in parts
    )  # fmt: skip
    batch = (
        '<NtryDtls><Btch><PmtInfId>SAMMLER-7</PmtInfId><NbOfTxs>3</NbOfTxs><TtlAmt Ccy="EUR">3000.00</TtlAmt></Btch>'
        f"{inner}</NtryDtls>"
    )
    return entry("3000.00", "CRDT", "2024-10-01", ("PMNT-IDDT-ESDD", "NDDT+192+9000", "SAMMELLASTSCHRIFT"), batch)


def main() -> None:
    """Write the samples."""
    opened = balance("OPBD", "12500.00", "2024-08-30") + balance("CLBD", "13515.90", "2024-09-30")
    following = balance("OPBD", "13515.90", "2024-09-30") + balance("CLBD", "16515.90", "2024-10-31")
    whole = statement("9", opened, september(new=True)) + statement("10", following, sammler(sums_up=True))
    new = document("camt.053.001.08", "BkToCstmrStmt", whole)
    write("auszuege_v8.xml", new)
    old = document("camt.053.001.02", "BkToCstmrStmt", statement("9", opened, september(new=False)))
    (HERE / "auszug_v2_latin1.xml").write_bytes(old.encode("latin-1"))
    wrong = balance("OPBD", "13500.00", "2024-09-30") + balance("CLBD", "16515.90", "2024-10-31")
    write("sammler_geht_nicht_auf.xml", document("camt.053.001.13", "BkToCstmrStmt",
          statement("10", wrong, sammler(sums_up=False))))  # fmt: skip
    write("avis_v4.xml", document("camt.054.001.04", "BkToCstmrDbtCdtNtfctn",
          statement("1", "", entry("25.00", "DBIT", "2024-11-04", ("PMNT-RDDT-ESDD", "NDDT+105", "LASTSCHRIFT"), ""),
                    "Ntfctn")))  # fmt: skip
    write("abgebrochen.xml", new[: new.index("Kunde 2") + 3])


def write(name: str, text: str) -> None:
    """Write a text in UTF-8."""
    (HERE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
