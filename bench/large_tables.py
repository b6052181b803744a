"""A million records of old exports to typed tables, against pyarrow.csv reading the same values with types.

    python bench/large_tables.py [--records 1000000] [--format gdpdu datev dbf] [--runs 3]

For each format a folder with one file of 12 columns (and its index.xml) is written and then read in turns: by a reader
child of Hanse (file to typed Parquet on disk; seconds and peak memory of the child), wholly learned (`hanse learn`),
and by pyarrow in a process of its own (the time of read_csv alone; for DBF the same values as CSV). Then a question
with a sum and groups is answered by the query child over the learned table. pyarrow goes into a scratch environment.
"""

import argparse
import random
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from hanse.store import bulkparts, tableparts
from hanse.store.database import Store
from hanse.tables.execute import Executor
from hanse.tables.frames import Statement

WANTED = "pyarrow==22.0.0"
NAMES = (
    "Nr",
    "Buchungsdatum",
    "Konto",
    "Name",
    "Betrag",
    "SH",
    "Steuersatz",
    "Beleg",
    "Text",
    "Menge",
    "Kst",
    "Faellig",
)
DATES, NUMBERS, WHOLE = ("Buchungsdatum", "Faellig"), ("Betrag", "Steuersatz"), ("Nr", "Menge")
START = date(2024, 1, 1)
CHILD = """
import resource, sys, time
from pathlib import Path
from hanse.readers.item import Item
from hanse.readers import all_readers, best
all_readers()
path, spool = Path(sys.argv[1]), Path(sys.argv[2])
item = Item.at(path, root=path.parent); item.spool = spool
start = time.perf_counter()
reading = best(item).read(item)
took = time.perf_counter() - start
rows = sum(t.bulk.rows if t.bulk else len(t.rows) for t in reading.tables[:1])
print(took, rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, reading.counts.rejected)
"""
ARROW = """
import sys, time, pyarrow as pa, pyarrow.csv as csv
path, delimiter, encoding, skip, names, texts = sys.argv[1:7]
names = names.split(",")
kinds = {"Nr": pa.int64(), "Menge": pa.int64(), "Steuersatz": pa.float64(), "Betrag": pa.float64()}
days = {} if texts == "all" else {"Buchungsdatum": pa.timestamp("s"), "Faellig": pa.timestamp("s")}
kinds = {name: (kinds | days).get(name, pa.string()) for name in names}
options = csv.ReadOptions(column_names=names, encoding=encoding, skip_rows=int(skip))
parse = csv.ParseOptions(delimiter=delimiter)
convert = csv.ConvertOptions(column_types=kinds, decimal_point=",", timestamp_parsers=["%d.%m.%Y"])
start = time.perf_counter()
table = csv.read_csv(path, read_options=options, parse_options=parse, convert_options=convert)
print(time.perf_counter() - start, table.num_rows, 0, 0)
"""


class Timing(NamedTuple):
    """Seconds, records, peak memory in MB."""

    seconds: float
    records: int
    memory: int


class Case(NamedTuple):
    """A folder to learn, its file, the CSV that pyarrow reads, and how it is told to."""

    folder: Path
    file: Path
    arrow: tuple[str, ...]


