"""Files learned per second, against kreuzberg (Markdown mode) and markitdown reading the same files.

Ordinary office files of the sample firm (and of the shared samples where they are), no scans. Hanse's time includes
isolation in child processes, the word index and the tables; the yardsticks only turn files into text. Both may use all
cores, and each run is a process of its own whose imports aren't counted.
Usage: python bench/learning.py [--yardsticks FOLDER_OF_AN_ENVIRONMENT]
"""

import argparse
import compileall
import multiprocessing
import shutil
import statistics
import subprocess
import tempfile
import time
import venv
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

from hanse import samplefirm
from hanse.config import Config
from hanse.flow import learn
from hanse.flow.house import House
from hanse.readers.pool.children import Pool
from hanse.store import accounts

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "samples" / "office"
KINDS = {".docx", ".xlsx", ".pptx", ".pdf", ".csv", ".html", ".md", ".txt", ".eml", ".xls", ".ods"}
RUNS = 3
KREUZBERG = """
import sys, time, kreuzberg
paths = open(sys.argv[1], encoding="utf-8").read().split("\\n")
config = kreuzberg.ExtractionConfig(output_format="markdown", use_cache=False, disable_ocr=True)
start = time.perf_counter(); kreuzberg.batch_extract_files_sync(paths, config); print(time.perf_counter() - start)
"""
MARKITDOWN = """
import sys, time, markitdown
from concurrent.futures import ProcessPoolExecutor
converter = markitdown.MarkItDown()
def convert(path):
    try:
        return len(converter.convert(path).text_content)
    except Exception:
        return 0
if __name__ == "__main__":
    paths = open(sys.argv[1], encoding="utf-8").read().split("\\n")
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(convert, paths[:2]))
        start = time.perf_counter(); list(pool.map(convert, paths)); print(time.perf_counter() - start)
"""


def main() -> None:
    """Run the three in turn and print files per second and the ratios to Hanse's rate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--yardsticks", type=Path)
    options = parser.parse_args()
    compileall.compile_dir(ROOT / "src", quiet=1)  # as pip does for an installed program, kreuzberg's included
    with tempfile.TemporaryDirectory() as scratch:
        python = environment(options.yardsticks or Path(scratch) / "env")
        paths = files(Path(scratch) / "files")
        listing = Path(scratch) / "paths.txt"
        listing.write_text("\n".join(map(str, paths)), encoding="utf-8")
        times: dict[str, list[float]] = {"hanse": [], "hanse reads": [], "kreuzberg": [], "markitdown": []}
        for run in range(RUNS):
            times["hanse"].append(afresh(hanse, Path(scratch) / "files", Path(scratch) / f"home{run}"))
            times["hanse reads"].append(afresh(reading, paths))
            times["kreuzberg"].append(other(python, KREUZBERG, listing, Path(scratch)))
            times["markitdown"].append(other(python, MARKITDOWN, listing, Path(scratch)))
    print(f"{len(paths)} files, median of {RUNS} runs")
    base = statistics.median(times["hanse"])
    for name, found in times.items():
        median = statistics.median(found)
        print(f"{name:12} {len(paths) / median:7.1f} files/s   hanse is {median / base:.2f} times as fast")


def environment(folder: Path) -> Path:
    """Make an environment with the yardsticks, unless it is there; return its Python."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        wanted = ["kreuzberg==4.10.4", "markitdown[docx,xlsx,xls,pptx,pdf]==0.1.8"]
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *wanted], check=True)
    return python


def files(folder: Path) -> list[Path]:
    """Put the files to read into a folder: of long tables one of a kind, no scans."""
    samplefirm.write(folder / "firm", today=date(2026, 11, 20))
    if SHARED.exists():
        shutil.copytree(
            SHARED, folder / "office", ignore=shutil.ignore_patterns("*.json", "*.txt", "expected*", "*.md")
        )
    for path in [p for p in folder.rglob("*") if p.is_file()]:
        path.chmod(0o644)
        if path.suffix.lower() not in KINDS or "scan" in path.name or "lieferscheine" in path.parts:
            path.parent.chmod(0o755)
            path.unlink()
    return sorted(p for p in folder.rglob("*") if p.is_file())


def afresh(measure: Callable[..., float], *arguments: object) -> float:
    """Return what a function measures in a new process, which remembers no word of the run before."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as one:
        return one.submit(measure, *arguments).result()


def hanse(folder: Path, home: Path) -> float:
    """Return the seconds of learning everything into a fresh home."""
    with House(Config(home)) as house:
        learn.link(house, folder, account=accounts.owner(house.store))
        start = time.perf_counter()
        for _ in learn.sync(house):
            pass
        return time.perf_counter() - start


def reading(paths: list[Path]) -> float:
    """Return the seconds of reading alone: child processes and typed tables included, index and store left out."""
    with Pool(Config(Path("unused"))) as pool:
        pool.read(paths[0])
        start = time.perf_counter()
        for _ in pool.read_all((path, path, path.name) for path in paths):
            pass
        return time.perf_counter() - start


def other(python: Path, code: str, listing: Path, scratch: Path) -> float:
    """Return the seconds that a yardstick took, its imports not counted."""
    script = scratch / "yardstick.py"
    script.write_text(code, encoding="utf-8")
    done = subprocess.run([str(python), str(script), str(listing)], check=True, capture_output=True, text=True)
    return float(done.stdout.split()[-1])


if __name__ == "__main__":
    main()
