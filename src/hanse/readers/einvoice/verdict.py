"""All that is to be said of an e-invoice beside its rows: decisions, defects and checks."""

from hanse.readers._invoice import Group, Parsed, decimal, is_credit, path_of
from hanse.readers.einvoice import categories, limits, profile, required, sums, vatrules
from hanse.readers.einvoice.tables import Lines
from hanse.records import Check, Finding, Place
from hanse.words import Words


def judge(parsed: Parsed, invoice: Group, lines: Lines) -> tuple[list[Check], list[Finding]]:
    """Return the checks and the findings of an invoice."""
    every = (
        *sums.totals(invoice, lines),
        *sums.taxes(invoice),
        *categories.bases(invoice, lines),
        *categories.free(invoice),
    )
    checks, findings = sums.told(every)
    line_checks, wrong_lines = _lines(lines)
    complete, missing = required.check(invoice, parsed.syntax)
    vat_checks, vat_broken = vatrules.check(invoice) if parsed.syntax != "zf1" else ([], [])
    told = [*_read_as(parsed, invoice), *missing, *limits.check(invoice), *_credit(invoice), *findings]
    return [complete, *checks, *line_checks, *vat_checks], [*told, *wrong_lines, *vat_broken]


def _read_as(parsed: Parsed, invoice: Group) -> list[Finding]:
    found = [profile.finding(parsed, invoice.text("BT-24"))]
    if parsed.declared:
        found.append(_encoding(parsed.declared))
    if parsed.mended:
        found.append(_damaged(parsed.mended))
    return found


def _lines(lines: Lines) -> tuple[list[Check], list[Finding]]:
    """Return one check for all lines together, and a finding for each one that doesn't agree."""
    known = list(sums.line_sums(lines))
    wrong = [entry for entry in known if not entry.held and entry.held is not None]
    if not known:
        return [], []
    place = Place(part=path_of((wrong or known)[0].group.element))
    words = Words("Menge mal Preis ergibt den Betrag jeder Position", "quantity times price makes each line's amount")
    check = Check("einvoice.line", words, not wrong, str(len(known)), str(len(known) - len(wrong)), place)
    return [check], [sums.differs(entry) for entry in wrong]


def _credit(invoice: Group) -> list[Finding]:
    """Report a credit note whose total is negative: by the standard it is a claim, though mostly meant as a credit."""
    value = invoice.first("BT-112")
    total = decimal(value.text) if value else None
    credit = invoice.element.tag == "CreditNote" or is_credit(invoice.text("BT-3"))
    if value is None or total is None or not credit or total >= 0:
        return []
    return [
        Finding(
            "einvoice.credit_sign",
            "warning",
            Words(
                f"Die Gutschrift nennt einen negativen Betrag ({sums.german(total)}). Nach EN 16931 ist das eine "
                "Forderung und zählt in den Spalten mit Vorzeichen positiv. Bitte beim Absender nachfragen.",
                f"The credit note states a negative amount ({total}). By EN 16931 that is a claim and counts as "
                "positive in the signed columns. Please ask the sender.",
            ),
            Place(part=path_of(value.element)),
        )
    ]


def _encoding(declared: str) -> Finding:
    return Finding(
        "einvoice.encoding",
        "warning",
        Words(
            f"Der angegebene Zeichensatz ({declared}) stimmt nicht; gelesen wurde mit dem passenden.",
            f"The encoding that is declared ({declared}) is wrong; the one that fits was used.",
        ),
    )


def _damaged(error: str) -> Finding:
    return Finding(
        "einvoice.xml",
        "error",
        Words(
            f"Das XML ist beschädigt ({error}); gelesen wurde, was lesbar ist. Bitte die Rechnung neu anfordern.",
            f"The XML is damaged ({error}); what could be read was read. Please ask for the invoice again.",
        ),
    )
