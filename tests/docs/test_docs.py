import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from hanse.cli.app import COMMANDS
from hanse.config import Config
from hanse.samplefirm import Truth

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "LIESMICH.md", *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("tool", ["reference.py", "formats.py"])
def test_the_reference_is_what_the_code_says(tool: str) -> None:
    done = subprocess.run(
        [sys.executable, f"tools/{tool}", "--check"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_every_command_and_setting_is_documented() -> None:
    text = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    missing = [n for n in COMMANDS if f"`hanse {n}`" not in text]
    missing += [n for n in Config.__struct_fields__ if f"| `{n}` |" not in text]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_link_to_a_file_of_the_project_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_and_its_german_twin_have_the_same_parts_and_commands() -> None:
    english, german = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "LIESMICH.md"))
    assert english.count("\n## ") == german.count("\n## ")
    assert re.findall(r"^(?:make|hanse) \w+", english, re.MULTILINE) == re.findall(
        r"^(?:make|hanse) \w+", german, re.MULTILINE
    )
    folders = {p.name for p in (ROOT / "src" / "hanse").iterdir() if p.is_dir() and not p.name.startswith("_")}
    assert folders == set(re.findall(r"`(\w+)/`", english)) == set(re.findall(r"`(\w+)/`", german))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_command_of_the_tour_runs(firm: tuple[Path, Truth], tmp_path: Path) -> None:
    tour = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")
    lines = [line for block in re.findall(r"```console\n(.*?)```", tour, re.DOTALL) for line in block.splitlines()]
    environ = os.environ | {"HANSE_HOME": str(tmp_path / "home"), "HANSE_TODAY": "2026-11-20"}
    (tmp_path / "firm").symlink_to(firm[0], target_is_directory=True)
    for line in lines:
        words = [sys.executable, "-m", *shlex.split(line)]
        done = subprocess.run(words, cwd=tmp_path, env=environ, check=False, capture_output=True, text=True)
        assert done.returncode in {0, 1 if "doctor" in line else 3, 3}, f"{line}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr, f"{line}\n{done.stderr}"
