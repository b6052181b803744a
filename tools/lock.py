"""Write requirements/*.txt: exact versions with hashes, for all platforms, wheels only, without any index address."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
COMMON = (
    "--universal --generate-hashes --only-binary :all: --no-header --no-emit-index-url --no-emit-find-links"
    " --no-annotate --python-version 3.11 --quiet"
).split()
TARGETS = {"hanse": ["pyproject.toml", "requirements/build.in"], "dev": ["--group", "dev", "requirements/hanse.txt"]}


def main() -> None:
    """Lock the product with its build backend first, then the tools to develop it on top of the same versions."""
    for name, inputs in TARGETS.items():
        out = ROOT / "requirements" / f"{name}.txt"
        command = [sys.executable, "-m", "uv", "pip", "compile", *inputs, *COMMON, "-o", str(out)]
        subprocess.run(command, check=True, cwd=ROOT)
        text = out.read_text(encoding="utf-8")
        if re.search(r"https?://|file:", text):
            sys.exit(f"{out.name} names an index address")


if __name__ == "__main__":
    main()
