"""Field :86:, what an entry is for: German sub fields (?20 ...), tags between slashes, lines of :NS:, or plain text."""

import re
from decimal import Decimal

from hanse.readers._bank import purpose
from hanse.readers.mt940 import amounts
from hanse.records import Cell

_GERMAN = re.compile(r"\s*(\d{3})\s*([?<>/^~@#])(?=\d\d)")
_CODE = re.compile(r"\s*(\d{3})(?=PN\d|$|\s)")
_PRIMANOTA = re.compile(r"PN(\d+)(.*)", re.DOTALL)
_SLASHED = re.compile(r"/(EREF|REMI|NAME|BENM|ORDP|IBAN|BIC|MARF|CSID|TRTP|ISDT|ULTD|ULTC|PREF|RTRN|PURP)/")
_SLASHES = {
    "EREF": "End-to-End-ID",
    "REMI": "Verwendungszweck",
    "NAME": "Name",
    "IBAN": "IBAN",
    "BIC": "BIC",
    "MARF": "Mandatsreferenz",
    "CSID": "Gläubiger-ID",
    "TRTP": "Buchungstext",
    "RTRN": "Rückgabegrund",
}
_FULL = 65
_KNOWN = frozenset({"00", "10", *(str(n) for n in (*range(20, 40), *range(60, 80))), "99"})
_AMOUNT = re.compile(r"(?:([A-Z]{3})\s*)?(\d+(?:,\d*)?)(?:\s*([A-Z]{3}))?")


def parse(lines: list[str]) -> dict[str, Cell]:
    """Return what a field :86: says, by column of bank.entries."""
    text = "".join(lines)
    german = _GERMAN.match(text)
    if german:
        return _typed(_german(german[1], text[german.end() - 1 :], german[2]))
    flowed = _flowed(lines)
    code = _CODE.match(flowed)
    if code:
        return _typed(_old(code[1], flowed[code.end() :].strip()))
    if flowed.startswith("/") and _SLASHED.search(flowed):
        return _typed(_slashed(flowed))
    return _typed(purpose.fields(flowed))


def swift_free(lines: list[str]) -> dict[str, Cell]:
    """Return what a field :NS: says of an entry: 01 to 14 purpose, 15 and 16 name, 17 booking text, 18 Primanota."""
    found: dict[str, list[str]] = {}
    for line in lines:
        if re.match(r"\d\d", line):
            found.setdefault(line[:2], []).append(line[2:].strip())
    texts = [text for code in sorted(found) if "01" <= code <= "14" for text in found[code]]
    row: dict[str, str] = purpose.fields(purpose.joined([text for text in texts if text]))
    for code, name in (("15", "Name"), ("16", "Name"), ("17", "Buchungstext"), ("18", "Primanota")):
        for text in found.get(code, []):
            row[name] = f"{row.get(name, '')} {text}".strip()
    return _typed(row)


def _german(code: str, text: str, sign: str) -> dict[str, str]:
    """Return the sub fields: 00 booking text, 10 Primanota, 20 to 29 and 60 to 63 purpose, 30 to 33 the other party."""
    parts = _sub_fields(text, sign)
    lines = [value for key in sorted(parts) if key[0] == "2" or "60" <= key <= "65" for value in parts[key]]
    row = purpose.fields(purpose.joined(lines))
    named = "".join if len(parts.get("32", [""])[0]) >= 27 else " ".join
    said = {
        "GVC": code,
        "Buchungstext": " ".join(parts.get("00", [])),
        "Primanota": " ".join(parts.get("10", [])),
        "BIC": " ".join(parts.get("30", [])),
        "IBAN": (parts.get("38") or parts.get("31") or [""])[0],
        "Name": named([*parts.get("32", []), *parts.get("33", [])]),
    }
    more = [f"?{key} {' '.join(value)}" for key, value in sorted(parts.items()) if key == "34" or key >= "70"]
    if more:
        row["Weitere Angaben"] = " ".join([row.get("Weitere Angaben", ""), *more]).strip()
    return row | {name: " ".join(value.split()) for name, value in said.items() if value.strip()}


def _sub_fields(text: str, sign: str) -> dict[str, list[str]]:
    parts: dict[str, list[str]] = {}
    last = ""
    for piece in text.split(sign)[1:]:
        key, value = piece[:2], piece[2:]
        if key in _KNOWN:
            last = key
            parts.setdefault(key, []).append(value)
        elif last:
            parts[last][-1] += sign + piece
    return parts


def _old(code: str, text: str) -> dict[str, str]:
    """Return a text without sub fields behind its code; 999PN5477SCHECK has the Primanota in front."""
    found = _PRIMANOTA.match(text)
    row = purpose.fields(found[2] if found else text)
    return row | {"GVC": code} | ({"Primanota": found[1]} if found else {})


def _slashed(text: str) -> dict[str, str]:
    """Return tags between slashes, as Dutch banks write them: /EREF/.../NAME/.../REMI/..."""
    marks = list(_SLASHED.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    row: dict[str, str] = {}
    for mark, end in zip(marks, ends, strict=True):
        value = text[mark.end() : end].strip(" /")
        if value and mark[1] in _SLASHES:
            row.setdefault(_SLASHES[mark[1]], value)
        elif value:
            row["Weitere Angaben"] = f"{row.get('Weitere Angaben', '')} {mark[1]} {value}".strip()
    return row


def _flowed(lines: list[str]) -> str:
    """Return lines as one text: a full line (65 characters) goes on without a blank."""
    text = ""
    for index, line in enumerate(lines):
        text += line if not index or len(lines[index - 1]) >= _FULL else f" {line.strip()}"
    return text.strip()


def _typed(row: dict[str, str]) -> dict[str, Cell]:
    """Return the row with OAMT+ and COAM+ as amounts; what is none stays in the further details."""
    typed: dict[str, Cell] = {name: value for name, value in row.items() if value}
    for name in ("Ursprungsbetrag", "Entgelt"):
        if name in row:
            value, currency = _money(row[name])
            typed[name] = value
            if value is None:
                typed["Weitere Angaben"] = f"{row.get('Weitere Angaben', '')} {row[name]}".strip()
            if currency and name == "Ursprungsbetrag":
                typed["Ursprungswährung"] = currency
    return typed


def _money(raw: str) -> tuple[Decimal | None, str]:
    found = _AMOUNT.fullmatch(raw.strip())
    return (amounts.amount(found[2]), found[1] or found[3] or "") if found else (None, "")
