"""Writes the pain samples of this folder. Run it here: python make.py."""

from pathlib import Path

HERE = Path(__file__).parent
OWN = ("Werkstatt Deichhof GmbH", "DE02290501010012345678", "SBREDE22XXX")


def document(version: str, root: str, total: tuple[str, str], body: str) -> str:
    """Return a whole message. total: number and sum that the header states."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{version}">\n'
        f"<{root}>\n<GrpHdr><MsgId>LAUF-2024-09</MsgId><CreDtTm>2024-09-10T08:00:00</CreDtTm><NbOfTxs>{total[0]}</NbOfTxs>"
        f"<CtrlSum>{total[1]}</CtrlSum><InitgPty><Nm>{OWN[0]}</Nm></InitgPty></GrpHdr>\n{body}</{root}>\n</Document>\n"
    )


def transfers(number: str, day: str, orders: list[tuple[str, str, str, str]], total: str) -> str:
    """Return a batch of credit transfers (version 9: the day is a choice)."""
    inner = "".join(
        f'<CdtTrfTxInf><PmtId><EndToEndId>{ref}</EndToEndId></PmtId><Amt><InstdAmt Ccy="EUR">{amount}</InstdAmt></Amt>'
        f"<CdtrAgt><FinInstnId><BICFI>INGDDEFFXXX</BICFI></FinInstnId></CdtrAgt><Cdtr><Nm>{name}</Nm></Cdtr>"
        f"<CdtrAcct><Id><IBAN>DE02500105170137075030</IBAN></Id></CdtrAcct><RmtInf><Ustrd>{text}</Ustrd></RmtInf>"
        "</CdtTrfTxInf>\n"
        for ref, amount, name, text in orders
    )
    return (
        f"<PmtInf><PmtInfId>{number}</PmtInfId><PmtMtd>TRF</PmtMtd><NbOfTxs>{len(orders)}</NbOfTxs><CtrlSum>{total}"
        f"</CtrlSum><PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf><ReqdExctnDt><Dt>{day}</Dt></ReqdExctnDt>"
        f"<Dbtr><Nm>{OWN[0]}</Nm></Dbtr><DbtrAcct><Id><IBAN>{OWN[1]}</IBAN></Id></DbtrAcct>\n{inner}</PmtInf>\n"
    )


def debits(orders: list[tuple[str, str, str]], total: str) -> str:
    """Return a batch of direct debits."""
    inner = "".join(
        f'<DrctDbtTxInf><PmtId><EndToEndId>{ref}</EndToEndId></PmtId><InstdAmt Ccy="EUR">{amount}</InstdAmt><DrctDbtTx>'
        f"<MndtRltdInf><MndtId>MAND-{ref}</MndtId><DtOfSgntr>2020-05-04</DtOfSgntr></MndtRltdInf></DrctDbtTx><DbtrAgt>"
        f"<FinInstnId><BIC>BYLADEM1001</BIC></FinInstnId></DbtrAgt><Dbtr><Nm>{name}</Nm></Dbtr><DbtrAcct><Id>"
        "<IBAN>DE02120300000000202051</IBAN></Id></DbtrAcct><RmtInf><Ustrd>Wartungsvertrag</Ustrd></RmtInf></DrctDbtTxInf>\n"
        for ref, amount, name in orders
    )
    return (
        f"<PmtInf><PmtInfId>LS-1</PmtInfId><PmtMtd>DD</PmtMtd><NbOfTxs>{len(orders)}</NbOfTxs><CtrlSum>{total}</CtrlSum>"
        "<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl><LclInstrm><Cd>CORE</Cd></LclInstrm><SeqTp>RCUR</SeqTp></PmtTpInf>"
        f"<ReqdColltnDt>2024-09-15</ReqdColltnDt><Cdtr><Nm>{OWN[0]}</Nm></Cdtr><CdtrAcct><Id><IBAN>{OWN[1]}</IBAN></Id>"
        "</CdtrAcct><CdtrSchmeId><Id><PrvtId><Othr><Id>DE98ZZZ09999999999</Id><SchmeNm><Prtry>SEPA</Prtry></SchmeNm></Othr>"
        f"</PrvtId></Id></CdtrSchmeId>\n{inner}</PmtInf>\n"
    )


def main() -> None:
    """Write the samples."""
    first = [
        ("4711", "214.20", "Müller &amp; Söhne KG", "Rechnung 4711"),
        ("NOTPROVIDED", "99.80", "Holz Ahrens", "Bretter"),
    ]
    second = [("A-9", "1000.00", "Anna Huber", "Beschläge")]
    body = transfers("UE-1", "2024-09-12", first, "314.00") + transfers("UE-2", "2024-09-20", second, "1000.00")
    good = document("pain.001.001.09", "CstmrCdtTrfInitn", ("3", "1314.00"), body)
    write("ueberweisungen_v9.xml", good)
    collected = debits([("K-1", "49.00", "Tischlerei Köster GmbH"), ("K-2", "59.00", "Bäckerei Öz")], "108.00")
    write("lastschriften_v2.xml", document("pain.008.001.02", "CstmrDrctDbtInitn", ("2", "108.00"), collected))
    write("summe_falsch.xml", document("pain.001.001.03", "CstmrCdtTrfInitn", ("4", "1314.01"), body))
    write("abgebrochen.xml", good[: good.index("Anna Huber")])


def write(name: str, text: str) -> None:
    """Write a text in UTF-8."""
    (HERE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
