"""A question on one table: what is measured, what is asked for, and which of its words have found a place.

The shapes of readings (figures, lists, groups, ...) are built over it, each in its own module.
"""

import msgspec

from hanse.tables import lexicon, ownwords
from hanse.tables.frame import Frame
from hanse.tables.mentions import Grain, Noun, Status, Value
from hanse.tables.plan import Absent, Col, Function, Measure, Plan
from hanse.tables.root import NUMERIC, Misfit, Root
from hanse.tables.schema import Field
from hanse.tables.terms import fold, stem

OUTGOING = ("ausgangsrechnung", "kundenrechnung")
AMOUNTS = ("kosten", "ausgaben", "einnahmen", "gebuhren", "spesen", "erlose", "beitrage")
MASTERS = frozenset({"customer", "supplier", "article", "employee"})
LOOKED_UP = frozenset({"price", "percent", "stock"})
UPWARD = frozenset({"most", "highest", "newest"})


class Amount(msgspec.Struct, frozen=True):
    """A column that a figure is computed from, with what was chosen.

    times: a column that it is multiplied by; minus: one that is taken off.
    """

    field: Field | None
    cost: float = 0.0
    choice: str = ""
    phrase: str = ""
    times: Field | None = None
    minus: Field | None = None

    def measure(self, function: Function) -> Measure:
        """Return the figure over this column; of a product only sums are asked."""
        if self.field is None:
            return Measure("count")
        if self.times and function != "sum":
            raise Misfit("a product that is not added up")
        times, minus = (f.col if f else None for f in (self.times, self.minus))
        return Measure(function, self.field.col, times, minus)


Shaped = list[tuple[Plan, Amount]]


