"""Parties, accounts and banks of ISO 20022 messages; old and new versions alike."""

from lxml import etree

from hanse.readers._bank.xml import every, first, local, text


def name(node: etree._Element | None) -> str | None:
    """Return the name of a party; since version 8 it stands within Pty, or is that of a bank (Agt)."""
    return text(node, "Nm", "Pty/Nm", "Agt/FinInstnId/Nm")


def account(node: etree._Element | None) -> str | None:
    """Return the IBAN of an account, or the number in its place."""
    return text(node, "Id/IBAN", "Id/Othr/Id", "Id/BBAN", "Id/PrtryAcct/Id", "Id/UPIC")


def bank(node: etree._Element | None) -> str | None:
    """Return the BIC of a bank, or its national number."""
    return text(
        node, "FinInstnId/BIC", "FinInstnId/BICFI", "FinInstnId/CmbndId/BIC", "FinInstnId/ClrSysMmbId/MmbId",
        "FinInstnId/ClrSysMmbId/Id", "FinInstnId/PrtryId/Id", "FinInstnId/Othr/Id", "FinInstnId/Nm",
    )  # fmt: skip


def creditor_id(node: etree._Element | None) -> str | None:
    """Return a creditor's identification, below the party or the element CdtrSchmeId."""
    return text(node, "Id/PrvtId/Othr/Id", "Pty/Id/PrvtId/Othr/Id", "Id/OrgId/Othr/Id", "Id/PrvtId/OthrId/Id")


def scheme_id(node: etree._Element | None) -> str | None:
    """Return a party's creditor identification only where its scheme is SEPA (a customer number is none)."""
    for path in ("Id/PrvtId/Othr", "Pty/Id/PrvtId/Othr"):
        other = first(node, path)
        if text(other, "SchmeNm/Prtry", "SchmeNm/Cd") == "SEPA":
            return text(other, "Id")
    return None


def remittance(node: etree._Element | None) -> str | None:
    """Return what a payment is for: unstructured lines, else the creditor's reference and the documents named."""
    lines = [" ".join((line.text or "").split()) for line in every(node, "Ustrd")]
    for structured in every(node, "Strd"):
        lines += [
            said
            for said in (
                text(structured, "CdtrRefInf/Ref", "CdtrRefInf/CdtrRef"),
                *(text(document, "Nb") for document in every(structured, "RfrdDocInf")),
                *(" ".join((more.text or "").split()) for more in every(structured, "AddtlRmtInf")),
            )
            if said
        ]
    return " ".join(line for line in lines if line) or None


def described(node: etree._Element | None, names: frozenset[str]) -> str | None:
    """Return the texts of these children, each with its name, as further details."""
    found = [f"{local(child)} {child.text.strip()}" for child in (node if node is not None else ())
             if local(child) in names and child.text and child.text.strip()]  # fmt: skip
    return ", ".join(found) or None
