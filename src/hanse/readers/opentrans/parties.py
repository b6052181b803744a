"""Who is who in an openTRANS document: by role, by the number that the document refers to, or by the number's type."""

from typing import NamedTuple

from lxml import etree

from hanse.readers._trade import tree
from hanse.readers.opentrans.terms import terms


class Party(NamedTuple):
    """A party: its number, its name and its address on one line."""

    number: str = ""
    name: str = ""
    address: str = ""


_ADDRESS = ("NAME", "NAME2", "NAME3", "STREET", "ZIP", "CITY", "COUNTRY_CODED")


def parties(head: etree._Element) -> dict[str, Party]:
    """Return the parties of a document's head by role, as in kinds.toml."""
    found: dict[str, Party] = {}
    nodes = [node for node in head.iter("{*}PARTY") if tree.local(node) == "PARTY"]
    for node in nodes:
        for role in _roles(node):
            found.setdefault(role, _party(node))
    for role, names in terms().idrefs.items():
        number = next((tree.text(n) for name in names for n in head.iter(f"{{*}}{name}")), "")
        if number and role not in found:
            found[role] = next((_party(n) for n in nodes if tree.said(n, "PARTY_ID") == number), Party(number))
    return found


def _roles(node: etree._Element) -> list[str]:
    said = {tree.text(n) for n in tree.children(node, "PARTY_ROLE")}
    parent = node.getparent()
    above = "" if parent is None else tree.local(parent)
    if not said and above not in {"PARTIES", ""}:
        said = {above}
    if not said:
        number = tree.child(node, "PARTY_ID")
        said = {"" if number is None else number.get("type", "")}
    return [role for role, names in terms().roles.items() if said & set(names)]


def _party(node: etree._Element) -> Party:
    address = tree.child(node, "ADDRESS")
    parts = [tree.said(address, name) for name in _ADDRESS]
    name = " ".join(part for part in parts[:1] if part)
    line = ", ".join(part for part in (*parts[:4], " ".join(p for p in parts[4:6] if p), parts[6]) if part)
    return Party(tree.said(node, "PARTY_ID"), name, line)