class Fit:
    """The readings of one frame over one table."""

    def __init__(self, frame: Frame, root: Root) -> None:
        """Sort the nouns into what is measured, what is asked for and what only has to be there."""
        self.frame = frame = without_column_names(frame, root)
        self.root = root
        self.entry = root.entry
        self.lacking: list[Noun] = []
        self.present: list[Absent] = []
        if frame.absent and self.lacks(frame, frame.absent):
            self.lacking = [frame.absent]
            self.frame = frame = msgspec.structs.replace(frame, absent=None)
        self.groups = [g for g in frame.groups if not self.figure_word(g)]
        self.parts: list[Noun] = []
        self.less = self.taken_off()
        if self.less:
            adds = [a for a in frame.adds if a != "difference"]
            self.frame = frame = msgspec.structs.replace(frame, adds=adds)
        self.measure = self.less[0] if self.less else self.measured()
        rate = self.measure and self.measure.attribute and role_of(self.measure) == "percent"
        if rate and "share" in frame.adds:  # "wie viel Prozent Rabatt" asks for the rate itself
            self.frame = msgspec.structs.replace(frame, adds=[a for a in frame.adds if a != "share"])
        self.verb = next((n.phrase for n in frame.nouns if n.phrase and lexicon.load().phrase[n.phrase].verb), "")
        self.asked = frame.asked if isinstance(frame.asked, Noun) else None
        self.used: list[Noun] = [*self.parts]

    def taken_off(self) -> tuple[Noun, ...]:
        """Return the two figures of one record that a question wants the difference of, () when it wants none."""
        if "difference" not in self.frame.adds or len(self.frame.times) > 1:
            return ()
        found = [n for n in self.frame.nouns if role_of(n) in NUMERIC and self.root.matching(n, own=True)]
        return tuple(found) if len(found) == 2 else ()

    def lacks(self, frame: Frame, absent: Noun) -> bool:
        """Return whether "ohne" or "nicht" is about a column of these records, which are what is asked for."""
        asked = frame.asked.entity if isinstance(frame.asked, Noun) else ""
        here = not asked or asked == self.entry.entity
        return here and not absent.phrase and bool(self.lacked(absent))

    def lacked(self, absent: Noun) -> list[Field]:
        """Return the columns of these records that would hold what is missing: "Kunden ohne Vertreter"."""
        if not absent.entity:
            return self.root.matching(absent, own=True)
        named = [f for f in self.entry.fields if f.meaning.entity == absent.entity and not f.meaning.own]
        return [f for f in named if f.meaning.attribute in ("name", "number")]

    def speaks_of_it(self) -> bool:
        """Return whether the question names what this table's records are, by a noun, a verb or a state of theirs."""
        named = any(self.at_home((n.entity,)) for n in self.frame.nouns if n.entity)
        states = [h for f in self.frame.flags for h in f.mention.hits if h.col.table == self.entry.id]
        own = any(self.root.schema.field(h.col).role not in ("key", "name") for h in states)
        return named or own or bool(self.verb)

    def measured(self) -> Noun | None:
        """Return the noun that a figure is asked of."""
        frame = self.frame
        nouns = [*frame.nouns, *(g for g in frame.groups if isinstance(g, Noun) and self.figure_word(g))]
        verbs = [n for n in nouns if n.phrase and lexicon.load().phrase[n.phrase].verb]
        found = [n for n in nouns if measures(n) and n not in verbs]
        found += [n for n in nouns if n not in found and not n.phrase and self.figure_column(n)]
        if not found and not verbs and self.frame.ask in ("", "howmuch", "howhigh"):
            found += [n for n in nouns if self.sums_up(n)]
        if products := [n for n in found if n.phrase and {"*", "-"} & set(lexicon.load().phrase[n.phrase].means[0])]:
            parts = [n for n in found if n not in products and self.role_here(n) in ("price", "stock")]
            self.parts = [n for n in parts if role_of(n) == "stock" or products[0].phrase == "margin"]
            found = [n for n in found if n not in parts]  # "Lagerwert zu Einkaufspreisen"
        if len(found) > 1:
            raise Misfit("several figures")
        if found and any(n.phrase == "costs" for n in verbs) and role_of(found[0]) not in ("price", "money"):
            raise Misfit("the price of a figure")  # "was kostet eine Stunde" asks for no sum of hours
        if found or verbs:
            return (found or verbs)[0]
        return None

    def role_here(self, noun: Noun) -> str:
        """Return how the values of what a noun names behave, else those of the column with this title here."""
        fields = [f for f in self.entry.fields if f.col in noun.columns]
        return role_of(noun) or (fields[0].role if fields else "")

    def sums_up(self, noun: Noun) -> bool:
        """Return whether a table is named by amounts, so that it is asked for their sum: Nebenkosten, Ausgaben."""
        word = ownwords.word(noun.entity) if ownwords.is_own(noun.entity) else ""
        return self.of(noun.entity) and not noun.attribute and word.endswith(AMOUNTS)

    def figure_word(self, word: Noun | Grain) -> bool:
        """Return whether a word names a figure, by the lexicon or as the title of a column here."""
        return measures(word) or (isinstance(word, Noun) and self.figure_column(word))

    def figure_column(self, noun: Noun) -> bool:
        """Return whether a noun is nothing but the title of a column with figures here."""
        own = (
            ownwords.is_own(noun.entity)
            and self.frame.ask in ("", "howmuch", "howhigh")
            and self.frame.asked is not noun
        )
        if (noun.entity and not own) or noun.attribute or noun.phrase:
            return False
        fields = [f for f in self.entry.fields if f.col in noun.columns and f.number]
        return any(not f.meaning.attribute or f.role in NUMERIC for f in fields)

    def check_entities(self) -> None:
        """Raise Misfit unless each entity and verb of the question is at home or within reach."""
        self.present = [held(self, noun) for noun in self.frame.present if not self.at_home((noun.entity,))]
        if self.of_many_sellers() or self.of_others():
            raise Misfit("invoices of several sellers")
        for noun in self.frame.nouns:
            if noun.within and self.entry.id not in noun.within:
                raise Misfit(noun.text)
            if noun.entity and not noun.attribute and self.root.entity_cost(noun.entity) is None:
                raise Misfit(noun.text)
            if not noun.entity and not noun.attribute and not noun.phrase and noun.tables and not (
                set(noun.tables) & set(self.root.ways) or noun.columns
            ):  # fmt: skip
                raise Misfit(noun.text)
            phrase = lexicon.load().phrase.get(noun.phrase)
            if phrase and phrase.verb and phrase.entities and not self.at_home(phrase.entities):
                if noun.phrase == "worked" and self.measure and self.measure.attribute == "hours":
                    continue  # "Stunden geleistet" where a table of its own kind has hours
                raise Misfit(noun.text)

    def check_now(self) -> None:
        """Raise Misfit when the question asks for what is so today and nothing says what tells that here."""
        if (
            not self.frame.now
            or self.frame.times
            or self.frame.ask == "when"
            or any(isinstance(f.mention, Status) for f in self.frame.flags)
        ):
            return
        ends = [f for f in self.entry.fields if f.role == "date" and f.meaning.attribute == "end"]
        if ends or self.root.marked("left", negated=False) or any(f.role == "status" for f in self.entry.fields):
            raise Misfit("now")

    def check_used(self) -> None:
        """Raise Misfit when a word that was linked to a column or a figure has no part in the readings."""
        for noun in self.frame.nouns:
            verb = noun.phrase and lexicon.load().phrase[noun.phrase].verb
            entity = noun.entity and not noun.attribute and not noun.phrase
            table = noun.tables and not noun.columns and not noun.attribute
            if not verb and not entity and not table and noun not in self.used:
                raise Misfit(noun.text)

    def of_many_sellers(self) -> bool:
        """Return whether these invoices are not only the firm's own, and the question names none of them."""
        sellers = [f for f in self.entry.fields if f.meaning.entity == "seller" and f.profile.distinct > 1]
        if not sellers or self.entry.entity != "invoice":
            return False
        hits = [h for f in self.frame.flags for h in f.mention.hits]
        keys = {f.col for f in self.entry.fields if f.meaning.attribute == "number" and f.meaning.own}
        return not any(h.col in keys or h.col in {f.col for f in sellers} for h in hits)

    def of_others(self) -> bool:
        """Return whether these are invoices of others, where the question says that it means the firm's own."""
        own = any(n.entity == "invoice" and fold(n.text).startswith(OUTGOING) for n in self.frame.nouns)
        return own and any(f.meaning.entity == "seller" and f.profile.distinct > 1 for f in self.entry.fields)

    def at_home(self, entities: tuple[str, ...]) -> bool:
        """Return whether the table is about one of these."""
        known = lexicon.entity(self.entry.entity)
        return self.entry.entity in entities or bool(known and set(known.like) & set(entities))

    def of(self, entity: str) -> bool:
        """Return whether the table's records are things of this kind; never for a kind that is not known."""
        return bool(entity) and entity == self.entry.entity

    def listed_entity(self) -> str:
        """Return the entity that is asked for: the noun after "welche", else for "wer" the person at hand."""
        if self.asked:
            return self.asked.entity or self.person_titled(self.asked)
        if self.frame.ask == "who":
            return self.person_column() or self.person_named() or self.person_at_hand()
        first = next((n for n in self.frame.nouns if n.entity and not n.attribute), None)
        if first is None and self.valued():
            return self.entry.entity
        if first is None and self.frame.ask == "what" and self.verb in ("sold", "bought"):
            return "article"
        return first.entity if first else ""

    def person_titled(self, noun: Noun) -> str:
        """Return the kind of person that a noun names by the title of a column only: "welche Monteure"."""
        fields = [f for f in self.root.matching(noun) if f.col.table == self.entry.id and f.meaning.attribute == "name"]
        person = fields[0].meaning.entity if fields and not (noun.attribute or noun.phrase) else ""
        if not person or not lexicon.is_person(person):
            return ""
        self.used.append(noun)
        return person

    def person_named(self) -> str:
        """Return the kind of person that the question names beside "wer", or that the records are."""
        named = [n.entity for n in self.frame.nouns if n.entity and not n.attribute and lexicon.is_person(n.entity)]
        return named[0] if named else self.entry.entity if ownwords.is_person(self.entry.entity) else ""

    def person_at_hand(self) -> str:
        """Return the kind of person that "wer" can only be here: who works, who buys or pays; else what records are."""
        worked = self.verb == "worked" or bool(self.measure and self.measure.attribute == "hours")
        order = ["employee", "customer", "supplier"] if worked else ["customer", "employee", "supplier"]
        here = {f.meaning.entity for f in self.root.fields() if f.meaning.attribute in ("name", "number")}
        near = [person for person in order if person in here]
        if not worked and len(left := self.persons_left(near)) == 1 and len(near) > 1:
            return left[0]
        if near and (worked or self.of_customers()):
            return near[0]
        return self.entry.entity if lexicon.is_person(self.entry.entity) else ""

    def persons_left(self, near: list[str]) -> list[str]:
        """Return the kinds of persons in these records that the question doesn't name one of: "wer macht ... bei X"."""
        named = {
            self.root.schema.field(h.col).meaning.entity
            for f in self.frame.flags
            for h in f.mention.hits
            if h.rank == 0
        }
        own = {f.meaning.entity for f in self.entry.fields}
        return [p for p in near if p not in named and p in own] if named & set(near) else []

    def state_day(self) -> Field | None:
        """Return the day on which the one state of the question began: "dieses Jahr gekündigt"."""
        states = [f.mention for f in self.frame.flags if isinstance(f.mention, Status) and not f.negated]
        if len(states) != 1 or states[0].name in ("open", "undone", "overdue", "expired"):
            return None
        marks = self.root.marked(states[0].name, negated=False)
        return self.root.schema.field(marks[0].col) if marks and marks[0].op == "filled" else None

    def entry_day(self) -> tuple[Col, ...]:
        """Return the day that a table is named after: "Frist" in Fristen."""
        word = stem(ownwords.word(self.entry.entity))
        return tuple(f.col for f in self.entry.fields if f.role == "date" and stem(f.meaning.plain) == word)

    def person_column(self) -> str:
        """Return the kind of person that a noun names by the title of a column: "wer von den Monteuren"."""
        for noun in self.frame.nouns:
            fields = [f for f in self.entry.fields if f.col in noun.columns and f.meaning.attribute == "name"]
            if fields and not noun.entity and lexicon.is_person(fields[0].meaning.entity):
                self.used.append(noun)
                return fields[0].meaning.entity
        return ""

    def valued(self) -> bool:
        """Return whether what is listed or counted is named by a class of these records: "welche Sanitärobjekte"."""
        bare = self.frame.ask == "" and bool(self.frame.bounds)  # "Wohnungen über 100 qm"
        if not (bare or self.frame.ask in {"which", "count", "list"}) or not self.entry.entity or self.frame.asked:
            return False
        hits = [h for f in self.frame.flags if not f.negated and isinstance(f.mention, Value) for h in f.mention.hits]
        here = [self.root.schema.field(h.col) for h in hits if h.whole and h.col.table == self.entry.id]
        kinds = [f for f in here if f.role == "class" or (f.role == "" and 2 * f.profile.distinct < self.entry.rows)]
        return any(f.type == "text" for f in kinds)

    def of_customers(self) -> bool:
        """Return whether "wer" can only be a customer here: who buys, pays or owes."""
        verbs = {"bought", "paid", "owes", "turnover", "ordered", "invoiced"}
        states = {f.mention.name for f in self.frame.flags if isinstance(f.mention, Status)}
        entities = {n.entity for n in (*self.frame.nouns, *(s.noun for s in self.frame.supers if s.noun))}
        phrases = {n.phrase for n in self.frame.nouns}
        return bool(
            verbs & phrases or states & {"open", "paid", "overdue"} or entities & {"invoice", "payment", "credit"}
        )

    def asked_entity_noun(self) -> Noun | None:
        """Return the noun that names the things to list."""
        return self.asked if self.asked and self.asked.entity and not self.asked.attribute else None

    def looked_up(self) -> list[Noun]:
        """Return the nouns that name columns to show."""
        found = [n for n in self.frame.nouns if n is not self.asked_entity_noun() and (n.attribute or (
            n.columns and not n.entity))]  # fmt: skip
        return [n for n in found if self.root.matching(n)]

    def is_condition(self, noun: Noun) -> bool:
        """Return whether a noun is a yes-no column ("gesperrte Kunden") or the date that a period is about."""
        fields = self.root.matching(noun)
        entities = any(n.entity and not n.attribute for n in self.frame.nouns)
        hit = {h.col for f in self.frame.flags for h in f.mention.hits if h.whole}
        named = entities and any(f.col in hit for f in fields)  # "Aufträge der Art Bad"
        flag = bool(fields) and (fields[0].type == "boolean" or named)
        dated = bool(self.frame.times) and bool(fields) and self.frame.ask != "when" and self.is_day(fields[0])
        if flag or dated:
            self.used.append(noun)
        return flag or dated

    def is_day(self, field: Field) -> bool:
        """Return whether a period may be about a column: a day, or months by their names."""
        named = self.root.named_month(self.frame.times[0].period)
        return field.role == "date" or (named is not None and named.col == field.col)

    def money_wanted(self) -> bool:
        """Return whether the question speaks of money."""
        return self.frame.ask == "howhigh" or self.frame.money or any(b.unit == "money" for b in self.frame.bounds)


