import hashlib
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.errors import Broken
from hanse.ledger import merkle
from hanse.ledger.log import Ledger
from hanse.records import Call, Usage


def call(text: str = "Wie hoch ist der Umsatz?") -> Call:
    return Call(
        time=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        account=1,
        purpose="ask",
        model="starter",
        model_sha256="ab" * 32,
        where="local",
        question=text,
        prompt=f"Frage: {text}",
        evidence=("1:rechnungen.csv",),
        answer="1.234,56 €",
        usage=Usage(10, 5),
        total_ms=12.5,
        energy_j=None,
        energy_method="not measured",
        label="KI",
    )


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path) as opened:
        for number in range(7):
            opened.append(call(f"Frage {number}"))
        yield opened


def spoil(home: Path, sql: str) -> None:
    db = apsw.Connection(str(home / "ledger.db"))
    db.execute(sql)
    db.close()


def reference_root(leaves: list[bytes]) -> bytes:
    """The recursive definition of RFC 6962, 2.1, written apart from the code under test."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + reference_root(leaves[:split]) + reference_root(leaves[split:])).digest()


@given(st.lists(st.binary(max_size=8), max_size=40))
def test_the_tree_that_grows_leaf_by_leaf_has_the_root_of_the_standard(leaves: list[bytes]) -> None:
    roots = list(merkle.roots(merkle.leaf_hash(leaf) for leaf in leaves))
    assert roots == [reference_root(leaves[: n + 1]) for n in range(len(leaves))]


def test_an_untouched_log_has_no_problems_and_numbers_its_rows(ledger: Ledger) -> None:
    assert ledger.verify() == []
    assert [row.n for row in ledger.rows(limit=3)] == [7, 6, 5]
    assert ledger.text(ledger.rows(limit=1)[0].question) == "Frage 6"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE rows SET leaf = replace(leaf, 'starter', 'starkes') WHERE n = 3",
        "DELETE FROM rows WHERE n = 3",
        "DELETE FROM rows WHERE n = 7",
        "DELETE FROM rows WHERE n > 2",
        "DELETE FROM rows",
        "UPDATE rows SET n = n + 10 WHERE n = 7",
        "UPDATE texts SET text = 'anders' WHERE text = 'Frage 4'",
        "UPDATE rows SET note = (SELECT note FROM rows WHERE n = 1) WHERE n = 2",
    ],
)
def test_a_changed_removed_or_truncated_row_is_found(ledger: Ledger, tmp_path: Path, sql: str) -> None:
    spoil(tmp_path, sql)
    assert ledger.verify() != []


def test_every_single_flipped_byte_of_a_row_is_found(ledger: Ledger, tmp_path: Path) -> None:
    (leaf,) = next(iter(apsw.Connection(str(tmp_path / "ledger.db")).execute("SELECT leaf FROM rows WHERE n = 2")))
    for at in random.Random(1).sample(range(len(leaf)), 20):
        flipped = leaf[:at] + bytes([leaf[at] ^ 1]) + leaf[at + 1 :]
        spoil(tmp_path, f"UPDATE rows SET leaf = x'{flipped.hex()}' WHERE n = 2")
        assert ledger.verify() != []


def test_a_log_cut_off_together_with_its_checkpoint_file_is_found_by_a_checkpoint_kept_elsewhere(
    ledger: Ledger, tmp_path: Path
) -> None:
    elsewhere = ledger.checkpoint()
    spoil(tmp_path, "DELETE FROM rows WHERE n > 4")
    (tmp_path / "ledger.checkpoint").write_text(ledger.checkpoint(), encoding="utf-8")
    assert ledger.verify() == []
    assert ledger.verify(elsewhere) != []


def test_an_erased_text_leaves_a_log_that_verifies(ledger: Ledger) -> None:
    digest = ledger.rows(limit=1)[0].question
    ledger.erase(digest)
    assert ledger.text(digest) is None
    assert ledger.verify() == []


def test_a_checkpoint_of_another_log_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    with Ledger(tmp_path / "other") as other:
        other.append(call())
        assert ledger.verify(other.checkpoint()) != []


def test_the_log_goes_on_after_it_was_closed(ledger: Ledger, tmp_path: Path) -> None:
    ledger.close()
    with Ledger(tmp_path) as again:
        assert again.append(call()) == 8
        assert again.verify() == []


def test_a_file_that_is_no_log_is_broken(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_bytes(b"no database" * 500)
    with pytest.raises(Broken):
        Ledger(tmp_path)
