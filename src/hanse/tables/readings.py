"""Turns a frame into plans: for each table as a base, the readings of the question that fit it, each with a cost.

A part of the question that has no place on a table rules this table out; nothing is left out in silence.
"""

from collections.abc import Iterator
from datetime import date
from itertools import product

import msgspec

from hanse.tables import calendar, lexicon
from hanse.tables.frame import Bound, Flagged, Frame, Super
from hanse.tables.lexicon import Phrase
from hanse.tables.mentions import Grain, Hit, Noun, Status, Time, Value
from hanse.tables.plan import (
    Absent,
    Col,
    Filter,
    Function,
    Having,
    Key,
    Measure,
    Order,
    Plan,
    When,
)
from hanse.tables.root import NUMERIC, Misfit, Picked, Root
from hanse.tables.schema import Field, Schema

LOOKED_UP = frozenset({"price", "percent", "stock"})
UNIT_ATTRIBUTES = {"money": ("amount", "price", "sale"), "": ("amount", "stock", "quantity"), "percent": ("discount",),
                   "pieces": ("stock", "quantity"), "hours": ("hours",)}  # fmt: skip
MASTERS = frozenset({"customer", "supplier", "article", "employee"})
WHOLE = 0.6  # a table with fewer rows than this share of another of its kind is a partial copy
UPWARD = frozenset({"most", "highest", "newest"})


class Candidate(msgspec.Struct, frozen=True):
    """A reading with its cost (0 is sure). choices: names or columns that were picked among several as likely."""

    plan: Plan
    cost: float
    choices: tuple[str, ...] = ()
    phrase: str = ""


class _Amount(msgspec.Struct, frozen=True):
    """A column that a figure is computed from, with what was chosen."""

    field: Field | None
    cost: float = 0.0
    choice: str = ""
    phrase: str = ""


def candidates(frame: Frame, schema: Schema, today: date) -> list[Candidate]:
    """Return all readings over all tables, cheapest first."""
    found: list[Candidate] = []
    for table in schema.tables:
        try:
            found += _Base(frame, Root(schema, table, today)).readings()
        except Misfit:
            continue
    return sorted(found, key=lambda c: (c.cost, -schema.tables[c.plan.table].rows))


