"""The isolated reading against readers that hang, eat memory, crash, print, and against bad nesting."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from datetime import time as clock_time
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from hanse.config import Config
from hanse.errors import Broken
from hanse.readers.pool.children import AHEAD_BYTES, ENOUGH, Pool
from hanse.readers.pool.wire import Frame, pack, unpack
from hanse.records import Cell, Column, ColumnType, Counts, Place, Reading, Table

# A reader that does what the file's content says. "[a,b]" is a container of items with these contents.
ACTOR = """
    import os, signal, sys, time
    from hanse.errors import Unreadable
    from hanse.records import Block, Document, Inside, Place, Reading
    from hanse.words import Words

    NAME = "actor"
    SUFFIXES = (".act",)
    TITLE = HELP = Words("Prüfling", "Actor")
    SPEC = ""

    def sniff(head, name):
        return 90 if name.endswith(".act") else 0

    def read(item):
        text = item.data().decode()
        verb, _, rest = text.partition(" ")
        inside = ()
        if verb == "hang":
            time.sleep(1000)
        elif verb == "spin":
            while True: pass
        elif verb == "allocate":
            bytearray(10 << 30)
        elif verb == "creep":
            hoard = []
            while True: hoard.append(bytearray(1 << 20))
        elif verb == "segfault":
            os.kill(os.getpid(), signal.SIGSEGV)
        elif verb == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        elif verb == "exit":
            os._exit(3)
        elif verb == "print":
            print("noise"); os.write(1, b"more noise"); sys.stdout.flush()
        elif verb == "swallow":
            sys.stdin.read(); os.read(0, 100)
        elif verb == "recurse":
            read(item)
        elif verb == "bug":
            raise KeyError("Konto")
        elif verb == "surrogate":
            text = "\\udce4"
        elif verb == "refuse":
            raise Unreadable(Words("Kaputt.", "Broken."), hint=Words("Neu holen.", "Get it again."))
        elif verb == "nest":
            inside = (Inside("n.act", b"nest"),)
        elif verb == "many":
            inside = tuple(Inside(f"{n}.act", b"ok") for n in range(int(rest)))
        elif verb == "grow":
            inside = (Inside("big.bin", bytes(int(rest) << 20)), Inside("after.act", b"ok"))
        elif verb == "hold":
            inside = tuple(Inside(f"{n}:ort/{n}.act", w.encode()) for n, w in enumerate(rest.split(","), 1))
        elif verb == "pid":
            with open(rest, "w") as file:
                file.write(str(os.getpid()))
            time.sleep(1000)
        elif verb == "once":
            if os.path.exists(rest): os._exit(1)
            open(rest, "w").close()
        return Reading(NAME, (Document(item.name, (Block(text, Place()),)),), inside=inside)
"""
RUN = """
    import sys
    import hanse.readers
    from hanse.readers.pool import child
    hanse.readers.__path__ = [{folder!r}]
    child.main(sys.argv[1:])
