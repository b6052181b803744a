"""Conditions of a question on single rows: comparisons, yes-no columns, one column against another."""

from hanse.store import fileyear
from hanse.tables import calendar, lexicon
from hanse.tables.fitting import Fit, told_apart
from hanse.tables.frame import Bound
from hanse.tables.mentions import Noun, Status
from hanse.tables.plan import Filter
from hanse.tables.root import Misfit
from hanse.tables.schema import Field
from hanse.tables.terms import fold, title_words

UNIT_VALUES = {"meter": {"m", "lfm", "mtr", "meter"}, "meters": {"m", "lfm", "mtr", "meter"},
               "metres": {"m", "lfm", "mtr", "meter"}, "liter": {"l", "ltr", "liter"},
               "rollen": {"ro", "rol", "rolle", "rollen"}}  # fmt: skip
UNIT_ATTRIBUTES = {"money": ("amount", "price", "sale"), "": ("amount", "stock", "quantity"), "percent": ("discount",),
                   "pieces": ("stock", "quantity"), "hours": ("hours",)}  # fmt: skip


FILE_YEAR = fileyear.COLUMN.name
IN_TITLES = {"qm": {"qm", "m", "flache", "wohnflache", "grundflache"}, "km": {"km", "kilometer", "kmstand"},
             "kg": {"kg", "gewicht"}, "liter": {"liter", "l"}, "t": {"t", "gewicht"}}  # fmt: skip


def bounded(fit: Fit) -> tuple[Filter, ...]:
    """Return the conditions on single rows: comparisons, yes-no columns, one column against another."""
    made = [f for b in fit.frame.bounds for f in bound(fit, b)]
    for noun in fit.frame.nouns:
        if noun.attribute or noun.columns:
            flags = [f for f in fit.root.matching(noun) if f.type == "boolean"]
            fit.used += [noun] if flags else []
            made += [Filter(flags[0].col, "true")] if flags else []
    made += [lack(fit.lacked(noun)[0]) for noun in fit.lacking]
    made += measured_in(fit)
    if fit.frame.against:
        made.append(against(fit))
    return tuple(made)


def measured_in(fit: Fit) -> list[Filter]:
    """Return the condition that what is added up is measured so: "wie viele Meter"; none for pieces."""
    wanted = UNIT_VALUES.get(fit.frame.unit)
    if wanted is None:
        return []
    for field in fit.root.matching(Noun("", attribute="unit")):
        values = tuple(v.value for v in fit.root.schema.listed(field) if fold(v.value.strip()) in wanted)
        if values:
            return [Filter(field.col, "is", values)]
    raise Misfit(fit.frame.unit)


def lack(field: Field) -> Filter:
    """Return the condition that a column is empty, or says no: "ohne Telefonnummer", "nicht abgerechnet"."""
    return Filter(field.col, "false" if field.type == "boolean" else "empty")


def against(fit: Fit) -> Filter:
    """Return the condition that one column lies below or above another."""
    left, op, right = fit.frame.against or (None, "lt", Noun(""))
    found = fit.root.matching(right, own=True)
    mine = fit.root.matching(left or Noun("", attribute="stock"), own=True)
    mine = [f for f in mine if f.meaning.attribute != right.attribute]
    if not found or not mine or not (found[0].number and mine[0].number):
        raise Misfit(right.text)
    return Filter(mine[0].col, "below" if op in ("lt", "le") else "above", other=found[0].col)


def bound(fit: Fit, bound: Bound) -> list[Filter]:
    """Return the filters for one comparison."""
    if bound.unit == "days" and bound.noun is None:
        return days(fit, bound)
    field = compared(fit, bound)
    first = Filter(field.col, bound.op, (bound.value,))
    return [first, Filter(field.col, "le", (bound.high,))] if bound.high is not None else [first]


def days(fit: Fit, bound: Bound) -> list[Filter]:
    """Return "mehr als 30 Tage überfällig": due before that many days."""
    due = [f for f in fit.root.fields() if f.meaning.attribute == "due" and f.role == "date"]
    overdue = any(isinstance(f.mention, Status) and f.mention.name == "overdue" for f in fit.frame.flags)
    if not due or not overdue or bound.op not in ("gt", "ge"):
        raise Misfit("days")
    last = calendar.back("day", fit.root.today, int(bound.value))
    return [Filter(due[0].col, "lt" if bound.op == "gt" else "le", (last,))]


def undecided(fit: Fit) -> bool:
    """Return whether a comparison may be about gross or about net: then both are tried."""
    if fit.frame.net or fit.frame.bound_net or not fit.frame.bounds:
        return False
    money = [
        b for b in fit.frame.bounds if b.unit in ("money", "") and (b.noun is None or b.noun.attribute == "amount")
    ]
    attributes = {f.meaning.attribute for f in fit.entry.fields if f.number}
    return bool(money) and {"gross", "net"} <= attributes


def compared(fit: Fit, bound: Bound) -> Field:
    """Return the column that a comparison is about."""
    if bound.noun is not None:
        found = [f for f in fit.root.matching(bound.noun) if f.number]
    elif fit.frame.yearly:
        found = [f for f in fit.entry.fields if f.number and yearly(f) and f.role not in ("money", "price")]
    else:
        found = []
        for attribute in UNIT_ATTRIBUTES.get(bound.unit, ()):
            found = found or [
                f for f in fit.root.matching(Noun("", attribute=attribute), own=True) if f.number and f.meaning.own
            ]
    if bound.noun is None and not found and (titles := IN_TITLES.get(bound.unit)):
        found = [f for f in fit.entry.fields if f.number and titles & set(title_words(f.title))]
    if net := fit.frame.net or fit.frame.bound_net:
        found = [f for f in found if f.meaning.is_a(net)]
    if not found:
        raise Misfit("comparison")
    apart = told_apart(found)
    return next((f for f, _ in apart if f.meaning.is_a("gross")), found[0])


def yearly(field: Field) -> bool:
    """Return whether a column's figures are for a year: "Wartungen pro Jahr", "Jahrespauschale"."""
    return any(w.startswith(("jahr", "year", "annual")) for w in title_words(field.title)) and field.name != FILE_YEAR


def narrowed(fit: Fit) -> bool:
    """Return whether the question sets any condition."""
    frame = fit.frame
    verb = any(lexicon.load().phrase[n.phrase].verb for n in frame.nouns if n.phrase)
    return bool(frame.flags or frame.times or frame.bounds or frame.against or fit.lacking or verb or bounded(fit))


def counted(fit: Fit) -> bool:
    """Return whether these are the records that a verb tells of, so that "dreimal" counts them."""
    phrase = lexicon.load().phrase.get(fit.verb)
    return phrase is not None and bool(phrase.entities) and fit.entry.entity == phrase.entities[0]


def grouping_bounds(fit: Fit) -> bool:
    """Return whether a comparison is about a figure of each thing that is asked for."""
    entity = fit.listed_entity()
    for bound in fit.frame.bounds:
        noun = bound.noun
        if bound.unit == "times" and noun is None and entity and counted(fit):
            return True
        if noun is None or not entity:
            continue
        if noun.phrase or (noun.entity and not noun.attribute and noun.entity != entity):
            return True
        if noun.attribute in ("hours", "quantity", "skonto") and fit.entry.entity != entity:
            return True
    return False
