"""The tables of events and tasks that all calendars share. Knows no format."""

from hanse.records import Column

_STATUS = (
    *(("TENTATIVE", "vorläufig"), ("CONFIRMED", "bestätigt"), ("CANCELLED", "abgesagt")),
    *(("NEEDS-ACTION", "offen"), ("IN-PROCESS", "in Arbeit"), ("COMPLETED", "erledigt")),
)
_UTC = "derselbe Zeitpunkt in Weltzeit; leer, wenn die Zeitzone nicht bekannt ist"
EVENTS = (
    Column("Titel", "Titel", "text", role="text", term="SUMMARY"),
    Column("Beginn", "Beginn", "datetime", "Ortszeit, wie der Kalender sie zeigt", "date", term="DTSTART"),
    Column("Ende", "Ende", "datetime", "bei ganztägigen Terminen der letzte Tag", "date", term="DTEND"),
    Column("Ganztägig", "Ganztägig", "boolean", role="flag"),
    Column("Zeitzone", "Zeitzone", "text", "leer: an jedem Ort zur selben Uhrzeit", "code", term="TZID"),
    Column("Beginn UTC", "Beginn (Weltzeit)", "datetime", _UTC),
    Column("Ort", "Ort", "text", term="LOCATION"),
    Column("Organisator", "Organisator", "text", role="party", term="ORGANIZER"),
    Column("Teilnehmer", "Teilnehmer", "text", role="party", term="ATTENDEE"),
    Column("Wiederholung", "Wiederholung", "text", "die Regel in Worten; jede Reihe ist eine Zeile", term="RRULE"),
    Column("Ausnahmen", "Ausnahmen", "text", "Tage, an denen die Reihe ausfällt", term="EXDATE"),
    Column("Ersetzt", "Ersetzt den Termin vom", "datetime", "in einer Reihe verschobener Termin", term="RECURRENCE-ID"),
    Column("Status", "Status", "text", role="code", term="STATUS", labels=_STATUS),
    Column("Kategorien", "Kategorien", "text", term="CATEGORIES"),
    Column("Kalender", "Kalender", "text", term="X-WR-CALNAME"),
    Column("Geändert", "Geändert am (Weltzeit)", "datetime", term="LAST-MODIFIED"),
    Column("Kennung", "Kennung", "text", role="key", term="UID"),
)
TASKS = (
    Column("Titel", "Titel", "text", role="text", term="SUMMARY"),
    Column("Beginn", "Beginn", "datetime", role="date", term="DTSTART"),
    Column("Fällig", "Fällig", "datetime", role="date", term="DUE"),
    Column("Erledigt", "Erledigt am", "datetime", role="date", term="COMPLETED"),
    Column("Fortschritt", "Fortschritt", "integer", unit="%", term="PERCENT-COMPLETE"),
    Column("Priorität", "Priorität", "integer", "1 ist die höchste, 9 die niedrigste, 0 keine", term="PRIORITY"),
    Column("Status", "Status", "text", role="code", term="STATUS", labels=_STATUS),
    Column("Wiederholung", "Wiederholung", "text", "die Regel in Worten", term="RRULE"),
    Column("Kategorien", "Kategorien", "text", term="CATEGORIES"),
    Column("Kalender", "Kalender", "text", term="X-WR-CALNAME"),
    Column("Geändert", "Geändert am (Weltzeit)", "datetime", term="LAST-MODIFIED"),
    Column("Kennung", "Kennung", "text", role="key", term="UID"),
)
