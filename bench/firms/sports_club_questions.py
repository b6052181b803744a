"""What the club's treasurer and its office ask."""

from datetime import date

from firms.asking import (
    alike,
    compared,
    counts,
    many,
    mean,
    month,
    none,
    numbered,
    one,
    pairs,
    percent,
    quarter,
    single,
    top,
    total,
    year,
)
from firms.sports_club import courses, dues, members, visits
from hanse.samplefirm.truth import Asked

LAST, THIS = year(2025), year(2026)
member = {m.nr: m for m in members}
course = {c.nr: c for c in courses}


def questions() -> tuple[Asked, ...]:
    """Return the questions in a fixed order."""
    return numbered("sports_club", [*_members(), *_dues(), *_courses(), *_visits(), *_nowhere()])


def _members() -> list[Asked]:
    staying = [m for m in members if not m.left]
    both = (members, staying)
    someone = members[33]
    gone = [m for m in members if m.left in THIS]
    unmailed = [[m for m in found if m.section == "Tischtennis" and not m.mail] for found in both]
    joined = [sum(m.joined in span for m in members) for span in (LAST, THIS)]
    young = [sum(m.born > date(2009, 12, 31) for m in found) for found in both]
    return [
        one("wieviele mitglieder hat die abteilung handball", *(sum(m.section == "Handball" for m in r) for r in both)),
        many("Mitglieder je Abteilung", *(pairs(counts(r, lambda m: m.section)) for r in both)),
        one(f"Wann ist {someone.first} {someone.last} eingetreten?", someone.joined),
        many("wer ist dieses Jahr ausgetreten?", *alike(gone, lambda m: m.last, lambda m: m.nr)),
        many(
            "Mitglieder im Tischtennis ohne E-Mail",
            *(rows for found in unmailed for rows in alike(found, lambda m: m.last, lambda m: m.nr)),
        ),
        many("Anzahl Eintritte 2025 und 2026", *compared(*joined)),
        one("Wie viele Mitglieder sind nach 2009 geboren?", *young),
        one(
            "Anteil der Mitglieder aus Büdelsdorf in Prozent",
            *(percent(sum(m.town == "Büdelsdorf" for m in r), len(r)) for r in both),
            places=1,
        ),
    ]


def _dues() -> list[Asked]:
    this = [d for d in dues if d.of == 2026]
    unpaid = [d for d in this if not d.paid]
    third = [d for d in dues if d.reminder == 3]
    gym = total(d.sum for d in dues if d.of == 2025 and member[d.member].section == "Turnen")
    return [
        one("Summe Beiträge 2026", total(d.sum for d in this)),
        one("wie viel beitrag ist für 2026 noch nicht bezahlt", total(d.sum for d in unpaid)),
        many(
            "Welche Mitglieder haben Mahnstufe 3?",
            *alike(third, lambda d: d.member, lambda d: member[d.member].last, lambda d: d.nr),
        ),
        one("Beiträge 2025 der Abteilung Turnen", gym),
        one("average Beitrag in 2025", mean(d.sum for d in dues if d.of == 2025)),
        one("wieviel Beiträge wurden im März bezahlt?", *_paid_in_march()),
    ]


def _paid_in_march() -> list[str]:
    found = [d.sum for d in dues if d.paid in month(3, 2026)]
    return [str(total(found)), str(len(found))]


def _courses() -> list[Asked]:
    yoga = single(c for c in courses if c.name == "Yoga")
    monday = [c for c in courses if c.weekday == "Montag"]
    dearest = max(courses, key=lambda c: c.fee)
    return [
        one("wer macht den Yoga kurs?", yoga.trainer),
        many("welche kurse sind am montag", *alike(monday, lambda c: c.name, lambda c: c.nr)),
        one("Which course has the highest Kursgebühr?", dearest.name),
    ]


def _visits() -> list[Asked]:
    last = [[v for v in found if v.day in LAST] for found in (visits, [v for v in visits if v.came])]
    autumn = [[v for v in found if v.day in quarter(3, 2026)] for found in (visits, [v for v in visits if v.came])]
    most = [top(counts(r, lambda v: course[v.course].name), 3) for r in last]
    return [
        many("top 3 Kurse nach Teilnahmen 2025", *most, ordered=True),
        one("Wie viele Teilnahmen gab es im letzten Quartal?", *map(len, autumn)),
        one("wie oft war bei Pilates jemand nicht anwesend", _missed("Pilates")),
    ]


def _missed(name: str) -> int:
    return sum(course[v.course].name == name and not v.came for v in visits)


def _nowhere() -> list[Asked]:
    return [
        none("Wie hoch sind die Gehälter der Trainer?", "no pay"),
        none("Wann war die letzte Jahreshauptversammlung?", "no meetings"),
        none("was kostet die hallenmiete im monat", "no rent of halls"),
        none("Welche IBAN hat das Mitglied 4020?", "no bank accounts"),
    ]