class _Base:
    """The readings of one frame over one table."""

    def __init__(self, frame: Frame, root: Root) -> None:
        """Sort the nouns into what is measured, what is asked for and what only has to be there."""
        self.frame = frame
        self.root = root
        self.entry = root.entry
        self.groups = [g for g in frame.groups if not _measures(g)]
        self.measure = self.measured()
        self.verb = next((n.phrase for n in frame.nouns if n.phrase and lexicon.load().phrase[n.phrase].verb), "")
        self.asked = frame.asked if isinstance(frame.asked, Noun) else None
        self.used: list[Noun] = []

    def readings(self) -> list[Candidate]:
        """Return the readings; raises Misfit when a part of the question has no place here."""
        self.check_entities()
        shapes = self.shapes()
        self.check_used()
        made = [self.finished(plan, amount, picks) for picks in self.conditions() for plan, amount in shapes]
        return [c for c in made if c]

    def check_used(self) -> None:
        """Raise Misfit when a word that was linked to a column or a figure has no part in the readings."""
        for noun in self.frame.nouns:
            verb = noun.phrase and lexicon.load().phrase[noun.phrase].verb
            entity = noun.entity and not noun.attribute and not noun.phrase
            table = noun.tables and not noun.columns and not noun.attribute
            if not verb and not entity and not table and noun not in self.used:
                raise Misfit(noun.text)

    # ---- what the question is about

    def measured(self) -> Noun | None:
        """Return the noun that a figure is asked of."""
        frame = self.frame
        nouns = [*frame.nouns, *(g for g in frame.groups if isinstance(g, Noun) and _measures(g))]
        verbs = [n for n in nouns if n.phrase and lexicon.load().phrase[n.phrase].verb]
        found = [n for n in nouns if _measures(n) and n not in verbs]
        if len(found) > 1:
            raise Misfit("several figures")
        if found or verbs:
            return (found or verbs)[0]
        for noun in frame.nouns:
            cols = [f for f in self.entry.fields if f.col in noun.columns and f.number and not f.meaning.attribute]
            if cols and not noun.entity and not noun.attribute:
                return noun
        return None

    def check_entities(self) -> None:
        """Raise Misfit unless each entity and verb of the question is at home or within reach."""
        for noun in self.frame.nouns:
            if noun.entity and not noun.attribute and self.root.entity_cost(noun.entity) is None:
                raise Misfit(noun.text)
            if not noun.entity and not noun.attribute and not noun.phrase and noun.tables and not (
                set(noun.tables) & set(self.root.ways) or noun.columns
            ):  # fmt: skip
                raise Misfit(noun.text)
            phrase = lexicon.load().phrase.get(noun.phrase)
            if phrase and phrase.verb and phrase.entities and not self.at_home(phrase.entities):
                raise Misfit(noun.text)

    def at_home(self, entities: tuple[str, ...]) -> bool:
        """Return whether the table is about one of these."""
        known = lexicon.load().entity.get(self.entry.entity)
        return self.entry.entity in entities or bool(known and set(known.like) & set(entities))

    # ---- conditions

    def conditions(self) -> Iterator[list[Picked]]:
        """Yield each combination of ways to apply values and states."""
        ways = [self.root.condition(flag) for flag in together(self.frame.flags)]
        yield from (list(combination) for combination in product(*ways))

    def finished(self, plan: Plan, amount: _Amount, picks: list[Picked]) -> Candidate | None:
        """Return a plan with all conditions, joins and its cost."""
        filters = merged([f for p in picks for f in p.filters])
        if plan.shape == "share":
            plan = msgspec.structs.replace(plan, part=(*plan.part, *filters))
            if not plan.part:
                return None
        else:
            plan = msgspec.structs.replace(plan, filters=(*plan.filters, *filters))
        plan = self.without_cancelled(plan, amount)
        plan = self.timed(plan)
        plan = msgspec.structs.replace(plan, steps=self.root.steps(_used(plan)))
        cost = self.unlikely(amount) + amount.cost + sum(p.cost for p in picks) + 2 * len(plan.steps) + self.distance()
        choices = tuple(c for c in (*(p.choice for p in picks), amount.choice) if c)
        return Candidate(plan, cost, choices, amount.phrase or self.verb)

    def unlikely(self, amount: _Amount) -> float:
        """Return a cost for open amounts of what is not owed (offers), and for what is a copy of master data."""
        states = {f.mention.name for f in self.frame.flags if isinstance(f.mention, Status)}
        owed = any(f.meaning.attribute == "open" for f in self.entry.fields)
        cost = 1.0 if amount.field and amount.field.role == "money" and "open" in states and not owed else 0.0
        keys = [f for f in self.entry.fields if f.meaning.attribute == "number" and f.meaning.own]
        master = self.entry.entity in MASTERS and keys and keys[0].profile.distinct < keys[0].profile.filled
        priced = amount.field is not None and amount.field.role == "price" and self.entry.entity not in MASTERS
        lines = priced and not any(n.entity == self.entry.entity for n in self.frame.nouns)
        return cost + (1.0 if master else 0.0) + (0.6 if lines else 0.0)

    def distance(self) -> float:
        """Return how far the table is from what the question names: its entities, else its literal table names."""
        nouns = [n for n in (*self.frame.nouns, *(s.noun for s in self.frame.supers if s.noun)) if n.entity]
        if not nouns or any(n.entity == self.entry.entity or self.entry.id in n.tables for n in nouns):
            return 0.0
        return 1.0

    def without_cancelled(self, plan: Plan, amount: _Amount) -> Plan:
        """Leave out cancelled rows where the phrase (Umsatz, verkauft) means so and the question does not speak of them."""
        phrase = lexicon.load().phrase.get(amount.phrase or self.verb)
        if phrase is None or not phrase.without:
            return plan
        held = self.root.held(phrase.without)
        if held is None or any(f.col == held[0].col for f in (*plan.filters, *plan.part)):
            return plan
        extra = Filter(held[0].col, "isnt", held[1], shown=phrase.without)
        return msgspec.structs.replace(plan, filters=(*plan.filters, extra))

    def timed(self, plan: Plan) -> Plan:
        """Apply the period, unless it belongs to an absence or a comparison."""
        if plan.absent or plan.shape == "compare" or not self.frame.times:
            return plan
        if len(self.frame.times) != 1:
            raise Misfit("periods")
        whens, filters = self.root.during(self.frame.times[0].period, self.frame.nouns)
        return msgspec.structs.replace(plan, whens=(*plan.whens, *whens), filters=(*plan.filters, *filters))

    # ---- shapes

    def shapes(self) -> list[tuple[Plan, _Amount]]:
        """Return the plans for what is asked, without conditions from values and periods."""
        frame = self.frame
        if frame.absent:
            return self.absences()
        if "share" in frame.adds:
            return self.shares()
        if len(frame.times) > 1 or "compare" in frame.adds or "difference" in frame.adds:
            return self.comparisons()
        if frame.supers:
            return self.superlatives(frame.supers)
        if self.groups:
            return self.grouped()
        if self.grouping_bounds():
            return self.having()
        if frame.ask == "when":
            return self.dates()
        if frame.ask == "where":
            return self.places()
        if frame.ask == "count":
            return self.counts()
        return self.plain()

    def plain(self) -> list[tuple[Plan, _Amount]]:
        """Return a figure, looked-up columns, or a list."""
        wants_list = self.frame.ask in {"which", "who", "list"} and not self.frame.adds
        if self.measure and not (wants_list and self.listed_entity()):
            return self.figures()
        if self.looked_up():
            return self.lookups()
        if self.frame.adds or self.frame.ask in {"howmuch", "howhigh"}:
            return self.figures()
        return self.lists()

    def listed_entity(self) -> str:
        """Return the entity that is asked for: the noun after "welche", else for "wer" the person at hand."""
        if self.asked:
            return self.asked.entity
        if self.frame.ask == "who":
            named = [n.entity for n in self.frame.nouns if n.entity and not n.attribute]
            known = [e for e in named if lexicon.load().entity[e].person]
            if known:
                return known[0]
            persons = [n for n, e in lexicon.load().entity.items() if e.person]
            worked = self.verb == "worked" or bool(self.measure and self.measure.attribute == "hours")
            order = ["employee", "customer", "supplier"] if worked else ["customer", "employee", "supplier"]
            near = [p for p in order if p in persons and self.root.entity_cost(p) is not None]
            return near[0] if near else ""
        first = next((n for n in self.frame.nouns if n.entity and not n.attribute), None)
        return first.entity if first else ""

    def amounts(self, noun: Noun | None, *, anywhere: bool = False) -> list[_Amount]:
        """Return the columns that a figure may be computed from: in this table only, or rows would count twice."""
        phrase = lexicon.load().phrase.get(noun.phrase) if noun else None
        if noun:
            self.used.append(noun)
        if noun and phrase:
            return self.meant(phrase, noun.phrase)
        if noun is None or (noun.entity and not noun.attribute):
            return self.default_amounts()
        fields = [f for f in self.root.matching(noun, own=not anywhere) if f.number]
        if self.frame.net:
            fields = [f for f in fields if f.meaning.is_a(self.frame.net)]
        return self.either(self.still_open(fields))

    def meant(self, phrase: Phrase, name: str) -> list[_Amount]:
        """Return the first column that a phrase means in this table."""
        if self.frame.net == "gross" and name == "turnover":
            return self.meant(lexicon.load().phrase["grossturnover"], "grossturnover")
        for cost, (entity, attribute) in enumerate(m.split(".") for m in phrase.means):
            if not self.at_home((entity,)):
                continue
            noun = Noun("", attribute=attribute)
            if self.frame.net and attribute in ("net", "gross"):
                noun = Noun("", attribute=self.frame.net)
            fields = [f for f in self.root.matching(noun, own=True) if f.number and f.meaning.own]
            if fields and self.suits(attribute):
                return [_Amount(f, cost * 0.5, c, name) for f, c in _told_apart(fields)]
        return []

    def suits(self, attribute: str) -> bool:
        """Return whether a phrase's column answers the question word: "wie viele" wants pieces, "wie viel" money."""
        if attribute == "quantity":
            return self.frame.ask in {"count", "which", "who", "", "howmuch"} and not self.money_wanted()
        return self.frame.ask != "count" or attribute == "hours"

    def money_wanted(self) -> bool:
        """Return whether the question speaks of money."""
        return self.frame.ask == "howhigh" or any(b.unit == "money" for b in self.frame.bounds)

    def default_amounts(self) -> list[_Amount]:
        """Return the amount of what the table is about, or its price."""
        named = [n for n in self.frame.nouns if n.entity and not n.attribute]
        if not named or not any(self.at_home((n.entity,)) for n in named):
            raise Misfit("amount of what")
        for attribute in ("amount", "sale", "price", "hours", "quantity"):
            fields = [f for f in self.root.matching(Noun("", attribute=attribute), own=True) if f.number]
            fields = [f for f in fields if f.meaning.own]
            if self.frame.net:
                fields = [f for f in fields if f.meaning.is_a(self.frame.net)] or fields
            if fields:
                return self.either(self.still_open(fields))
        return []

    def still_open(self, fields: list[Field]) -> list[Field]:
        """Return the column with what is still to be paid when the question asks for open amounts."""
        is_open = any(isinstance(f.mention, Status) and f.mention.name in ("open", "overdue") for f in self.frame.flags)
        rest = [f for f in self.entry.fields if f.meaning.attribute == "open" and f.number]
        return rest[:1] if is_open and rest and fields and fields[0].role == "money" else fields

    def either(self, fields: list[Field]) -> list[_Amount]:
        """Return one column, or each of several with its name as the choice."""
        return [_Amount(f, 0.0, choice) for f, choice in _told_apart(fields)]

    def both(self, found: list[_Amount]) -> tuple[Col, ...]:
        """Return gross and net when the question leaves open which: both are then shown."""
        named = {a.field.meaning.attribute: a.field.col for a in found if a.field}
        return (named["gross"], named["net"]) if set(named) == {"gross", "net"} else ()

    def value_of(self, function: Function, found: list[_Amount]) -> list[tuple[Plan, _Amount]]:
        """Return one figure for each column it may be computed from; gross and net side by side."""
        if cols := self.both(found):
            measures = tuple(Measure(function, c) for c in cols)
            return [(Plan("value", self.entry.id, measures=measures, filters=self.bounded()), _Amount(None))]
        return [
            (Plan("value", self.entry.id, measures=(Measure(function, a.field.col),), filters=self.bounded()), a)
            for a in found
            if a.field
        ]

    def figures(self) -> list[tuple[Plan, _Amount]]:
        """Return one figure: a sum, an average, or the looked-up value of a price or stock."""
        function: Function = "avg" if "avg" in self.frame.adds else "sum"
        found = self.amounts(self.measure)
        looked = [a for a in found if a.field and a.field.role in LOOKED_UP and not self.frame.adds]
        made = [(self.shown((a.field.col,)), a) for a in looked if a.field]
        made += self.value_of(function, [a for a in found if a not in looked])
        if not made and self.measure and self.measure.attribute:
            return self.looked_amounts()
        return made

    def looked_amounts(self) -> list[tuple[Plan, _Amount]]:
        """Return an amount of a joined table, looked up for records of this one."""
        if self.frame.adds or self.measure is None:
            return []
        found = [a for a in self.amounts(self.measure, anywhere=True) if a.field and a.field.role in LOOKED_UP]
        return [(self.shown((a.field.col,)), a) for a in found if a.field]

    def shown(self, cols: tuple[Col, ...]) -> Plan:
        """Return a look-up of columns, with the name of the record beside them."""
        label = self.root.label(self.entry.entity)
        rest = tuple(c for c in label if c not in cols)
        return Plan("rows", self.entry.id, shown=(*cols, *rest), filters=self.bounded())

    def looked_up(self) -> list[Noun]:
        """Return the nouns that name columns to show."""
        found = [n for n in self.frame.nouns if n is not self.asked_entity_noun() and (n.attribute or (
            n.columns and not n.entity))]  # fmt: skip
        return [n for n in found if self.root.matching(n)]

    def asked_entity_noun(self) -> Noun | None:
        """Return the noun that names the things to list."""
        return self.asked if self.asked and self.asked.entity and not self.asked.attribute else None

    def lookups(self) -> list[tuple[Plan, _Amount]]:
        """Return columns of records: "Telefonnummer von Müller"."""
        cols: list[Col] = []
        cost = 0.0
        for noun in self.looked_up():
            if self.is_condition(noun):
                continue
            fields = self.root.matching(noun)
            self.used.append(noun)
            cols.append(fields[0].col)
            cost += self.root.cost(fields[0].col)
        if not cols:
            return self.lists()
        if not self.narrowed() and not any(n.entity and not n.attribute for n in self.frame.nouns):
            raise Misfit("of whom")
        if self.asked_entity_noun() and self.listed_entity() == self.entry.entity:
            cols = [*self.root.label(self.entry.entity), *cols]
        plan = self.shown(tuple(dict.fromkeys(cols)))
        unique = self.entry.entity != self.listed_entity() and bool(self.root.steps(plan.shown))
        return [(msgspec.structs.replace(plan, unique=unique), _Amount(None, cost))]

    def is_condition(self, noun: Noun) -> bool:
        """Return whether a noun is a yes-no column ("gesperrte Kunden") or the date that a period is about."""
        fields = self.root.matching(noun)
        flag = bool(fields) and fields[0].type == "boolean"
        dated = bool(self.frame.times) and bool(fields) and fields[0].role == "date" and self.frame.ask != "when"
        if flag or dated:
            self.used.append(noun)
        return flag or dated

    def lists(self) -> list[tuple[Plan, _Amount]]:
        """Return records of this table, or the distinct things of another kind that its records lead to."""
        entity = self.listed_entity()
        if not entity:
            if self.entry.id not in {t for n in self.frame.nouns for t in n.tables}:
                raise Misfit("nothing to list")
            entity = self.entry.entity
        if not self.narrowed() and self.frame.ask not in {"which", "who", "list"}:
            raise Misfit("a bare word")
        if entity == self.entry.entity or (self.entry.entity and self.at_home((entity,))):
            return [(Plan("rows", self.entry.id, shown=self.columns_to_show(), filters=self.bounded()), _Amount(None))]
        label = self.root.label(entity)
        if not label or not self.narrowed():
            raise Misfit(entity)
        return [(Plan("rows", self.entry.id, shown=label, filters=self.bounded(), unique=True), _Amount(None, 1.5))]

    def narrowed(self) -> bool:
        """Return whether the question sets any condition."""
        frame = self.frame
        verb = any(lexicon.load().phrase[n.phrase].verb for n in frame.nouns if n.phrase)
        return bool(frame.flags or frame.times or frame.bounds or frame.against or verb or self.bounded())

    def columns_to_show(self) -> tuple[Col, ...]:
        """Return the columns of a list: what names the record, whom it is for, date, amount, state."""
        fields = self.entry.fields
        label = [*self.root.label(self.entry.entity)]
        for person in ("customer", "supplier", "employee"):
            if person != self.entry.entity and self.root.entity_cost(person) is not None:
                label += self.root.label(person)[:1]
        wanted = [n for n in self.looked_up() if not self.is_condition(n)]
        asked = [f.col for n in wanted for f in self.root.matching(n)[:1]]
        rest = [
            f.col for role in ("date", "money", "price", "stock", "place", "status") for f in fields if f.role == role
        ]
        return tuple(dict.fromkeys([*label, *asked, *rest]))[:8]

    def counts(self) -> list[tuple[Plan, _Amount]]:
        """Return how many records, how many pieces or hours, or how many different things of another kind."""
        if self.measure and not (self.asked and self.asked.entity and not self.asked.attribute):
            found = [a for a in self.amounts(self.measure) if a.field]
            return [(Plan("value", self.entry.id, measures=(Measure("sum", a.field.col),), filters=self.bounded()), a)
                    for a in found if a.field]  # fmt: skip
        entity = self.listed_entity()
        if entity == self.entry.entity or self.entry.id in (self.asked.tables if self.asked else ()):
            return [(Plan("value", self.entry.id, measures=(Measure("count"),), filters=self.bounded()),
                     _Amount(None))]  # fmt: skip
        label = self.root.label(entity) if entity else ()
        if not label or not self.narrowed():
            raise Misfit("count")
        measure = Measure("distinct", label[-1])
        phrase = self.measure.phrase if self.measure else ""
        return [
            (
                Plan("value", self.entry.id, measures=(measure,), filters=self.bounded()),
                _Amount(None, 1.5, phrase=phrase),
            )
        ]

    def dates(self) -> list[tuple[Plan, _Amount]]:
        """Return a date of the records."""
        nouns = [n for n in self.frame.nouns if n.attribute]
        field = self.root.dated(nouns)
        if field is None:
            raise Misfit("when")
        self.used += [n for n in nouns if field in self.root.matching(n)]
        if not self.frame.flags or self.frame.adds:
            raise Misfit("whose date")
        return [(self.shown((field.col,)), _Amount(None, self.root.cost(field.col)))]

    def places(self) -> list[tuple[Plan, _Amount]]:
        """Return town and street."""
        cols = [
            f[0].col for a in ("town", "street", "plz") if (f := self.root.matching(Noun("", attribute=a), own=True))
        ]
        if not cols or not self.frame.flags or self.frame.adds:
            raise Misfit("where")
        return [(self.shown(tuple(cols)), _Amount(None))]

    # ---- bounds

    def bounded(self) -> tuple[Filter, ...]:
        """Return the conditions on single rows: comparisons, yes-no columns, one column against another."""
        made = [f for b in self.frame.bounds for f in self.bound(b)]
        for noun in self.frame.nouns:
            if noun.attribute or noun.columns:
                flags = [f for f in self.root.matching(noun) if f.type == "boolean"]
                self.used += [noun] if flags else []
                made += [Filter(flags[0].col, "true")] if flags else []
        if self.frame.against:
            made.append(self.against())
        return tuple(made)

    def against(self) -> Filter:
        """Return the condition that one column lies below or above another."""
        left, op, right = self.frame.against or (None, "lt", Noun(""))
        found = self.root.matching(right, own=True)
        mine = self.root.matching(left or Noun("", attribute="stock"), own=True)
        mine = [f for f in mine if f.meaning.attribute != right.attribute]
        if not found or not mine or not (found[0].number and mine[0].number):
            raise Misfit(right.text)
        return Filter(mine[0].col, "below" if op in ("lt", "le") else "above", other=found[0].col)

    def bound(self, bound: Bound) -> list[Filter]:
        """Return the filters for one comparison."""
        if bound.unit == "days" and bound.noun is None:
            return self.days(bound)
        field = self.compared(bound)
        first = Filter(field.col, bound.op, (bound.value,))
        return [first, Filter(field.col, "le", (bound.high,))] if bound.high is not None else [first]

    def days(self, bound: Bound) -> list[Filter]:
        """Return "mehr als 30 Tage überfällig": due before that many days."""
        due = [f for f in self.root.fields() if f.meaning.attribute == "due" and f.role == "date"]
        overdue = any(isinstance(f.mention, Status) and f.mention.name == "overdue" for f in self.frame.flags)
        if not due or not overdue or bound.op not in ("gt", "ge"):
            raise Misfit("days")
        last = calendar.back("day", self.root.today, int(bound.value))
        return [Filter(due[0].col, "lt" if bound.op == "gt" else "le", (last,))]

    def compared(self, bound: Bound) -> Field:
        """Return the column that a comparison is about."""
        if bound.noun is not None:
            found = [f for f in self.root.matching(bound.noun) if f.number]
        else:
            found = []
            for attribute in UNIT_ATTRIBUTES.get(bound.unit, ()):
                found = found or [
                    f for f in self.root.matching(Noun("", attribute=attribute), own=True) if f.number and f.meaning.own
                ]
        if self.frame.net:
            found = [f for f in found if f.meaning.is_a(self.frame.net)] or found
        if not found:
            raise Misfit("comparison")
        apart = _told_apart(found)
        return next((f for f, _ in apart if f.meaning.is_a("gross")), found[0])

    def grouping_bounds(self) -> bool:
        """Return whether a comparison is about a figure of each thing that is asked for."""
        entity = self.listed_entity()
        for bound in self.frame.bounds:
            noun = bound.noun
            if noun is None or not entity:
                continue
            if noun.phrase or (noun.entity and not noun.attribute and noun.entity != entity):
                return True
            if noun.attribute in ("hours", "quantity", "skonto") and self.entry.entity != entity:
                return True
        return False

    def having(self) -> list[tuple[Plan, _Amount]]:
        """Return the things with more than so many records, or so much of a figure: "Kunden mit mehr als 3 Rechnungen"."""
        if len(self.frame.bounds) != 1 or self.frame.bounds[0].high is not None or self.frame.adds:
            raise Misfit("bounds")
        bound = self.frame.bounds[0]
        entity, noun = self.listed_entity(), bound.noun
        label = self.root.label(entity)
        if noun is None or not label or entity == self.entry.entity:
            raise Misfit("having")
        if noun.entity and not noun.attribute:
            if noun.entity != self.entry.entity:
                raise Misfit(noun.text)
            found = [_Amount(None)]
        else:
            found = self.amounts(noun)
        return [(self.with_having(label, a, bound), a) for a in found]

    def with_having(self, label: tuple[Col, ...], amount: _Amount, bound: Bound) -> Plan:
        """Return groups cut by a comparison; counted when the question asks how many."""
        measure = Measure("sum", amount.field.col) if amount.field else Measure("count")
        keys = tuple(Key(c) for c in label)
        having = Having(measure, bound.op, bound.value)
        return Plan("groups", self.entry.id, measures=(measure,), keys=keys, having=having, order=Order(),
                    unique=self.frame.ask == "count")  # fmt: skip

    # ---- groups and superlatives

    def grouped(self) -> list[tuple[Plan, _Amount]]:
        """Return a figure for each of a kind: "Umsatz je Monat"."""
        keys = tuple(k for g in self.groups for k in self.keys(g))
        grained = all(k.grain for k in keys)
        made = []
        for measure, amount in self.group_measures():
            order = Order(keys and keys[0].col or None, descending=False) if grained else Order()
            made.append((Plan("groups", self.entry.id, measures=(measure,), keys=keys, filters=self.bounded(),
                              order=None if grained else order), amount))  # fmt: skip
        return made

    def group_measures(self) -> list[tuple[Measure, _Amount]]:
        """Return what is computed for each group: a figure, or the number of records."""
        function: Function = "avg" if "avg" in self.frame.adds else "sum"
        counted = self.frame.ask == "count" or (not self.measure and not self.frame.adds)
        if counted and not (self.measure and self.frame.ask == "count"):
            entity = self.listed_entity()
            if entity and entity != self.entry.entity:
                label = self.root.label(entity)
                if not label or self.frame.ask != "count":
                    raise Misfit("count")
                return [(Measure("distinct", label[-1]), _Amount(None, 1.5))]
            if not entity:
                raise Misfit("count of what")
            return [(Measure("count"), _Amount(None))]
        return [(Measure(function, a.field.col), a) for a in self.amounts(self.measure) if a.field]

    def keys(self, group: Noun | Grain) -> tuple[Key, ...]:
        """Return what is grouped by."""
        if isinstance(group, Grain):
            field = self.root.dated(self.frame.nouns)
            if field is None:
                raise Misfit(group.text)
            return (Key(field.col, group.name),)  # type: ignore[arg-type] # the grains of the lexicon are those of plans
        if group.entity and not group.attribute:
            label = self.root.label(group.entity)
            if not label or group.entity == self.entry.entity:
                raise Misfit(group.text)
            return tuple(Key(c) for c in label)
        fields = self.root.matching(group)
        if not fields:
            raise Misfit(group.text)
        return (Key(fields[0].col),)

    def superlatives(self, supers: list[Super]) -> list[tuple[Plan, _Amount]]:
        """Return the first places."""
        if len(supers) > 1 or set(self.frame.adds) - {"sum", "avg"}:
            raise Misfit("superlatives")
        first = supers[0]
        if first.name in ("newest", "oldest"):
            return self.by_date(first)
        if isinstance(self.frame.asked, Grain):
            return self.best_groups(first, self.keys(self.frame.asked))
        entity = self.ranked_entity(first)
        measure = self.ranked_by(first)
        if entity == "article" and self.frame.ask == "what" and self.groups:
            raise Misfit("groups")
        if entity and self.groups:
            raise Misfit("groups and places")
        if entity and entity == self.entry.entity and not (measure and measure.phrase):
            return self.best_rows(first, measure)
        if entity:
            label = self.root.label(entity)
            if not label or entity == self.entry.entity:
                raise Misfit(entity)
            return self.best_groups(first, tuple(Key(c) for c in label))
        if self.groups:
            return self.best_groups(first, tuple(k for g in self.groups for k in self.keys(g)))
        return self.extremes(first)

    def ranked_entity(self, first: Super) -> str:
        """Return the entity whose first places are wanted."""
        if self.asked and self.asked.entity and not self.asked.attribute:
            return self.asked.entity
        if first.noun and first.noun.entity and not first.noun.attribute and first.name not in ("most", "least"):
            return first.noun.entity
        if self.frame.ask == "who":
            return self.listed_entity()
        if self.frame.ask == "what" and self.verb in ("sold", "bought"):
            return "article"
        others = [n for n in self.frame.nouns if n.entity and not n.attribute]
        return others[0].entity if others and self.frame.ask in ("", "list", "which") else ""

    def ranked_by(self, first: Super) -> Noun | None:
        """Return what the order is by, when the question says so."""
        noun = first.noun
        return noun if noun and (noun.attribute or noun.phrase) else self.measure

    def best_rows(self, first: Super, measure: Noun | None) -> list[tuple[Plan, _Amount]]:
        """Return records in order of an amount."""
        if first.name in ("most", "least") and measure is None:
            raise Misfit("most of what")
        made = []
        for amount in self.amounts(measure):
            if amount.field is None:
                continue
            order = Order(amount.field.col, first.name in UPWARD, first.count or 10)
            cols = tuple(
                dict.fromkeys([*self.root.label(self.entry.entity), amount.field.col, *self.columns_to_show()])
            )
            made.append((Plan("rows", self.entry.id, shown=cols[:8], order=order,
                              filters=(*self.bounded(), Filter(amount.field.col, "filled"))), amount))  # fmt: skip
        return made

    def best_groups(self, first: Super, keys: tuple[Key, ...]) -> list[tuple[Plan, _Amount]]:
        """Return groups in order of a figure, or of the number of their records."""
        made = []
        for measure, amount in self.superlative_measures(first):
            order = Order(None, first.name in UPWARD, first.count or 10)
            made.append((Plan("groups", self.entry.id, measures=(measure,), keys=keys, order=order,
                              filters=(*self.bounded(), *(Filter(keys[-1].col, "filled"),))), amount))  # fmt: skip
        return made

    def superlative_measures(self, first: Super) -> list[tuple[Measure, _Amount]]:
        """Return what groups are ranked by."""
        noun = self.ranked_by(first)
        if noun is None and first.noun and first.noun.entity:
            if first.name in ("most", "least"):
                if first.noun.entity != self.entry.entity:
                    raise Misfit(first.noun.text)
                return [(Measure("count"), _Amount(None))]
            noun = Noun("Umsatz", phrase="turnover")
        if noun is None:
            raise Misfit("ranked by what")
        function: Function = "avg" if "avg" in self.frame.adds else "sum"
        return [(Measure(function, a.field.col), a) for a in self.amounts(noun) if a.field]

    def extremes(self, first: Super) -> list[tuple[Plan, _Amount]]:
        """Return the largest or smallest single value."""
        noun = self.ranked_by(first)
        if noun is None or noun.phrase:
            raise Misfit("largest of what")
        function: Function = "max" if first.name in UPWARD else "min"
        return self.value_of(function, self.amounts(noun))

    def by_date(self, first: Super) -> list[tuple[Plan, _Amount]]:
        """Return the latest or earliest date, or the records of it."""
        date_field = self.root.dated([n for n in self.frame.nouns if n.attribute])
        if date_field is None or date_field.col.table != self.entry.id or self.groups or self.frame.adds:
            raise Misfit(first.name)
        self.used += [n for n in self.frame.nouns if n.attribute and date_field in self.root.matching(n)]
        entity = first.noun.entity if first.noun else self.listed_entity()
        verb, phrase = bool(self.verb), self.verb
        if self.frame.ask == "when":
            if entity not in ("", self.entry.entity) and not verb:
                raise Misfit(entity)
            function: Function = "max" if first.name in UPWARD else "min"
            plan = Plan("value", self.entry.id, measures=(Measure(function, date_field.col),), filters=self.bounded())
            return [(plan, _Amount(None, phrase=phrase))]
        if entity != self.entry.entity:
            raise Misfit(entity or "last of what")
        asked = [f.col for n in self.looked_up() if n.attribute for f in self.root.matching(n)[:1]]
        cols = tuple(
            dict.fromkeys([*asked, *self.root.label(self.entry.entity), date_field.col, *self.columns_to_show()])
        )
        order = Order(date_field.col, first.name in UPWARD, first.count or 10)
        return [(Plan("rows", self.entry.id, shown=cols[:8], order=order, filters=self.bounded()), _Amount(None))]

    # ---- shares, comparisons, absences

    def shares(self) -> list[tuple[Plan, _Amount]]:
        """Return percent of the records or of a sum that fulfil the one condition of the question."""
        if (
            len(self.frame.flags) != 1
            or self.frame.flags[0].negated
            or self.frame.bounds
            or self.groups
            or (self.frame.supers or len(self.frame.times) > 1 or len(self.frame.adds) > 1)
        ):
            raise Misfit("share of what")
        if self.measure and self.measure.attribute != "quantity" or self.measure and self.measure.phrase:
            found = [(Measure("sum", a.field.col), a) for a in self.amounts(self.measure) if a.field]
        else:
            if self.listed_entity() != self.entry.entity:
                raise Misfit("share of what")
            found = [(Measure("count"), _Amount(None))]
        return [(Plan("share", self.entry.id, measures=(m,), filters=()), a) for m, a in found]

    def comparisons(self) -> list[tuple[Plan, _Amount]]:
        """Return a figure in each of several periods."""
        periods = compared_periods(self.frame.times, self.frame.adds)
        if len(periods) < 2 or self.groups or self.frame.supers:
            raise Misfit("comparison")
        field = self.root.dated(self.frame.nouns)
        if field is None:
            raise Misfit("comparison")
        counted = self.frame.ask == "count" and not self.measure
        if counted and self.listed_entity() != self.entry.entity:
            raise Misfit("count")
        function: Function = "avg" if "avg" in self.frame.adds else "sum"
        found = [(Measure("count"), _Amount(None))] if counted else [
            (Measure(function, a.field.col), a) for a in self.amounts(self.measure)
            if a.field and self.measure and a.field.role not in LOOKED_UP]  # fmt: skip
        return [(Plan("compare", self.entry.id, measures=(m,), whens=(When(field.col, periods[0]),),
                      periods=tuple(periods), filters=self.bounded()), a) for m, a in found]  # fmt: skip

    def absences(self) -> list[tuple[Plan, _Amount]]:
        """Return records that have none of another kind: "Kunden ohne Rechnung seit 2025"; or an empty column."""
        absent, entity = self.frame.absent, self.listed_entity()
        if absent is None or self.entry.entity != entity or self.frame.supers or self.groups or self.frame.adds:
            raise Misfit("absence")
        shape = self.absence_shape()
        if absent.attribute and not absent.phrase:
            fields = self.root.matching(absent, own=True)
            if not fields or self.frame.times:
                raise Misfit(absent.text)
            extra = Filter(fields[0].col, "empty")
            return [(msgspec.structs.replace(shape, filters=(*shape.filters, extra)), _Amount(None))]
        found = [a for t in self.root.schema.tables.values() if (a := self.other(t.id, absent))]
        if not found:
            raise Misfit(absent.text)
        tables = self.root.schema.tables
        rows = {id(a): tables[a.steps[0].left.table if a.steps else a.right.table].rows for a, _ in found}
        most = max(rows.values())
        found = [(a, cost) for a, cost in found if rows[id(a)] >= most * WHOLE]
        return [(msgspec.structs.replace(shape, absent=a), _Amount(None, cost)) for a, cost in found]

    def absence_shape(self) -> Plan:
        """Return a list, or a count, of the table's records."""
        if self.frame.ask == "count":
            return Plan("value", self.entry.id, measures=(Measure("count"),), filters=self.bounded())
        return Plan("rows", self.entry.id, shown=self.columns_to_show(), filters=self.bounded())

    def other(self, table: int, absent: Noun) -> tuple[Absent, float] | None:
        """Return the absence over one other table, when it is of the kind and leads here."""
        schema = self.root.schema
        phrase = lexicon.load().phrase.get(absent.phrase)
        wanted = phrase.entities if phrase else (absent.entity,)
        way = schema.reach[table].get(self.entry.id)
        if table == self.entry.id or not way or schema.tables[table].entity not in wanted:
            return None
        there = Root(schema, table, self.root.today)
        whens: tuple[When, ...] = ()
        if self.frame.times:
            field = there.dated([])
            if field is None or len(self.frame.times) > 1 or field.col.table != table:
                return None
            whens = (When(field.col, self.frame.times[0].period),)
        filters = self.not_cancelled(there, phrase)
        if any(f.col.table != table for f in filters):
            return None
        return Absent(way[-1].right, way[-1].left, way[:-1], filters, whens), 0.2 * len(way)

    def not_cancelled(self, there: Root, phrase: Phrase | None) -> tuple[Filter, ...]:
        """Return the filter on cancelled records of the other table, where a phrase leaves them out."""
        held = there.held(phrase.without) if phrase and phrase.without else None
        return (Filter(held[0].col, "isnt", held[1], shown="cancelled"),) if held else ()


