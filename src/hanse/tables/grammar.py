"""Reads the mentions of a question as a frame: what is asked, of what, under which conditions.

A grammar of business questions, German and English. Knows no table: which columns are meant is resolved afterwards.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import msgspec

from hanse.tables import ownwords
from hanse.tables.comparing import COMPARE, Comparisons
from hanse.tables.frame import PIECES, TURNOVER, Bound, Flagged, Frame, Super
from hanse.tables.mentions import Grain, Mention, Noun, Number, Op, Skip, Status, Time, Unknown, Value
from hanse.tables.terms import fold

SUPERLATIVES = frozenset({"most", "least", "highest", "lowest", "newest", "oldest"})
NEVER = frozenset({"nie", "niemals", "nichts", "never"})
NOW = frozenset("derzeit aktuell aktuelle aktuellen aktueller momentan gerade laufen lauft currently".split())
FURTHER = frozenset({"when", "howmuch", "howhigh", "where"})
OF_RECORDS = frozenset({"who", "when", "where", "howhigh", "howmuch", "record"})
PRICEY = ("teurst", "billigst", "gunstigst", "am teurst", "am billigst", "am gunstigst", "most expensive", "cheapest")
PRICED = frozenset({"amount", "price", "sale", "purchase"})
VALUED = frozenset({"stock", "minimum", "discount", "term", "rate"})  # "Bestand 0", "Rabatt 5 %"
COUPLING = frozenset("und oder sowie bzw and or".split())
FUTURE = frozenset("werden wird demnachst bald will".split())
POLAR = frozenset("hat haben ist sind war waren wurde wurden gibt gab has have is are was were".split())
MONEY = frozenset({"euro", "eur", "€", "euros"})
ADDING = frozenset({"sum", "avg", "share", "difference", "compare"})


def read(mentions: Sequence[Mention]) -> Frame:
    """Return the frame. What could not be given a place is in odd (known words) or unknown."""
    told: list[Mention] = [m for m in mentions if not isinstance(m, Skip)]
    money = any(isinstance(m, Skip) and fold(m.text) in MONEY for m in mentions)
    now = any(isinstance(m, Skip) and fold(m.text) in NOW for m in mentions)
    loose = {at for at, m in enumerate(told) if isinstance(mentions[_place(mentions, m) - 1], Skip)}
    future = any(isinstance(m, Skip) and fold(m.text) in FUTURE for m in mentions)
    joined = any(isinstance(m, Skip) and fold(m.text) in ("oder", "or") for m in mentions)
    made = _Reading(told, loose, joined=joined, coupled=_coupled(mentions)).frame()
    if made.groups and all(isinstance(g, Grain) and g.name == "year" for g in made.groups) and _counted(made.bounds):
        made.groups, made.yearly = [], True  # "öfter als zweimal pro Jahr"
    if made.ask == "what" and _amounting(mentions):
        made.ask = "howmuch"
    if not (made.ask or made.adds or made.supers or made.groups) and _polar(mentions):
        made.ask = "whether"
    return msgspec.structs.replace(made, money=money, now=now, future=future, adds=list(dict.fromkeys(made.adds)))


def _amounting(mentions: Sequence[Mention]) -> bool:
    """Return whether "was" asks for a sum: "was ist an Barzahlungen reingekommen"."""
    return any(
        isinstance(one, Skip) and fold(one.text) == "an" and isinstance(two, Noun) and two.entity and two.plural
        for one, two in pairwise(mentions)
    )


def _counted(bounds: list[Bound]) -> bool:
    return bool(bounds) and all(b.noun is None and b.unit in ("", "times") for b in bounds)


def _coupled(mentions: Sequence[Mention]) -> set[int]:
    """Return the ids of mentions that "und" or "oder" stands before, perhaps with an article between."""
    found: set[int] = set()
    coupled = False
    for mention in mentions:
        if isinstance(mention, Skip):
            coupled = coupled or fold(mention.text) in COUPLING
        elif coupled:
            found.add(id(mention))
            coupled = False
    return found


def _polar(mentions: Sequence[Mention]) -> bool:
    """Return whether a question begins as one for yes or no does: with its verb."""
    skipped = [fold(m.text) for m in mentions if isinstance(m, Skip)]
    first = bool(mentions) and isinstance(mentions[0], Skip)
    return "ob" in skipped or (first and skipped[0] in POLAR)


def _place(mentions: Sequence[Mention], wanted: Mention) -> int:
    return next(at for at, m in enumerate(mentions) if m is wanted)


class _Reading(Comparisons):
    """Walks over the mentions once; each method takes what it understands and says how far it came."""

    def __init__(self, mentions: list[Mention], loose: set[int], *, joined: bool, coupled: set[int]) -> None:
        """Keep the mentions.

        loose: places of those with a skipped word right before them. joined: "oder" is among them. coupled: ids of
        those behind "und" or "oder".
        """
        super().__init__(mentions, joined=joined)
        self.loose = loose
        self.coupled = coupled
        self.counting = False

    def frame(self) -> Frame:
        """Read all mentions."""
        at = 0
        while at < len(self.mentions):
            at = self.step(at)
        if self.made.top:
            self.made.odd.append(str(self.made.top))
        return self.made

    def text(self, at: int) -> str:
        """Return the words of an operator here, or ""."""
        mention = self.get(at)
        return mention.text if isinstance(mention, Op) else ""

    def step(self, at: int) -> int:
        """Take the mention here, perhaps with some that follow, and return where to go on."""
        mention = self.mentions[at]
        if isinstance(mention, Op):
            return self.operator(mention, at)
        if isinstance(mention, Time):
            self.time(mention, at)
        elif isinstance(mention, Number):
            return self.number(mention, at)
        elif isinstance(mention, Noun):
            return self.noun(mention, at)
        elif isinstance(mention, Grain):
            self.grain(mention, at)
        elif isinstance(mention, Unknown):
            self.made.unknown.append(mention.text)
        elif isinstance(mention, Value | Status):
            self.flag(mention, at)
        return at + 1

    def time(self, mention: Time, at: int) -> None:
        """Note a period; right behind the title of a column of years it is a value of that: "Baujahr 2018"."""
        before = self.get(at - 1)
        year = mention.period.start if mention.period.grain == "year" else None
        named = isinstance(before, Noun) and before in self.made.nouns and _column(before)
        if year and isinstance(before, Noun) and named and fold(before.text).endswith(("jahr", "year")):
            self.made.nouns.remove(before)
            self.made.bounds.append(Bound("is", Decimal(year.year), "", noun=before))
        else:
            self.made.times.append(mention)

    def flag(self, mention: Value | Status, at: int, *, negated: bool = False) -> None:
        """Note a condition; an entity right before it says of what kind it is."""
        before = self.get(at - 1) if at not in self.loose else None
        entity = before.entity if isinstance(before, Noun) and before.entity else ""
        named = before if isinstance(before, Noun) and not before.entity and not before.phrase else None
        joined = id(mention) in self.coupled
        self.made.flags.append(Flagged(mention, negated, entity, named=named, joined=joined))

    def grain(self, mention: Grain, at: int) -> None:
        """Take "monatlich" or "je Kunde und Jahr" as a grouping, "Monat" after "welcher" as asked for."""
        following = self.get(at + 1)
        if isinstance(following, Noun) and following.attribute == "term" and mention.name == "day":
            self.made.ask = "howmuch"  # "wie viele Tage Zahlungsziel"
        elif mention.each or (self.made.groups and self.made.groups[-1] is self.get(at - 1)):
            self.made.groups.append(mention)
        elif self.made.ask == "which" and self.made.asked is None:
            self.made.asked = mention
        elif mention.name == "year" and at in self.loose:
            self.made.yearly = True  # "was bringen die Verträge im Jahr"
        else:
            self.made.odd.append(mention.text)

    def operator(self, op: Op, at: int) -> int:
        """Take an operator."""
        name = op.name
        if name in SUPERLATIVES:
            return self.superlative(op, at)
        if name == "each":
            return self.each(at)
        if name in COMPARE or name == "between":
            return self.compare(op, at)
        if name in {"not", "without"}:
            return self.negation(op, at)
        return self.asking(name, at)

    def asking(self, name: str, at: int) -> int:
        """Take a question word or an aggregate."""
        following = self.get(at + 1)
        if name in ADDING:
            self.made.adds.append(name)
            return at + 1
        if name == "pieces":
            self.made.nouns.append(PIECES)
            self.made.unit = fold(self.text(at)).split()[-1]
            name = "count"
        if self.besides(name, following):
            return at + 1
        self.ask(name)
        if name == "howmuch" and at + 1 not in self.loose and isinstance(following, Noun) and _things(following):
            name = self.made.ask = "count"  # "wieviel Kunden haben wir"
        return at + 1 + self.things(name, following)

    def besides(self, name: str, following: Mention | None) -> bool:
        """Take a second question about what is listed, and return whether it was one: "und wann ist der Termin"."""
        listed = self.made.ask in {"which", "list"} and self.made.asked is not None
        if listed and name == "who":
            self.made.doer = True
        elif listed and name in FURTHER:
            self.made.further.append(name)
        elif self.made.ask == "who" and name in {"count", "howmuch"} and isinstance(following, Noun):
            if following.entity:
                return False
            self.made.further.append("figure")  # "wer hat gearbeitet und wie viele Stunden"
        else:
            return False
        return True

    def ask(self, name: str) -> None:
        """Note what is asked; a second question word that goes with the first makes it one for the whole record."""
        if self.made.ask in {"", "what", "list", "howhigh"} and not (self.made.ask and name in {"what", "list"}):
            self.made.ask = name
        elif {name, self.made.ask} <= OF_RECORDS and name != self.made.ask:
            self.made.ask = "record"  # "an wen ging AN-1 und wie hoch war es"
        elif self.made.ask != name and name not in {"what", "list"}:
            self.made.odd.append(name)
        elif name == "count":
            self.made.apart = True  # "wie viele wurden angenommen und wie viele abgelehnt"

    def things(self, name: str, following: Mention | None) -> int:
        """Take the things that are asked for, right behind the question word; return how many mentions they are."""
        if not isinstance(following, Noun):
            return 0
        if name == "which" and following.entity and self.made.asked not in (None, following):
            self.made.also.append(following)
            return 1
        if name in {"which", "count", "list"} and self.made.asked is None:
            self.made.asked = following
            self.made.nouns.append(following)
            return 1
        return 0

    def number(self, mention: Number, at: int) -> int:
        """Take a number before a superlative or a noun as how many are wanted ("die 5 größten Kunden")."""
        following = self.get(at + 1)
        ranked = isinstance(following, Value) and self.made.ask == "which" and self.ranks(at)
        if ranked or (isinstance(following, Op) and following.name in SUPERLATIVES and not mention.unit):
            self.made.top = int(mention.value)
            return at + 1
        if (
            isinstance(following, Noun)
            and (self.made.ask in {"which", "list"} or (not self.made.ask and self.ranks(at)))
            and not self.made.asked
            and not mention.unit
        ):
            self.made.top, self.made.asked = int(mention.value), following  # "welche drei Kunden haben die meisten ..."
            self.made.nouns.append(following)
            return at + 2
        if isinstance(following, Noun) and following.attribute and mention.unit:
            self.made.bounds.append(Bound("is", mention.value, mention.unit, noun=following))
            return at + 2
        before = self.get(at - 1)
        valued = isinstance(before, Noun) and (_column(before) or before.attribute in VALUED)
        near = bool(mention.unit) or at not in self.loose
        if valued and isinstance(before, Noun) and near and before in self.made.nouns:
            self.made.nouns.remove(before)
            self.made.bounds.append(Bound("is", mention.value, mention.unit, noun=before))  # "Mahnstufe 3"
            return at + 1
        self.made.odd.append(mention.text)
        return at + 1

    def ranks(self, at: int) -> bool:
        """Return whether a superlative follows: "die 3 Baustellen mit den meisten Stunden"."""
        return any(isinstance(m, Op) and m.name in SUPERLATIVES for m in self.mentions[at:])

    def superlative(self, op: Op, at: int) -> int:
        """Take a superlative with the noun or number behind it."""
        following = self.get(at + 1)
        count, skip = self.made.top or 1, 1
        if isinstance(following, Number) and not following.unit:
            count, skip, following = int(following.value), 2, self.get(at + 2)
        noun = following if isinstance(following, Noun) else None
        if fold(op.text).startswith(PRICEY) and not any(
            isinstance(m, Noun) and m.phrase == "turnover" for m in self.mentions
        ):
            self.priced()
        if isinstance(following, Grain) and not following.each and not self.made.asked:
            self.made.asked = following  # "umsatzstärkster Monat"
            self.made.supers.append(Super(op.name, count, TURNOVER))
            return at + skip + 1
        if isinstance(following, Value | Status) and op.name in SUPERLATIVES:
            ahead = self.get(at + skip + 1)
            noun = ahead if isinstance(ahead, Noun) and ahead.entity else None
        many = noun is not None and noun.plural and fold(op.text).endswith("en") and op.name not in ("most", "least")
        several = many and count == 1 and self.made.ask in {"list", "which", "what", ""}
        self.made.supers.append(Super(op.name, 0 if several else count, noun))
        self.made.top = 0
        return at + skip

    def priced(self) -> None:
        """Take "im Verkauf" beside "teuerste" as the selling price, not as sales."""
        self.mentions = [Noun(m.text, attribute="sale") if isinstance(m, Noun) and m.phrase == "sold" else m
                         for m in self.mentions]  # fmt: skip

    def each(self, at: int) -> int:
        """Take "je Monat", "pro Kunde", "nach Warengruppe"."""
        following = self.get(at + 1)
        if fold(self.text(at)) == "jeweils" and self.made.further:
            return at + 1
        if isinstance(following, Op) and following.name == "count" and self.made.supers:
            self.counting = True  # "Top 3 nach Anzahl der Aufträge"
            return at + 2
        if isinstance(following, Noun | Grain):
            self.made.groups.append(following)
            return at + 2
        if isinstance(following, Value) and fold(self.text(at)) in {"per", "by", "nach"}:
            return at + 1
        if isinstance(following, Op) and following.name == "count" and "share" in self.made.adds:
            return at + 2  # "Anteil ... nach Anzahl"
        grouped = self.made.groups or any(isinstance(m, Op) and m.name == "each" for m in self.mentions[at + 1 :])
        if fold(self.text(at)) != "jeweils" or not (grouped or self.made.further):  # "Kunden je Ort, wie viele jeweils"
            self.made.odd.append(self.text(at))
        return at + 1

    def negation(self, op: Op, at: int) -> int:
        """Take "nicht bezahlt", "ohne stornierte", "ohne Rechnung", "keine Zahlung"."""
        following, before = self.get(at + 1), self.get(at - 1)
        if isinstance(following, Status) and following.name == "paid" and fold(op.text) in NEVER:
            self.made.absent = Noun(following.text, phrase="paid")
            return at + 2
        if isinstance(following, Value | Status):
            behind = self.get(at + 2)
            others = {n.entity for n in self.made.nouns if n.entity and not n.attribute}
            if isinstance(behind, Noun) and behind.entity and (others - {behind.entity} or self.made.ask == "who"):
                self.made.odd.append(op.text)  # "Kunden ohne offene Rechnung" is about rows of another table
            self.flag(following, at + 1, negated=True)
            return at + 2
        if isinstance(following, Noun):
            if following.attribute == "vat" and op.name == "without":
                self.made.net = "net"
            elif following.phrase or following.entity or following.attribute or following.columns:
                self.made.absent = following
            else:
                self.made.odd.append(op.text)
            return at + 2
        ends = following is None and op.name == "without"  # "stornierte Rechnungen ausgenommen"
        if (ends or (isinstance(before, Value | Status) and op.name == "not")) and self.made.flags:
            self.made.flags[-1] = msgspec.structs.replace(self.made.flags[-1], negated=True)
            return at + 1
        self.made.odd.append(op.text)
        return at + 1

    def noun(self, noun: Noun, at: int) -> int:
        """Take a noun; the first entity after nothing but list words is what is asked for."""
        if self.counting and noun.entity:
            self.counting = False
            self.made.groups.append(noun)
            return at + 1
        if noun.held:
            self.made.present.append(noun)
            return at + 1
        if noun.attribute == "name" and not noun.entity and noun.text.lower() == "namen" and self.made.flags:
            self.made.flags[-1] = msgspec.structs.replace(self.made.flags[-1], part=True)
            return at + 1
        if noun.attribute in {"net", "gross"} and not noun.entity and self.refines(at):
            self.made.net = noun.attribute
            return at + 1
        bare = at + 1 == len(self.mentions) and self.made.ask == "what" and "avg" not in self.made.adds
        if noun.text == "wert" and bare:
            self.made.odd.append(noun.text)  # "was ist das Haus wert" asks for no sum
            return at + 1
        self.made.nouns.append(noun)
        return at + 1

    def refines(self, at: int) -> bool:
        """Return whether "netto" or "brutto" here says which amount another word means."""
        near = (self.get(at - 1), self.get(at + 1), *self.mentions)
        return any(
            isinstance(m, Noun) and m is not self.mentions[at] and (m.phrase or m.attribute in PRICED or _column(m))
            for m in near
        )


def _column(noun: Noun) -> bool:
    """Return whether a noun is nothing but the title of a column."""
    return bool(noun.columns) and not noun.entity and not noun.attribute and not noun.phrase


def _things(noun: Noun) -> bool:
    """Return whether a noun names things in the plural, which can be counted."""
    return noun.plural and not noun.attribute and not noun.phrase and not ownwords.is_own(noun.entity)
