from pathlib import Path

from hanse.engines import energy


def zone(folder: Path, name: str, used: int, most: int = 1000) -> None:
    (folder / name).mkdir(exist_ok=True)
    (folder / name / "energy_uj").write_text(f"{used}\n", encoding="ascii")
    (folder / name / "max_energy_range_uj").write_text(f"{most}\n", encoding="ascii")


def test_energy_is_the_difference_over_all_packages_and_not_over_their_parts(tmp_path: Path) -> None:
    for name in ("intel-rapl:0", "intel-rapl:1", "intel-rapl:0:0"):
        zone(tmp_path, name, 1_000_000, 10**12)
    before = energy.read(tmp_path)
    for name in ("intel-rapl:0", "intel-rapl:1", "intel-rapl:0:0"):
        zone(tmp_path, name, 3_500_000, 10**12)
    assert energy.since(before, tmp_path) == energy.Energy(5.0, energy.RAPL)


def test_a_counter_that_started_anew_is_counted_on(tmp_path: Path) -> None:
    zone(tmp_path, "intel-rapl:0", 9_000_000, 10_000_000)
    before = energy.read(tmp_path)
    zone(tmp_path, "intel-rapl:0", 2_000_000, 10_000_000)
    assert energy.since(before, tmp_path).joules == 3.0


def test_without_a_counter_nothing_is_made_up(tmp_path: Path) -> None:
    assert energy.since(energy.read(tmp_path), tmp_path) == energy.Energy(None, "not measured")


def test_a_counter_that_vanishes_in_between_measures_nothing(tmp_path: Path) -> None:
    zone(tmp_path, "intel-rapl:0", 1)
    before = energy.read(tmp_path)
    (tmp_path / "intel-rapl:0" / "energy_uj").unlink()
    assert energy.since(before, tmp_path).joules is None