def together(flags: list[Flagged]) -> list[Flagged]:
    """Return conditions with parts of one name put together: "Werft" and "Brandt" mean the one that has both."""
    made: list[Flagged] = []
    for flag in flags:
        last = made[-1] if made else None
        both = _common(last, flag) if last else ()
        if last and both and isinstance(last.mention, Value):
            mention = msgspec.structs.replace(last.mention, text=f"{last.mention.text} {flag.mention.text}", hits=both)
            made[-1] = msgspec.structs.replace(last, mention=mention)
        else:
            made.append(flag)
    return made


def _common(first: Flagged, second: Flagged) -> tuple[Hit, ...]:
    one, two = first.mention, second.mention
    if not isinstance(one, Value) or not isinstance(two, Value) or first.negated != second.negated:
        return ()
    if any(h.whole for h in (*one.hits, *two.hits)):
        return ()
    others = {h.col: set(h.values) for h in two.hits}
    pairs = [(h, tuple(v for v in h.values if v in others.get(h.col, ()))) for h in one.hits]
    return tuple(msgspec.structs.replace(h, values=values) for h, values in pairs if values)


def merged(filters: list[Filter]) -> tuple[Filter, ...]:
    """Return filters with those on one column made one: "in Lübeck oder Kiel" is either."""
    made: dict[tuple[Col, str], Filter] = {}
    for item in filters:
        key = (item.col, item.op)
        if item.op in ("is", "isnt") and key in made:
            values = tuple(dict.fromkeys((*made[key].values, *item.values)))
            made[key] = msgspec.structs.replace(made[key], values=values)
        else:
            made.setdefault(key, item)
    return tuple(made.values())