def main() -> None:
    """Print a table with a row for each format."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--records", type=int, default=1_000_000)
    asked.add_argument("--format", nargs="*", default=list(CASES))
    asked.add_argument("--runs", type=int, default=3)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="hanse-large-") as scratch:
        python = _arrow(Path(scratch) / "env")
        heads = f"{'times':>7}{'MB peak':>9}{'learn s':>9}{'question ms':>13}"
        print(f"{'format':8}{'MB':>6}{'pyarrow s':>11}{'read s':>8}{heads}")
        for name in options.format:
            case = CASES[name](Path(scratch) / name, options.records)
            _row(name, case, python, options.runs, options.records)


def _arrow(folder: Path) -> Path:
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", WANTED], check=True)
    return python


def _row(name: str, case: Case, python: Path, runs: int, records: int) -> None:
    ours, theirs = [], []
    for _ in range(runs):
        spool = case.folder.parent / f"{name}-spool"
        spool.mkdir(exist_ok=True)
        theirs.append(_timed([str(python), "-c", ARROW, *case.arrow]))
        ours.append(_timed([sys.executable, "-c", CHILD, str(case.file), str(spool)]))
        shutil.rmtree(spool)
    if {t.records for t in ours} != {records}:
        print(f"{name}: {ours[0].records} of {records} records came out")
    arrow, read = (statistics.median(t.seconds for t in some) for some in (theirs, ours))
    learned, asked = _learned(case)
    size, peak = case.file.stat().st_size / 1e6, max(t.memory for t in ours)
    print(
        f"{name:8}{size:6.0f}{arrow:11.2f}{read:8.2f}{read / arrow:7.2f}{peak:9}{learned:9.1f}{asked:13.0f}", flush=True
    )


def _timed(command: list[str]) -> Timing:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    seconds, records, memory, _ = done.stdout.splitlines()[-1].split()
    return Timing(float(seconds), int(records), int(memory))


def _learned(case: Case) -> tuple[float, float]:
    """Return how long it took to learn the folder, and the median milliseconds of a sum by groups over its table."""
    home = case.folder.parent / "home"
    start = time.perf_counter()
    command = [sys.executable, "-m", "hanse", "learn", str(case.folder), "--home", str(home)]
    subprocess.run(command, capture_output=True, check=False)
    took = time.perf_counter() - start
    with Store(home) as store, Executor(home) as executor:
        table = max(tableparts.logical_tables(store), key=lambda found: found.rows)
        names = [c.name for c in table.columns]
        amount, group = (
            next(i for i, n in enumerate(names) if n.upper().startswith(w)) for w in (("BETRAG", "UMSATZ"), ("KONTO",))
        )
        rows = bulkparts.relation(str(table.file))
        sql = f"SELECT c{group}, sum(c{amount}) FROM {rows} GROUP BY 1 ORDER BY 2 DESC LIMIT 20"  # noqa: S608
        statement = Statement(sql, (("text", str((home / "tables" / str(table.file)).resolve())),))
        executor.warm()
        asked = [_milliseconds(lambda: executor.run([statement])) for _ in range(9)]
    shutil.rmtree(home)
    return took, statistics.median(asked)


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _values(records: int) -> Iterator[tuple[int, date, str, str, int, str, str, str, str, int, str, date]]:
    """Yield bookings; the amount in cents."""
    chance = random.Random(1)
    names = [f"Müller & Söhne {i} GmbH" for i in range(500)]
    for number in range(1, records + 1):
        day = START + timedelta(days=chance.randrange(366))
        yield (
            number, day, str(10000 + chance.randrange(9000)), chance.choice(names), chance.randrange(1, 2_000_000),
            chance.choice("SH"), chance.choice(("0,00", "7,00", "19,00")), f"RE-{chance.randrange(10**6):06d}",
            f"Buchung {chance.randrange(1000)} Material", chance.randrange(10_000), f"{chance.randrange(100):03d}",
            day + timedelta(days=30),
        )  # fmt: skip


def gdpdu(folder: Path, records: int) -> Case:
    """Write a GDPdU export: CP1252, semicolons, quotes, decimal commas."""
    folder.mkdir(parents=True)
    file = folder / "buchungen.csv"
    with file.open("w", encoding="cp1252", newline="") as out:
        for n, day, account, name, cents, side, rate, voucher, text, count, cost, due in _values(records):
            euro = f"{cents // 100},{cents % 100:02d}"
            out.write(
                f'{n};{day:%d.%m.%Y};"{account}";"{name}";{euro};"{side}";{rate};"{voucher}";"{text}";{count};"{cost}";'
                f"{due:%d.%m.%Y}\r\n"
            )
    kinds = dict.fromkeys(DATES, "<Date/>") | dict.fromkeys(NUMBERS, "<Numeric><Accuracy>2</Accuracy></Numeric>")
    kinds |= dict.fromkeys(WHOLE, "<Numeric/>")
    columns = "".join(
        f"<Variable{'PrimaryKey' if n == 'Nr' else 'Column'}><Name>{n}</Name>{kinds.get(n, '<AlphaNumeric/>')}"
        f"</Variable{'PrimaryKey' if n == 'Nr' else 'Column'}>"
        for n in NAMES
    )
    (folder / "index.xml").write_text(
        '<?xml version="1.0" encoding="utf-8"?><DataSet><Version>1.0</Version><Media><Name>1</Name><Table>'
        f"<URL>buchungen.csv</URL><Name>Buchungen</Name><ANSI/><VariableLength>{columns}</VariableLength>"
        "</Table></Media></DataSet>",
        encoding="utf-8",
    )
    return Case(folder, file, (str(file), ";", "cp1252", "0", ",".join(NAMES), ""))


def dbf(folder: Path, records: int) -> Case:
    """Write a dBase III file in CP850, and the same values as CSV for the yardstick."""
    folder.mkdir(parents=True)
    fields = (
        ("NR", "N", 8, 0), ("DATUM", "D", 8, 0), ("KONTO", "C", 8, 0), ("NAME", "C", 28, 0), ("BETRAG", "N", 12, 2),
        ("SH", "C", 1, 0), ("SATZ", "N", 6, 2), ("BELEG", "C", 10, 0), ("TEXT", "C", 28, 0), ("MENGE", "N", 8, 0),
        ("KST", "C", 3, 0), ("FAELLIG", "D", 8, 0),
    )  # fmt: skip
    length = 1 + sum(f[2] for f in fields)
    head = struct.pack("<BBBBLHH20x", 3, 124, 1, 1, records, 32 + 32 * len(fields) + 1, length)
    described = b"".join(struct.pack("<11sc4xBB14x", n.encode(), k.encode(), w, d) for n, k, w, d in fields)
    file, other = folder / "BUCHUNG.DBF", folder.parent / "dbf.csv"
    with file.open("wb") as out, other.open("w", encoding="cp1252", newline="") as plain:
        out.write(head + described + b"\r")
        for n, day, account, name, cents, side, rate, voucher, text, count, cost, due in _values(records):
            line = (
                f" {n:8}{day:%Y%m%d}{account:8}{name:28}{cents / 100:12.2f}{side}"
                f"{rate.replace(',', '.'):>6}{voucher:10}{text:28}{count:8}{cost}{due:%Y%m%d}"
            )
            out.write(line.encode("cp850"))
            euro = f"{cents // 100},{cents % 100:02d}"
            plain.write(
                f"{n};{day:%d.%m.%Y};{account};{name};{euro};{side};{rate};{voucher};{text};{count};{cost};{due:%d.%m.%Y}\r\n"
            )
        out.write(b"\x1a")
    return Case(folder, file, (str(other), ";", "cp1252", "0", ",".join(NAMES), ""))


def datev(folder: Path, records: int) -> Case:
    """Write a DATEV Buchungsstapel of the first 14 columns that carry values, the others empty."""
    folder.mkdir(parents=True)
    file = folder / "EXTF_Buchungsstapel.csv"
    columns = [
        "Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben-Kennzeichen", "WKZ Umsatz", "Kurs", "Basis-Umsatz",
        "WKZ Basis-Umsatz", "Konto",
        "Gegenkonto (ohne BU-Schlüssel)", "BU-Schlüssel", "Belegdatum", "Belegfeld 1",
        "Belegfeld 2", "Skonto",
        "Buchungstext", *(f"Feld {n}" for n in range(15, 117)),
    ]  # fmt: skip
    head = (
        '"EXTF";700;21;"Buchungsstapel";12;20250105120000000;;"RE";"";"";1001;1;20240101;4;20240101;20241231;"2024";"";1;0;0;'
        '"EUR";;"";;;"03";;;"";""'
    )
    with file.open("w", encoding="cp1252", newline="") as out:
        out.write(head + "\r\n" + ";".join(columns) + "\r\n")
        rest = ";" * (len(columns) - 14)
        for _, day, account, name, cents, side, *_, voucher, text, _, _, _ in _values(records):
            euro = f"{cents // 100},{cents % 100:02d}"
            other = f"{int(account) % 9000 + 1000}"
            out.write(
                f'{euro};"{side}";"EUR";;;"";{other};{account};"";{day:%d%m};"{voucher}";"";;"{text} {name}"{rest}\r\n'
            )
    names = ["Betrag", *(f"c{n}" for n in range(1, len(columns)))]
    return Case(folder, file, (str(file), ";", "cp1252", "2", ",".join(names), "all"))


CASES: dict[str, Callable[[Path, int], Case]] = {"gdpdu": gdpdu, "datev": datev, "dbf": dbf}


if __name__ == "__main__":
    main()
