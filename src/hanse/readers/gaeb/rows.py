"""Items and groups of a bill of quantities as rows and as text."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from hanse.readers._trade import tree, values
from hanse.readers.gaeb import texts
from hanse.readers.gaeb.boq import Boq, Position
from hanse.readers.gaeb.counting import Counted, Sums
from hanse.readers.gaeb.marks import UNKNOWN
from hanse.readers.gaeb.terms import terms
from hanse.records import Block, Cell, Place

Cells = dict[str, Cell]
_FLAGS = {
    "Pauschal": "LumpSumItem",
    "Stundenlohn": "HourIt",
    "Schwerpunkt": "KeyIt",
    "Freie_Menge": "QtyTBD",
    "Entfällt": "NotAppl",
    "Nicht_angeboten": "NotOffered",
}
_AMOUNTS = {
    "Menge": "Qty",
    "Abrechnungsmenge": "BillQty",
    "Einheit": "QU",
    "Einheitspreis": "UP",
    "Nachlass": "DiscountPcnt",
    "Zuschlag": "Markup",
    "Zuschlag_auf": "ITMarkup",
    "Steuersatz": "VAT",
    **{f"EP_Anteil_{n}": f"UPComp{n}" for n in range(1, 7)},
}
_ALSO_TAKEN = (
    "RNoPart RNoIndex Description ShortText LongText CompleteText IT MarkupType MarkupSubQty MarkupIt ALNGroupNo"
    " ALNSerNo Accepted Provis ProvisAccpt CONo COStatus BidComm SubDescr SubDNo SumDescr PerfNo PerfLbl QtyDeterm"
    " OutlineText DetailTxt OutlineAddText DetailAddText"
)
TAKEN = frozenset(_FLAGS.values()) | frozenset(_AMOUNTS.values()) | frozenset(_ALSO_TAKEN.split())


def item(boq: Boq, position: Position, counted: Counted, lv: str) -> Cells:
    """Return the cells of one item."""
    element = position.element
    group = boq.groups[position.group].oz if position.group >= 0 else None
    return {
        "LV": lv,
        "OZ": position.oz,
        "Index": position.variant,
        "Gruppe": group,
        "Art": counted.kind,
        **_titles(boq, position),
        **_texts(element, position.kind),
        **{column: position.said(tag) for column, tag in _AMOUNTS.items()},
        **{column: True if values.flag(position.said(tag)) else None for column, tag in _FLAGS.items()},
        **_marks(position),
        "Positionsbetrag": counted.amount,
        "Gesamtbetrag": counted.amount if counted.counts else None,
        "Zählt": counted.counts,
        "Zählt_weil": counted.why,
        "ID": element.get("ID", ""),
    }


def _titles(boq: Boq, position: Position) -> Cells:
    above = list(boq.ancestors(position.group))[::-1]
    return {f"Titel_{n}": boq.groups[at].title for n, at in enumerate(above[:5], 1)}


def _texts(element: etree._Element, kind: str) -> Cells:
    description = tree.child(element, "Description")
    description = element if description is None else description
    whole = tree.child(description, "CompleteText")
    whole = description if whole is None else whole
    short = tree.child(whole, "OutlineText")
    short = tree.child(description, "ShortText") if short is None else short
    long = tree.child(whole, "DetailTxt")
    long = tree.child(description, "LongText") if long is None else long
    label = tree.said(element, "PerfLbl") if kind == "perf" else ""
    return {"Kurztext": texts.one_line(short) or label, "Langtext": texts.lines(long)}


def _marks(position: Position) -> Cells:
    group, serial = position.said("ALNGroupNo"), position.said("ALNSerNo")
    markup, status = position.said("MarkupType"), position.said("COStatus")
    provis = position.said("Provis")
    spoken = {"WithTotal": "mit Gesamtbetrag", "WithoutTotal": "ohne Gesamtbetrag"}
    return {
        "Zuordnung": f"{group}.{serial}" if group else None,
        "Bedarf": spoken.get(provis, provis),
        "Zuschlag_Art": terms().markups.get(markup, markup),
        "Nachtrag": position.said("CONo"),
        "Nachtrag_Status": terms().addenda.get(status, status),
        "Positionsarten": position.element.get("kinds", "").replace(UNKNOWN, ""),
        "Bieterkommentar": "\n".join(texts.lines(node) for node in tree.children(position.element, "BidComm")),
    }


def group(boq: Boq, sums: Sums, index: int, lv: str) -> Cells:
    """Return the cells of one group."""
    found = boq.groups[index]
    totals = tree.child(found.element, "Totals")
    counts, why = sums.group_counts[index]
    status = tree.said(found.element, "COStatus")
    return {
        "LV": lv,
        "OZ": found.oz,
        "Ebene": found.level,
        "Obergruppe": boq.groups[found.above].oz if found.above >= 0 else None,
        "Titel": found.title,
        "Positionen": sums.size(index),
        "Summe": sums.groups[index] if sums.priced() else None,
        "Summe_Datei": tree.said(totals, "Total"),
        "Nachlass_Prozent": tree.said(totals, "DiscountPcnt"),
        "Summe_nach_Nachlass": tree.said(totals, "TotAfterDisc"),
        "Zählt": counts,
        "Zählt_weil": why,
        "Nachtrag": tree.said(found.element, "CONo"),
        "Nachtrag_Status": terms().addenda.get(status, status),
    }


def takeoffs(boq: Boq, lv: str) -> Iterator[tuple[Cells, Place]]:
    """Yield the lines of a quantity determination (X31), each with its item."""
    for position in boq.positions:
        if position.kind != "item":
            continue
        counts: Counter[str] = Counter()
        for node in position.element.iter("{*}QTakeoff"):
            counts["QTakeoff"] += 1
            where = Place(part=f"{position.place.part}//QTakeoff[{counts['QTakeoff']}]")
            yield {"LV": lv, "OZ": position.oz, "Zeile": node.get("Row", "")}, where


def payments(root: etree._Element, lv: str) -> Iterator[tuple[Cells, Place]]:
    """Yield payments made and shares of an invoice (X89)."""
    invoice = tree.child(root, "Invoice")
    for tag, kind in (("PaymentMade", "Zahlung"), ("InvoiceShare", "Anteil")):
        for count, node in enumerate(tree.children(invoice, tag), 1):
            cells: Cells = {
                "LV": lv,
                "Art": tree.said(node, "InvoiceShareType") or kind,
                "Bezeichnung": texts.one_line(tree.child(node, "Description")),
                "Datum": tree.said(node, "PaymentDate"),
                "Rechnungsnummer": tree.said(node, "InvoiceNo"),
                "Betrag": tree.said(node, "Total"),
                "Steuer": tree.said(node, "TotalVAT"),
            }
            yield cells, Place(part=f"/GAEB/Invoice/{tag}[{count}]")


def story(boq: Boq, items: list[Cells]) -> Iterator[Block]:
    """Yield the bill of quantities as text: titles as headings, each item with its texts."""
    told = -1
    for position, cells in zip(boq.positions, items, strict=True):
        if position.group != told:
            for at in list(boq.ancestors(position.group))[::-1]:
                if at > told:
                    found = boq.groups[at]
                    yield Block(f"{found.oz} {found.title}".strip(), found.place, "heading")
            told = position.group
        text = _told(cells)
        if text:
            yield Block(text, position.place)


def _told(cells: Cells) -> str:
    head = " ".join(str(cells[key]) for key in ("OZ", "Kurztext") if cells[key])
    amount = " ".join(str(cells[key]) for key in ("Menge", "Einheit") if cells.get(key))
    kind = "" if cells["Art"] in {"Normal", "Hinweis"} else f" ({cells['Art']})"
    first = f"{head}{kind}{': ' if head and amount else ''}{amount}".strip()
    return "\n".join(part for part in (first, str(cells["Langtext"] or "")) if part)
