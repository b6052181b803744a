"""A garden and landscaping firm: sites as workbook, staff in dBase, machines, hours and invoices as CSV."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import NamedTuple

from firms.asking import TODAY
from firms.files import GERMAN, Dress, dbase, sheet, workbook
from firms.people import cents, money, names, phone, some_day, workday
from hanse.samplefirm.dbf import Field


class Site(NamedTuple):
    """A site. end is None as long as nobody knows it."""

    nr: str
    name: str
    client: str
    town: str
    head: str
    begin: date
    end: date | None
    sum: Decimal
    state: str


class Worker(NamedTuple):
    """Somebody on the payroll. left is None for those who are still there."""

    nr: int
    last: str
    first: str
    job: str
    wage: Decimal
    since: date
    left: date | None
    phone: str


class Machine(NamedTuple):
    """Something with an engine, or towed by one."""

    nr: str
    name: str
    maker: str
    kind: str
    bought: date
    price: Decimal
    check: date | None
    place: str


class Hours(NamedTuple):
    """What somebody worked on one site on one day."""

    day: date
    worker: int
    site: str
    task: str
    hours: Decimal
    remark: str


class Invoice(NamedTuple):
    """An invoice. paid is None while it is open."""

    nr: str
    day: date
    site: str
    net: Decimal
    tax: Decimal
    gross: Decimal
    due: date
    paid: date | None
    state: str


TOWNS = ("Husum", "Bredstedt", "Niebüll", "Tönning", "Friedrichstadt", "Leck")
SITES = (
    "Schulhof Nordschule,Vorgarten Deichblick,Parkplatz Sparkasse,Stadtpark Ost,Dachgarten Klinik,"
    "Spielplatz Neustadt,Terrasse Wattwurm,Hofeinfahrt Mühlenhof,Friedhof Westteil,Kurpark Tönning,"
    "Innenhof Amtsgericht,Teichanlage Golfclub,Grünanlage Gewerbepark,Kita Regenbogen,Hausgarten Seeadler,"
    "Promenade Hafen,Sportplatz Süd,Seniorengarten Abendsonne,Marktplatz Leck,Kreisel Bundesstraße,"
    "Obstwiese Naturschutz,Wohnanlage Lerchenfeld,Zufahrt Biogas,Museumsgarten,Campingplatz Nordsee,"
    "Lärmschutzwall Umgehung,Schlossgarten,Betriebshof Stadtwerke,Pausenhof Gymnasium,Hecke Rathaus,"
    "Carportzufahrt Ulmenweg,Naturstein Kirchhof,Bolzplatz Mildstedt,Rasenfläche Kaserne,"
    "Steingarten Praxis am Deich"
).split(",")
CLIENTS = (
    "Stadt Husum,Kreis Nordfriesland,Wohnungsbau Nord eG,Sparkasse Westküste,Klinikum Husum,Gemeinde Leck,privat,"
    "Golfclub Eiderstedt,Kirchengemeinde St. Marien,Autohaus Thomsen"
).split(",")
MACHINES = (
    ("Minibagger TB216", "Takeuchi", "Bagger", 31000),
    ("Minibagger KX019", "Kubota", "Bagger", 28500),
    ("Kompaktbagger 8018", "JCB", "Bagger", 33500),
    ("Radlader 5035", "Kramer", "Lader", 46000),
    ("Hoflader 1160", "Weidemann", "Lader", 29800),
    ("Rüttelplatte DPU", "Wacker Neuson", "Verdichter", 7900),
    ("Rüttelplatte APF", "Ammann", "Verdichter", 2400),
    ("Vibrationsstampfer", "Wacker Neuson", "Verdichter", 2900),
    ("Häcksler GTS", "Jensen", "Häcksler", 24500),
    ("Aufsitzmäher Z1", "John Deere", "Mäher", 11200),
    ("Balkenmäher", "Agria", "Mäher", 5200),
    ("Mulchmäher", "Stihl", "Mäher", 1450),
    ("Heckenschere lang", "Stihl", "Handgerät", 720),
    ("Motorsäge 500i", "Stihl", "Handgerät", 1390),
    ("Motorsäge 261", "Stihl", "Handgerät", 780),
    ("Laubbläser BR", "Stihl", "Handgerät", 640),
    ("Nassschneider", "Lissmac", "Säge", 3300),
    ("Fugenschneider", "Lissmac", "Säge", 4100),
    ("Tandemanhänger", "Humbaur", "Anhänger", 6400),
    ("Dreiseitenkipper", "Humbaur", "Anhänger", 9800),
    ("Erdbohrer", "Stihl", "Handgerät", 980),
    ("Bodenfräse", "Agria", "Fräse", 6100),
)
SOON, NEXT = (date(2026, 11, 25), date(2026, 12, 20)), (date(2026, 11, 1), date(2027, 8, 31))
TASKS = ("Pflasterarbeiten", "Pflanzarbeiten", "Rasenpflege", "Erdarbeiten", "Heckenschnitt", "Zaunbau", "Transport")
JOBS = ("Vorarbeiter", "Gärtner", "Gärtner", "Gärtner", "Helfer", "Helfer", "Azubi", "Maschinenführer")
SITE = ("Baust.-Nr.", "Baustelle", "Auftraggeber", "Ort", "Bauleiter", "Beginn", "Ende", "Auftragssumme", "Status")
MACHINE = ("Inv.-Nr.", "Maschine", "Hersteller", "Art", "Anschaffung", "Kaufpreis", "Nächste Prüfung", "Standort")
HOURS = ("Datum", "Pers.-Nr.", "Baust.-Nr.", "Tätigkeit", "Stunden", "Bemerkung")
INVOICE = ("Rechnungsnr.", "Datum", "Baust.-Nr.", "Netto", "MwSt", "Brutto", "Fällig am", "Bezahlt am", "Status")
WORKER = (
    Field("PERSNR", "N", 5),
    Field("NAME", "C", 24),
    Field("VORNAME", "C", 20),
    Field("FUNKTION", "C", 16),
    Field("STDLOHN", "N", 7, 2),
    Field("EINTRITT", "D", 8),
    Field("AUSTRITT", "D", 8),
    Field("TELEFON", "C", 18),
)


def _workers(random: Random) -> list[Worker]:
    return [
        Worker(
            100 + nr,
            last,
            first,
            JOBS[nr % len(JOBS)],
            Decimal(1650 + 37 * nr if JOBS[nr % len(JOBS)] != "Azubi" else 780 + nr) / 100,
            some_day(random, date(2006, 1, 1), date(2026, 2, 1)),
            date(2026, 3, 31) if nr in {5, 13} else None,
            phone(random, "0171"),
        )
        for nr, (first, last) in enumerate(names(random, 24), 1)
    ]


def _sites(random: Random, workers: list[Worker]) -> list[Site]:
    heads = [f"{w.first} {w.last}" for w in workers if w.job == "Vorarbeiter"]
    found = []
    for nr, name in enumerate(SITES, 1):
        begin = workday(random, date(2024, 3, 1), date(2026, 10, 20))
        if nr % 6 == 0:
            begin = workday(random, date(2026, 9, 1), date(2026, 11, 2))
        end = begin + timedelta(days=random.randint(12, 120))
        state = "laufend" if end >= TODAY else "storniert" if nr % 13 == 0 else "abgeschlossen"
        last = None if state == "laufend" and random.random() < 0.5 else end
        town = next((t for t in TOWNS if t in name), random.choice(TOWNS))
        client, head = random.choice(CLIENTS), random.choice(heads)
        sum_ = money(random, 2500, 96000)
        found.append(Site(f"B{begin:%y}-{nr:03d}", name, client, town, head, begin, last, sum_, state))
    return found


def _machines(random: Random) -> list[Machine]:
    return [
        Machine(
            f"M{nr:03d}",
            name,
            maker,
            kind,
            some_day(random, date(2012, 1, 1), date(2026, 6, 30)),
            Decimal(price),
            None if kind == "Handgerät" else some_day(random, *(SOON if nr % 5 == 0 else NEXT)),
            random.choice(("Betriebshof", "Betriebshof", "Halle 2", "Baustelle")),
        )
        for nr, (name, maker, kind, price) in enumerate(MACHINES, 1)
    ]


def _hours(random: Random, workers: list[Worker], sites: list[Site]) -> list[Hours]:
    remarks = ["", "", "", "", "", "Regen", "Material fehlte", "Überstunden"]
    live = [s for s in sites if s.state != "storniert"]
    found = []
    for day in sorted(workday(random, date(2025, 1, 6), date(2026, 11, 19)) for _ in range(760)):
        there = [w for w in workers if w.since <= day and not (w.left and w.left < day)]
        idle = there[2:5] if day >= date(2026, 11, 1) else []
        worker = random.choice([w for w in there if w not in idle])
        site, task = random.choice([s for s in live if s.begin <= day]), random.choice(TASKS)
        found.append(Hours(day, worker.nr, site.nr, task, Decimal(random.randint(4, 36)) / 4, random.choice(remarks)))
    return found


def _invoices(random: Random, sites: list[Site]) -> list[Invoice]:
    found = []
    live = [s for s in sites if s.state != "storniert"]
    for nr, day in enumerate(sorted(workday(random, date(2025, 1, 7), date(2026, 11, 18)) for _ in range(130)), 1):
        net = money(random, 380, 14500)
        tax, due = cents(net * 19 / 100), day + timedelta(days=21)
        paid = day + timedelta(days=random.randint(5, 48))
        cancelled = random.random() < 0.05
        open_ = cancelled or paid >= TODAY or (day.year == 2026 and random.random() < 0.12)
        state = "storniert" if cancelled else "offen" if open_ else "bezahlt"
        site = random.choice([s for s in live if s.begin <= day]).nr
        found.append(Invoice(f"R{day:%y}{nr:04d}", day, site, net, tax, net + tax, due, None if open_ else paid, state))
    return found


RANDOM = Random(2207)
workers = _workers(RANDOM)
sites = _sites(RANDOM, workers)
machines = _machines(RANDOM)
hours = _hours(RANDOM, workers, sites)
invoices = _invoices(RANDOM, sites)


def write(folder: Path) -> None:
    """Write the files below a folder."""
    title = ("Thomsen Garten- und Landschaftsbau GmbH", "Baustellenübersicht", "Stand: 19.11.2026")
    workbook(folder / "Baustellen.xlsx", title, SITE, sites, name="Baustellen")
    dbase(folder / "MITARB.DBF", WORKER, workers)
    sheet(folder / "Maschinen.csv", MACHINE, machines, Dress(encoding="utf-8"))
    sheet(folder / "Stunden.csv", HOURS, hours, GERMAN)
    sheet(folder / "Rechnungen.csv", INVOICE, invoices, Dress(grouped=True))
