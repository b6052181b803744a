"""From the bytes of an MT940 file to its reading: statements, entries, checks."""

from collections.abc import Iterator
from decimal import Decimal

from hanse.errors import Unreadable
from hanse.readers._bank import chain, columns
from hanse.readers.cells import Letters, decode
from hanse.readers.item import Item
from hanse.readers.mt940 import fields, statement
from hanse.readers.mt940.statement import Builder, Statement
from hanse.records import Block, Check, Counts, Document, Finding, Place, Reading
from hanse.words import Words

_ENCODINGS = {"cp1252": "Windows-1252", "cp850": "CP850 (DOS)", "mac_roman": "Mac Roman"}
MOST = 50


def read(name: str, item: Item) -> Reading:
    """Return the reading of an MT940 or MT942 file. Raises Unreadable when there is no field in it."""
    letters = decode(item.data())
    built = Builder()
    lines = fields.split(letters.text.replace("\x00", "").lstrip("\x01\ufeff"))
    for field in fields.fields(lines):
        built.take(field)
    built.findings += statement.distinguish(built.statements)
    if not built.statements:
        raise Unreadable(
            Words(f"{item.name}: keine Felder eines MT940.", f"{item.name}: no fields of an MT940."),
            hint=Words(
                "Erwartet werden Zeilen wie „:20:“ und „:61:“.", 'Expected are lines such as ":20:" and ":61:".'
            ),
        )
    return _reading(name, built, letters)


def _reading(name: str, built: Builder, letters: Letters) -> Reading:
    rows, places = [], []
    for one in built.statements:
        for number, entry in enumerate(one.entries, 1):
            rows.append(statement.entry_row(one, number, entry))
            places.append(statement.place(entry))
    heads = [Place(line=one.lines[0], line_end=one.lines[1]) for one in built.statements]
    tables = (
        columns.entries(rows, places),
        columns.statements([statement.row(one) for one in built.statements], heads),
    )
    links = [statement.link(one) for one in built.statements]
    held = [*chain.checks(name, links), *(check for one in built.statements for check in _totals(one))]
    findings = (*_decisions(built, letters), *_limited(built.findings), *chain.findings(held))
    counts = Counts(len(rows) + built.rejected, len(rows), built.rejected)
    blocks = tuple(Block(_words(one), head) for one, head in zip(built.statements, heads, strict=True))
    return Reading(name, (Document("Kontoauszug MT940", blocks),), tables, findings, counts, (), tuple(held))


def _words(one: Statement) -> str:
    said = [f"Kontoauszug {one.number}".strip(), f"Konto {statement.account(one)}" if one.account else ""]
    for name, balance in (("Anfangssaldo", one.opening), ("Endsaldo", one.closing)):
        if balance:
            said.append(f"{name} {chain.german(balance.amount)} {balance.currency}")
    return ", ".join(part for part in [*said, f"{len(one.entries)} Umsätze", one.note] if part)


def _totals(one: Statement) -> Iterator[Check]:
    """Check the number and sum of debits and credits that an MT942 states (:90D:, :90C:)."""
    for tag, side in (("90D", "S"), ("90C", "H")):
        if tag not in one.stated:
            continue
        count, total = one.stated[tag]
        found = [abs(e.parsed.amount) for e in one.entries if e.parsed.side == side]
        made = sum(found, Decimal(0))
        words = Words(f"Anzahl und Summe laut Feld {tag}.", f"Number and sum by field {tag}.")
        yield Check(
            "mt940.totals", words, (count, total) == (len(found), made), f"{count}, {chain.german(total)}",
            f"{len(found)}, {chain.german(made)}", Place(line=one.lines[0], line_end=one.lines[1]),
        )  # fmt: skip


def _decisions(built: Builder, letters: Letters) -> list[Finding]:
    encoding = _ENCODINGS.get(letters.encoding, letters.encoding.upper())
    kinds = sorted({str(statement.row(one)["Format"]) for one in built.statements})
    words = Words(
        f"{' und '.join(kinds)}: {len(built.statements)} Auszüge; Zeichensatz {encoding}.",
        f"{' and '.join(kinds)}: {len(built.statements)} statements; encoding {encoding}.",
    )
    return [Finding("mt940.version", "info", words), *(f for f in letters.findings if f.code != "encoding.guessed")]


def _limited(findings: list[Finding]) -> list[Finding]:
    """Return the first of each kind; of those beyond, how many there are and, for rejected ones, their raw text."""
    kept: list[Finding] = []
    for code in dict.fromkeys(finding.code for finding in findings):
        same = [finding for finding in findings if finding.code == code]
        kept += same[:MOST]
        if rest := same[MOST:]:
            words = Words(f"Weitere solche Stellen: {len(rest)}.", f"More such places: {len(rest)}.")
            raw = "\n".join(f.raw for f in rest) if rest[0].severity == "error" else ""
            kept.append(Finding(code, rest[0].severity, words, rest[0].place, raw))
    return kept
