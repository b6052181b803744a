"""Opens a PDF, reads page after page, and hands on what is attached. Defects become findings."""

import ctypes
import time
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from hanse.errors import Unreadable
from hanse.readers._page import ocr, paper
from hanse.readers._page.words import Sheet, Word
from hanse.readers.item import Item
from hanse.readers.pdf import einvoices, layer, salvage
from hanse.records import Counts, Finding, Inside, Place, Reading
from hanse.words import Words

MAX_PAGES = 2000
MAX_SCANS = 60
MAX_ATTACHMENTS = 200
MAX_ATTACHED = 100_000_000
"""Limits of one file: pages, scanned pages, attachments, bytes of an attachment. What lies beyond is a finding."""

SECONDS = 40.0
"""After so long no further page is begun: the host ends a reader after 60 seconds and would keep nothing."""

VOICELESS = 0.6
"""A text layer with a larger share of words without any vowel is garbage too: letters mapped to wrong ones."""

MAX_PIXELS = 25_000_000
ODD = 0.2
"""A text layer with a larger share of unreadable letters is taken for garbage and recognised from the image."""

_NO_TITLE = (
    "microsoft word",
    "file:",
    "untitled",
    "unbenannt",
    "http",
    "microsoft powerpoint",
    "dokument1",
    "document1",
)


class _Page(NamedTuple):
    sheet: Sheet
    turned: tuple[Word, ...]
    findings: tuple[Finding, ...] = ()


def read_pdf(item: Item) -> Reading:
    """Return the text, the tables and the attachments. Raises Unreadable for a locked or hopeless file."""
    document, mended = _opened(item)
    try:
        inside, findings = _attachments(document)
        pages, more = _pages(document)
        title = _title(document)
    finally:
        document.close()
    carried = einvoices.carried(inside, item.data())
    turned = [(page.sheet, word) for page in pages for word in page.turned]
    made = paper.read([page.sheet for page in pages], turned, title=title, xml=einvoices.holds(carried.invoice))
    checks, differences = einvoices.judge([p.sheet for p in pages], carried.invoice) if carried.invoice else ([], [])
    findings = [*mended, *findings, *carried.findings, *more, *(f for page in pages for f in page.findings)]
    findings += [*made.findings, *differences]
    if made.document.title == "":
        made = made._replace(document=type(made.document)(item.name, made.document.blocks))
    count = len(made.document.blocks) + sum(len(t.rows) for t in made.tables)
    counts = Counts(count, count, 0)
    return Reading("pdf", (made.document,), made.tables, tuple(findings), counts, carried.inside, tuple(checks))


def _opened(item: Item) -> tuple[Any, list[Finding]]:
    """Return the document and whether it is cut short; pdfium rebuilds a damaged index, we a missing page tree."""
    data = item.data()
    whole = b"%%EOF" in data[-2048:] or b"startxref" in data[-2048:]
    try:
        return pypdfium2.PdfDocument(data), [] if whole else [_cut_short()]
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise _locked(item.name) from error
    mended = salvage.with_new_end(data)
    try:
        if mended is not None:
            return pypdfium2.PdfDocument(mended), [_cut_short()]
    except pypdfium2.PdfiumError as error:
        raise _hopeless(item.name) from error
    raise _hopeless(item.name)


def _title(document: Any) -> str:  # noqa: ANN401 - pypdfium2 ships no types
    said = " ".join(str(document.get_metadata_value("Title")).split())
    useless = said.lower().startswith(_NO_TITLE) or said.lower().endswith((".doc", ".docx", ".xls", ".rpt", ".tmp"))
    return "" if useless or not any(ch.isalpha() for ch in said) else said[:200]


def _pages(document: Any) -> tuple[list[_Page], list[Finding]]:  # noqa: ANN401
    count = len(document)
    findings = [_too_many(count)] if count > MAX_PAGES else []
    pages: list[_Page] = []
    scans = 0
    began = time.monotonic()
    for index in range(min(count, MAX_PAGES)):
        if time.monotonic() - began > SECONDS:
            findings.append(_too_slow(index, count))
            break
        try:
            page = _filled_in(document, index)
        except pypdfium2.PdfiumError:
            findings.append(_broken_page(index + 1))
            continue
        try:
            done, scanned = _page(page, index + 1, may_scan=scans < MAX_SCANS)
        finally:
            page.close()
        scans += scanned
        pages.append(done)
    return pages, findings


def _filled_in(document: Any, index: int) -> Any:  # noqa: ANN401
    """Return a page with what was filled into its form fields and typed onto it as part of its text."""
    page = document[index]
    if pdfium.FPDFPage_GetAnnotCount(page.raw) <= 0:
        return page
    flattened = pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
    if flattened != pdfium.FLATTEN_SUCCESS:
        return page
    page.close()
    return document[index]


def _page(page: Any, number: int, *, may_scan: bool) -> tuple[_Page, bool]:  # noqa: ANN401
    seen = layer.frame(page)
    text = layer.layer(page, seen)
    lines = layer.drawn(page, seen)
    letters = sum(len(word.text) for word in text.words)
    sheet = Sheet(number, seen.width, seen.height, text.words, lines.across, lines.down)
    findings = [_cut_page(number)] if text.cut else []
    bare = letters < 25 and lines.images > 0.3
    garbage = letters > 0 and (text.odd > ODD or layer.voiceless(text.words) > VOICELESS)
    if not bare and not garbage:
        return _Page(sheet, text.turned, tuple(findings)), False
    if not may_scan:
        return _Page(sheet, text.turned, (*findings, _not_scanned(number))), False
    read = _recognised(page, number, seen)
    if garbage:
        findings.append(_garbage(number))
    if len(read.sheet.words) < len(text.words) and bare:
        return _Page(sheet, text.turned, (*findings, *read.findings)), True
    words = read.sheet.words or (() if garbage else text.words)
    drawn = (*sheet.across, *read.sheet.across), (*sheet.down, *read.sheet.down)
    turn = read.sheet.turn if read.sheet.words else 0.0
    level = sheet._replace(words=words, across=drawn[0], down=drawn[1], turn=turn)
    return _Page(level, text.turned, (*findings, *read.findings)), True