"""
PARENT = """
import sys
from pathlib import Path
from hanse.config import Config
from hanse.readers.pool.children import Pool
*command, path = sys.argv[1:]
Pool(Config(home=Path()), command=command).read(Path(path))
"""


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    folder = tmp_path_factory.mktemp("readers")
    (folder / "actor.py").write_text(textwrap.dedent(ACTOR), encoding="utf-8")
    run = folder / "_run.py"
    run.write_text(textwrap.dedent(RUN).format(folder=str(folder)), encoding="utf-8")
    return (sys.executable, str(run))


@pytest.fixture(scope="module")
def pool(command: tuple[str, ...]) -> Iterator[Pool]:
    with Pool(_config(), command=command) as running:
        yield running


def _config(seconds: int = 30) -> Config:
    return Config(home=Path(), read_seconds=seconds, read_memory_mb=300, read_expansion_mb=10, readers=2)


def _file(folder: Path, content: str, name: str = "x.act") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def _codes(reading: Reading) -> list[str]:
    return [finding.code for finding in reading.findings]


def _fault(pool: Pool, path: Path) -> str:
    ((way, reading),) = pool.read(path)
    assert way == ""
    (finding,) = reading.findings
    assert finding.severity == "error"
    assert reading.counts == Counts(1, 0, 1)
    return finding.code


def test_a_file_is_read_under_its_name(pool: Pool, tmp_path: Path) -> None:
    ((way, reading),) = pool.read(_file(tmp_path, "ok", "tmp123"), "brief.act")
    assert (way, reading.reader, reading.documents[0].title) == ("", "actor", "brief.act")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("allocate", "reader.memory"),
        ("creep", "reader.memory"),
        ("segfault", "reader.died"),
        ("killed", "reader.died"),
        ("exit", "reader.died"),
        ("recurse", "reader.crashed"),
        ("bug", "reader.crashed"),
        ("surrogate", "reader.crashed"),
        ("refuse", "reader.refused"),
    ],
)
def test_a_bad_file_ends_as_one_finding_and_the_next_is_read(
    pool: Pool, tmp_path: Path, content: str, code: str
) -> None:
    assert _fault(pool, _file(tmp_path, content)) == code
    assert pool.read(_file(tmp_path, "ok"))[0][1].reader == "actor"


@pytest.mark.parametrize("content", ["hang", "spin"])
def test_a_file_that_takes_too_long_is_stopped_and_says_which_setting_raises_it(
    command: tuple[str, ...], tmp_path: Path, content: str
) -> None:
    with Pool(_config(seconds=1), command=command) as pool:
        ((_, reading),) = pool.read(_file(tmp_path, content))
    assert _codes(reading) == ["reader.timeout"]
    assert "read_seconds" in reading.findings[0].message.de
    assert "1 Sekunden" in reading.findings[0].message.de


def test_the_crash_of_a_reader_says_what_happened_and_what_to_do(pool: Pool, tmp_path: Path) -> None:
    message = pool.read(_file(tmp_path, "bug"))[0][1].findings[0].message
    assert "KeyError: 'Konto'" in message.de
    assert "melden" in message.de


@pytest.mark.parametrize("content", ["print", "swallow"])
def test_a_reader_that_prints_or_reads_the_keyboard_disturbs_nothing(pool: Pool, tmp_path: Path, content: str) -> None:
    assert pool.read(_file(tmp_path, content))[0][1].reader == "actor"


def test_one_poisonous_file_of_200_costs_only_itself(pool: Pool, tmp_path: Path) -> None:
    paths = [_file(tmp_path, "segfault" if n == 77 else "ok", f"{n}.act") for n in range(200)]
    results = dict(pool.read_all((n, path, path.name) for n, path in enumerate(paths)))
    assert sorted(results) == list(range(200))
    bad = [n for n, readings in results.items() if readings[0][1].findings]
    assert bad == [77]


@pytest.mark.parametrize(("most_bytes", "ahead"), [(AHEAD_BYTES, 50), (0, 4)])
def test_items_are_taken_only_as_reading_goes_on(
    pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most_bytes: int, ahead: int
) -> None:
    monkeypatch.setattr("hanse.readers.pool.children.AHEAD_BYTES", most_bytes)
    monkeypatch.setattr("hanse.readers.pool.children.AHEAD", 50)
    taken: list[int] = []

    def items() -> Iterator[tuple[int, Path, str]]:
        for n in range(100):
            taken.append(n)
            yield n, _file(tmp_path, "ok"), "x.act"

    running = pool.read_all(items())
    next(running)
    assert len(taken) <= ahead
    assert len(list(running)) == 99


def test_what_is_done_at_about_the_same_time_comes_together(pool: Pool, tmp_path: Path) -> None:
    pool.read(_file(tmp_path, "ok"))
    items = [(n, _file(tmp_path, "ok", f"{n}.act"), "") for n in range(ENOUGH)]
    batches = list(pool.read_batches(items, seconds=30.0))
    assert [sorted(n for n, _ in batch) for batch in batches] == [list(range(ENOUGH))]


def test_what_lies_inside_is_read_under_its_plain_name(pool: Pool, tmp_path: Path) -> None:
    readings = pool.read(_file(tmp_path, "hold ok,ok"))
    assert [way for way, _ in readings] == ["", "1:ort/1.act", "2:ort/2.act"]
    assert readings[1][1].documents[0].title == "1.act"
    assert readings[0][1].inside == ()


def test_a_poisonous_thing_inside_costs_only_itself(pool: Pool, tmp_path: Path) -> None:
    readings = pool.read(_file(tmp_path, "hold ok,segfault,ok,exit,bug,ok"))
    codes = {way.partition(":")[0]: _codes(reading) for way, reading in readings}
    died, crashed = ["reader.died"], ["reader.crashed"]
    assert codes == {"": [], "1": [], "2": died, "3": [], "4": died, "5": crashed, "6": []}


def test_a_file_full_of_poison_is_given_up_with_a_finding(pool: Pool, tmp_path: Path) -> None:
    readings = pool.read(_file(tmp_path, "hold " + ",".join(["exit"] * 9)))
    assert _codes(readings[0][1]) == ["reader.died"]
    assert len(readings) == 6


def test_an_unknown_format_inside_is_mentioned_and_on_its_own_is_a_warning(pool: Pool, tmp_path: Path) -> None:
    inner = pool.read(_file(tmp_path, "grow 1"))[1][1].findings[0]
    outer = pool.read(_file(tmp_path, "?", "bild.xyz"))[0][1].findings[0]
    assert (inner.code, inner.severity) == ("reader.unknown", "info")
    assert (outer.code, outer.severity) == ("reader.unknown", "warning")


def test_a_death_is_told_with_the_code_of_the_child_itself(pool: Pool, tmp_path: Path) -> None:
    message = pool.read(_file(tmp_path, "exit"))[0][1].findings[0].message
    assert "(Code 3)" in message.de


def test_a_missing_file_is_a_finding(pool: Pool, tmp_path: Path) -> None:
    assert _fault(pool, tmp_path / "weg.act") == "reader.unreachable"


def test_nesting_without_end_stops_five_levels_deep(pool: Pool, tmp_path: Path) -> None:
    readings = pool.read(_file(tmp_path, "nest"))
    assert len(readings) == 6
    assert _codes(readings[-1][1]) == ["inside.deep"]


def test_more_than_2000_things_inside_stop_with_a_finding(pool: Pool, tmp_path: Path) -> None:
    readings = pool.read(_file(tmp_path, "many 2100"))
    assert len(readings) == 2001
    assert _codes(readings[0][1]) == ["inside.many"]


def test_what_grows_beyond_the_limit_is_not_followed(pool: Pool, tmp_path: Path) -> None:
    readings = pool.read(_file(tmp_path, "grow 11"))
    assert [way for way, _ in readings] == [""]
    assert _codes(readings[0][1]) == ["inside.big"]
    assert "read_expansion_mb" in readings[0][1].findings[0].message.en


ENTITIES = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghij"))
SECRET = "streng geheim"


@pytest.mark.parametrize("doctype", [f'<!ENTITY a "ha">{ENTITIES}', '<!ENTITY j SYSTEM "{secret}">'])
@pytest.mark.parametrize("root", ["Invoice", "html"])
def test_xml_entities_neither_blow_up_nor_reach_other_files(tmp_path: Path, doctype: str, root: str) -> None:
    secret = _file(tmp_path, SECRET, "secret.txt")
    dtd = doctype.replace("{secret}", secret.as_uri())
    text = f'<?xml version="1.0"?><!DOCTYPE {root} [{dtd}]><{root}><p>&j;</p></{root}>'
    with Pool(_config()) as pool:
        readings = pool.read(_file(tmp_path, text, f"x.{'xml' if root == 'Invoice' else 'html'}"))
    assert len(repr(readings)) < 100_000
    assert SECRET not in repr(readings)


def test_a_child_killed_from_outside_is_replaced(command: tuple[str, ...], tmp_path: Path) -> None:
    with Pool(_config(), command=command) as pool:
        pool.read(_file(tmp_path, "ok"))
        os.kill(pool._idle.queue[0]._popen.pid, signal.SIGKILL)
        assert pool.read(_file(tmp_path, "ok"))[0][1].findings == ()


def test_a_death_that_an_earlier_file_may_have_caused_is_tried_again_in_a_fresh_child(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    once = _file(tmp_path, f"once {tmp_path / 'seen'}", "once.act")
    with Pool(_config(), command=command) as pool:
        pool.read(_file(tmp_path, "ok"))
        assert pool.read(once)[0][1].findings == ()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a busy child together with its parent")
def test_a_busy_child_ends_when_its_parent_is_killed(command: tuple[str, ...], tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    parent = subprocess.Popen([sys.executable, "-c", PARENT, *command, str(_file(tmp_path, f"pid {pid_file}"))])
    while not pid_file.exists() or not pid_file.read_text():
        time.sleep(0.02)
    parent.kill()
    parent.wait()
    assert _gone(int(pid_file.read_text()))


def _gone(pid: int) -> bool:
    for _ in range(200):
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


def test_close_ends_children_that_are_in_the_middle(command: tuple[str, ...], tmp_path: Path) -> None:
    pool = Pool(_config(), command=command)
    failed: list[type[BaseException]] = []

    def read() -> None:
        with pytest.raises(Broken) as caught:
            pool.read(_file(tmp_path, "hang"))
        failed.append(caught.type)

    reading = threading.Thread(target=read)
    reading.start()
    while not pool._busy:
        time.sleep(0.01)
    pool.close()
    reading.join(timeout=10)
    assert failed == [Broken]


def test_a_child_that_does_not_start_is_told_with_the_command(tmp_path: Path) -> None:
    command = (sys.executable, "-c", "raise SystemExit(7)")
    with Pool(_config(), command=command) as pool, pytest.raises(Broken, match="code 7") as caught:
        pool.read(_file(tmp_path, "ok"))
    assert "raise SystemExit(7)" in caught.value.hint.de


def test_every_kind_of_cell_survives_the_way() -> None:
    cells: dict[ColumnType, Cell] = {
        "text": "Größe",
        "integer": -(10**30),
        "decimal": Decimal("0.10"),
        "date": date(2024, 2, 29),
        "datetime": datetime(2024, 2, 29, 12, 30, 1, 5, tzinfo=UTC),
        "time": clock_time(23, 59),
        "boolean": True,
    }
    columns = tuple(Column(name, name, name) for name in cells)
    rows: tuple[tuple[Cell, ...], ...] = (tuple(cells.values()), (None,) * 7)
    table = Table("T", "Titel", columns, rows, (Place(table="T", record=1), Place(table="T", record=2)), ("date",))
    frame = Frame("read", "a!/b", Reading("x", tables=(table,), counts=Counts(2, 2)))
    assert unpack(pack(frame)[8:]) == frame
