"""The SEPA words in a purpose (EREF+, MREF+, SVWZ+ ...) to fields. Source: DFÜ-Abkommen Anlage 3, MT940, field 86."""

import re

TAGS = {
    "EREF": "End-to-End-ID",
    "KREF": "Kundenreferenz",
    "MREF": "Mandatsreferenz",
    "CRED": "Gläubiger-ID",
    "DEBT": "Weitere Angaben",
    "COAM": "Entgelt",
    "OAMT": "Ursprungsbetrag",
    "SVWZ": "Verwendungszweck",
    "ABWA": "Abweichender Name",
    "ABWE": "Abweichender Name",
    "IBAN": "IBAN",
    "BIC": "BIC",
    "PURP": "Weitere Angaben",
}
_TAG = re.compile(rf"(?:^|(?<=\s))({'|'.join(TAGS)})[+](?=\S|\s|$)")
_LINE = 27
"""A sub field has at most 27 characters; a text goes on in the next one without a blank when it is full."""


def joined(parts: list[str]) -> str:
    """Return sub fields ?20 to ?29 and ?60 to ?63 as one text; a SEPA word at the start of one begins a new line."""
    text = ""
    for index, part in enumerate(parts):
        glue = "\n" if _TAG.match(part) else "" if index and len(parts[index - 1]) >= _LINE else " "
        text += (glue if text else "") + part
    return text


def fields(text: str) -> dict[str, str]:
    """Return what the SEPA words of a purpose say, by column of bank.entries; without any, all is Verwendungszweck."""
    marks = list(_TAG.finditer(text))
    if not marks:
        return {"Verwendungszweck": _tidy(text)} if text.strip() else {}
    found: dict[str, str] = {}
    before = _tidy(text[: marks[0].start()])
    for mark, end in zip(marks, [*(m.start() for m in marks[1:]), len(text)], strict=True):
        value = _tidy(text[mark.end() : end])
        name = TAGS[mark[1]]
        if value:
            told = f"{mark[1]} {value}" if name == "Weitere Angaben" else value
            found[name] = f"{found[name]} {told}" if name in found else told
    if before:
        found["Verwendungszweck"] = f"{before} {found.get('Verwendungszweck', '')}".strip()
    return {name: value for name, value in found.items() if value != "NOTPROVIDED"}


def _tidy(text: str) -> str:
    return " ".join(text.split())