def held(fit: Fit, noun: Noun) -> Absent:
    """Return the condition that there is a row of another kind for the person at hand: a contract of the customer."""
    schema, root = fit.root.schema, fit.root
    persons = [t for t in root.ways if schema.tables[t].entity in ("customer", "supplier")]
    for table in (t for t, e in schema.tables.items() if e.entity == noun.entity):
        for person in persons:
            way = schema.reach[table].get(person, ())
            if len(way) == 1:
                mine = root.ways[person]
                left = mine[-1].left if mine else way[0].right
                return Absent(left, way[0].left)
    raise Misfit(noun.text)


def without_column_names(frame: Frame, root: Root) -> Frame:
    """Return a frame without the nouns that only say in which column a value stands: "Kategorie Drucker"."""
    names = [f.named for f in frame.flags if f.named and root.in_column(f)]
    return msgspec.structs.replace(frame, nouns=[n for n in frame.nouns if n not in names]) if names else frame


def role_of(noun: Noun) -> str:
    """Return how the values of a noun's attribute behave; "" when it names none."""
    return lexicon.load().attribute[noun.attribute].role if noun.attribute else ""


def measures(noun: Noun | Grain) -> bool:
    """Return whether a word names a figure: a phrase such as Umsatz, or an amount, price, quantity."""
    if isinstance(noun, Grain):
        return False
    return bool(noun.phrase) or role_of(noun) in NUMERIC


def told_apart(fields: list[Field]) -> list[tuple[Field, str]]:
    """Return columns with their title as the choice when there are several."""
    return [(f, f.title if len(fields) > 1 else "") for f in fields]
