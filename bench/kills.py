"""Kill learn, sync and ask with SIGKILL at random moments; the end state must be that of an undisturbed run.

Yardstick: the same commands on the same files, undisturbed. Prints kills, differences, orphans, ledger problems.
Usage: python bench/kills.py [KILLS] [--model NAME]
"""

import argparse
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from hanse import samplefirm
from hanse.ledger.log import Ledger
from hanse.search import index
from hanse.store.database import Store

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 20)
QUESTION = "Welche Kündigungsfrist steht im Wartungsvertrag?"


def main() -> None:
    """Run the given number of kills and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=200)
    parser.add_argument("--models", default=str(ROOT / ".home" / "models"))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as scratch:
        folder = small_firm(Path(scratch) / "firm")
        expected = undisturbed(folder, Path(scratch) / "calm", options.models)
        done, differing, orphans, problems, rounds = 0, 0, 0, 0, 0
        while done < options.kills:
            home = Path(scratch) / f"home{rounds}"
            done += torment(folder, home, options.models, chance, min(25, options.kills - done))
            orphans += len(survivors(home))
            differing += state(home) != expected
            problems += len(ledger_problems(home))
            shutil.rmtree(home)
            rounds += 1
            print(
                f"{done} kills, {rounds} homes: {differing} differ, {orphans} orphans, {problems} ledger problems",
                flush=True,
            )
    if differing or orphans or problems:
        sys.exit(1)


def small_firm(folder: Path) -> Path:
    """Write the sample firm and keep about forty of its files, every folder represented."""
    samplefirm.write(folder, today=TODAY)
    for place in [p for p in folder.rglob("*") if p.is_dir()]:
        for path in sorted(p for p in place.iterdir() if p.is_file() and not p.name.startswith("scan"))[3:]:
            path.unlink()
    for path in list(folder.rglob("scan*")):
        path.unlink()
    return folder


def command(home: Path, models: str, *arguments: str) -> "subprocess.Popen[bytes]":
    """Start a hanse command in this home."""
    environ = {"HANSE_HOME": str(home), "HANSE_MODELS_DIR": models, "HANSE_MODEL": "qwen2.5-coder-0.5b"}
    environ |= {"HANSE_TODAY": TODAY.isoformat(), "PATH": "/usr/bin:/bin", "LANG": "de_DE.UTF-8"}
    line = [sys.executable, "-m", "hanse", *arguments]
    return subprocess.Popen(line, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def undisturbed(folder: Path, home: Path, models: str) -> str:
    """Return the state after an undisturbed run."""
    command(home, models, "learn", str(folder)).wait()
    return state(home)


def torment(folder: Path, home: Path, models: str, chance: random.Random, kills: int) -> int:
    """Kill commands at random moments, then let one learn run through. Returns how many were really killed."""
    length = {"learn": 6.0, "sync": 2.0, "ask": 5.0}
    killed = 0
    while killed < kills:
        verb = chance.choice(["learn", "learn", "sync", "ask"])
        process = command(home, models, verb, *{"learn": [str(folder)], "sync": [], "ask": [QUESTION]}[verb])
        time.sleep(chance.uniform(0.05, length[verb]))
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.wait()
        if verb == "sync" and home.exists() and chance.random() < 0.3:
            forget_some(home, chance)
    time.sleep(2)
    command(home, models, "learn", str(folder)).wait()
    return killed


def forget_some(home: Path, chance: random.Random) -> None:
    """Let some files look changed, so that there is work again."""
    with Store(home) as store, store.write() as db:
        for (item,) in list(db.execute("SELECT id FROM items")):
            if chance.random() < 0.5:
                db.execute("UPDATE items SET mtime_ns = 0, sha256 = '' WHERE id = ?", (item,))


def state(home: Path) -> str:
    """Return all that was learned, without numbers and times that depend on the order of work."""
    with Store(home) as store:
        index.prepare(store)
        dump = {
            "items": store.rows(
                "SELECT path, size, sha256, readers, readable, records_in, records_out FROM items ORDER BY 1"
            ),
            "passages": store.rows(
                "SELECT i.path, p.inner, p.title, p.text, p.place FROM passages p JOIN items i ON i.id = p.item_id"
                " ORDER BY 1, 2, 4, 5"
            ),
            "tables": store.rows("SELECT shape, columns, rows, dirty FROM logical_tables ORDER BY 1"),
            "findings": store.rows(
                "SELECT i.path, f.code, f.de, f.place FROM findings f JOIN items i ON i.id = f.item_id"
                " ORDER BY 1, 2, 3, 4"
            ),
            "checks": store.rows(
                "SELECT i.path, c.code, c.held, c.place FROM checks c JOIN items i ON i.id = c.item_id"
                " ORDER BY 1, 2, 3, 4"
            ),
            "unfinished": store.rows("SELECT count(*) FROM imports WHERE ended IS NULL"),
            "never told": store.rows("SELECT path FROM items WHERE path NOT IN (SELECT path FROM import_items)"),
            "files": len(list((home / "tables").glob("*.parquet"))),
            "index": index.verify(store),
        }
    return json.dumps(dump, ensure_ascii=False, indent=0, sort_keys=True)


def survivors(home: Path) -> list[str]:
    """Return the processes that still run in this home; there must be none."""
    marker = f"HANSE_HOME={home}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if marker in (process / "environ").read_bytes():
                found.append(process.name)
        except OSError:
            continue
    return found


def ledger_problems(home: Path) -> list[object]:
    """Return what the ledger's own check finds."""
    with Ledger(home) as ledger:
        return list(ledger.verify())


if __name__ == "__main__":
    main()
