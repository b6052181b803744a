"""One table as the base of a reading, and what the parts of a question are there. Knows no grammar.

Only columns that can be reached without counting a row twice are offered.
"""

from collections.abc import Iterable
from datetime import date

import msgspec

from hanse.store import fileyear
from hanse.tables import lexicon
from hanse.tables.calendar import MONTHS_DE, Period
from hanse.tables.frame import Flagged
from hanse.tables.mentions import Hit, Noun, Status, Value
from hanse.tables.plan import Col, Filter, Op, Step, When
from hanse.tables.schema import Entry, Field, Schema
from hanse.tables.terms import stem

NUMERIC = frozenset({"money", "price", "percent", "quantity", "stock"})
LITERAL_ONLY = frozenset({"class", "text", "status", ""})
MANY = 6
MONTHS = 12
YEARS = ("jahr", "year", "jahrderdatei")
TEXT = 1  # rank of values in columns of plain or unknown text
GOODS = frozenset({"article", "line", "movement", "pricelist"})


class Misfit(Exception):
    """The part of a question that has no place on this table."""


class Picked(msgspec.Struct, frozen=True):
    """One way to apply a condition: filters, and a cost (0 is sure). choice: one of several names was taken."""

    filters: tuple[Filter, ...]
    cost: float = 0.0
    choice: str = ""


