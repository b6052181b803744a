"""The import report on paper: a sober A4 PDF with contents, page numbers and the SHA-256 of each file.

Long lists are cut, always with the number of what is left out. Source of the fonts: the PDF's own Helvetica, which
has the characters of Windows-1252; any other is written as its number (<U+0142>), so that nothing is lost.
"""

import io
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate, Paragraph, Spacer, Table
from reportlab.platypus.tableofcontents import TableOfContents

from hanse import __version__
from hanse.flow import reportwords
from hanse.flow.report import Changes, FileReport, Report
from hanse.records import Check, Finding
from hanse.store.catalogue import now
from hanse.store.imports import ItemChange
from hanse.store.reports import Totals
from hanse.words import Lang, Words

FILES = 300  # that are told in full, those that need attention first
LISTED = 1000  # more files, a line each
CHANGES = 200
EACH = 25  # findings of a sort for each file
CHARACTERS = 1500  # of a raw text
FAINT, RED, LINE = HexColor("#5b666e"), HexColor("#a3242b"), HexColor("#d9d6cd")
TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=9, leading=12, spaceAfter=3)
SMALL = ParagraphStyle("small", parent=TEXT, fontSize=7.5, leading=9.5, textColor=FAINT, splitLongWords=1)
RAW = ParagraphStyle("raw", parent=TEXT, fontName="Courier", fontSize=7.5, leading=9.5, leftIndent=4 * mm)
BAD = ParagraphStyle("bad", parent=TEXT, textColor=RED)
TITLE = ParagraphStyle("title", parent=TEXT, fontName="Helvetica-Bold", fontSize=18, leading=24, spaceAfter=6)
CHAPTER = ParagraphStyle("chapter", parent=TITLE, fontSize=13, leading=17, spaceBefore=12, keepWithNext=1)
FILE = ParagraphStyle("file", parent=TITLE, fontSize=10, leading=13, spaceBefore=9, spaceAfter=2, keepWithNext=1)
LIST = ParagraphStyle("list", parent=TEXT, fontName="Helvetica-Bold", spaceBefore=3, spaceAfter=1, keepWithNext=1)
POINT = ParagraphStyle("point", parent=TEXT, leftIndent=4 * mm, bulletIndent=0)
LEVELS = [
    ParagraphStyle("toc0", parent=TEXT, fontName="Helvetica-Bold", leading=11),
    ParagraphStyle("toc1", parent=TEXT, leftIndent=4 * mm, fontSize=8, leading=9),
]
TIGHT = [("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0)]
MARGIN, HEAD = 20 * mm, 12 * mm


def pdf(made: Iterable[Report], lang: Lang) -> bytes:
    """Return the reports as one PDF."""
    stream = io.BytesIO()
    reports = list(made)
    title = Words("Prüfbericht", "Import report").say(lang)
    name = ", ".join(one.source.location for one in reports)
    paper = _Paper(stream, title=printable(title), subject=printable(name), author="Hanse")
    paper.multiBuild(list(_story(reports, lang)), canvasmaker=_numbered(name, lang))
    return stream.getvalue()


class _Paper(BaseDocTemplate):  # type: ignore[misc] # reportlab has no types
    """A4 with one frame; headings go into the table of contents and the PDF's outline."""

    def __init__(self, stream: io.BytesIO, **named: str) -> None:
        super().__init__(stream, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, **named)
        frame = Frame(MARGIN, MARGIN, A4[0] - 2 * MARGIN, A4[1] - 2 * MARGIN - HEAD, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate("page", [frame]))

    def afterFlowable(self, flowable: Any) -> None:  # noqa: ANN401, N802 - reportlab's
        """Note where a heading stands."""
        level = {"chapter": 0, "file": 1}.get(getattr(getattr(flowable, "style", None), "name", ""))
        if level is not None:
            key = f"h{self.seq.nextf('heading')}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(flowable.getPlainText(), key, level, closed=1)
            self.notify("TOCEntry", (level, flowable.text, self.page, key))


def _numbered(name: str, lang: Lang) -> type[Canvas]:
    """Return a canvas that writes head and foot when all pages are known: "Seite 3 von 12"."""

    class Numbered(Canvas):  # type: ignore[misc] # reportlab has no types
        def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 - reportlab's
            super().__init__(*args, **named)
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 - reportlab's
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for page in self._pages:
                self.__dict__.update(page)
                _edge(self, name, lang, len(self._pages))
                super().showPage()
            super().save()

    return Numbered


def _edge(canvas: Any, name: str, lang: Lang, pages: int) -> None:  # noqa: ANN401 - reportlab has no types
    canvas.setFont("Helvetica", 7.5)
    canvas.setFillColor(FAINT)
    top, foot = A4[1] - MARGIN + 2 * mm, MARGIN - 8 * mm
    short = name if len(name) <= 90 else f"…{name[-89:]}"
    canvas.drawString(MARGIN, top, printable(short))
    canvas.drawRightString(A4[0] - MARGIN, top, printable(Words("Prüfbericht", "Import report").say(lang)))
    canvas.drawString(MARGIN, foot, printable(f"Hanse {__version__}, {reportwords.when(now(), lang)}"))
    page = canvas.getPageNumber()
    canvas.drawRightString(
        A4[0] - MARGIN, foot, Words(f"Seite {page} von {pages}", f"Page {page} of {pages}").say(lang)
    )


def _story(made: list[Report], lang: Lang) -> Iterator[Any]:
    contents = TableOfContents(levelStyles=LEVELS, dotsMinLevel=0, tableStyle=TIGHT)
    many = sum(len(one.files) for one in made) > 5
    for number, one in enumerate(made):
        if number:
            yield PageBreak()
        yield _p(Words("Prüfbericht", "Import report").say(lang), TITLE)
        yield from _front(one, lang)
        if many and not number:
            yield _p(Words("Inhalt", "Contents").say(lang), ParagraphStyle("contents", parent=LIST, keepWithNext=0))
            yield contents
        yield from _changes(one.changes, lang)
        yield from _files(one, lang)


def _front(one: Report, lang: Lang) -> Iterator[Any]:
    scanned = reportwords.when(one.source.scanned, lang) if one.source.scanned else "–"
    facts = [
        (Words("Quelle", "Source"), one.source.location),
        (Words("zuletzt abgeglichen", "last synced"), scanned),
        (Words("Bericht vom", "Report of"), f"{reportwords.when(now(), lang)}, Hanse {__version__}"),
        *_numbers(one.totals, lang),
    ]
    rows = [[_p(words.say(lang), SMALL), _p(value, TEXT)] for words, value in facts]
    yield Table(rows, colWidths=[40 * mm, A4[0] - 2 * MARGIN - 40 * mm], style=[
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.25, LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ])  # fmt: skip
    yield Spacer(0, 3 * mm)
    yield _p(one.summary.say(lang), ParagraphStyle("sum", parent=TEXT, fontName="Helvetica-Bold", fontSize=10))


def _numbers(totals: Totals, lang: Lang) -> Iterator[tuple[Words, str]]:
    def n(number: int) -> str:
        return reportwords.many(number, lang)

    files = Words(f"{n(totals.files)}, davon nicht lesbar {n(totals.unreadable)}",
                  f"{n(totals.files)}, {n(totals.unreadable)} of them unreadable")  # fmt: skip
    yield Words("Dateien", "Files"), files.say(lang)
    counts = totals.counts
    sign = "≠" if totals.odd else "="
    records = Words(f"{n(counts.in_)} {sign} {n(counts.out)} übernommen + {n(counts.rejected)} zurückgewiesen",
                    f"{n(counts.in_)} {sign} {n(counts.out)} kept + {n(counts.rejected)} rejected")  # fmt: skip
    yield Words("Sätze", "Records"), records.say(lang)
    t = totals.checks
    checks = Words(f"{n(t.held)} gehen auf, {n(t.failed)} nicht, {n(t.untested)} nicht prüfbar",
                   f"{n(t.held)} hold, {n(t.failed)} fail, {n(t.untested)} not testable")  # fmt: skip
    yield Words("Prüfungen", "Checks"), checks.say(lang)
    errors, warnings, decisions = n(totals.errors), n(totals.warnings), n(totals.decisions)
    found = Words(f"{errors} Fehler, {warnings} Warnungen, {decisions} Entscheidungen",
                  f"{errors} errors, {warnings} warnings, {decisions} decisions")  # fmt: skip
    yield Words("Befunde", "Findings"), found.say(lang)


def _changes(changes: Changes | None, lang: Lang) -> Iterator[Any]:
    yield _p(Words("Was sich geändert hat", "What has changed").say(lang), CHAPTER)
    if changes is None:
        yield _p(reportwords.NO_IMPORT.say(lang), TEXT)
        return
    yield _p(reportwords.run(changes.run, first=changes.first).say(lang), TEXT)
    for change in () if changes.first else changes.items[:CHANGES]:
        yield from _change(change, lang)
    if not changes.first:
        yield from _more(changes.run.files - min(CHANGES, len(changes.items)), lang)


def _change(change: ItemChange, lang: Lang) -> Iterator[Any]:
    yield _p(f"{change.path}: {reportwords.KINDS[change.kind].say(lang)}", LIST)
    yield _p(reportwords.item(change).say(lang), POINT)
    for table in change.tables:
        if table.differs:
            yield _p(reportwords.table(table).say(lang), POINT)
        for row in table.examples:
            place = row.place.say(lang)
            yield _p(f"{reportwords.ROWS[row.kind].say(lang)} ({place}): {reportwords.row(row, lang)}", RAW)


def _files(one: Report, lang: Lang) -> Iterator[Any]:
    chapter = None
    for found in one.files[:FILES]:
        if found.file.attention != chapter:
            chapter = found.file.attention
            yield _p(reportwords.CHAPTERS[chapter].say(lang), CHAPTER)
        yield from _file(found, lang)
    rest = one.files[FILES:]
    if rest:
        yield _p(Words("Weitere Dateien", "Further files").say(lang), CHAPTER)
    for found in rest[:LISTED]:
        yield _p(f"{found.file.path}: {reportwords.balance(found.file).say(lang)}; sha256 {found.file.sha256}", SMALL)
    yield from _more(len(rest) - LISTED, lang)


def _file(found: FileReport, lang: Lang) -> Iterator[Any]:
    file = found.file
    yield _p(file.path, FILE)
    size = Words(f"{reportwords.many(file.size, 'de')} Bytes", f"{reportwords.many(file.size, 'en')} bytes").say(lang)
    yield _p(f"{file.readers or '–'}, {size}, sha256 {file.sha256}", SMALL)
    sound = file.readable and file.adds_up
    yield _p(reportwords.balance(file).say(lang), TEXT if sound else BAD)
    yield from _list("decisions", [_finding(f.finding, lang) for f in found.decisions[:EACH]], file.decisions, lang)
    tally = file.checks
    told = [_check(c.check, lang) for c in found.checks[:EACH]]
    yield from _list("checks", told, tally.all, lang)
    yield from _list("rejected", [_finding(f.finding, lang) for f in found.rejected[:EACH]], file.told, lang)
    if text := reportwords.elsewhere(file).say(lang):
        yield _p(text, SMALL)
    yield from _list("problems", [_finding(f.finding, lang) for f in found.problems[:EACH]], file.problems, lang)


def _list(name: str, points: list[list[Any]], of: int, lang: Lang) -> Iterator[Any]:
    if of:
        yield _p(f"{reportwords.LISTS[name].say(lang)} ({reportwords.many(of, lang)})", LIST)
    for point in points:
        yield from point
    yield from _more(of - len(points), lang)


def _finding(finding: Finding, lang: Lang) -> list[Any]:
    place = finding.place.say(lang)
    text = f"{place}: {finding.message.say(lang)}" if place else finding.message.say(lang)
    cut = finding.raw[:CHARACTERS]
    left = len(finding.raw) - len(cut)
    raw = f"{cut} … (+{left})" if left else cut
    return [_p(text, POINT, "•"), *([_p(raw, RAW)] if raw else [])]


def _check(check: Check, lang: Lang) -> list[Any]:
    told = f"{check.words.say(lang)}: {reportwords.outcome(check).say(lang)}"
    parts = [part for part in (told, reportwords.compared(check).say(lang), check.place.say(lang)) if part]
    style = ParagraphStyle("failed", parent=POINT, textColor=RED) if check.held is False else POINT
    return [_p(", ".join(parts), style, "•")]


def _more(number: int, lang: Lang) -> Iterator[Any]:
    if number > 0:
        n = reportwords.many(number, lang)
        yield _p(Words(f"und {n} weitere, siehe die Seite.", f"and {n} more, see the page.").say(lang), SMALL)


def _p(text: str, style: ParagraphStyle, bullet: str | None = None) -> Any:  # noqa: ANN401 - reportlab has no types
    return Paragraph(escape(printable(text)).replace("\n", "<br/>"), style, bulletText=bullet)


def printable(text: str) -> str:
    """Return a text in the characters that the fonts have; breaks of lines stay, others become their numbers."""
    return "".join(map(_character, text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")))


def _character(one: str) -> str:
    if one in INSTEAD:
        return INSTEAD[one]
    try:
        code = one.encode("cp1252")
    except UnicodeEncodeError:
        return f"<U+{ord(one):04X}>"
    return one if one == "\n" or code >= b" " else f"<U+{ord(one):04X}>"


INSTEAD = {"→": "->", "≠": "!=", "\u202f": "\u00a0", "\u2011": "-", "\u00ad": ""}
