"""Files that an index.xml describes, learned: in a folder, in a zip, read alone; and read anew when it changes."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from hanse.config import Config
from hanse.flow.events import Progress
from hanse.flow.house import House
from hanse.readers.pool.children import Pool
from hanse.store import tableparts
from hanse.store.tableparts import LogicalTable

Learned = Callable[[Path], Progress]
CUSTOMERS = "4711;Möbel Harms;1.250,00\r\n4712;Hansen & Söhne;0,50\r\n".encode("cp1252")
INVOICES = b"RE-1;4711;05.03.24\r\nRE-2;4712;06.03.24\r\n"


def index(limit: str = "<Numeric><Accuracy>2</Accuracy></Numeric>") -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE DataSet SYSTEM "gdpdu-01-09-2004.dtd">
<DataSet><Version>1.0</Version><Media><Name>CD</Name>
<Table><URL>KUNDEN.CSV</URL><Name>Kunden</Name><VariableLength>
<VariablePrimaryKey><Name>KDNR</Name><Description>Kundennummer</Description><AlphaNumeric/></VariablePrimaryKey>
<VariableColumn><Name>Name</Name><AlphaNumeric/></VariableColumn>
<VariableColumn><Name>Limit</Name>{limit}</VariableColumn></VariableLength></Table>
<Table><URL>daten/rechnungen.csv</URL><Name>Rechnungen</Name><VariableLength>
<VariablePrimaryKey><Name>Nummer</Name><AlphaNumeric/></VariablePrimaryKey>
<VariableColumn><Name>KDNR</Name><AlphaNumeric/></VariableColumn>
<VariableColumn><Name>Tag</Name><Date><Format>DD.MM.YY</Format></Date></VariableColumn>
<ForeignKey><Name>KDNR</Name><References>Kunden</References></ForeignKey></VariableLength></Table>
</Media></DataSet>""".encode()


def package() -> dict[str, bytes]:
    return {"export/index.xml": index(), "export/kunden.csv": CUSTOMERS, "export/daten/rechnungen.csv": INVOICES}


@pytest.fixture
def export(docs: Path) -> Path:
    for name, data in package().items():
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_bytes(data)
    return docs


def tables(house: House) -> dict[str, LogicalTable]:
    return {table.name: table for table in tableparts.logical_tables(house.store)}


def types(house: House) -> dict[str, list[tuple[str, str]]]:
    return {name: [(c.name, c.type) for c in table.columns] for name, table in tables(house).items()}


EXPECTED = {
    "kunden": [("KDNR", "text"), ("Name", "text"), ("Limit", "decimal")],
    "rechnungen": [("Nummer", "text"), ("KDNR", "text"), ("Tag", "date")],
}


def test_a_learned_folder_has_its_tables_as_described(house: House, export: Path, learned: Learned) -> None:
    learned(export)
    assert types(house) == EXPECTED


def test_a_learned_zip_has_its_tables_as_described(house: House, docs: Path, learned: Learned) -> None:
    with zipfile.ZipFile(docs / "export.zip", "w") as archive:
        for name, data in package().items():
            archive.writestr(name, data)
    learned(docs)
    assert types(house) == EXPECTED


def test_a_changed_index_has_its_files_read_anew(house: House, export: Path, learned: Learned) -> None:
    learned(export)
    (export / "export" / "index.xml").write_bytes(index(limit="<AlphaNumeric/>"))
    learned(export)
    assert types(house)["kunden"][2] == ("Limit", "text")


def test_files_lose_their_description_with_the_index(house: House, export: Path, learned: Learned) -> None:
    learned(export)
    (export / "export" / "index.xml").unlink()
    learned(export)
    assert "KDNR" not in {name for columns in types(house).values() for name, _ in columns}


@pytest.mark.parametrize("name", ["export/index.xml", "export.zip", "export/kunden.csv"])
def test_reading_one_file_alone_shows_what_belongs_to_it(export: Path, tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(export / "export.zip", "w") as archive:
        for inner, data in package().items():
            archive.writestr(inner, data)
    with Pool(Config(tmp_path / "home", readers=1)) as pool:
        found = [
            table.name
            for _, reading in pool.read(export / name, Path(name).name, alone=True)
            for table in reading.tables
        ]
    assert sorted(found) == (["Kunden"] if name.endswith(".csv") else ["Kunden", "Rechnungen"])
