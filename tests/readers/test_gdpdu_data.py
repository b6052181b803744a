"""The data files of the GDPdU reader: every saying is said somewhere, every known column belongs to a known table."""

import re
from pathlib import Path
from string import Formatter

from hanse.readers import gdpdu
from hanse.readers.gdpdu import notes, profiles

FOLDER = Path(str(gdpdu.__file__)).parent
FACTS = {"count", "example", "examples", "name", "about", "what"}


def test_every_saying_is_said_in_both_languages_and_somewhere() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py"))
    quoted = set(re.findall(r'"([a-z0-9_]+)"', source))
    for code, said in notes.sayings().items():
        assert code in quoted, f"{code} is said nowhere"
        for words in (said.de, said.en):
            assert {name for _, name, _, _ in Formatter().parse(words) if name} <= FACTS


def test_every_code_that_is_noted_has_its_saying() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py"))
    noted = set(re.findall(r'(?:notes|own|_notes|self\._note|_note)(?:\.add)?\(\s*"([a-z0-9_]+)"', source))
    assert noted <= notes.sayings().keys()


def test_every_known_column_belongs_to_a_known_table() -> None:
    families = {kind.partition(".")[0] for kind in kinds()}
    for kind, name in profiles.columns():
        assert kind in families or kind in kinds(), name


def kinds() -> set[str]:
    return {profile.kind for profile in profiles.data().table}


def test_the_keys_of_known_tables_are_known_columns() -> None:
    for profile in profiles.data().table:
        assert len(profile.keys) == sum(
            (profile.kind.partition(".")[0], k.casefold()) in profiles.columns() for k in profile.keys
        )


def test_a_table_of_a_known_name_and_other_columns_is_not_taken_for_it() -> None:
    assert profiles.find("lines.csv", ["Linie", "Haltestelle", "Z_NR"]) is None
    found = profiles.find("LINES.CSV", ["Z_KASSE_ID", "Z_ERSTELLUNG", "Z_NR", "BON_ID", "MENGE", "eigenes"])
    assert found is not None
    assert found.kind == "dsfinvk.lines"


def test_lexware_files_are_known_by_their_names_with_the_year() -> None:
    found = [profiles.find(f"{name}.txt", []) for name in ("jour_bp2024", "KTPL_BP2023", "sald_BP2024", "firma_bp2024")]
    assert [profile.kind if profile else "" for profile in found] == [
        "lexware.journal", "lexware.accounts", "lexware.balances", "lexware.firm",
    ]  # fmt: skip
