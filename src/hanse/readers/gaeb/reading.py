"""A GAEB tree, whatever generation it came from, to tables, checks and text."""

from lxml import etree

from hanse.readers._trade import tree
from hanse.readers._trade.cells import Notes, Rows
from hanse.readers._trade.checks import Checks
from hanse.readers.gaeb import checking, columns, head, rows
from hanse.readers.gaeb.boq import Boq, boqs
from hanse.readers.gaeb.counting import Sums
from hanse.readers.gaeb.terms import terms
from hanse.records import Block, Counts, Document, Place, Reading, Table
from hanse.words import Words

_SPOKEN = {"xml": "GAEB DA XML", "2000": "GAEB 2000", "90": "GAEB 90"}
_UNREAD = ("50", "51", "52", "93", "94", "96", "97")


class Made:
    """The tables of a file, grown one BoQ after the other."""

    def __init__(self, root: etree._Element, version: str, notes: Notes) -> None:
        self.root, self.version, self.notes = root, version, notes
        self.checks = Checks(notes)
        self.projects = Rows(columns.project(), notes)
        self.items = Rows(columns.items(), notes)
        self.groups = Rows(columns.GROUPS, notes)
        self.payments = Rows(columns.PAYMENTS, notes)
        self.takeoffs = Rows(columns.TAKEOFFS, notes)
        self.blocks: list[Block] = []

    def bill(self, boq: Boq) -> None:
        """Take one BoQ."""
        sums, lv = Sums(boq), head.name(boq)
        self.projects.add(head.cells(self.root, boq, sums, self.version), boq.place)
        told = [rows.item(boq, p, c, lv) for p, c in zip(boq.positions, sums.positions, strict=True)]
        for position, cells in zip(boq.positions, told, strict=True):
            self.items.add(cells, position.place)
        for index, group in enumerate(boq.groups):
            self.groups.add(rows.group(boq, sums, index, lv), group.place)
        for cells, place in rows.takeoffs(boq, lv):
            self.takeoffs.add(cells, place)
        self.blocks.extend(rows.story(boq, told))
        self._tell_doubles(boq)
        self._tell_missing(boq)
        self._tell_unread(boq)
        checking.check(self.checks, boq, sums)

    def _tell_doubles(self, boq: Boq) -> None:
        seen: set[str] = set()
        for position in boq.positions:
            if position.kind in {"item", "markup"} and (not position.oz or position.oz in seen):
                words = Words(
                    f"Die Ordnungszahl {position.oz or '(leer)'} ist nicht eindeutig. Beim Absender nachfragen.",
                    f"The ordinal number {position.oz or '(empty)'} is not unique. Ask the sender.",
                )
                self.notes.say("oz", "warning", words, position.place)
            seen.add(position.oz)

    def _tell_unread(self, boq: Boq) -> None:
        """Tell what stands in the items and isn't taken, by name."""
        names = {tree.local(node) for position in boq.positions for node in position.element}
        if left := ", ".join(sorted(names - rows.TAKEN - {""})):
            words = Words(f"Nicht übernommene Angaben der Positionen: {left}.", f"Parts of items not taken: {left}.")
            self.notes.say("left_out", "info", words)

    def _tell_missing(self, boq: Boq) -> None:
        """Tell what the schema of DA XML asks for and the file doesn't have; it is read all the same."""
        if not self.version.startswith("GAEB DA XML"):
            return
        lacking = [tag for tag in ("Name", "BoQBkdn") if tree.child(boq.info, tag) is None]
        lacking += ["BoQ/@ID"] if boq.element.get("ID") is None else []
        bare = sum(p.kind == "item" and p.element.get("ID") is None for p in boq.positions)
        lacking += [f"Item/@ID ({bare} ×)"] if bare else []
        if lacking:
            words = Words(
                f"Dem LV fehlen Pflichtangaben: {', '.join(lacking)}. Gelesen wurde es trotzdem.",
                f"The bill of quantities lacks required parts: {', '.join(lacking)}. It was read all the same.",
            )
            self.notes.say("missing", "warning", words, boq.place)

    def tables(self) -> tuple[Table, ...]:
        """Return the tables; payments and takeoffs only where there are any."""
        always = (
            (self.projects, columns.PROJECT_SHAPE),
            (self.items, columns.ITEMS_SHAPE),
            (self.groups, columns.GROUPS_SHAPE),
        )
        some = ((self.payments, columns.PAYMENTS_SHAPE), (self.takeoffs, columns.TAKEOFFS_SHAPE))
        pairs = (*always, *((found, shape) for found, shape in some if found.rows))
        return tuple(found.table(shape) for found, shape in pairs)


def reading(name: str, root: etree._Element, generation: str, notes: Notes) -> Reading:
    """Return the reading of a file from its tree."""
    stated = tree.said(root, "GAEBInfo", "Version")
    version = f"{_SPOKEN[generation]} {stated}".strip()
    _tell(root, version, notes)
    made = Made(root, version, notes)
    found = boqs(root)
    for boq in found:
        made.bill(boq)
    if not found:
        made.projects.add(head.cells(root, None, None, version), Place(part="/GAEB"))
    for cells, place in rows.payments(root, head.name(found[0] if found else None)):
        made.payments.add(cells, place)
    tables = made.tables()
    findings = notes.findings()
    count = sum(len(table.rows) for table in tables)
    lost = sum(finding.severity == "error" for finding in findings)
    documents = (Document(_title(made, name), tuple(made.blocks)),) if made.blocks else ()
    counts = Counts(count + lost, count, lost)
    return Reading(notes.reader, documents, tables, findings, counts, checks=tuple(made.checks.done))


def _title(made: Made, name: str) -> str:
    cells = dict(zip((column.name for column in made.projects.columns), made.projects.rows[0], strict=True))
    return str(cells["LV_Bezeichnung"] or cells["LV"] or cells["Projektbezeichnung"] or cells["Projekt"] or name)


def _tell(root: etree._Element, version: str, notes: Notes) -> None:
    code = head.phase(root)
    named = terms().phases.get(code, "unbekannte Phase")
    notes.say(
        "phase", "info", Words(f"{version}, Phase {code or '?'}: {named}.", f"{version}, phase {code or '?'}: {named}.")
    )
    if code.partition(".")[0] in _UNREAD:
        words = Words(
            f"Phase {code} ({named}) wird nur mit dem Kopf gelesen.",
            f"Of phase {code} ({named}) only the head is read.",
        )
        notes.say("unread", "warning", words)
    for tag, what in (("PrjInfo", "Projektangaben"), ("Award", "Vergabe oder Rechnung")):
        if tree.child(root, tag) is None and not (
            tag == "Award" and tree.children(root, "Invoice", "QtyDeterm", "Order")
        ):
            words = Words(f"Die Datei hat keine {what} ({tag}).", f"The file has no {tag}.")
            notes.say("missing", "warning", words)
