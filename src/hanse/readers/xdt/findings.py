"""What is said about an xDT file, and its checks: the length of each line and of each record."""

from collections.abc import Iterator

from hanse.readers.xdt.lines import Bad, Letters, Line
from hanse.readers.xdt.records import Record
from hanse.records import Check, Finding, Place
from hanse.words import Words

MOST = 20  # findings of one kind; from there on they are only counted


def codepage(found: Letters, *, plain: bool) -> Iterator[Finding]:
    """Say which code page was taken, and why; nothing of plain letters without a statement."""
    if plain and not found.stated:
        return
    de, en = ("wie die Datei es sagt", "as the file says") if found.stated else ("nach den Umlauten", "by its umlauts")
    name = "DIN 66003" if found.name == "din66003" else found.name.upper()
    yield Finding("xdt.encoding", "info", Words(f"Gelesen als {name}, {de}.", f"Read as {name}, {en}."))


def bad(found: list[Bad]) -> Iterator[Finding]:
    """Say of each line that is no xDT that it is left out."""
    words = Words(
        "Diese Zeile beginnt nicht mit drei Ziffern Länge und vier Ziffern Feldkennung; sie fehlt. Die Datei neu"
        " exportieren.",
        "This line does not begin with three digits of length and four of the field; it is left out. Export the file"
        " again.",
    )
    for line in found[:MOST]:
        yield Finding("xdt.line", "error", words, Place(line=line.number), line.raw)
    if len(found) > MOST:
        more = Words(f"Weitere solche Zeilen: {len(found) - MOST}.", f"More such lines: {len(found) - MOST}.")
        yield Finding("xdt.line", "error", more)


def empty(count: int) -> Iterator[Finding]:
    """Say that there are empty lines."""
    if count:
        words = Words(f"Leere Zeilen übergangen: {count}. Nichts zu tun.", f"Empty lines passed over: {count}.")
        yield Finding("xdt.empty", "info", words)


def missing_end(lines: list[Line]) -> int:
    """Return how many bytes each line end is short of CR LF, where a copy has turned it into one byte; else 0."""
    short = sum(line.stated == line.size + 1 for line in lines)
    return 1 if short * 2 > len(lines) else 0


def lengths(lines: list[Line], short: int) -> Iterator[Finding]:
    """Say which lines aren't as long as they say. short: bytes that every line end lacks. The last may have no end."""
    if short:
        words = Words(
            "Die Zeilen enden mit einem statt mit zwei Zeichen; die Längen wurden danach geprüft. Nichts zu tun.",
            "Lines end with one character instead of two; lengths were checked accordingly. Nothing to do.",
        )
        yield Finding("xdt.ends", "info", words)
    odd = _odd(lines, short)
    for line in odd[:MOST]:
        yield _length(line, short)
    if len(odd) > MOST:
        more = Words(f"Weitere solche Zeilen: {len(odd) - MOST}.", f"More such lines: {len(odd) - MOST}.")
        yield Finding("xdt.length", "warning", more)


def _odd(lines: list[Line], short: int) -> list[Line]:
    last = lines[-1:]
    return [
        line
        for line in lines
        if line.stated != line.size + short and not (line in last and 0 <= line.stated - line.size <= 2)
    ]


def _length(line: Line, short: int) -> Finding:
    words = Words(
        f"Die Zeile ist {line.size + short} Zeichen lang und sagt {line.stated}: sie wurde verändert oder ist"
        " abgeschnitten. Im Ursprungsprogramm vergleichen.",
        f"The line is {line.size + short} characters long and says {line.stated}: it was changed or cut off. Compare it"
        " with the program that it came from.",
    )
    return Finding("xdt.length", "warning", words, Place(line=line.number), line.content[:200])


def checks(lines: list[Line], found: list[Record], short: int) -> Iterator[Check]:
    """Yield whether the lines are as long as they say, and the records as long as their field 8100 says."""
    words = Words("Jede Zeile ist so lang, wie sie sagt.", "Each line is as long as it says.")
    odd = _odd(lines, short)
    place = Place(line=odd[0].number) if odd else Place()
    right = str(len(lines) - len(odd))
    yield Check("xdt.length", words, held=not odd, expected=str(len(lines)), found=right, place=place)
    for record in found:
        stated = record.first("8100")
        if stated.isascii() and stated.isdecimal():
            yield _record_length(record, int(stated))
    yield from _packets(found)


def _packets(found: list[Record]) -> Iterator[Check]:
    """Yield whether the packets are as long as their last record says (LDT, field 9202)."""
    total = 0
    words = Words("Das Datenpaket ist so lang, wie Feld 9202 sagt.", "The packet is as long as field 9202 says.")
    for record in found:
        total += sum(line.stated for line in record.lines)
        end = next((line for line in record.lines if line.field == "9202"), None)
        if end is not None and end.content.strip().isdecimal():
            stated = int(end.content)
            place = Place(record=record.number, line=end.number)
            yield Check("xdt.packet", words, held=total == stated, expected=str(stated), found=str(total), place=place)
            total = 0


def _record_length(record: Record, stated: int) -> Check:
    words = Words(
        f"Satz {record.number} ist so lang, wie Feld 8100 sagt.",
        f"Record {record.number} is as long as field 8100 says.",
    )
    total = sum(line.stated for line in record.lines)
    line = next(line.number for line in record.lines if line.field == "8100")
    place = Place(record=record.number, line=line)
    return Check("xdt.record", words, held=total == stated, expected=str(stated), found=str(total), place=place)


def failed(check: Check) -> Finding:
    """Say that a record or packet isn't as long as it says."""
    words = Words(
        f"Hier stehen {check.expected} Zeichen als Länge, die Zeilen haben {check.found}: es können Zeilen fehlen. Im"
        " Ursprungsprogramm vergleichen.",
        f"The length stated here is {check.expected} characters, the lines have {check.found}: lines may be missing."
        " Compare it with the program that it came from.",
    )
    return Finding(check.code, "warning", words, check.place)
