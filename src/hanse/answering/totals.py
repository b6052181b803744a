"""Questions that ask for a total and name no single thing: an amount in one paper is no answer to them.

"Was haben wir letztes Jahr bezahlt?" is for the tables; where they can't say, no model may pick some invoice's figure.
"""

import re
from collections.abc import Sequence

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
