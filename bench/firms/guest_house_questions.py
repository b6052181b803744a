"""What the hosts of the guest house ask."""

from firms.asking import (
    TODAY,
    Span,
    alike,
    best,
    compared,
    counts,
    kept,
    many,
    mean,
    month,
    months,
    none,
    numbered,
    one,
    pairs,
    percent,
    single,
    sums,
    top,
    total,
    year,
)
from firms.guest_house import Booking, bookings, guests, invoices, rooms
from hanse.samplefirm.truth import Asked

LAST, THIS = year(2025), year(2026)
guest = {g.nr: g for g in guests}
room = {r.nr: r for r in rooms}


def questions() -> tuple[Asked, ...]:
    """Return the questions in a fixed order."""
    return numbered("guest_house", [*_rooms(), *_guests(), *_bookings(), *_stays(), *_invoices(), *_nowhere()])


def _void(booking: Booking) -> bool:
    return booking.status == "cancelled"


def _arriving(span: Span) -> list[list[Booking]]:
    """Return the bookings that arrive in a span: all, those that weren't cancelled, those that were confirmed."""
    found = [b for b in bookings if b.arrival in span]
    return [*kept(found, _void), [b for b in found if b.status == "confirmed"]]


def _rooms() -> list[Asked]:
    lake = [r for r in rooms if r.lake]
    doubles = [r.price for r in rooms if r.kind == "Doppelzimmer"]
    cheap = [r for r in rooms if r.price < 90]
    return [
        one("Was kostet das Zimmer Leuchtturm pro Nacht?", single(r for r in rooms if r.name == "Leuchtturm").price),
        many("zimmer mit seeblick", *alike(lake, lambda r: r.name, lambda r: r.nr)),
        one("Durchschnittspreis der Doppelzimmer", mean(doubles)),
        many("Zimmer unter 90 Euro pro Nacht", *alike(cheap, lambda r: r.name, lambda r: r.nr)),
        one("Wie viele Betten haben wir insgesamt?", sum(r.beds for r in rooms)),
    ]


def _guests() -> list[Asked]:
    danes = [g for g in guests if g.country == "Dänemark"]
    never = [[g for g in guests if g.nr not in {b.guest for b in found}] for found in kept(bookings, _void)]
    named = guests[11]
    return [
        many("Gäste aus Dänemark", *alike(danes, lambda g: g.last, lambda g: g.nr)),
        one(f"Telefonnummer von {named.first} {named.last}", named.phone),
        many(
            "guests without a booking",
            *(rows for found in never for rows in alike(found, lambda g: g.last, lambda g: g.nr)),
        ),
        many("anzahl gäste pro land", pairs(counts(guests, lambda g: g.country))),
    ]


def _bookings() -> list[Asked]:
    cancelled = [b for b in bookings if b.status == "cancelled" and b.arrival in THIS]
    noted = [b for b in bookings if b.status == "cancelled" and b.booked in THIS]
    channels = [counts(found, lambda b: b.channel) for found in _arriving(LAST)]
    booked = [counts(found, lambda b: b.channel) for found in kept((b for b in bookings if b.booked in LAST), _void)]
    direct = [
        percent(sum(b.channel == "Booking.com" for b in found), len(found))
        for found in (*kept(bookings, _void), [b for b in bookings if b.status == "confirmed"])
    ]
    return [
        one("Wie viele Buchungen wurden dieses Jahr storniert?", len(cancelled), len(noted)),
        many("buchungen pro kanal 2025", *map(pairs, (*channels, *booked))),
        one("Welcher Anteil der Buchungen kommt über Booking.com in Prozent?", *direct, places=1),
    ]


def _stays() -> list[Asked]:
    december = _arriving(month(12, 2026))
    nights = [sum(b.nights for b in found if room[b.room].name == "Kapitän") for found in _arriving(THIS)]
    summer = _arriving(months(2026, 7, 8))
    rooms_top = [top(sums(found, lambda b: room[b.room].name, lambda b: b.nights), 3) for found in _arriving(LAST)]
    return [
        many(
            "Anreisen im Dezember 2026",
            *(rows for found in december for rows in alike(found, lambda b: b.nr)),
            *([(guest[b.guest].last,) for b in found] for found in december),
        ),
        one("wie viele nächte war das zimmer kapitän dieses jahr gebucht", *nights, places=0),
        one(
            "Wie viele Erwachsene sind im Juli und August 2026 angereist?", *(sum(b.adults for b in f) for f in summer)
        ),
        many("Die 3 Zimmer mit den meisten Nächten bei Anreise 2025", *rooms_top, ordered=True),
    ]


def _invoices() -> list[Asked]:
    late = [i for i in invoices if not i.paid and i.due < TODAY]
    unpaid = total(i.total for i in late)
    halves = [total(i.total for i in invoices if i.day in months(of, 1, 6)) for of in (2026, 2025)]
    breakfast = total(i.breakfast for i in invoices if i.day in month(8, 2026))
    means = sums((i for i in invoices if i.means and i.day in THIS), lambda i: i.means, lambda i: i.total)
    return [
        one("Gesamtbetrag der überfälligen Rechnungen", unpaid),
        many("umsatz laut rechnungen erstes halbjahr 2026 vs. erstes halbjahr 2025", *compared(halves[0], halves[1])),
        one("Wieviel haben wir im August mit Frühstück eingenommen?", breakfast),
        one("Mit welcher Zahlungsart wurde dieses Jahr am meisten bezahlt?", best(means), _often()),
    ]


def _often() -> str:
    return best(counts((i for i in invoices if i.means and i.day in THIS), lambda i: i.means))


def _nowhere() -> list[Asked]:
    return [
        none("Wie viele Sterne hat uns der Gast aus Zimmer Muschel gegeben?", "no reviews"),
        none("Wer hat das Zimmer Anker gestern geputzt?", "no housekeeping"),
        none("What do we pay Booking.com as commission?", "no commission"),
        none("stromkosten für das zimmer nordlicht im letzten winter", "no overheads"),
    ]
