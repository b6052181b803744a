"""The nouns that travel between the rooms. Frozen; they know nothing of where they are made or shown."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal

import msgspec

from hanse.words import Lang, Words

type_names = ("text", "integer", "decimal", "date", "datetime", "time", "boolean")
ColumnType = Literal["text", "integer", "decimal", "date", "datetime", "time", "boolean"]
Severity = Literal["info", "warning", "error"]
Role = Literal["", "key", "party", "amount", "quantity", "rate", "date", "code", "text", "flag"]
BlockKind = Literal["text", "heading", "list", "table", "code"]
Cell = str | int | Decimal | date | datetime | time | bool | None
Box = tuple[float, float, float, float]
_PARTS = {
    "paragraph": "Absatz", "slide": "Folie", "notes": "Notizen", "header": "Kopf", "footer": "Fuß",
    "comment": "Kommentar", "footnote": "Fußnote", "endnote": "Endnote",
}  # fmt: skip


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where within one item something stands. Only the fields that the format has are set.

    page: from 1. box: left, top, right, bottom as fractions (0 to 1) of the page, origin at the top left.
    sheet, cell: a spreadsheet's sheet name and A1 reference ("B7" or "B7:D7").
    table, record: a table's name and the number of the record in the file, from 1, deleted ones counted.
    line, line_end: lines of a text file, from 1, both included. section: the heading that it stands under.
    part: a part of a message ("text/plain", "header"), slide number of a presentation ("slide 3"), or an XML path.
    """

    page: int | None = None
    box: Box | None = None
    sheet: str | None = None
    cell: str | None = None
    table: str | None = None
    record: int | None = None
    line: int | None = None
    line_end: int | None = None
    section: str | None = None
    part: str | None = None

    def say(self, lang: Lang) -> str:
        """Return the place as a person would name it; empty when the place is the whole item."""
        return ", ".join(_place_words(self, lang))


def _place_words(place: Place, lang: Lang) -> list[str]:
    german = lang == "de"
    pairs = (
        ("Seite" if german else "page", place.page),
        ("Blatt" if german else "sheet", place.sheet),
        ("Zelle" if german else "cell", place.cell),
        ("Tabelle" if german else "table", place.table),
        ("Satz" if german else "record", place.record),
        ("Zeile" if german else "line", place.line),
        ("Abschnitt" if german else "section", place.section),
    )
    said = [f"{name} {value}" for name, value in pairs if value is not None]
    return said if place.part is None else [*said, _part_words(place.part, german=german)]


def _part_words(part: str, *, german: bool) -> str:
    """Return a part of an item in a person's words; one without words of its own (an XML path) stays a "part"."""
    words = part.split()
    if not any(word in _PARTS for word in words):
        return f"{'Teil' if german else 'part'} {part}"
    return " ".join(_PARTS.get(word, word) for word in words) if german else part


class Origin(msgspec.Struct, frozen=True):
    """Which item something came from.

    source: number of the linked source; 0 for a file read on its own. path: relative to the source, with "/".
    inner: the way inside the item ("" for the item itself): "kunden.csv" in a zip, "2:rechnung.pdf" in a mail,
    nested ones joined by "!/".
    """

    source: int
    path: str
    inner: str = ""

    @property
    def name(self) -> str:
        """Path and inner way as one text, for people."""
        return f"{self.path}!/{self.inner}" if self.inner else self.path


class Block(msgspec.Struct, frozen=True):
    """A paragraph, heading, list or table text of a document, as read, with its place."""

    text: str
    place: Place
    kind: BlockKind = "text"


class Document(msgspec.Struct, frozen=True):
    """The text of an item in reading order."""

    title: str
    blocks: tuple[Block, ...]


class Column(msgspec.Struct, frozen=True, omit_defaults=True):
    """A typed column. name: as the source has it; title: for people; type: one of type_names.

    The rest only where the format itself says it. about: a description; role: one of Role; unit: "EUR", "kg", or the
    name of the column that holds each row's unit; term: the business term of a standard ("BT-112" of EN 16931,
    "BookgDt" of ISO 20022); labels: what codes stand for, as pairs of code and meaning.
    """

    name: str
    title: str
    type: ColumnType
    about: str = ""
    role: Role = ""
    unit: str = ""
    term: str = ""
    labels: tuple[tuple[str, str], ...] = ()


class Foreign(msgspec.Struct, frozen=True):
    """A key that leads to another table, as the format declares it: columns here, columns there (alike when empty)."""

    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...] = ()


class Bulk(msgspec.Struct, frozen=True, omit_defaults=True):
    """The rows of a table that are too many to travel: a Parquet file with columns c0, c1, ... in the spool folder.

    first_record: number of the first row's record in the file; gaps: records that were left out, counted from there
    (1 is the first). first_line: that record's line where each is one line; else 0, and lines aren't known.
    """

    file: str
    rows: int
    first_line: int = 0
    first_record: int = 1
    gaps: tuple[int, ...] = ()


