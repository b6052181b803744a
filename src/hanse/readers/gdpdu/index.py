"""From the XML of index.xml to the description of a package. Knows neither the data files nor where they lie."""

import re
from collections import Counter
from pathlib import PurePosixPath

import msgspec
from lxml import etree

from hanse.readers.gdpdu import fields as columns
from hanse.readers.gdpdu.layout import DataSet, Layout, Medium, Validity
from hanse.readers.gdpdu.notes import Notes
from hanse.readers.gdpdu.tree import parse, path_of
from hanse.readers.gdpdu.words import number, spelled, text
from hanse.records import Foreign

_ENCODINGS = {
    "ANSI": "cp1252",
    "Macintosh": "mac_roman",
    "OEM": "cp850",
    "UTF16": "utf-16",
    "UTF7": "utf-7",
    "UTF8": "utf-8",
}
_DTDS = re.compile(r"(gdpdu-01-(08-2002|09-2004))\.dtd", re.IGNORECASE)
_SYSTEM = re.compile(rb"<!DOCTYPE\s[^>]*?(?:SYSTEM|PUBLIC\s+[\"'][^\"']*[\"'])\s+[\"']([^\"'>]*)[\"']")
_HEAD = 8192
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]?|[\\/](?![\\/])")
_ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")


def dataset(data: bytes, name: str) -> DataSet:
    """Return what an index.xml says. Raises Unreadable when it is none."""
    notes = Notes(name)
    root = parse(data, name, notes)
    media = tuple(_medium(element, notes) for element in root.iterfind("Media"))
    _about_tables([table for medium in media for table in medium.tables], notes)
    loose = root.findall("Table")
    if loose:
        notes.add("loose_tables", path_of(loose[0]))
        media = (*media, Medium("", "/DataSet", tuple(_layout(t, "", notes) for t in loose)))
    supplier = root.find("DataSupplier")
    for tag in ("Version", "DataSupplier", "Media"):
        if root.find(tag) is None:
            notes.add("element_missing", path_of(root), tag, about=tag)
    return DataSet(
        text(root, "Version"),
        _dtd(data, root, notes),
        () if supplier is None else tuple(text(supplier, tag) for tag in ("Name", "Location", "Comment")),
        _named_apart(media, notes),
        tuple((text(e, "Name"), text(e, "URL")) for e in root.iterfind("Extension")),
        _commands(root, notes),
        tuple(notes.findings()),
    )


def _dtd(data: bytes, root: etree._Element, notes: Notes) -> str:
    """Return the name of the DTD in the DOCTYPE; it is never fetched or asked."""
    found = _SYSTEM.search(data[:_HEAD].replace(b"\0", b""))
    if found is None:
        notes.add("no_doctype", path_of(root))
        return ""
    system = found[1].decode("cp1252", "replace")
    name = system.replace("\\", "/").rpartition("/")[2]
    if not _DTDS.fullmatch(name):
        notes.add("other_dtd", path_of(root), system)
    return name


def _commands(root: etree._Element, notes: Notes) -> tuple[str, ...]:
    found = list(root.iter("Command"))
    for element in found:
        notes.add("command", path_of(element), (element.text or "").strip())
    for element in root.iterfind("Extension"):
        notes.add("extension", path_of(element), text(element, "Name") or text(element, "URL"))
    return tuple((element.text or "").strip() for element in found)


def _medium(element: etree._Element, notes: Notes) -> Medium:
    name = text(element, "Name")
    tables = tuple(_layout(table, name, notes) for table in element.iterfind("Table"))
    if not tables and element.find("AcceptNoTables") is None:
        notes.add("no_tables", path_of(element), name)
    return Medium(name, path_of(element), tables)


def _layout(element: etree._Element, medium: str, notes: Notes) -> Layout:
    url = text(element, "URL")
    name = text(element, "Name") or PurePosixPath(url.replace("\\", "/")).stem or "Tabelle"
    own = Notes(name)
    body = next((e for e in element if e.tag in ("VariableLength", "FixedLength")), None)
    fixed = body is not None and body.tag == "FixedLength"
    refused = _refused(url)
    if refused:
        own.add(refused, path_of(element), url)
    decimal, grouping = _symbols(element, own)
    first, last = _range(element, own)
    described = columns.fields(body, own) if body is not None else ()
    if body is None or not described:
        own.add("no_columns", path_of(element))
    layout = Layout(
        url=url,
        name=name,
        about=text(element, "Description"),
        medium=medium,
        part=path_of(element),
        ways=() if refused else _ways(url, medium),
        refused=refused,
        encoding=_encoding(element, own),
        decimal=decimal,
        grouping=grouping,
        skip=number(element, "SkipNumBytes", 0, own),
        first=first,
        last=last,
        epoch=number(element, "Epoch", 30, own),
        fixed=fixed,
        length=number(body, "Length", 0, own) or None if fixed and body is not None else None,
        delimiter=spelled(body, "ColumnDelimiter", ";", own) or ";",
        record_delimiter=spelled(body, "RecordDelimiter", "\r\n", own) or "\r\n",
        encapsulator=spelled(body, "TextEncapsulator", '"', own),
        fields=described,
        foreign=_foreign(body),
        validity=_validity(element),
    )
    notes.take(own.findings())
    return layout


def _refused(url: str) -> str:
    """Return why a URL is not followed: it is empty, names a scheme, or another computer."""
    if not url:
        return "no_url"
    if _SCHEME.match(url) and not _DRIVE.match(url):
        return "scheme"
    return "scheme" if url.replace("\\", "/").startswith("//") else ""


