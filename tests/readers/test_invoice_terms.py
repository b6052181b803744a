"""terms.csv row by row: an XML made from a term's path gives that term back, in each syntax; and the code lists."""

import re
from pathlib import Path
from typing import get_args

import pytest
from lxml import etree

from hanse.readers import _invoice, einvoice
from hanse.readers._invoice import HEAD, LINES, SYNTAXES, TAXES, Syntax, code_list, model
from hanse.readers._invoice import codes as code_lists
from hanse.readers.einvoice import columns, required
from hanse.readers.item import Item
from hanse.records import Role

ROOTS = {"ubl": "Invoice", "cii": "CrossIndustryInvoice", "zf1": "CrossIndustryDocument"}
HEADS = {"ubl": "ID", "cii": "ExchangedDocument", "zf1": "HeaderExchangedDocument"}
VALUES = {"decimal": "12.34", "date": "2024-03-05", "text": "Wort", "binary": "V29ydA=="}
LISTS = ("types", "vat_categories", "payment_means", "tax_point", "units", "schemes")
IN_WORDS = {("BT-21", "ubl"), ("BT-22", "ubl")}
"""Parts of a text, tested apart."""

_STEP = re.compile(r"(?:[^/\[]|\[[^\]]*\])+")
CASES = [(t.name, s) for t in model().terms.values() for s in SYNTAXES if t.paths[s] and t.kind != "group"]


def made(element: etree._Element, path: str) -> etree._Element | tuple[etree._Element, str]:
    """Return the element (or its attribute) at a path below an element; what is missing is made, with predicates."""
    for step in _STEP.findall(path.split(" | ", 1)[0]):
        name, _, predicate = step.partition("[")
        if name.startswith("@"):
            return element, name[1:]
        if name == "..":
            parent = element.getparent()
            assert parent is not None
            element = parent
        elif name not in {".", ""}:
            name = {"*": "InvoiceDocumentReference"}.get(name, name)
            found = element.find(name)
            element = etree.SubElement(element, name) if found is None or predicate else found
        fulfil(element, predicate)
    return element


def fulfil(element: etree._Element, predicate: str) -> None:
    if "not(" in predicate:
        return
    if found := re.match(r"@(\w+)=(?:'(\w+)'|normalize-space\((.*?)\))", predicate):
        element.set(found[1], found[2] or "USD")
        if found[3]:
            put(element, found[3], "USD")
    elif found := re.search(r"normalize-space\(([\w/]+)\)[^=!]*(!?=)'(\w+)'", predicate):
        put(element, found[1], found[3] if found[2] == "=" else "FC")
    elif found := re.match(r"(?:\.\./)?[\w/]+", predicate):
        put(element, found[0], "Firma")


def put(element: etree._Element, path: str, text: str) -> None:
    top = element.getroottree().getroot() if path.startswith("/*/") else element
    at = made(top, path.removeprefix("/*/"))
    assert etree.iselement(at)
    at.text = text


def example(name: str, syntax: Syntax) -> etree._Element:
    """Return an invoice that holds one value at the first path of a term."""
    known = model().terms
    root = etree.Element(ROOTS[syntax])
    etree.SubElement(root, HEADS[syntax])
    term, at = known[name], root
    for step in (*model().ways[name], name):
        owner = made(at, known[step].paths[syntax][0])
        if isinstance(owner, tuple):
            owner[0].set(owner[1], VALUES[term.kind])
            continue
        at = owner
        if known[step].kind != "group":
            at.text = VALUES[term.kind] if step == name else "Wort"
    return root


@pytest.mark.parametrize(("name", "syntax"), [c for c in CASES if c not in IN_WORDS])
def test_a_value_at_the_path_of_a_term_is_read_as_that_term(name: str, syntax: Syntax) -> None:
    root = example(name, syntax)
    invoice = _invoice.read(root, syntax)
    found = [v.text for group in invoice.under() for v in group.values.get(name, ())]
    found += [v.extras[name] for g in invoice.under() for many in g.values.values() for v in many if name in v.extras]
    assert found in ([VALUES[model().terms[name].kind]], ["Datei"]), etree.tostring(root)


def test_every_term_of_the_standard_has_a_row_once() -> None:
    names = list(model().terms)
    assert {f"BT-{n}" for n in range(1, 166)} - {"BT-4"} <= set(names)  # the standard has no BT-4
    assert {f"BG-{n}" for n in range(1, 33)} <= set(names)
    text = Path(_invoice.__file__).with_name("terms.csv").read_text(encoding="utf-8")
    assert len([line for line in text.splitlines() if line.startswith(("BT", "BG"))]) == len(names)


def test_every_row_is_complete() -> None:
    for term in model().terms.values():
        assert term.card in {"0..1", "1..1", "0..n", "1..n"}, term.name
        assert term.title.de, term.name
        assert term.title.en, term.name
        assert term.kind in {"text", "decimal", "date", "binary", "group"}, term.name
        assert (term.kind == "group") is (term.role == ""), term.name
        assert term.role in get_args(Role), term.name
        assert not term.group or term.group in model().terms, term.name
        assert any(term.paths.values()), term.name


def test_columns_have_the_type_and_role_of_their_terms() -> None:
    every = (*HEAD, *LINES, *TAXES, *columns.SUBLINES, *columns.PAYMENTS, *columns.ALLOWANCES, *columns.PARTIES)
    for column in every:
        for name in column.term.split():
            term = model().terms[name]
            assert (column.type, column.role) == (term.kind, term.role), (column.name, name)


@pytest.mark.parametrize("name", LISTS)
def test_a_code_list_names_each_code_in_both_languages(name: str) -> None:
    assert code_list(name)
    assert all(row["de"] and row["en"] for row in code_list(name).values())


def test_every_list_of_a_term_is_there() -> None:
    assert set(code_lists.LIST_OF_TERM.values()) <= set(LISTS)
    assert set(code_lists.LIST_OF_TERM) <= set(model().terms)


def test_a_rule_names_terms_that_there_are() -> None:
    for rule in required.rules():
        assert not rule.group or rule.group in model().terms
        assert all(name in model().terms for name in rule.any), rule
        assert rule.profiles in {"all", "wl", "full", "xrechnung"}


def test_a_note_with_a_subject_code_is_split_in_ubl() -> None:
    data = b"<Invoice><ID>1</ID><Note>#REG#Amtsgericht K\xc3\xb6ln HRB 1</Note><Note>#1 im Test</Note></Invoice>"
    parsed = _invoice.parse(data, "r.xml")
    notes = [(n.text("BT-21"), n.text("BT-22")) for n in _invoice.read(parsed.root, "ubl").groups["BG-1"]]
    assert notes == [("REG", "Amtsgericht Köln HRB 1"), ("", "#1 im Test")]


def test_the_day_that_tax_becomes_due_has_one_code_in_both_syntaxes() -> None:
    root = example("BT-8", "cii")
    code = root.find(".//DueDateTypeCode")
    assert code is not None
    code.text = "72"
    assert _invoice.read(root, "cii").text("BT-8") == "432"


def test_sub_lines_deeper_than_any_real_ones_are_kept_as_fields() -> None:
    deep = "<SubInvoiceLine>" * 60 + "<ID>tief</ID>" + "</SubInvoiceLine>" * 60
    data = f"<Invoice><ID>1</ID><InvoiceLine><ID>1</ID>{deep}</InvoiceLine></Invoice>".encode()
    reading = einvoice.read(Item.of("r.xml", data))
    fields = next(t for t in reading.tables if t.kind == "invoice.other")
    assert fields.rows[0][2] == "tief"
