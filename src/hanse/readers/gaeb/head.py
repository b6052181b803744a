"""The head row of a bill of quantities: phase, project, parties, dates, totals."""

from decimal import Decimal

from lxml import etree

from hanse.readers._trade import tree, values
from hanse.readers.gaeb import texts
from hanse.readers.gaeb.boq import Boq
from hanse.readers.gaeb.counting import Sums
from hanse.readers.gaeb.terms import terms
from hanse.records import Cell

Cells = dict[str, Cell]
_DATES = {
    "Angebotsdatum": "BidDate",
    "Eröffnung": "OpenDate",
    "Zuschlagsfrist": "EvalEnd",
    "Baubeginn": "CnstStart",
    "Bauende": "CnstEnd",
    "Vertragsdatum": "ContrDate",
    "Gewährleistung_bis": "WarrEnd",
}


def phase(root: etree._Element) -> str:
    """Return the phase: as the award or invoice says, else as the namespace does."""
    for holder in ("Award", "Invoice", "QtyDeterm", "Order"):
        if found := tree.said(root, holder, "DP"):
            return found.lstrip("XDP")
    namespace = root.tag.partition("}")[0]
    return namespace.rpartition("/DA")[2].partition("/")[0] if "/DA" in namespace else ""


def name(boq: Boq | None) -> str:
    """Return the short name of a BoQ, its label where it has none."""
    info = None if boq is None else boq.info
    return tree.said(info, "Name") or texts.one_line(tree.child(info, "LblBoQ"))


def cells(root: etree._Element, boq: Boq | None, sums: Sums | None, version: str) -> Cells:
    """Return the head row; without a BoQ the columns about it stay empty."""
    award = next(iter(tree.children(root, "Award", "Invoice", "QtyDeterm", "Order")), None)
    info = None if boq is None else boq.info
    code = phase(root)
    return {
        "LV": name(boq),
        "LV_Bezeichnung": texts.one_line(tree.child(info, "LblBoQ")),
        "Phase": code,
        "Phase_Name": terms().phases.get(code),
        "GAEB": version,
        "OZ_Maske": mask(info),
        "EP_Anteile": _components(info),
        **_project(root, award),
        **_parties(award),
        **_invoice(award),
        **_totals(info, sums),
    }


def mask(info: etree._Element | None) -> str:
    """Return the levels of the ordinal number and their lengths."""
    parts = [
        f"{tree.said(node, 'Type') or 'Ebene'} {tree.said(node, 'Length')}".strip()
        for node in tree.children(info, "BoQBkdn")
    ]
    return ", ".join(parts)


def _components(info: etree._Element | None) -> str:
    found = ((n, tree.said(info, f"LblUPComp{n}")) for n in range(1, 7))
    return ", ".join(f"{n} {label}" for n, label in found if label)


def _project(root: etree._Element, award: etree._Element | None) -> Cells:
    info, project, inner = tree.child(root, "GAEBInfo"), tree.child(root, "PrjInfo"), tree.child(award, "AwardInfo")
    boq_date = tree.said(award, "BoQ", "BoQInfo", "Date")
    return {
        "Projekt": tree.said(project, "NamePrj") or tree.said(project, "Name"),
        "Projektbezeichnung": tree.said(project, "LblPrj") or tree.said(project, "Descrip"),
        "Datum": tree.said(info, "Date") or boq_date,
        "Programm": tree.said(info, "ProgSystem") or tree.said(info, "ProgName"),
        "Währung": tree.said(inner, "Cur") or tree.said(project, "Cur"),
        "Vertragsnummer": tree.said(inner, "ContrNo"),
        **{column: tree.said(inner, tag) for column, tag in _DATES.items()},
    }


def _parties(award: etree._Element | None) -> Cells:
    owner, contractor, site = (tree.child(award, tag) for tag in ("OWN", "CTR", "CnstSite"))
    place = tree.said(site, "CnstSiteName")
    return {
        "Auftraggeber": _who(owner),
        "Auftraggeber_Anschrift": _where(owner),
        "Auftragnehmer": _who(contractor),
        "Auftragnehmer_Anschrift": _where(contractor),
        "Baustelle": ", ".join(part for part in (place, _where(site)) if part),
    }


def _who(party: etree._Element | None) -> str:
    address = tree.child(party, "Address")
    names = (tree.said(address, f"Name{n}") for n in range(1, 5))
    return ", ".join(found for found in names if found)


def _where(party: etree._Element | None) -> str:
    address = tree.child(party, "Address")
    town = f"{tree.said(address, 'PCode')} {tree.said(address, 'City')}".strip()
    return ", ".join(part for part in (tree.said(address, "Street"), town) if part)


def _invoice(invoice: etree._Element | None) -> Cells:
    head = tree.child(invoice, "InvoiceHeader")
    kind, settled = tree.said(head, "InvoiceType"), tree.said(head, "SettlementType")
    return {
        "Rechnungsnummer": tree.said(head, "InvoiceNo") or tree.said(head, "RefInvoiceNo"),
        "Rechnungsdatum": tree.said(head, "InvoiceDate"),
        "Rechnungsart": terms().invoices.get(kind, kind),
        "Abrechnung": terms().settlements.get(settled, settled),
        "Leistung_von": tree.said(head, "ServiceProvisionStartDate"),
        "Leistung_bis": tree.said(head, "ServiceProvisionEndDate"),
    }


def _totals(info: etree._Element | None, sums: Sums | None) -> Cells:
    totals = tree.child(info, "Totals")
    tax = tree.said(totals, "VATAmount")
    off = values.decimal(tree.said(totals, "DiscountAmt"))
    total, later = (values.decimal(tree.said(totals, tag)) for tag in ("Total", "TotAfterDisc"))
    found: Decimal | None = (
        off if off is not None else total - later if total is not None and later is not None else None
    )
    return {
        "Positionssumme": sums.total if sums is not None and sums.priced() else None,
        "Gesamtbetrag": tree.said(totals, "Total"),
        "Nachlass_Prozent": tree.said(totals, "DiscountPcnt"),
        "Nachlass_Betrag": found,
        "Netto": tree.said(totals, "TotalNet") or tree.said(totals, "TotAfterDisc"),
        "Steuersatz": tree.said(totals, "VAT"),
        "Steuer": tax,
        "Brutto": tree.said(totals, "TotalGross"),
    }
