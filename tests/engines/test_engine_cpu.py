from pathlib import Path

import pytest

from hanse.engines import cpu

OFFICE = "processor\t: {n}\nflags\t\t: fpu sse2 avx avx2 fma f16c bmi1 bmi2\nphysical id\t: 0\ncore id\t\t: {core}\n\n"


def cpuinfo(folder: Path, text: str) -> Path:
    path = folder / "cpuinfo"
    path.write_text(text, encoding="ascii")
    return path


def test_a_processor_of_2012_lacks_what_the_engine_needs(tmp_path: Path) -> None:
    old = cpuinfo(tmp_path, "flags\t\t: fpu sse2 sse4_2 avx f16c\n")
    assert cpu.lacks(old, "x86_64", "linux") == ("avx2", "bmi2", "fma")


def test_one_weak_core_among_strong_ones_counts(tmp_path: Path) -> None:
    mixed = cpuinfo(tmp_path, "flags\t\t: avx2 fma f16c bmi2\n\nflags\t\t: fma f16c bmi2\n")
    assert cpu.lacks(mixed, "x86_64", "linux") == ("avx2",)


def test_an_office_processor_lacks_nothing_and_arm_needs_nothing(tmp_path: Path) -> None:
    assert cpu.lacks(cpuinfo(tmp_path, OFFICE.format(n=0, core=0)), "x86_64", "linux") == ()
    assert cpu.lacks(tmp_path / "no file", "aarch64", "linux") == ()


@pytest.mark.parametrize(
    ("quota", "expected"), [("max 100000", 2), ("100000 100000", 1), ("150000 100000", 2), ("", 2)]
)
def test_cores_are_physical_ones_and_no_more_than_a_container_may_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quota: str, expected: int
) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(4)))
    threads_of_two_cores = "".join(OFFICE.format(n=n, core=n // 2) for n in range(4))
    (tmp_path / "cpu.max").write_text(quota, encoding="ascii")
    assert cpu.cores(cpuinfo(tmp_path, threads_of_two_cores), tmp_path / "cpu.max") == expected


def test_at_least_one_core_is_used(tmp_path: Path) -> None:
    assert cpu.cores(tmp_path / "none", tmp_path / "none") >= 1