class Table(msgspec.Struct, frozen=True, omit_defaults=True):
    """Typed rows. places[i] is where rows[i] stands; every row has as many cells as there are columns.

    name: the source's own, short ("KUNDEN", sheet name, "Rechnungspositionen"); title: for people.
    keys: names of the columns that together identify a row, where the format says so. kind: the stable name of a
    table that every file of a format has ("datev.bookings", "invoice.lines"), from which views of a common model are
    made; about: a description; foreign: keys to other tables. bulk: where the rows are when there are very many; rows
    and places are empty then.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    places: tuple[Place, ...]
    keys: tuple[str, ...] = ()
    kind: str = ""
    about: str = ""
    foreign: tuple[Foreign, ...] = ()
    bulk: Bulk | None = None


class Finding(msgspec.Struct, frozen=True):
    """Something a person should know about an item: a decision taken, a doubt, a defect.

    code: a stable name for programs ("csv.encoding"); raw: the source text of a record that was rejected.
    """

    code: str
    severity: Severity
    message: Words
    place: Place = Place()
    raw: str = ""


class Check(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that must hold within an item, and whether it does: a control total, a balance chain, a count.

    code: a stable name ("mt940.balance"); held: None where it couldn't be tested; expected, found: as texts, for
    people; place: where it fails, or where the control figure stands.
    """

    code: str
    words: Words
    held: bool | None
    expected: str = ""
    found: str = ""
    place: Place = Place()


class Counts(msgspec.Struct, frozen=True, rename={"in_": "in"}):
    """Records in = out + rejected. For a document the records are its blocks."""

    in_: int = 0
    out: int = 0
    rejected: int = 0


class Inside(msgspec.Struct, frozen=True):
    """An item found inside another: a member of an archive, an attachment.

    beside: no bytes of the item itself but a file that it describes; name is the way to it from the item's folder.
    """

    name: str
    data: bytes = b""
    beside: bool = False


class Reading(msgspec.Struct, frozen=True):
    """What a reader made of one item."""

    reader: str
    documents: tuple[Document, ...] = ()
    tables: tuple[Table, ...] = ()
    findings: tuple[Finding, ...] = ()
    counts: Counts = Counts()
    inside: tuple[Inside, ...] = ()
    checks: tuple[Check, ...] = ()


class Passage(msgspec.Struct, frozen=True):
    """A stretch of a document or a table record that search returns.

    score: higher is better, only comparable within one result. spans: (offset, place) for each block the text is
    made of, offsets in characters and ascending, so that a quote within the text has its own exact place.
    """

    id: int
    text: str
    place: Place
    origin: Origin
    score: float = 0.0
    title: str = ""
    spans: tuple[tuple[int, Place], ...] = ()

    def place_at(self, offset: int) -> Place:
        """Return the place of the block that the character at this offset belongs to."""
        found = self.place
        for start, place in self.spans:
            if start > offset:
                break
            found = place
        return found


class Citation(msgspec.Struct, frozen=True):
    """A quote and where it stands. The quote is literally there; a program has checked it."""

    n: int
    quote: str
    place: Place
    origin: Origin


class TableResult(msgspec.Struct, frozen=True):
    """The exact result of a table question.

    value: the answer's figure or text as it is shown, copied from the rows; words: what was computed, in words;
    sql: the query that was run; count: how many source records went in; sources: some of those records (or all).
    """

    sql: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    value: str
    words: Words
    count: int
    sources: tuple[Citation, ...] = ()


class Question(msgspec.Struct, frozen=True):
    """A question with who asks it, in which language, and the day that "letztes Jahr" is resolved against."""

    text: str
    account: int
    today: date
    lang: Lang = "de"


class Refusal(msgspec.Struct, frozen=True):
    """Why there is no answer. choices: readings to choose from, when Hanse asks back."""

    code: str
    message: Words
    choices: tuple[str, ...] = ()


class Timings(msgspec.Struct, frozen=True):
    """Milliseconds from the question to the evidence, the first word, the end."""

    evidence_ms: float = 0.0
    first_word_ms: float = 0.0
    total_ms: float = 0.0


class Answer(msgspec.Struct, frozen=True):
    """What the asker gets. refused is None or the reason; nearest: places close to the question when refused."""

    answer: str
    citations: tuple[Citation, ...]
    table: TableResult | None
    refused: Refusal | None
    timings: Timings
    model: str
    label: Words
    ledger: int
    nearest: tuple[Passage, ...] = ()


class Message(msgspec.Struct, frozen=True):
    """One turn of a prompt in the chat dialect. role: "system", "user" or "assistant"."""

    role: Literal["system", "user", "assistant"]
    content: str


class Usage(msgspec.Struct, frozen=True):
    """What a model call took. cached: prompt tokens that the engine did not have to read again."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached: int = 0
    prompt_ms: float = 0.0
    completion_ms: float = 0.0


class Call(msgspec.Struct, frozen=True):
    """What the ledger is told of one call. The texts go in as salted hashes and are kept apart, so they can be erased.

    time: with zone. purpose: "ask", "chat", "api". where: "local", or the host that it ran on. evidence: origin and
    place of each source used. energy_j is None when it was not measured; energy_method says how or "not measured".
    """

    time: datetime
    account: int
    purpose: str
    model: str
    model_sha256: str
    where: str
    question: str
    prompt: str
    evidence: tuple[str, ...]
    answer: str
    usage: Usage
    total_ms: float
    energy_j: float | None
    energy_method: str
    label: str
    refused: str = ""