def compared_periods(times: list[Time], adds: list[str]) -> list[calendar.Period]:
    """Return the periods to compare; "Vorjahr" beside a year is the year before that one."""
    periods = [t.period for t in times if not t.before]
    for time in times:
        if time.before and periods and periods[0].start and periods[0].end:
            first = periods[0]
            if first.grain == "span":
                return []
            periods.append(calendar.of(first.grain, calendar.add_months(first.start, -12)))
        elif time.before:
            periods.append(time.period)
    return periods if len(periods) > 1 or not adds else []


def _measures(noun: Noun | Grain) -> bool:
    """Return whether a word names a figure: a phrase such as Umsatz, or an amount, price, quantity."""
    if isinstance(noun, Grain):
        return False
    return bool(noun.phrase) or bool(noun.attribute and lexicon.load().attribute[noun.attribute].role in NUMERIC)


def _told_apart(fields: list[Field]) -> list[tuple[Field, str]]:
    """Return columns with their title as the choice when there are several."""
    return [(f, f.title if len(fields) > 1 else "") for f in fields]


def _used(plan: Plan) -> list[Col]:
    cols = [*plan.shown, *(k.col for k in plan.keys), *(m.col for m in plan.measures if m.col)]
    cols += [f.col for f in (*plan.filters, *plan.part)]
    cols += [w.col for w in plan.whens]
    cols += [plan.order.col] if plan.order and plan.order.col else []
    return cols + ([plan.having.measure.col] if plan.having and plan.having.measure.col else [])