def _recognised(page: Any, number: int, seen: layer.Frame) -> ocr.Read:  # noqa: ANN401
    if not ocr.languages():
        return ocr.Read(Sheet(number, seen.width, seen.height, ()), (ocr.missing(number),))
    scale = ocr.DPI / 72
    area = max(1.0, seen.width * seen.height)
    scale = min(scale, (MAX_PIXELS / area) ** 0.5)
    image = page.render(scale=scale, grayscale=True).to_pil()
    return ocr.read(image, number, dpi=72 * scale)


def _attachments(document: Any) -> tuple[list[Inside], list[Finding]]:  # noqa: ANN401
    inside: list[Inside] = []
    findings: list[Finding] = []
    count = max(0, document.count_attachments())
    for index in range(min(count, MAX_ATTACHMENTS)):
        try:
            attachment = document.get_attachment(index)
            name = attachment.get_name() or f"anhang-{index + 1}"
            size = ctypes.c_ulong()
            pdfium.FPDFAttachment_GetFile(attachment.raw, None, 0, size)
            data = b"" if size.value > MAX_ATTACHED else bytes(attachment.get_data())
        except pypdfium2.PdfiumError:
            findings.append(_lost_attachment(f"{index + 1}"))
            continue
        if data:
            inside.append(Inside(name.replace("\\", "/").rsplit("/", 1)[-1] or name, data))
        else:
            findings.append(_lost_attachment(name))
    if count > MAX_ATTACHMENTS:
        findings.append(_lost_attachment(f"{MAX_ATTACHMENTS + 1} bis {count}"))
    return inside, findings


def _locked(name: str) -> Unreadable:
    return Unreadable(
        Words(f"{name} ist mit einem Kennwort verschlüsselt.", f"{name} is locked with a password."),
        hint=Words(
            "Die Datei mit dem Kennwort öffnen und ohne Kennwort neu speichern.",
            "Open the file with its password and save it again without one.",
        ),
    )


def _hopeless(name: str) -> Unreadable:
    return Unreadable(
        Words(f"{name} ist keine lesbare PDF-Datei.", f"{name} is no readable PDF file."),
        hint=Words(
            "Die Datei neu besorgen; sie ist beschädigt oder unvollständig.", "Get the file again; it is damaged."
        ),
    )


def _cut_short() -> Finding:
    return Finding(
        "pdf.truncated",
        "error",
        Words(
            "Das Ende der PDF-Datei fehlt; gelesen wurde, was noch da ist. Bitte die Datei neu besorgen.",
            "The end of the PDF file is missing; what is left was read. Please get the file again.",
        ),
    )


def _too_many(count: int) -> Finding:
    return Finding(
        "pdf.pages",
        "warning",
        Words(
            f"Gelesen sind die ersten {MAX_PAGES} von {count} Seiten. Den Rest in eigene Dateien teilen.",
            f"The first {MAX_PAGES} of {count} pages were read. Split the rest into files of their own.",
        ),
    )


def _too_slow(read: int, count: int) -> Finding:
    return Finding(
        "pdf.time",
        "warning",
        Words(
            f"Nach {SECONDS:.0f} s sind {read} von {count} Seiten gelesen; der Rest fehlt. Bitte die Datei teilen.",
            f"{read} of {count} pages were read in {SECONDS:.0f} s; the rest is missing. Please split the file.",
        ),
    )


def _broken_page(number: int) -> Finding:
    return Finding(
        "pdf.page",
        "error",
        Words(
            f"Seite {number} ist beschädigt und konnte nicht gelesen werden. Bitte die Datei neu besorgen.",
            f"Page {number} is damaged and could not be read. Please get the file again.",
        ),
        Place(page=number),
    )


def _cut_page(number: int) -> Finding:
    return Finding(
        "pdf.page_text",
        "warning",
        Words(
            f"Seite {number} hat mehr als {layer.MAX_CHARS} Zeichen; der Rest fehlt. Die Seite bitte aufteilen.",
            f"Page {number} has more than {layer.MAX_CHARS} letters; the rest is missing. Please split the page.",
        ),
        Place(page=number),
    )


def _not_scanned(number: int) -> Finding:
    return Finding(
        "pdf.scans",
        "warning",
        Words(
            f"Seite {number} ist ein Bild; je Datei werden {MAX_SCANS} Bildseiten erkannt. Die Datei bitte teilen.",
            f"Page {number} is an image; {MAX_SCANS} image pages of a file are recognised. Please split the file.",
        ),
        Place(page=number),
    )


def _garbage(number: int) -> Finding:
    return Finding(
        "pdf.garbage",
        "info",
        Words(
            f"Der Text von Seite {number} ist unlesbar hinterlegt; er wurde aus dem Seitenbild erkannt.",
            f"The stored text of page {number} is unreadable; it was recognised from the page's image.",
        ),
        Place(page=number),
    )


def _lost_attachment(name: str) -> Finding:
    return Finding(
        "pdf.attachment",
        "warning",
        Words(
            f"Der Anhang {name} konnte nicht gelesen werden. Bitte in einem PDF-Programm öffnen und einzeln speichern.",
            f"Attachment {name} could not be read. Please open the file in a PDF program and save it apart.",
        ),
    )
