"""One sample firm, made and written once for all tests of this folder."""

from datetime import date
from pathlib import Path

import pytest

from hanse.samplefirm import folder
from hanse.samplefirm.making import make
from hanse.samplefirm.model import Firm
from hanse.samplefirm.truth import Truth

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="session")
def firm() -> Firm:
    return make(seed=1, today=TODAY)


@pytest.fixture(scope="session")
def files(firm: Firm) -> dict[str, bytes]:
    return folder.files(firm)


@pytest.fixture(scope="session")
def made(firm: Firm, files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    where = tmp_path_factory.mktemp("firm")
    folder.put(where, files)
    return where, folder.truth(firm, files=tuple(sorted(files)))
