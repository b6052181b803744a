"""Says a plan, a value and a result in German and English. Knows no question and runs nothing."""

import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

from hanse.records import Cell
from hanse.tables import lexicon
from hanse.tables.calendar import MONTHS_DE, MONTHS_EN
from hanse.tables.plan import Absent, Col, Filter, Having, Key, Measure, Plan
from hanse.tables.schema import Entry, Field, Schema
from hanse.words import Lang, Words

SIGNS_DE = {"lt": "unter", "le": "höchstens", "gt": "über", "ge": "mindestens", "is": "genau"}
SIGNS_EN = {"lt": "below", "le": "at most", "gt": "above", "ge": "at least", "is": "exactly"}
FUNCTIONS = {"sum": ("Summe", "sum"), "avg": ("Durchschnitt", "average"), "min": ("kleinster Wert", "smallest value"),
             "max": ("größter Wert", "largest value")}  # fmt: skip
LATEST = {"max": ("spätestes", "latest"), "min": ("frühestes", "earliest")}
MONEY = frozenset({"money", "price"})
MEASURED = frozenset({"quantity", "stock"})


def number(value: Decimal | int, lang: Lang, *, places: int | None = None) -> str:
    """Return 1.234,56 or 1,234.56; places None keeps the number's own, without zeros at the end."""
    exact = Decimal(value)
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{exact:,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if lang == "de" else text


def cell(value: Cell, role: str, lang: Lang, unit: str = "") -> str:
    """Return a cell as people write it: 1.234,56 €, 31.12.2025, ja. unit: what its column is measured in, if known."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return ("ja" if value else "nein") if lang == "de" else ("yes" if value else "no")
    if isinstance(value, Decimal | int):
        return _figure(value, role, lang, unit)
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y %H:%M}" if lang == "de" else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}" if lang == "de" else value.isoformat()
    return value.isoformat() if isinstance(value, time) else value


def coded(value: Cell, labels: tuple[tuple[str, str], ...]) -> str:
    """Return what a code stands for, in brackets to be put behind it: " (Soll)"; "" where nothing says so."""
    return next((f" ({label})" for code, label in labels if code == str(value)), "") if value is not None else ""


def _figure(value: Decimal | int, role: str, lang: Lang, unit: str) -> str:
    if role in MONEY:
        places = max(2, -int(Decimal(value).normalize().as_tuple().exponent)) if role == "price" else 2
        return f"{number(value, lang, places=places if places < 4 else 2)} {'€' if unit in ('', 'EUR') else unit}"
    if role in MEASURED and unit:
        return f"{number(value, lang)} {unit}"
    if role == "percent":
        return f"{number(value, lang)} %"
    if role in ("key", "code", ""):
        return str(value) if isinstance(value, int) else number(value, lang)
    return number(value, lang)


def grained(day: Cell, grain: str, lang: Lang) -> str:
    """Return a period by its first day: "März 2025", "3. Quartal 2025"."""
    if not isinstance(day, date):
        return "–"
    if grain == "month":
        return f"{(MONTHS_DE if lang == 'de' else MONTHS_EN)[day.month - 1]} {day.year}"
    if grain == "quarter":
        return f"{(day.month + 2) // 3}. Quartal {day.year}" if lang == "de" else f"Q{(day.month + 2) // 3} {day.year}"
    if grain == "week":
        iso = day.isocalendar()
        return f"KW {iso.week}/{iso.year}" if lang == "de" else f"week {iso.week} of {iso.year}"
    return str(day.year) if grain == "year" else cell(day, "date", lang)


def plan_words(plan: Plan, schema: Schema, phrase: str = "") -> Words:
    """Return what a plan computes, in words, with every condition."""
    return Words(_plan(plan, schema, phrase, "de"), _plan(plan, schema, phrase, "en"))


def _plan(plan: Plan, schema: Schema, phrase: str, lang: Lang) -> str:
    german = lang == "de"
    table = schema.tables[plan.table]
    parts = [_head(plan, schema, phrase, lang), f"{'aus' if german else 'from'} {table_name(table, lang)}"]
    if plan.keys and plan.shape in ("groups", "compare"):
        names = dict.fromkeys(_key(k, schema, lang) for k in plan.keys)
        parts.append(f"{'je' if german else 'per'} {' / '.join(names)}")
    conditions = [condition(f, schema, lang) for f in plan.filters]
    conditions += [
        f"{schema.field(w.col).title} {w.period.words.say(lang)}" for w in plan.whens if plan.shape != "compare"
    ]
    if plan.having:
        conditions.append(_having(plan.having, schema, lang))
    if plan.absent:
        conditions.append(_absent(plan.absent, schema, lang))
    conditions += [_absent(p, schema, lang, there=True) for p in plan.present]
    if conditions:
        parts.append(f"{'wobei' if german else 'where'} " + (" und " if german else " and ").join(conditions))
    if plan.order and plan.shape in ("rows", "groups") and plan.order.limit:
        parts.append(_order(plan, schema, lang))
    if plan.polar == "state":
        asked = (" und " if german else " and ").join(condition(f, schema, lang) for f in plan.part)
        parts.append(f"{'gefragt ist' if german else 'asked is'} {asked}")
    return ", ".join(parts)


def _head(plan: Plan, schema: Schema, phrase: str, lang: Lang) -> str:
    german = lang == "de"
    if plan.shape == "rows":
        return ("verschiedene Werte: " if german and plan.unique else "distinct values: " if plan.unique else "") + \
            ", ".join(schema.field(c).title for c in plan.shown)  # fmt: skip
    figure = (" / ").join(measured(m, schema, lang) for m in plan.measures)
    if phrase:
        figure += f" ({lexicon.load().phrase[phrase].title.say(lang)})"
    if plan.shape == "share":
        part = (" und " if german else " and ").join(condition(f, schema, lang) for f in plan.part)
        return f"Anteil in Prozent an {figure}: {part}" if german else f"percentage of {figure}: {part}"
    if plan.shape == "compare":
        names = (" gegen " if german else " against ").join(p.words.say(lang) for p in plan.periods)
        return f"{figure}, {names}"
    if plan.shape == "groups" and plan.unique:
        return "Anzahl der Gruppen" if german else "number of groups"
    return figure


def measured(measure: Measure, schema: Schema, lang: Lang) -> str:
    """Return a figure in words."""
    at = 0 if lang == "de" else 1
    if measure.col is None:
        return ("Anzahl der Zeilen", "number of rows")[at]
    field = schema.field(measure.col)
    if measure.function == "distinct":
        return f"{('Anzahl verschiedener', 'number of different')[at]} {field.title}"
    if field.role == "date":
        return f"{LATEST[measure.function][at]} {field.title}"
    times = f" × {schema.field(measure.times).title}" if measure.times else ""
    times += (" (als Abgang)" if lang == "de" else " (as outgoing)") if measure.negated else ""
    times += f" − {schema.field(measure.minus).title}" if measure.minus else ""
    return f"{FUNCTIONS[measure.function][at]} {field.title}{times}"


def condition(item: Filter, schema: Schema, lang: Lang) -> str:
    """Return a condition in words."""
    german = lang == "de"
    field = schema.field(item.col)
    if item.op in ("true", "false"):
        return f"{field.title} = {cell(item.op == 'true', '', lang)}"
    if item.op in ("filled", "empty"):
        words = {"filled": ("ausgefüllt", "filled in"), "empty": ("leer", "empty")}[item.op]
        return f"{field.title} {words[0 if german else 1]}"
    if item.other:
        sign = ("unter" if item.op == "below" else "über") if german else item.op
        return f"{field.title} {sign} {schema.field(item.other).title}"
    values = [cell(v, field.role, lang, field.unit) + coded(v, field.labels) for v in item.values]
    if item.op in ("is", "isnt"):
        shown = (" oder " if german else " or ").join(f"„{v}“" if german else f"'{v}'" for v in values[:4])
        more = f" … ({len(values)})" if len(values) > 4 else ""
        return f"{field.title} {('nicht ' if german else 'not ') if item.op == 'isnt' else ''}{shown}{more}"
    if field.role == "date":
        return f"{field.title} {'vor' if german else 'before'} {values[0]}"
    return f"{field.title} {(SIGNS_DE if german else SIGNS_EN)[item.op]} {values[0]}"


def _key(key: Key, schema: Schema, lang: Lang) -> str:
    names = {"day": ("Tag", "day"), "week": ("Woche", "week"), "month": ("Monat", "month"),
             "quarter": ("Quartal", "quarter"), "year": ("Jahr", "year")}  # fmt: skip
    return names[key.grain][0 if lang == "de" else 1] if key.grain else schema.field(key.col).title


def _having(having: Having, schema: Schema, lang: Lang) -> str:
    field = schema.field(having.measure.col) if having.measure.col else None
    sign = (SIGNS_DE if lang == "de" else SIGNS_EN)[having.op]
    value = cell(having.value, field.role if field else "quantity", lang, field.unit if field else "")
    return f"{measured(having.measure, schema, lang)} {sign} {value}"


def _absent(absent: Absent, schema: Schema, lang: Lang, *, there: bool = False) -> str:
    table = schema.tables[absent.steps[0].left.table if absent.steps else absent.right.table]
    when = "".join(f" {w.period.words.say(lang)}" for w in absent.whens)
    name = table_name(table, lang)
    if there:
        return f"mit Zeile in {name}{when}" if lang == "de" else f"with a row in {name}{when}"
    return f"ohne Zeile in {name}{when}" if lang == "de" else f"without a row in {name}{when}"


def _order(plan: Plan, schema: Schema, lang: Lang) -> str:
    order = plan.order
    if order is None:
        return ""
    what = schema.field(order.col).title if order.col else measured(plan.measures[0], schema, lang)
    what += f" − {schema.field(order.minus).title}" if order.minus else ""
    if lang == "de":
        return f"die ersten {order.limit} nach {what} ({'absteigend' if order.descending else 'aufsteigend'})"
    return f"the first {order.limit} by {what} ({'descending' if order.descending else 'ascending'})"


def table_name(table: Entry, lang: Lang) -> str:
    """Return a table's name as its files have it, without years and numbering, in the language's quotation marks."""
    name = table.title if table.made_of else re.sub("_[0-9]+$", "", table.name)
    of = f" ({', '.join(table.sources)})" if table.sources else ""
    return f"„{name}“{of}" if lang == "de" else f"“{name}”{of}"


def role_of(col: Col | None, schema: Schema) -> str:
    """Return the role of a column, "quantity" for a count."""
    return schema.field(col).role if col else "quantity"


def titled(field: Field) -> str:
    """Return a column's title for people."""
    return field.title or field.name
