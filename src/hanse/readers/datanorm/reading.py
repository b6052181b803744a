"""A whole DATANORM file: each record goes where its type belongs; each is counted as taken or rejected."""

from collections import Counter
from collections.abc import Callable, Iterator

from hanse.readers._trade.cells import Notes, Rows, number
from hanse.readers._trade.checks import Checks
from hanse.readers._trade.letters import encoding_words
from hanse.readers.datanorm import columns, prices
from hanse.readers.datanorm.articles import Articles
from hanse.readers.datanorm.head import Head, head, is_head
from hanse.readers.datanorm.lines import Lines, Record
from hanse.readers.datanorm.texts import Texts
from hanse.readers.item import Item
from hanse.records import Block, Cell, Counts, Document, Place, Reading, Severity, Table
from hanse.words import Words

_MOST_BLOCKS = 50_000  # articles that are told as text; of bigger files the tables hold all
_STATUS = frozenset({"", "N", "A", "L", "X"})


class File:
    """The tables of a file, grown record by record."""

    def __init__(self, reader: str, name: str) -> None:
        self.notes = Notes(reader)
        self._name = name
        self._head: Head | None = None
        self._heads = Rows(columns.HEAD, self.notes)
        self._prices = Rows(columns.prices(), self.notes)
        self._discounts = Rows(columns.discounts(), self.notes)
        self._goods = Rows(columns.GOODS, self.notes)
        self._changes = Rows(columns.changes(), self.notes)
        self._other = Rows(columns.OTHER, self.notes)
        self.version, self.currency, self._customer = 4, "", ""
        self._articles = Articles(4, "", self.notes)
        self._texts = Texts(4)
        self._kinds: Counter[str] = Counter()
        self.taken = self.rejected = 0
        self._stated: tuple[int, int] | None = None
        self._take: dict[str, Callable[[Record], bool]] = {
            "A": self._article, "B": self._second, "T": self._text, "E": self._insert, "D": self._dimension,
            "P": self._price, "R": self._discount, "S": self._group, "K": self._client,
        }  # fmt: skip

    def start(self, record: Record) -> None:
        """Take the first record of the file, which settles the version."""
        self._head = head(record.raw)
        version = self._head.version
        self.version, self.currency = (5 if version == 5 else 4), str(self._head.cells["Währung"] or "")
        self._articles = Articles(self.version, self.currency, self.notes)
        self._texts = Texts(self.version)
        self._heads.add({**self._head.cells, "Datei": self._name}, Place(line=record.line))

    def read(self, lines: Lines) -> None:
        """Read all records."""
        for record in lines:
            if record.raw.startswith("V"):
                self._vorlauf(record)
                continue
            kind = record.fields[0]
            self._kinds[kind[:1]] += 1
            taker = self._take.get(kind, self._else)
            if taker(record):
                self.taken += 1
            else:
                self._reject(record)

    def _vorlauf(self, record: Record) -> None:
        self.taken += 1
        if self._head is None and is_head(record.raw):
            self.start(record)
        else:
            self._other.add({"Satzart": "V", "Inhalt": record.raw[1:].strip("; ")}, Place(line=record.line))

    def _reject(self, record: Record) -> None:
        self.rejected += 1
        words = Words(
            f"Zeile {record.line} ist kein gültiger DATANORM-Satz und wurde nicht übernommen. Lieferanten fragen.",
            f"Line {record.line} is no valid DATANORM record and was not taken. Ask the supplier.",
        )
        self.notes.say("record", "error", words, Place(line=record.line), record.raw)

    def _article(self, record: Record) -> bool:
        fields = [*record.fields, *[""] * 5]
        status, number = fields[1], fields[2]
        if len(record.fields) < 3 or not number:
            return False
        if status == "L":
            return self._change(record, number, "L", "", "")
        if status == "X":
            return self._change(record, number, "X", fields[4 if self.version == 4 else 3], "")
        return self._articles.main(record)

    def _second(self, record: Record) -> bool:
        fields = [*record.fields, *[""] * 5]
        if self.version == 4:
            return self._articles.more(record)
        if not fields[2]:
            return False
        kind = "L" if fields[1] == "L" else "X"  # DATANORM 5: B;L deletes, B;A gives a new number
        return self._change(record, fields[2], kind, fields[3], fields[4])

    def _change(self, record: Record, number: str, kind: str, new: str, day: str) -> bool:
        if kind == "L":
            self._articles.delete(number)
        else:
            self._articles.rename(number, new)
        cells: dict[str, Cell] = {"Artikelnummer": number, "Änderung": kind, "Neue_Artikelnummer": new, "Datum": day}
        self._changes.add(cells, Place(line=record.line))
        return True

    def _text(self, record: Record) -> bool:
        return self._texts.block(record)

    def _insert(self, record: Record) -> bool:
        if self.version == 4:
            return self._texts.block(record)
        count = record.fields[1] if len(record.fields) > 1 else ""
        if count.isascii() and count.isdigit() and len(count) < 12:
            self._stated = (int(count), record.line)
        return True

    def _dimension(self, record: Record) -> bool:
        return self._texts.dimension(record)

    def _price(self, record: Record) -> bool:
        found = False
        for cells in prices.rows(record.fields, self.version):
            if cells["Artikelnummer"]:
                self._prices.add({**cells, "Währung": self.currency}, Place(line=record.line))
                found = True
        return found

    def _discount(self, record: Record) -> bool:
        fields = [*_unstated(record.fields), *[""] * 4]
        if not fields[0]:
            return False
        cells: dict[str, Cell] = {
            "Rabattgruppe": fields[0],
            "Rabattart": fields[1],
            "Rabatt": prices.discount(fields[1], fields[2]),
            "Bezeichnung": fields[3],
        }
        self._discounts.add(cells, Place(line=record.line))
        return True

    def _group(self, record: Record) -> bool:
        fields = [*_unstated(record.fields), *[""] * 4]
        if not (fields[0] or fields[2]):
            return False
        names = (column.name for column in columns.GOODS)
        self._goods.add(dict(zip(names, fields, strict=False)), Place(line=record.line))
        return True

    def _client(self, record: Record) -> bool:
        self._customer = next((field for field in record.fields[1:] if field), "")
        return True

    def _else(self, record: Record) -> bool:
        kind = record.fields[0]
        if len(record.fields) < 2 or not (len(kind) == 1 and kind.isascii() and kind.isupper()):
            return False
        self._other.add({"Satzart": kind, "Inhalt": ";".join(record.fields[1:]).strip(";")}, Place(line=record.line))
        return True

    def reading(self, lines: Lines) -> Reading:
        """Return what the file gave."""
        checks = Checks(self.notes)
        articles = Rows(columns.articles(), self.notes)
        self._fill_in()
        for row, place in self._articles.finished(self._texts):
            articles.rows.append(row)
            articles.places.append(place)
        self._tell(lines, checks)
        document = self._document(articles)
        counts = Counts(self.taken + self.rejected, self.taken, self.rejected)
        findings = self.notes.findings()
        return Reading(self.notes.reader, document, self._tables(articles), findings, counts, checks=tuple(checks.done))

    def _tables(self, articles: Rows) -> tuple[Table, ...]:
        pairs = (
            (self._heads, columns.HEAD_SHAPE), (articles, columns.ARTICLES_SHAPE), (self._prices, columns.PRICES_SHAPE),
            (self._discounts, columns.DISCOUNTS_SHAPE), (self._goods, columns.GOODS_SHAPE),
            (self._changes, columns.CHANGES_SHAPE), (self._other, columns.OTHER_SHAPE),
        )  # fmt: skip
        return tuple(rows.table(shape) for rows, shape in pairs if rows.rows)

    def _fill_in(self) -> None:
        """Give the prices of DATANORM 4 the quantity from the article, and the head its customer."""
        at = {column.name: i for i, column in enumerate(columns.prices())}
        for i, row in enumerate(self._prices.rows):
            if row[at["Preismenge"]] is None and (quantity := self._articles.per(str(row[0]))):
                cells = list(row)
                price = number(cells[at["Preis"]])
                cells[at["Preismenge"]] = quantity
                cells[at["Preis_je_Einheit"]] = prices.each(price, quantity)
                self._prices.rows[i] = tuple(cells)
        if self._customer:
            self._heads.rows = [(*row[:-1], self._customer) for row in self._heads.rows]

    def _tell(self, lines: Lines, checks: Checks) -> None:
        self.notes.say("encoding", "info", encoding_words(lines.encoding))
        told = f"DATANORM {self.version}"
        self.notes.say("version", "info", Words(f"{told}, {self.currency or '?'}.", f"{told}, {self.currency or '?'}."))
        for code, severity, words in _remarks(self, lines):
            self.notes.say(code, severity, words)
        if self._stated:
            count, line = self._stated
            what = Words("Zahl der Zeilen laut Endesatz", "Number of lines by the end record")
            checks.equal("lines", what, count, self.taken + self.rejected, Place(line=line))

    def remarks(self, lines: Lines) -> Iterator[tuple[str, bool, str, str]]:
        """Yield code, whether it is a warning, and both languages of what is to be said of the whole file."""
        if self._head is None:
            yield (
                "head",
                True,
                "Der Vorlaufsatz (V) fehlt; gelesen als DATANORM 4.",
                "The first record (V) is missing; read as DATANORM 4.",
            )
        if lines.odd:
            yield (
                "letters",
                True,
                f"Zeilen mit ungültigen Zeichen: {lines.odd}.",
                f"Lines with invalid letters: {lines.odd}.",
            )
        changes, gone = len(self._changes.rows), self._articles.gone + self._articles.renamed
        if changes:
            yield (
                "changes", False,
                f"Gelöscht oder umbenannt gemeldete Artikel: {changes}, davon in dieser Datei: {gone}.",
                f"Articles reported as deleted or renamed: {changes}, {gone} of them in this file.",
            )  # fmt: skip
        if self._prices.rows and self.version == 4 and not self._kinds["A"]:
            yield (
                "price_file", False,
                "Reine Preisdatei: wofür ein Preis gilt (1, 10, 100, 1000), steht im Artikelsatz der Artikeldatei.",
                "A file of prices only: what a price is for (1, 10, 100, 1000) stands in the file of articles.",
            )  # fmt: skip
        if self._other.rows:
            kinds = ", ".join(sorted({str(row[0]) for row in self._other.rows}))
            yield (
                "other",
                False,
                f"Nur im Wortlaut übernommene Satzarten: {kinds}.",
                f"Record types taken only word by word: {kinds}.",
            )

    def _document(self, articles: Rows) -> tuple[Document, ...]:
        at = {column.name: i for i, column in enumerate(columns.articles())}
        shown = [at[name] for name in ("Artikelnummer", "Kurztext_1", "Kurztext_2", "Matchcode", "GTIN", "Langtext")]
        blocks = [
            Block("; ".join(str(row[i]) for i in shown if row[i]), place)
            for row, place in zip(articles.rows[:_MOST_BLOCKS], articles.places, strict=False)
        ]
        blocks += [Block(f"{number}: {text}", Place(line=line)) for line, number, text in self._texts.orphans()]
        return (Document(self._name, tuple(blocks)),) if blocks else ()


def _remarks(file: File, lines: Lines) -> Iterator[tuple[str, Severity, Words]]:
    for code, warning, de, en in file.remarks(lines):
        yield code, "warning" if warning else "info", Words(de, en)


def _unstated(fields: list[str]) -> list[str]:
    """Return the fields of an R or S record behind type and change kind, which DATANORM 5 may leave out."""
    return fields[2:] if len(fields) > 1 and fields[1] in _STATUS else fields[1:]


def read(reader: str, item: Item) -> tuple[File, Lines]:
    """Read an item to its end."""
    file = File(reader, item.name)
    with item.open() as source:
        lines = Lines(source)
        file.read(lines)
    return file, lines
