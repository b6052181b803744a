"""Turns a text with light marks (#, -, |) into Word, PDF, HTML, PowerPoint, Markdown or plain text. Knows no firm."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from html import escape
from typing import NamedTuple

import docx
from pptx import Presentation
from pypdfium2 import PdfDocument
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from hanse.samplefirm.packing import settled


class Part(NamedTuple):
    """A piece of a text. kind: "heading", "item", "table" or "text"; level: of a heading; rows: of a table."""

    kind: str
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


def parts(text: str) -> Iterator[Part]:
    """Yield the pieces in order; lines of one paragraph are joined."""
    for chunk in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in chunk.split("\n")]
        if lines[0].startswith("#"):
            yield Part("heading", lines[0].lstrip("# "), len(lines[0]) - len(lines[0].lstrip("#")))
        elif lines[0].startswith("|"):
            yield Part("table", rows=tuple(tuple(c.strip() for c in line.strip("|").split("|")) for line in lines))
        elif lines[0].startswith("- "):
            yield from (Part("item", item) for item in re.split(r"(?:^|\s)- ", " ".join(lines))[1:])
        else:
            yield Part("text", " ".join(lines))


def write(text: str, suffix: str, *, day: date, title: str) -> bytes:
    """Return the text as a file of this suffix (a key of WRITERS)."""
    return WRITERS[suffix](text, day, title)


def _word(text: str, day: date, title: str) -> bytes:
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.author = "Nordlicht Haustechnik GmbH"
    for part in parts(text):
        if part.kind == "heading":
            document.add_heading(part.text, part.level)
        elif part.kind == "table":
            table = document.add_table(0, len(part.rows[0]), style="Table Grid")
            for row in part.rows:
                for cell, value in zip(table.add_row().cells, row, strict=True):
                    cell.text = value
        else:
            document.add_paragraph(part.text, style="List Bullet" if part.kind == "item" else None)
    stream = io.BytesIO()
    document.save(stream)
    return settled(stream.getvalue(), day)


def _slides(text: str, day: date, title: str) -> bytes:
    deck = Presentation()
    deck.core_properties.title = title
    body, first = None, True
    for part in parts(text):
        if part.kind == "heading":
            slide = deck.slides.add_slide(deck.slide_layouts[0 if part.level == 1 else 1])
            slide.shapes.title.text = part.text
            body, first = slide.placeholders[1].text_frame, True
        elif body is not None:
            paragraph = body.paragraphs[0] if first else body.add_paragraph()
            paragraph.text, first = part.text, False
    stream = io.BytesIO()
    deck.save(stream)
    return settled(stream.getvalue(), day)


def _page(text: str, _: date, title: str) -> bytes:
    body = "\n".join(_tags(part) for part in parts(text))
    head = f'<meta charset="utf-8"><title>{escape(title)}</title>'
    return f'<!DOCTYPE html>\n<html lang="de"><head>{head}</head>\n<body>\n{body}\n</body></html>\n'.encode()


def _tags(part: Part) -> str:
    if part.kind == "table":
        rows = (
            "".join(f"<{tag}>{escape(c)}</{tag}>" for c in row)
            for tag, row in zip(["th", *["td"] * len(part.rows)], part.rows, strict=False)
        )
        return "<table>\n" + "\n".join(f"<tr>{row}</tr>" for row in rows) + "\n</table>"
    tag = {"heading": f"h{part.level}", "item": "li", "text": "p"}[part.kind]
    return f"<{tag}>{escape(part.text)}</{tag}>"


def _markdown(text: str, _: date, __: str) -> bytes:
    lines = []
    for part in parts(text):
        if part.kind == "table":
            head, *rows = part.rows
            bar = "|" + "---|" * len(head)
            lines.append("\n".join(["| " + " | ".join(head) + " |", bar, *("| " + " | ".join(r) + " |" for r in rows)]))
        else:
            lines.append({"heading": "#" * part.level + " ", "item": "- ", "text": ""}[part.kind] + part.text)
    return ("\n\n".join(lines) + "\n").encode()


def _plain(text: str, _: date, __: str) -> bytes:
    lines = [f"{p.text}\n{'=' * len(p.text)}" if p.kind == "heading" else p.text for p in parts(text)]
    return ("\r\n\r\n".join(lines) + "\r\n").replace("\n", "\r\n").replace("\r\r", "\r").encode("cp1252")


def _printed(text: str, _: date, title: str) -> bytes:
    stream = io.BytesIO()
    sheet = getSampleStyleSheet()
    styles = {"text": sheet["BodyText"], "item": sheet["Bullet"]}
    flow: list[object] = [
        Table(part.rows)
        if part.kind == "table"
        else Paragraph(
            escape(part.text), sheet[f"Heading{part.level}"] if part.kind == "heading" else styles[part.kind]
        )
        for part in parts(text)
    ]
    SimpleDocTemplate(stream, pagesize=A4, invariant=1, title=title, author="Nordlicht Haustechnik GmbH").build(flow)
    return stream.getvalue()


def words_in(data: bytes, suffix: str) -> str:
    """Return the text of a file made here, by the plainest means; for tests and for checking the truth."""
    if suffix == ".pdf":
        return " ".join(page.get_textpage().get_text_range() for page in PdfDocument(data))
    if suffix in {".docx", ".pptx"}:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [n for n in archive.namelist() if re.fullmatch(r"word/document\.xml|ppt/slides/slide\d+\.xml", n)]
            return " ".join(re.sub(r"<[^>]+>", " ", archive.read(n).decode()) for n in names)
    return data.decode("cp1252" if suffix == ".txt" else "utf-8")


WRITERS: dict[str, Callable[[str, date, str], bytes]] = {
    ".docx": _word,
    ".pdf": _printed,
    ".pptx": _slides,
    ".html": _page,
    ".md": _markdown,
    ".txt": _plain,
}
