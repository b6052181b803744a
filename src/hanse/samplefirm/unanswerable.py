"""Questions that sound like the others and that the firm's files don't answer, with the reason."""

from hanse.samplefirm.model import Customer, Firm
from hanse.samplefirm.truth import Asked, Expected

FIRST = (
    ("Wie hoch war unser Gewinn letztes Jahr?", "Kosten wie Löhne und Mieten stehen in keiner Datei"),
    ("telefonnummer von Quastenflosser Elektrotechnik", "diesen Kunden gibt es nicht"),
    ("Wie viel Umsatz machen wir nächstes Jahr?", "die Zukunft steht nicht in den Daten"),
    ("Wann hat {chef} Geburtstag?", "Geburtstage stehen in keiner Datei"),
    ("Was verdient {fitter} im Monat?", "Löhne stehen in keiner Datei"),
    ("Wie hoch ist die Miete für unsere Werkstatt?", "die Miete steht in keiner Datei"),
    ("Welche Reaktionszeit haben wir mit {stranger} vereinbart?", "mit diesem Kunden gibt es keinen Wartungsvertrag"),
    ("Was kostet ein Photovoltaikmodul bei uns?", "das steht nicht in der Preisliste"),
    ("wieviele stunden hat der Praktikant gearbeitet", "es gibt keinen Praktikanten"),
    ("Which bank account do we use for the rent deposit?", "die Mietkaution steht in keiner Datei"),
)
HELD_OUT = (
    ("wie viele Krankheitstage hatten wir letztes Jahr?", "Krankheitstage stehen in keiner Datei"),
    ("Wie hoch ist unsere Eigenkapitalquote?", "eine Bilanz liegt nicht vor"),
    ("Wie alt ist {office}?", "das Alter steht in keiner Datei"),
    ("Umsatz im Jahr {long_ago}", "die Daten beginnen später"),
    ("Welche Rechnungen von Sonnenfleck Kältebau sind offen?", "diesen Kunden gibt es nicht"),
    ("Wann läuft der Leasingvertrag für den Kopierer aus?", "ein Leasingvertrag liegt nicht vor"),
    ("wie viele besucher hatte unsere webseite im Mai", "Besucherzahlen stehen in keiner Datei"),
    ("Wer hat den Wettbewerb um das Schwimmbad gewonnen?", "davon steht nichts in den Daten"),
    ("Wann beginnt der Wartungsvertrag mit {stranger}?", "mit diesem Kunden gibt es keinen Wartungsvertrag"),
    ("How much CO2 do our vans emit per year?", "der Ausstoß steht in keiner Datei"),
)


def filled(firm: Firm, templates: tuple[tuple[str, str], ...]) -> list[Asked]:
    """Return the questions with names of this firm put in."""
    facts = {
        "chef": firm.role("Geschäftsführer").name,
        "fitter": firm.role("Monteur").name,
        "office": firm.role("Kaufmännische").name,
        "stranger": _stranger(firm).name,
        "long_ago": firm.year - 6,
    }
    return [Asked("", "none", text.format(**facts), Expected(why=why), ("none",)) for text, why in templates]


def _stranger(firm: Firm) -> Customer:
    """Return a trade customer without a maintenance contract."""
    bound = {c.customer for c in firm.contracts}
    return next(c for c in firm.active if c.kind == "G" and c.nr not in bound)
