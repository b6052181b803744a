from pathlib import Path

import pytest

from hanse.models import machine
from hanse.models.catalogue import all_models
from hanse.models.machine import Machine

STARTER = next(model for model in all_models() if model.name == "qwen2.5-coder-1.5b")
GB = 10**9


def office(free: float, total: float = 16, lacks: tuple[str, ...] = ()) -> Machine:
    return Machine(4, int(total * GB), int(free * GB), 100 * GB, lacks)


@pytest.mark.parametrize(("free", "total", "verdict"), [(8, 16, "fits"), (1.5, 4, "tight"), (1, 1.8, "too big")])
def test_the_starter_needs_about_two_gigabytes(free: float, total: float, verdict: str) -> None:
    fit = machine.fit(STARTER, office(free, total))
    assert fit.verdict == verdict
    assert 1.4 * GB < fit.need < 1.7 * GB


def test_too_little_memory_is_said_in_figures_and_with_what_still_works() -> None:
    said = machine.fit(STARTER, office(1)).message
    assert "2,1 GB" in said.de
    assert "frei sind 1,0 GB" in said.de
    assert "Alles außer diesem Modell geht" in said.de


def test_an_old_processor_gets_everything_but_the_model() -> None:
    fit = machine.fit(STARTER, office(8, lacks=("avx2", "fma")))
    assert fit.verdict == "no processor"
    assert "AVX2, FMA" in fit.message.de
    assert "Alles außer dem Modell geht" in fit.message.de


def test_this_machine_has_memory_and_disk(tmp_path: Path) -> None:
    here = machine.look(tmp_path / "not" / "yet" / "there")
    assert here.cores >= 1
    assert 0 < here.free_memory <= here.memory
    assert here.free_disk > 0


def fake_root(root: Path, cgroup: str, files: dict[str, str]) -> Path:
    (root / "proc" / "self").mkdir(parents=True)
    (root / "proc" / "meminfo").write_text("MemTotal: 16000000 kB\nMemFree: 1 kB\nMemAvailable: 8000000 kB\n")
    (root / "proc" / "self" / "cgroup").write_text(cgroup)
    for name, text in files.items():
        path = root / "sys" / "fs" / "cgroup" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_a_container_of_cgroup_2_has_no_more_than_its_limit_and_file_cache_counts_as_free(tmp_path: Path) -> None:
    files = {
        "a/memory.max": "3000000000\n",
        "a/memory.current": "1000000000\n",
        "a/memory.stat": "anon 5\ninactive_file 400000000\n",
        "a/b/memory.max": "max\n",
    }
    root = fake_root(tmp_path, "0::/a/b\n", files)
    assert machine.linux_memory(root) == (3_000_000_000, 2_400_000_000)


def test_a_container_of_cgroup_1_has_no_more_than_its_limit(tmp_path: Path) -> None:
    files = {"memory/memory.limit_in_bytes": "2000000000\n", "memory/memory.usage_in_bytes": "500000000\n"}
    root = fake_root(tmp_path, "4:memory:/docker/x\n0::/\n", files)
    assert machine.linux_memory(root) == (2_000_000_000, 1_500_000_000)


def test_without_a_limit_the_machine_itself_counts(tmp_path: Path) -> None:
    assert machine.linux_memory(fake_root(tmp_path, "0::/\n", {})) == (16_000_000 * 1024, 8_000_000 * 1024)
