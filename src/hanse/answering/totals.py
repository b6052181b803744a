"""Questions that ask for a total, of nothing in particular or over a period: an amount in one paper is no answer.

"Was haben wir letztes Jahr bezahlt?" and "Wie viele Rohre gingen 2026 ab?" are for the tables; where they can't say, no
model may pick some paper's figure.
"""

import re
from collections.abc import Sequence

from hanse.answering.sentences import Line
from hanse.records import Refusal
from hanse.words import Words

TOTAL = frozenset(
    "summe summen gesamtsumme gesamt gesamtbetrag insgesamt zusammen total betrag beträge umsatz umsätze gewinn verlust"
    " kosten ausgaben einnahmen bezahlt gezahlt zahlen bezahlen ausgegeben eingenommen verdient verkauft gekauft"
    " durchschnitt durchschnittlich anzahl sum amount revenue turnover profit loss costs expenses income paid pay spent"
    " spend earned earn sold bought average".split()
)
BESIDE = frozenset(
    "netto brutto euro eur geld alle allen alles unser unsere unserem unseren letztes letzten letzter letzte voriges"
    " vorigen voriger dieses diesem diesen vergangenes vergangenen laufenden jahr jahres jahre jahren monat monats"
    " monaten quartal quartals halbjahr woche wochen tag tagen gestern heute bisher bislang januar februar märz april"
    " mai juni juli august september oktober november dezember money all our last this year month quarter week so far"
    " january february march may june july october december hoch hoher viel wieviel groß".split()
)
_AMOUNT = re.compile(r"\bwie ?viele?r?\b|\bwieviele?\b|\banzahl\b|\binsgesamt\b|\bhow (?:many|much)\b", re.IGNORECASE)
_SHARE = re.compile(r"prozent|percent|%", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\w.\-/])(?P<year>(?:19|20)\d\d)(?![\w\-/])")
_DAY = re.compile(r"\d{1,2}\. ?[a-zä]{3,9} (?:19|20)\d\d", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(?:letzte|vorige|vergangene|diese)[smnr]* (?:jahr|quartal|halbjahr|monat|woche)|\bbisher in diesem jahr\b|"
    r"\b(?:last|this) (?:year|quarter|month|week)\b",
    re.IGNORECASE,
)
_PERIOD = re.compile(r"(?:19|20)\d\d|[1-4]|i{1,3}v?|q[1-4]|\d{1,2}\.\d{1,2}\.(?:\d{4})?")
REFUSED = Refusal(
    "total",
    Words(
        "Das müsste zusammengerechnet werden, und die Tabellen geben es so nicht her. Einen einzelnen Betrag aus den "
        "Unterlagen zeigt Hanse dafür nicht. Bitte sagen, wovon die Summe gemeint ist.",
        "That would have to be added up, and the tables don't give it like this. Hanse shows no single amount out of "
        "the documents for it. Please say what the total is of.",
    ),
)


def only(words: Sequence[str]) -> bool:
    """Return whether the content words of a question ask for a total of nothing in particular."""
    small = [word.casefold() for word in words]
    other = [word for word in small if word not in TOTAL | BESIDE and not _PERIOD.fullmatch(word)]
    return not other and bool(TOTAL & {*small})


def over_period(question: str, lines: Sequence[Line]) -> bool:
    """Return whether a question asks how much or many it was in a period that none of the sentences speaks of."""
    if not _AMOUNT.search(question) or _SHARE.search(question) or _DAY.search(question):
        return False
    years = {match["year"] for match in _YEAR.finditer(question)}
    if _RELATIVE.search(question):
        return True
    return bool(years) and not any(year in line.text for year in years for line in lines)
