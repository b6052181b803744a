"""What the cell values of an .xlsx don't tell: percent and currency formats, formulas never calculated, errors.

Looks at the XML by pattern instead of parsing each cell: the values come from elsewhere. Source: ECMA-376 part 1, 18.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from hanse.errors import TooBig
from hanse.readers._office import Parts
from hanse.words import Words

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MOST_CELLS = 20_000_000
"""Rows times columns of one sheet that still fit into a reader's memory."""

_CELL = re.compile(rb'<(?:[a-z]+:)?c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]+)")?')
_NO_VALUE = re.compile(
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]*>\s*<f(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)
_ERROR = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]* t="e"[^>]*>.{0,2000}?<v>([^<]*)</v>')
_SPAN = re.compile(rb' r="([A-Z]{1,3})([0-9]{1,7})"')
_CURRENCIES = (("€", "€"), ("EUR", "€"), ("£", "£"), ("$$", "$"), ('"$"', "$"), ("CHF", "CHF"))
_BUILT_IN = {9: "%", 10: "%"}
_QUOTED_TEXT = re.compile(r'"[^"€£$]*"')


class Facts(NamedTuple):
    """What was found about one sheet.

    units: (row, column) from 0 to "%" or "€". uncalculated: names of cells. errors, comments: cell name and text.
    """

    units: dict[tuple[int, int], str]
    uncalculated: list[str]
    errors: list[tuple[str, str]]
    comments: list[tuple[str, str]]


def facts(parts: Parts) -> dict[str, Facts]:
    """Return the facts of each sheet by its name. Raises TooBig when a sheet spans more cells than fit."""
    units = _units(parts)
    return {name: _sheet(parts, name, part, units) for name, part in _sheets(parts)}


def _sheets(parts: Parts) -> Iterator[tuple[str, str]]:
    root, links = parts.xml("xl/workbook.xml"), parts.links("xl/workbook.xml")
    for sheet in root.iter(f"{_S}sheet") if root is not None else ():
        link = links.get(sheet.get(f"{_R}id") or "")
        if link is not None and link.kind == "worksheet":
            yield sheet.get("name") or "", link.target


def _units(parts: Parts) -> dict[bytes, str]:
    """Return the unit of each cell style number that has one."""
    root = parts.xml("xl/styles.xml")
    if root is None:
        return {}
    formats = {f.get("numFmtId"): _unit_of(f.get("formatCode") or "") for f in root.iter(f"{_S}numFmt")}
    styles = root.find(f"{_S}cellXfs")
    found = {}
    for number, style in enumerate(styles if styles is not None else ()):
        code = style.get("numFmtId") or "0"
        unit = formats.get(code) or (_BUILT_IN.get(int(code), "") if code.isdecimal() else "")
        if unit:
            found[str(number).encode()] = unit
    return found


def _unit_of(code: str) -> str:
    """Return the unit of a number format: "%" from 0.0%, "€" from [$€-407] or "€", "$" from [$$-409]."""
    if "%" in _QUOTED_TEXT.sub("", code):
        return "%"
    plain = code.replace("[$$", "$$").replace("[$", "")
    return next((unit for sign, unit in _CURRENCIES if sign in plain), "")


def _sheet(parts: Parts, name: str, part: str, units: dict[bytes, str]) -> Facts:
    data = parts.data(part)
    _check_size(parts, name, data)
    wanted = {}
    if units and any(b' s="%b"' % style in data for style in units):
        for match in _CELL.finditer(data):
            if (unit := units.get(match[3])) is not None:
                wanted[int(match[2]) - 1, _column(match[1])] = unit
    uncalculated = [cell.decode() for cell in _NO_VALUE.findall(data)] if b"<f" in data else []
    wrong = _ERROR.findall(data) if b't="e"' in data else []
    errors = [(cell.decode(), what.decode("utf-8", "replace")) for cell, what in wrong]
    return Facts(wanted, uncalculated, errors, _comments(parts, part))


def _comments(parts: Parts, part: str) -> list[tuple[str, str]]:
    """Return cell and text of each comment; those in threads instead of the stand-ins that Excel writes for them."""
    links = {link.kind: link.target for link in parts.links(part).values()}
    threads = parts.xml(links["threadedComment"]) if "threadedComment" in links else None
    notes = parts.xml(links["comments"]) if "comments" in links else None
    found = [] if threads is None else [(c.get("ref") or "", c) for c in threads if c.get("ref")]
    threaded = {cell for cell, _ in found}
    if notes is not None:
        found += [(c.get("ref") or "", c) for c in notes.iter(f"{_S}comment") if c.get("ref") not in threaded]
    said = [(cell, " ".join("".join(map(str, comment.itertext())).split())) for cell, comment in found]
    return [(cell, text) for cell, text in said if text]


def _check_size(parts: Parts, name: str, data: bytes) -> None:
    names = _SPAN.findall(data)
    rows = max((int(row) for _, row in names), default=0)
    columns = max((_column(letters) for letters in {letters for letters, _ in names}), default=0) + 1
    if rows * columns > MOST_CELLS:
        raise TooBig(
            Words(
                f"{parts.name}: Blatt „{name}“ reicht über {rows} Zeilen und {columns} Spalten.",
                f'{parts.name}: sheet "{name}" spans {rows} rows and {columns} columns.',
            ),
            hint=Words(
                "In Excel die leeren Zeilen und Spalten hinter den Daten löschen und speichern.",
                "Delete the empty rows and columns behind the data in Excel and save it.",
            ),
        )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
