"""The first record of a DATANORM file (V): version, date, currency, who made it."""

import re
from typing import NamedTuple

from hanse.records import Cell

_FOUR = re.compile(r"V \d{6}")


class Head(NamedTuple):
    """version: 4 or 5; 0 when the record doesn't say. cells: of the head table."""

    version: int
    cells: dict[str, Cell]


def is_head(line: str) -> bool:
    """Tell whether a line is the first record of DATANORM 4 or 5."""
    return bool(_FOUR.match(line)) or line.startswith(("V;050", "V;50", "V;05"))


def head(line: str) -> Head:
    """Return version and cells of a V record. Columns of version 4: 3 date, 9, 49, 89 texts, 124 04EUR."""
    if line.startswith("V;"):
        return _five(line)
    tail = re.search(r"(0[345])([A-Z]{3})\s*$", line) or re.match(r"(0[345])([A-Z]{3})", line[123:128])
    day = line[2:8]
    cells: dict[str, Cell] = {
        "Version": tail[1].lstrip("0") if tail else "",
        "Datum": f"{day[:2]}.{day[2:4]}.{day[4:]}" if day.isdigit() and day != "000000" else "",
        "Währung": tail[2] if tail else "",
        "Text_1": line[8:48].strip(),
        "Text_2": line[48:88].strip(),
        "Text_3": (line[88 : tail.start()] if tail and tail.string is line else line[88:123]).strip(),
    }
    return Head(int(tail[1]) if tail else 4, cells)


def _five(line: str) -> Head:
    fields = [field.strip() for field in line.split(";")] + [""] * 16
    rest = ", ".join(field for field in fields[7:15] if field)
    cells: dict[str, Cell] = {
        "Version": "5",
        "Datum": fields[3],
        "Währung": fields[4],
        "Text_1": fields[5],
        "Text_2": fields[6],
        "Text_3": rest,
    }
    return Head(5, cells)
