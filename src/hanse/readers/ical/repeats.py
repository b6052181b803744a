"""A rule of recurrence (RRULE) in German words. Lists no dates: only what the rule says. Source: RFC 5545, 3.3.10."""

from hanse.readers._cards.moments import day

_EVERY = {
    "DAILY": ("jeden Tag", "Tage"), "WEEKLY": ("jede Woche", "Wochen"), "MONTHLY": ("jeden Monat", "Monate"),
    "YEARLY": ("jedes Jahr", "Jahre"), "HOURLY": ("jede Stunde", "Stunden"), "MINUTELY": ("jede Minute", "Minuten"),
}  # fmt: skip
_DAYS = {"MO": "Montag", "TU": "Dienstag", "WE": "Mittwoch", "TH": "Donnerstag", "FR": "Freitag", "SA": "Samstag",
         "SU": "Sonntag"}  # fmt: skip
_MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
           "Dezember")  # fmt: skip
_NUMBERS = {1: "ersten", 2: "zweiten", 3: "dritten", 4: "vierten", 5: "fünften", -1: "letzten", -2: "vorletzten"}
_SAID = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "COUNT", "UNTIL", "BYSETPOS", "WKST"})


def words(rule: str) -> str:
    """Return "alle 2 Wochen am Montag und Mittwoch bis 31.12.2024"; what has no words is added as it stands."""
    parts = dict(part.split("=", 1) for part in rule.upper().strip().split(";") if "=" in part)
    every, several = _EVERY.get(parts.get("FREQ", ""), ("", ""))
    if not every:
        return rule.strip()
    interval = parts.get("INTERVAL", "1")
    said = [every if interval == "1" else f"alle {interval} {several}", _days(parts), _months(parts), _end(parts)]
    rest = [f"{name}={value}" for name, value in parts.items() if name not in _SAID]
    return " ".join(filter(None, [*said, f"({'; '.join(rest)})" if rest else ""]))


def _days(parts: dict[str, str]) -> str:
    numbers = [text for text in parts.get("BYMONTHDAY", "").split(",") if text]
    days = [text for text in parts.get("BYDAY", "").split(",") if text[-2:] in _DAYS]
    if numbers and not days:
        return "am " + _joined([_day_of_month(text) for text in numbers])
    if not days:
        return ""
    position = parts.get("BYSETPOS", "")
    if position:
        return f"am {_number(position)} der Tage {_joined([_day(text) for text in days])}"
    if {"MO", "TU", "WE", "TH", "FR"} == set(days):
        return "von Montag bis Freitag"
    return "am " + _joined([_day(text) for text in days])


def _day(text: str) -> str:
    """Return "Freitag" for FR, "letzten Freitag" for -1FR."""
    return f"{_number(text[:-2])} {_DAYS[text[-2:]]}".strip()


def _number(text: str) -> str:
    plain = text.lstrip("+")
    if not plain.removeprefix("-").isdecimal():
        return ""
    return _NUMBERS.get(int(plain), f"{plain}.")


def _day_of_month(text: str) -> str:
    return "letzten des Monats" if text == "-1" else f"{text}."


def _months(parts: dict[str, str]) -> str:
    numbers = [int(text) for text in parts.get("BYMONTH", "").split(",") if text.isdecimal()]
    names = [_MONTHS[number - 1] for number in numbers if 1 <= number <= 12]
    return f"im {_joined(names)}" if names else ""


def _end(parts: dict[str, str]) -> str:
    until = day(parts.get("UNTIL", ""))
    if until:
        return f"bis {until:%d.%m.%Y}"
    count = parts.get("COUNT", "")
    return f"{count}-mal" if count.isdecimal() else ""


def _joined(texts: list[str]) -> str:
    return " und ".join(filter(None, (", ".join(texts[:-1]), texts[-1])))