def _ways(url: str, medium: str) -> tuple[str, ...]:
    """Return where a file may lie: at its URL, in a folder of its medium, or simply beside index.xml."""
    plain = url.replace("\\", "/").strip()
    inner = _DRIVE.sub("", plain, count=1) if _DRIVE.match(plain) else plain
    unescaped = _ESCAPED.sub(lambda m: bytes.fromhex(m[0].replace("%", "")).decode("utf-8", "replace"), inner)
    base = unescaped.rpartition("/")[2]
    found = [inner, unescaped, *([f"{medium}/{unescaped}"] if medium and "/" not in medium else []), base]
    return tuple(dict.fromkeys(way for way in found if way))


def _encoding(element: etree._Element, notes: Notes) -> str:
    flags = [str(child.tag) for child in element if child.tag in _ENCODINGS]
    if len(flags) > 1:
        notes.add("encodings", path_of(element), ", ".join(flags))
    return _ENCODINGS[flags[0]] if flags else "cp1252"


def _symbols(element: etree._Element, notes: Notes) -> tuple[str, str]:
    """Return decimal and grouping symbol; one that is there but empty means none, one that isn't there the default."""
    inside = element.find(".//DecimalSymbol"), element.find(".//DigitGroupingSymbol")
    decimal, grouping = (None if e is None else (e.text or "") for e in inside)
    if (decimal is None) != (grouping is None):
        notes.add("one_symbol", path_of(element), "DecimalSymbol" if decimal is not None else "DigitGroupingSymbol")
    if decimal is None:
        decimal = "." if grouping == "," else ","
    decimal = decimal.strip()
    if grouping is None:
        grouping = "," if decimal == "." else "."
    if grouping and grouping.strip() == decimal:
        notes.add("same_symbols", path_of(element), decimal)
        grouping = ""
    return decimal, grouping.strip() or grouping


def _range(element: etree._Element, notes: Notes) -> tuple[int, int | None]:
    found = element.find("Range")
    if found is None:
        body = next((e for e in element if e.tag in ("VariableLength", "FixedLength")), None)
        found = body.find("Range") if body is not None else None
    if found is None:
        return 1, None
    first = max(1, number(found, "From", 1, notes))
    if found.find("To") is not None:
        return first, max(0, number(found, "To", 0, notes)) or None
    if found.find("Length") is not None:
        return first, first + max(0, number(found, "Length", 0, notes)) - 1
    return first, None


def _validity(element: etree._Element) -> Validity | None:
    found = element.find("Validity")
    if found is None or not text(found, "Range/From"):
        return None
    return Validity(text(found, "Range/From"), text(found, "Range/To"), text(found, "Format") or "DD.MM.YYYY")


def _foreign(body: etree._Element | None) -> tuple[Foreign, ...]:
    return tuple(_key(e) for e in body.iterfind("ForeignKey")) if body is not None else ()


def _key(element: etree._Element) -> Foreign:
    """Return a foreign key; its columns there are those of the aliases, empty where they aren't named."""
    names = tuple((e.text or "").strip() for e in element.iterfind("Name"))
    pairs = [(text(e, "From"), text(e, "To")) for e in element.iterfind("Alias")]
    aliases = dict(pairs) | {to: start for start, to in pairs if start not in names and to in names}
    to = tuple(aliases.get(name, name) for name in names) if aliases else ()
    return Foreign(names, text(element, "References"), to)


def _named_apart(media: tuple[Medium, ...], notes: Notes) -> tuple[Medium, ...]:
    """Give foreign keys the names of the tables that they lead to, and the columns there."""
    tables = [table for medium in media for table in medium.tables]
    return tuple(Medium(m.name, m.part, tuple(_linked(table, tables, notes) for table in m.tables)) for m in media)


def _linked(table: Layout, tables: list[Layout], notes: Notes) -> Layout:
    return msgspec.structs.replace(table, foreign=tuple(_led(table, key, tables, notes) for key in table.foreign))


def _led(table: Layout, key: Foreign, tables: list[Layout], notes: Notes) -> Foreign:
    wanted = key.table.casefold()
    there = next((t for t in tables if t.name.casefold() == wanted), None) or next(
        (t for t in tables if wanted in (t.url.casefold(), PurePosixPath(t.url.replace("\\", "/")).stem.casefold())),
        None,
    )
    if there is None:
        notes.add("foreign_unknown", table.part, f"{table.name}: {', '.join(key.columns)} → {key.table}")
        return key
    to = key.to or _same_or_keys(key, there)
    return Foreign(key.columns, there.name, () if to == key.columns else to)


def _same_or_keys(key: Foreign, there: Layout) -> tuple[str, ...]:
    names = {field.name for field in there.fields}
    if all(column in names for column in key.columns) or len(there.keys) != len(key.columns):
        return key.columns
    return there.keys


def _about_tables(tables: list[Layout], notes: Notes) -> None:
    """Say which files are described twice, and which tables have the same name."""
    for url, count in Counter(t.url.casefold() for t in tables if t.url).items():
        if count > 1:
            first = [t for t in tables if t.url.casefold() == url][1]
            notes.add("file_twice", first.part, first.url, about=url)
    for name, count in Counter(t.name.casefold() for t in tables).items():
        if count > 1:
            second = [t for t in tables if t.name.casefold() == name][1]
            notes.add("name_twice", second.part, second.name, about=name)
