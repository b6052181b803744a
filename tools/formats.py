"""Write docs/formats.md and docs/formate.md from the readers and their samples. --check: fail when one is stale."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from hanse.readers import Reader, all_readers
from hanse.words import Lang, Words

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "tests" / "readers" / "samples"
TARGETS: dict[Lang, Path] = {"en": ROOT / "docs" / "formats.md", "de": ROOT / "docs" / "formate.md"}
TABLE = re.compile(r"# table: .*?\t(?P<title>.*?)(?: keys (?P<keys>.*?))?(?: kind (?P<kind>\S+))?$")
HEAD = Words(
    "# Formate\n\nAus dem Code erzeugt (`make docs`); nicht von Hand ändern. Jedes Format ist ein Leser mit eigenen"
    " Beispielen; `hanse read DATEI` zeigt, was er aus einer Datei macht.\n",
    "# Formats\n\nMade from the code by `make docs`; don't edit by hand. Each format is one reader with samples of its"
    " own; `hanse read FILE` shows what it makes of a file.\n",
)
ENDINGS, SPEC, TABLES = (
    Words("Endungen", "Endings"), Words("Spezifikation", "Specification"), Words("Tabellen", "Tables"),
)  # fmt: skip
KIND, TITLE, COLUMNS = Words("Art", "Kind"), Words("Titel", "Title"), Words("Spalten", "Columns")


class Made(NamedTuple):
    """A table that a reader makes of each file of its format. columns: title, type and business term."""

    kind: str
    title: str
    columns: str


def main() -> None:
    """Write both pages, or compare them."""
    for lang, target in TARGETS.items():
        text = page(lang)
        if "--check" not in sys.argv:
            target.write_text(text, encoding="utf-8")
        elif not target.exists() or target.read_text(encoding="utf-8") != text:
            sys.exit(f"docs/{target.name} is stale: make docs")


def page(lang: Lang) -> str:
    """Return one page."""
    return "\n".join([HEAD.say(lang), *(line for reader in all_readers() for line in section(reader, lang))])


def section(reader: Reader, lang: Lang) -> Iterator[str]:
    """Yield the lines on one format."""
    yield f"## {reader.TITLE.say(lang)}\n"
    yield f"{reader.HELP.say(lang)}\n"
    yield f"- {ENDINGS.say(lang)}: {' '.join(f'`{suffix}`' for suffix in reader.SUFFIXES) or '-'}"
    yield f"- {SPEC.say(lang)}: <{reader.SPEC}>\n"
    if found := tables(reader.NAME):
        yield f"| {KIND.say(lang)} | {TITLE.say(lang)} | {COLUMNS.say(lang)} |\n|---|---|---|"
        yield from (f"| `{made.kind}` | {made.title} | {made.columns} |" for made in found)
        yield ""


def tables(name: str) -> list[Made]:
    """Return the tables with a stable kind that the goldens of a reader's samples show, one of each kind."""
    found: dict[str, Made] = {}
    for golden in sorted((SAMPLES / name).glob("*.golden")):
        lines = golden.read_text(encoding="utf-8").splitlines()
        for at, line in enumerate(lines):
            match = TABLE.match(line)
            if match and match["kind"] and match["kind"] not in found:
                columns = next((told for told in lines[at + 1 :] if told.startswith("\t")), "")
                found[match["kind"]] = Made(match["kind"], match["title"], _columns(columns))
    return [found[kind] for kind in sorted(found)]


def _columns(line: str) -> str:
    return "; ".join(_column(told.split("|")) for told in line.strip("\t").split("\t") if told)


def _column(parts: list[str]) -> str:
    terms = [part.removeprefix("term=") for part in parts if part.startswith("term=")]
    title = (parts[1] if len(parts) > 1 else parts[0]).replace("|", "/")
    return f"{title} ({terms[0]})" if terms else title


if __name__ == "__main__":
    main()