class Root:
    """A table with everything that can be reached from it."""

    def __init__(self, schema: Schema, table: int, today: date) -> None:
        """Keep the parts."""
        self.schema = schema
        self.entry: Entry = schema.tables[table]
        self.ways = schema.reach[table]
        self.today = today

    def cost(self, col: Col) -> int:
        """Return how many joins lead to a column."""
        return len(self.ways[col.table])

    def fields(self) -> list[Field]:
        """Return all columns that can be reached, nearest first."""
        tables = sorted(self.ways, key=lambda t: len(self.ways[t]))
        return [field for t in tables for field in self.schema.tables[t].fields]

    def steps(self, cols: Iterable[Col]) -> tuple[Step, ...]:
        """Return the joins that these columns need, in order, each once."""
        return tuple(dict.fromkeys(step for col in cols for step in self.ways[col.table]))

    def entity_cost(self, entity: str) -> int | None:
        """Return how far away an entity is: 0 the table itself, None out of reach."""
        found = [len(w) for t, w in self.ways.items() if _is(self.schema.tables[t].entity, entity)]
        if found:
            return min(found)
        own = any(f.meaning.entity == entity and f.meaning.attribute in ("name", "number") for f in self.entry.fields)
        return 1 if own else None

    def matching(self, noun: Noun, *, own: bool = False) -> list[Field]:
        """Return the columns that a noun with an attribute may mean here, nearest first."""
        found = [f for f in (self.entry.fields if own else self.fields()) if self.fits(f, noun)]
        if not found:
            return []
        literal = [f for f in found if f.col in noun.columns]
        if literal and (found[0].role in LITERAL_ONLY or not noun.attribute):
            found = literal
        if mine := self.same_person(found[0], noun):
            return [mine]
        nearest = min(self.cost(f.col) for f in found)
        found = [f for f in found if self.cost(f.col) == nearest]
        exact = [f for f in found if f.col in noun.columns]
        return exact if exact and all(len(f.meaning.all) > 1 for f in found if f not in exact) else found

    def same_person(self, field: Field, noun: Noun) -> Field | None:
        """Return the column here for the kind of person that a noun names by a title elsewhere: Monteur."""
        person = lexicon.is_person(field.meaning.entity) and field.meaning.attribute == "name"
        if not person or noun.attribute or field.col.table == self.entry.id:
            return None
        meant = (field.meaning.entity, "name")
        own = [f for f in self.entry.fields if (f.meaning.entity, f.meaning.attribute) == meant and f.type == "text"]
        return own[0] if len(own) == 1 else None

    def fits(self, field: Field, noun: Noun) -> bool:
        """Return whether a noun may mean this column."""
        if field.col in noun.columns and not noun.entity:
            return True
        if not noun.attribute or not field.meaning.is_a(noun.attribute):
            return False
        about = {field.meaning.entity, self.schema.tables[field.col.table].entity}
        return not noun.entity or noun.entity in about

    def label(self, entity: str) -> tuple[Col, ...]:
        """Return the columns that name an entity here: its name, and its key so that equal names stay apart."""
        tables = [t for t in self.ways if _is(self.schema.tables[t].entity, entity)]
        nearest = sorted(tables, key=lambda t: (not self.has_name(t), len(self.ways[t])))
        for table in nearest:
            return self.named(table, entity)
        own = [f for f in self.entry.fields if f.meaning.entity == entity]
        names = [f.col for f in own if f.meaning.attribute == "name"]
        return tuple(names[:1] or [f.col for f in own if f.meaning.attribute == "number"][:1])

    def has_name(self, table: int) -> bool:
        """Return whether a table has names, not only numbers of its records."""
        return any(f.meaning.attribute == "name" and f.type == "text" for f in self.schema.tables[table].fields)

    def named(self, table: int, entity: str) -> tuple[Col, ...]:
        """Return name and key of a table's records; the key taken from this side of the join, so that none is lost."""
        fields = [f for f in self.schema.tables[table].fields if f.meaning.own or f.meaning.entity == entity]
        names = [f.col for f in fields if f.meaning.attribute == "name" and f.type == "text"]
        keys = [f.col for f in fields if f.meaning.attribute == "number"]
        if not keys and not (names and self.tells_apart(names[0])):
            return (*self.unique(table), *names[:1])
        if keys and self.ways[table] and self.ways[table][-1].right == keys[0]:
            keys = [self.ways[table][-1].left]
        return (*names[:1], *keys[:1])

    def tells_apart(self, col: Col) -> bool:
        """Return whether a column's values name nearly every record of its table."""
        return 2 * self.schema.field(col).profile.distinct > self.schema.tables[col.table].rows

    def unique(self, table: int) -> list[Col]:
        """Return the first column of a table that tells its records apart, for tables without a known name or key."""
        entry = self.schema.tables[table]
        whole = [f for f in entry.fields if f.type in ("text", "integer") and f.profile.distinct == entry.rows]
        return [f.col for f in (whole or [f for f in entry.fields if f.type == "text"])[:1]]

    def dated(self, nouns: Iterable[Noun]) -> Field | None:
        """Return the date column that a period is about: the one the question names, else the table's own."""
        for noun in nouns:
            named = [f for f in self.matching(noun) if f.role == "date"] if noun.attribute or noun.columns else []
            if named:
                return named[0]
            if noun.attribute and lexicon.load().attribute[noun.attribute].role == "date":
                return None
        own = [f for f in self.entry.fields if f.role == "date"]
        plain = [f for f in own if f.meaning.attribute == "date" and f.meaning.own] or (own if len(own) == 1 else [])
        plain = plain or [f for f in own if f.meaning.attribute == "created"]
        dates = [f for f in own if f.meaning.attribute == "date"]
        plain = plain or (dates if len(dates) == 1 else [])
        if plain and plain[0].meaning.attribute not in ("since", "due"):
            return plain[0]
        near = [f for f in self.fields() if f.meaning.attribute == "date" and f.meaning.own and f.role == "date"]
        return near[0] if near and not own else None

    def days(self) -> list[Field]:
        """Return the days that a period may be about where none is the plain one: received and finished."""
        apart = ("due", "valid", "end", "birth", "since", "paidon")
        states = {stem(word) for status in lexicon.load().status.values() for word in status.dates}
        days = [f for f in self.entry.fields if f.role == "date" and f.meaning.attribute not in apart]
        return [f for f in days if not f.meaning.terms & states]

    def during(
        self, period: Period, nouns: Iterable[Noun], *, day: Field | None = None
    ) -> tuple[tuple[When, ...], tuple[Filter, ...]]:
        """Return the condition for a period: on a date, or on a column with years. day: the date that is meant."""
        field = day or self.dated(nouns)
        if field:
            return (When(field.col, period),), ()
        since = [f for f in self.entry.fields if f.meaning.attribute in ("since", "begin")]
        if len(since) == 1 and since[0].role == "date":
            return (When(since[0].col, period),), ()
        years = self.year_column()
        if years and period.grain == "year" and period.start:
            return (), (Filter(years.col, "is", (period.start.year,)),)
        if named := self.named_month(period):
            return (), (named,)
        raise Misfit("period")

    def named_month(self, period: Period) -> Filter | None:
        """Return the condition for a month that a column holds by its name: "nächste Prüfung: Juli"."""
        if period.grain != "month" or period.year_given or period.start is None:
            return None
        name = MONTHS_DE[period.start.month - 1]
        texts = [
            f for f in self.entry.fields if f.type == "text" and f.profile.indexed and f.profile.distinct <= MONTHS
        ]
        for field in texts:
            values = {v.value for v in self.schema.listed(field)}
            if name in values and values <= set(MONTHS_DE):
                return Filter(field.col, "is", (name,))
        return None

    def year_column(self) -> Field | None:
        """Return the whole numbers that are years here, such as those of the files' names."""
        return next((f for f in self.entry.fields if f.meaning.plain in YEARS and f.type == "integer"), None)

    def latest(self) -> tuple[Filter, ...]:
        """Return the condition for the newest of several files that only their names tell apart: this year's prices."""
        years = [f for f in self.entry.fields if f.name == fileyear.COLUMN.name and f.profile.high]
        return (Filter(years[0].col, "is", (int(years[0].profile.high or 0),)),) if years else ()

    def condition(self, flag: Flagged) -> list[Picked]:
        """Return the ways to apply a value or a status, best first. Raises Misfit when there is none."""
        mention = flag.mention
        found = self.state(mention, flag) if isinstance(mention, Status) else self.valued(mention, flag)
        if not found:
            raise Misfit(mention.text)
        return found

    def state(self, status: Status, flag: Flagged) -> list[Picked]:
        """Return the filter for a status word."""
        name, negated = status.name, flag.negated
        if name == "undone":
            name, negated = "done", not negated
        if name == "overdue":
            return [] if negated else self.overdue()
        if name == "paid" and negated:
            payable = self.held("paid") or self.marked("paid", negated=False)
            if not payable and not any(f.meaning.attribute == "open" for f in self.entry.fields):
                return []
            name, negated = "open", False
        found = self.held(name)
        if found is not None and self.bears(found[0], flag):
            return [Picked((Filter(found[0].col, "isnt" if negated else "is", found[1], shown=status.text),))]
        if marks := self.marked(name, negated=negated):
            return [Picked(marks)]
        amounts = [f for f in self.entry.fields if f.meaning.attribute == "open" and f.number]
        if amounts and name in ("open", "paid"):
            outstanding = (name == "open") != negated
            return [Picked((Filter(amounts[0].col, "gt" if outstanding else "le", (0,)),))]
        return self.valued(Value(status.text, status.hits), flag) if status.hits else []

    def bears(self, field: Field, flag: Flagged) -> bool:
        """Return whether the state in this column is one of the records themselves, or of what the question names."""
        about = self.schema.tables[field.col.table].entity
        return field.col.table == self.entry.id or self.entry.entity == "line" or flag.entity == about

    def marked(self, name: str, *, negated: bool) -> tuple[Filter, ...]:
        """Return the condition for a state that a yes-no column or a day holds: STORNO, BEZAHLT_AM; () when none."""
        words = {stem(w) for w in lexicon.load().status[name].words}
        flags = [f for f in self.entry.fields if f.type == "boolean" and f.meaning.terms & words]
        if flags:
            return (Filter(flags[0].col, "false" if negated else "true"),)
        if name == "open":
            left = self.marked("paid", negated=not negated)
            return (*left, *self.marked("cancelled", negated=True)) if left else ()
        dates = {stem(w) for w in lexicon.load().status[name].dates}
        days = [f for f in self.entry.fields if f.role == "date" and f.meaning.terms & dates]
        return (Filter(days[0].col, "empty" if negated else "filled"),) if days else ()

    def held(self, name: str) -> tuple[Field, tuple[str, ...]] | None:
        """Return the nearest status column that has values for a status, and these values."""
        wanted = {stem(v) for v in lexicon.load().status[name].values}
        for field in sorted(self.fields(), key=lambda f: (self.cost(f.col), f.role != "status")):
            if field.role not in ("status", "class") or field.type != "text" or not field.profile.indexed:
                continue
            values = tuple(v.value for v in self.schema.listed(field) if stem(v.value.strip()) in wanted)
            if values:
                return field, values
        return None

    def overdue(self) -> list[Picked]:
        """Return: due before today and still open."""
        due = [f for f in self.fields() if f.meaning.attribute == "due" and f.role == "date"]
        still = self.state(Status("open", "offen"), Flagged(Status("open", "offen")))
        if not due or not still:
            return []
        return [Picked((Filter(due[0].col, "lt", (self.today,), shown="due"), *still[0].filters))]

    def valued(self, value: Value, flag: Flagged) -> list[Picked]:
        """Return the filters for words that stand in the tables, the surest columns only."""
        hits = self.in_column(flag) or [h for h in value.hits if h.col.table in self.ways]
        hits = [h for h in hits if self.about(h, flag.entity)] or (
            [] if any(self.about(h, flag.entity) for h in value.hits) else hits
        )
        if value.verb:  # by itself a participle means kinds of work only, no single jobs
            hits = [h for h in hits if self.schema.field(h.col).role == "class"]
        if not hits:
            return []
        if flag.part:
            hits = [h for h in hits if self.schema.field(h.col).role == "name"] or hits
        else:
            best = min(_sureness(h) for h in hits)
            classed = any(h.whole and h.col.table == self.entry.id for h in hits)  # "Armaturen" is a group of theirs
            goods = [h for h in hits if self.entry.entity in GOODS and not h.whole and self.of_goods(h)]
            goods = [] if classed else goods
            hits = [h for h in hits if _sureness(h) == best or h in goods]
        nearest: dict[str, Hit] = {}
        for hit in sorted(hits, key=lambda h: (self.cost(h.col), not self.master(h))):
            nearest.setdefault(self.kind(hit), hit)
        chosen = list(nearest.values())
        least = min(self.cost(h.col) for h in chosen)
        return [p for h in chosen for p in self.picked(h, flag, extra=self.cost(h.col) - least, value=value)]

    def in_column(self, flag: Flagged) -> list[Hit]:
        """Return the hits of a value in the column that the noun right before it names."""
        if flag.named is None:
            return []
        hits = [h for h in flag.mention.hits if h.col.table in self.ways]
        return [h for h in hits if self.fits(self.schema.field(h.col), flag.named)]

    def of_goods(self, hit: Hit) -> bool:
        """Return whether a value names an article, so that it may be meant where articles are counted."""
        meaning = self.schema.field(hit.col).meaning
        return meaning.entity in ("article", "line") and meaning.role in ("name", "text")

    def master(self, hit: Hit) -> bool:
        """Return whether a value stands in the table of its own kind, not in a copy elsewhere."""
        return self.schema.tables[hit.col.table].entity == self.schema.field(hit.col).meaning.entity

    def kind(self, hit: Hit) -> str:
        """Return what a value's column is about, so that the same thing stored twice counts once."""
        meaning = self.schema.field(hit.col).meaning
        attribute = "id" if meaning.attribute in ("name", "number") else meaning.attribute or meaning.plain
        return f"{meaning.entity}.{attribute}"

    def about(self, hit: Hit, entity: str) -> bool:
        """Return whether a value's column is about the entity that stands before it."""
        field = self.schema.field(hit.col)
        return not entity or entity in (field.meaning.entity, self.schema.tables[hit.col.table].entity)

    def picked(self, hit: Hit, flag: Flagged, *, extra: int, value: Value) -> list[Picked]:
        """Return one filter, or one for each of several persons that a part of a name fits."""
        op: Op = "isnt" if flag.negated else "is"
        field = self.schema.field(hit.col)
        foreign = field.role == "key" and self.schema.tables[hit.col.table].entity != field.meaning.entity
        whole = hit.whole or (self.entry.entity in GOODS and self.of_goods(hit))
        cost = hit.rank + (0 if whole else 0.5) + extra * 0.1 + (1 if value.typo else 0) + (0.6 if foreign else 0)
        person = lexicon.is_person(field.meaning.entity)
        if person and field.role == "name" and not hit.whole and len(hit.values) > 1 and not flag.part:
            return [Picked((Filter(hit.col, op, (v,)),), cost, choice=v) for v in hit.values[:MANY]]
        shown = "" if hit.whole or len(hit.values) == 1 else value.text
        return [Picked((Filter(hit.col, op, self.typed(field, hit.values), shown=shown),), cost)]

    def typed(self, field: Field, found: tuple[str, ...]) -> tuple[str | int, ...]:
        """Return values in the type of their column."""
        return tuple(int(v) for v in found) if field.type == "integer" else found


def _sureness(hit: Hit) -> tuple[bool, int]:
    """Return how sure a hit is, the surest first: a whole value before a part of one, but for notes and contacts."""
    return not (hit.whole and hit.rank <= TEXT), hit.rank


def _is(entity: str, wanted: str) -> bool:
    known = lexicon.entity(entity)
    return entity == wanted or (known is not None and wanted in known.like)
