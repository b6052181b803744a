"""A process that makes the image of one page, or takes one item out of a file, and ends.

Run as `python -m hanse.flow.pageimage SECONDS MEMORY_MB`: a Job comes on stdin, bytes go to stdout, a Failure to
stderr with exit code 1. A hostile file costs this process, not the server. It opens no connection.
"""

import io
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from hanse.errors import HanseError, Unreadable
from hanse.readers.item import Item
from hanse.records import Box, Inside
from hanse.words import Words

WIDTH, HEIGHT = 1000, 2000
QUALITY = 60
PAPER = 6
AROUND, THIRD = 0.06, 0.33
PDF = b"%PDF-"
MOST_PIXELS = 150_000_000
ROOM = 500 << 20


class Job(msgspec.Struct, frozen=True):
    """What to make. page: from 1; None for the item's bytes. box: fractions of the page. quote: text to mark.

    band: only the strip of the page around the box.
    """

    path: str
    inner: str
    page: int | None
    box: Box | None = None
    quote: str = ""
    band: bool = False

    @property
    def name(self) -> str:
        """Return the innermost name, for people."""
        return (self.inner or self.path).replace("\\", "/").rsplit("/", 1)[-1]


class Failure(msgspec.Struct, frozen=True):
    """Why there is no image, in both languages."""

    de: str
    en: str


def main(arguments: list[str]) -> int:
    """Do the one job. Returns the exit code."""
    from hanse.readers.pool import limits  # noqa: PLC0415 - the parent imports this module for Job alone

    seconds, memory_mb = (int(text) for text in arguments)
    limits.apply(memory_mb)
    limits.allow_seconds(seconds)
    job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    try:
        made = done(job)
    except HanseError as error:
        sys.stderr.buffer.write(msgspec.json.encode(Failure(error.message.de, error.message.en)))
        return 1
    sys.stdout.buffer.write(made)
    return 0


def done(job: Job) -> bytes:
    """Return the image or the bytes. Raises Unreadable."""
    item = inside(Item.at(Path(job.path)), job.inner)
    if job.page is None:
        return item.data()
    return _pdf_page(item, job) if PDF in item.head()[:1024] else _image(item, job)


def inside(item: Item, way: str) -> Item:
    """Return the item at the end of an inner way ("" is the item itself). Raises Unreadable when there is none."""
    while way:
        for name, part in _named(_parts(item)):
            if way == name or way.startswith(f"{name}!/"):
                item, way = _entered(item, part), way[len(name) + 2 :]
                break
        else:
            raise Unreadable(
                Words(f"{way} ist nicht (mehr) in {item.name}.", f"{way} is not in {item.name} (any more)."),
                hint=Words("Die Quelle abgleichen.", "Sync the source."),
            )
    return item


def _entered(item: Item, part: Inside) -> Item:
    beside = item.around.get(part.name) if part.beside and item.around else None
    return beside or Item.of(part.name, part.data)


def _parts(item: Item) -> Iterable[Inside]:
    from hanse.readers import Container, best  # noqa: PLC0415 - all formats are loaded only to go inside something

    reader = best(item)
    if not isinstance(reader, Container):
        return reader.read(item).inside
    return (part for part in reader.members(item, room=ROOM) if isinstance(part, Inside))


def _named(parts: Iterable[Inside]) -> Iterator[tuple[str, Inside]]:
    """Yield each part with its name; a second one of the same name has a number, as hanse.readers.pool gives it."""
    seen: Counter[str] = Counter()
    for part in parts:
        name = part.name
        seen[name] += 1
        while seen[name] > 1:
            name = f"{name} ({seen[name]})"
            seen[name] += 1
        yield name, part


def _pdf_page(item: Item, job: Job) -> bytes:
    import pypdfium2  # noqa: PLC0415 - only this child needs it

    try:
        with pypdfium2.PdfDocument(item.data()) as pdf:
            sheet = pdf[(job.page or 1) - 1]
            width, height = sheet.get_size()
            picture = sheet.render(scale=min(WIDTH / width, HEIGHT / height)).to_pil()
            return _marked(picture, job, _quote_boxes(sheet, job.quote, job.box))
    except (pypdfium2.PdfiumError, IndexError, ZeroDivisionError) as error:
        raise _no_page(job) from error


def _quote_boxes(sheet: object, quote: str, within: Box | None) -> list[Box]:
    """Return where the words of a quote stand on an upright page, as fractions; nothing when it isn't found."""
    words = quote.split()
    width, height = sheet.get_size()  # type: ignore[attr-defined] # pypdfium2 has no types
    if not words or sheet.get_rotation() or sheet.get_cropbox() != (0, 0, width, height):  # type: ignore[attr-defined]
        return []
    text = sheet.get_textpage()  # type: ignore[attr-defined]
    found = re.search(r"\s+".join(re.escape(word) for word in words), text.get_text_range())
    if not found:
        return []
    number = text.count_rects(found.start(), len(found[0]))
    rects = [text.get_rect(n) for n in range(number)]
    boxes = [(left / width, 1 - top / height, right / width, 1 - bottom / height) for left, bottom, right, top in rects]
    return [box for box in boxes if within is None or _overlap(box, within)]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _image(item: Item, job: Job) -> bytes:
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - only this child needs it

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(io.BytesIO(item.data())) as picture:
            picture.seek((job.page or 1) - 1)
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, EOFError, ValueError, Image.DecompressionBombError) as error:
        raise _no_page(job) from error
    upright.thumbnail((WIDTH, HEIGHT))
    return _marked(upright, job, [])


def _marked(picture: object, job: Job, quotes: list[Box]) -> bytes:
    from PIL import Image, ImageChops, ImageDraw  # noqa: PLC0415 - only this child needs it

    assert isinstance(picture, Image.Image)  # noqa: S101 - for the type checker; PIL is imported late
    page, box = picture.convert("RGB"), job.box
    for part in quotes or ([box] if box else []):
        at = _pixels(part, page.size, 2)
        region = page.crop(at)
        page.paste(ImageChops.multiply(region, Image.new("RGB", region.size, (255, 226, 110))), at)
    if box:
        ImageDraw.Draw(page).rectangle(_pixels(box, page.size, PAPER), outline=(178, 34, 46), width=2)
    if box and job.band:
        page = page.crop(_strip(quotes or [box], page.size))
    made = io.BytesIO()
    page.save(made, "WEBP", quality=QUALITY, method=4)
    return made.getvalue()


def _strip(boxes: list[Box], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return the strip of a page around boxes, at least a third of the page high."""
    top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
    around = max(AROUND, (THIRD - (bottom - top)) / 2)
    first, last = max(0.0, top - around), min(1.0, bottom + around)
    return 0, int(first * size[1]), size[0], max(int(last * size[1]), int(first * size[1]) + 1)


def _pixels(box: Box, size: tuple[int, int], around: int) -> tuple[int, int, int, int]:
    """Return a box in pixels, a little wider, always within the page and at least a pixel each way."""
    width, height = size
    left, top = int(box[0] * width) - around, int(box[1] * height) - around
    right, bottom = int(box[2] * width) + around, int(box[3] * height) + around
    left, top = max(0, min(left, width - 2)), max(0, min(top, height - 2))
    return left, top, max(left + 1, min(right, width - 1)), max(top + 1, min(bottom, height - 1))


def _no_page(job: Job) -> Unreadable:
    return Unreadable(
        Words(f"{job.name}: Seite {job.page} lässt sich nicht darstellen.", f"{job.name}: no view of page {job.page}."),
        hint=Words("Das Original herunterladen.", "Download the original."),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
