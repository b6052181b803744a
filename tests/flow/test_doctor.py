import errno
import os
from pathlib import Path

import apsw
import pytest

from hanse.config import Config
from hanse.errors import Misconfigured, TooBig
from hanse.flow import disk, doctor


def test_a_home_that_is_a_file_is_told_and_the_other_checks_go_on(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file", encoding="utf-8")
    checks = {check.name: check for check in doctor.examine(Config(home=tmp_path / "home"))}
    assert checks["home"].state == checks["store"].state == "missing"
    assert str(tmp_path / "home") in checks["store"].message.en
    assert "dort liegt eine Datei" in checks["home"].message.de
    assert "dort liegt eine Datei" in checks["store"].message.de
    assert "ledger" in checks


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_home_without_the_right_to_write_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    checks = {check.name: check for check in doctor.examine(Config(home=tmp_path / "home"))}
    tmp_path.chmod(0o700)
    assert checks["home"].state == "missing"


def test_the_way_out_is_told_in_the_language_of_the_person(tmp_path: Path) -> None:
    told = {c.name: c.mend for c in doctor.examine(Config(home=tmp_path, lang="de"))}
    assert "holt das Modell" in told["model"]


@pytest.mark.parametrize("full", [OSError(errno.ENOSPC, "No space left on device"), apsw.FullError("full")])
def test_a_full_disk_is_no_defect_of_hanse(full: Exception, tmp_path: Path) -> None:
    assert isinstance(disk.refusal(full, tmp_path), TooBig)


@pytest.mark.parametrize(
    "refused",
    [PermissionError(errno.EACCES, "Permission denied", "/home/x"), apsw.ReadOnlyError("attempt to write")],
)
def test_a_home_without_the_right_to_write_is_a_wrong_setting(refused: Exception) -> None:
    assert isinstance(disk.refusal(refused, Path("/home/x/home")), Misconfigured)


@pytest.mark.parametrize("other", [ZeroDivisionError(), FileNotFoundError(errno.ENOENT, "gone", "/elsewhere/x")])
def test_any_other_defect_stays_one(other: Exception) -> None:
    assert disk.refusal(other, Path("/home/x/home")) is None
