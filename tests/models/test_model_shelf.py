from pathlib import Path

import msgspec
import pytest

from hanse.config import Config
from hanse.errors import Misconfigured, Unreachable
from hanse.models import catalogue, shelf
from hanse.models.catalogue import Model, all_models


def put(config: Config, name: str, data: bytes) -> Path:
    path = shelf.folder(config.home) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("model", all_models(), ids=lambda model: model.name)
def test_each_row_of_the_catalogue_is_complete_and_says_where_its_figures_are_from(model: Model) -> None:
    assert model.file.endswith(".gguf")
    assert model.quantisation.lower() in model.file.lower()
    assert model.parameters * 0.4 < model.size < model.parameters * 1.1
    assert len(model.sha256) in {0, 64}
    assert set("parameters size licence context kv_bytes_per_token".split()) <= set(model.sources)
    assert set(model.sources) <= set(Model.__struct_fields__)
    assert model.licence_url.startswith("https://")
    assert model.repo.count("/") == 1
    assert model.role.de
    assert model.role.en


@pytest.mark.parametrize("model", [m for m in all_models() if m.index], ids=lambda model: model.name)
def test_the_parts_of_the_package_index_add_up_to_the_file(model: Model) -> None:
    assert model.index is not None
    assert 0 < model.size - (model.index.parts - 1) * model.index.part_bytes <= model.index.part_bytes
    assert model.sha256
    assert "{n}" in model.index.package
    assert "{n:02}" in model.index.member


def test_names_and_files_of_the_catalogue_are_unique() -> None:
    assert (
        len({model.name for model in all_models()}) == len({model.file for model in all_models()}) == len(all_models())
    )


def test_a_model_is_known_by_its_hash_whatever_its_file_is_called(tiny: Model, config: Config, weights: bytes) -> None:
    path = put(config, "renamed.gguf", weights)
    assert shelf.find(config, "tiny").path == path
    assert shelf.find(config, "tiny").sha256 == tiny.sha256


def test_a_file_that_only_has_the_name_is_not_the_model(tiny: Model, config: Config) -> None:
    put(config, tiny.file, b"something else")
    with pytest.raises(Unreachable) as caught:
        shelf.find(config, "tiny")
    assert "hanse models get tiny" in caught.value.hint.de


def test_a_changed_file_is_hashed_again_and_an_unchanged_one_is_not(
    tiny: Model, config: Config, weights: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(config, tiny.file, b"something else")
    shelf.on_shelf(config)
    put(config, tiny.file, weights)
    assert shelf.find(config, "tiny").model == tiny
    monkeypatch.setattr(shelf, "digest", lambda *_: pytest.fail("hashed again"))
    assert shelf.find(config, "tiny").model == tiny


def test_a_read_only_folder_of_models_is_not_written_to(
    tiny: Model, config: Config, tmp_path: Path, weights: bytes
) -> None:
    nas = tmp_path / "nas"
    nas.mkdir()
    (nas / tiny.file).write_bytes(weights)
    shelf.on_shelf(msgspec.structs.replace(config, models_dir=str(nas)))
    assert [path.name for path in nas.iterdir()] == [tiny.file]


@pytest.mark.usefixtures("tiny")
def test_an_unknown_name_lists_all_names(config: Config) -> None:
    with pytest.raises(Misconfigured) as caught:
        shelf.find(config, "gpt-9")
    assert "tiny" in caught.value.hint.en


@pytest.mark.usefixtures("tiny")
def test_an_empty_shelf_names_the_command_that_fills_it(config: Config) -> None:
    with pytest.raises(Unreachable) as caught:
        shelf.best(config, 10**12)
    assert "hanse models get qwen2.5-coder-1.5b" in caught.value.hint.de


def test_the_best_model_is_the_strongest_that_fits_else_the_smallest(
    tiny: Model, config: Config, weights: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    big = msgspec.structs.replace(tiny, name="big", file="big.gguf", sha256="", kv_bytes_per_token=10**6)
    monkeypatch.setattr(catalogue, "all_models", lambda: (tiny, big))
    put(config, tiny.file, weights)
    put(config, big.file, weights * 2)
    assert shelf.best(config, 10**12).name == "big"
    assert shelf.best(config, 10**9).name == "tiny"
    assert shelf.best(config, 10).name == "tiny"


@pytest.mark.usefixtures("tiny")
def test_the_model_of_the_settings_wins_and_an_unknown_file_has_its_own_name(config: Config) -> None:
    put(config, "own-model.gguf", b"whatever")
    chosen = shelf.best(msgspec.structs.replace(config, model="own-model"), 0)
    assert chosen.name == "own-model"
    assert chosen.model is None
    assert len(chosen.sha256) == 64
