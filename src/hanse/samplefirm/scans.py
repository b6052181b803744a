"""Writes suppliers' delivery notes as scans: grey page images, slightly turned and noisy, with no text layer."""

import io
from collections.abc import Sequence
from datetime import date
from random import Random

import pypdfium2
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from hanse.samplefirm import german, model
from hanse.samplefirm.model import Delivery, Firm, Supplier

DPI = 200
INK = 150
WRITTEN = "Helvetica-Oblique"


def chosen(firm: Firm) -> tuple[Delivery, ...]:
    """Return the eight latest deliveries: six become PDFs, one a JPEG, one a PNG."""
    return firm.deliveries[-8:]


def path(n: int, delivery: Delivery) -> str:
    """Return where the nth of the chosen delivery notes lies."""
    suffix = {6: "jpg", 7: "png"}.get(n, "pdf")
    return f"lieferscheine/scan_{n + 1:02d}_{delivery.day:%Y%m%d}.{suffix}"


def files(firm: Firm) -> dict[str, bytes]:
    """Return the scans by path."""
    made = {}
    for n, delivery in enumerate(chosen(firm)):
        image = _scanned(_page(delivery, firm.supplier(delivery.supplier)), Random(f"scan {firm.seed} {n}"))
        where = path(n, delivery)
        made[where] = _image_page(image, delivery.day) if where.endswith("pdf") else _encoded(image, where[-3:])
    return made


def _page(delivery: Delivery, supplier: Supplier) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    _head(canvas, delivery, supplier)
    y = 190
    for row in (("Pos", "Artikel", "Bezeichnung", "Menge"), *_rows(delivery)):
        canvas.setFont("Helvetica-Bold" if row[0] == "Pos" else "Helvetica", 11)
        for x, text in zip((20, 33, 62, 165), row, strict=True):
            canvas.drawString(x * mm, y * mm, text)
        y -= 8
    _signed(canvas, delivery, y)
    canvas.save()
    return stream.getvalue()


def _rows(delivery: Delivery) -> Sequence[tuple[str, ...]]:
    return [(str(ln.pos), ln.article, ln.text, f"{german.plain(ln.quantity)} {ln.unit}") for ln in delivery.lines]


def _head(canvas: Canvas, delivery: Delivery, supplier: Supplier) -> None:
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(20 * mm, 270 * mm, supplier.name)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(20 * mm, 263 * mm, f"{supplier.street}, {supplier.plz} {supplier.town}, Tel. {supplier.phone}")
    canvas.setFont("Helvetica", 11)
    canvas.drawString(20 * mm, 245 * mm, f"{model.NAME}, {model.STREET}, {model.PLZ} {model.TOWN}")
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(20 * mm, 222 * mm, "Lieferschein")
    canvas.setFont("Helvetica", 11)
    canvas.drawString(20 * mm, 212 * mm, f"Lieferschein-Nr.: {delivery.nr}")
    canvas.drawString(20 * mm, 205 * mm, f"Lieferdatum: {german.day(delivery.day)}")
    canvas.line(20 * mm, 198 * mm, 190 * mm, 198 * mm)


def _signed(canvas: Canvas, delivery: Delivery, y: float) -> None:
    canvas.line(20 * mm, y * mm, 190 * mm, y * mm)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(20 * mm, (y - 10) * mm, f"Ware erhalten: {delivery.receiver}")
    canvas.setFont(WRITTEN, 13)
    canvas.drawString(20 * mm, (y - 22) * mm, f"Bemerkung: {delivery.remark}")


def _scanned(page: bytes, rng: Random) -> Image.Image:
    bitmap = pypdfium2.PdfDocument(page)[0].render(scale=DPI / 72, grayscale=True)
    image: Image.Image = bitmap.to_pil().convert("L")
    image = image.rotate(rng.uniform(-0.7, 0.7), resample=Image.Resampling.BILINEAR, fillcolor=250)
    noise = Image.frombytes("L", image.size, rng.randbytes(image.width * image.height))
    return Image.blend(image, noise, 0.07)


def _encoded(image: Image.Image, suffix: str) -> bytes:
    stream = io.BytesIO()
    if suffix == "png":
        black = image.point(lambda grey: 255 if grey > INK else 0).convert("1")  # as a fax machine sends it
        black.save(stream, "PNG", dpi=(DPI, DPI))
    else:
        image.save(stream, "JPEG", quality=60, dpi=(DPI, DPI))
    return stream.getvalue()


def _image_page(image: Image.Image, day: date) -> bytes:
    stream = io.BytesIO()
    when = day.timetuple()
    image.save(stream, "PDF", resolution=DPI, quality=60, title="Scan", creationDate=when, modDate=when)
    return stream.getvalue()
