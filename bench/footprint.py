"""What Hanse without models costs: packages, disk, seconds until the page answers, idle memory.

Installs the built wheel with its dependencies into a fresh environment. Yardstick: the goals of the project
(80 packages, 450 MB, 2 s, 150 MB), printed as a ratio each. Usage: python bench/footprint.py
"""

import json
import socket
import subprocess
import sys
import tempfile
import time
import venv
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).parent.parent
GOALS = {"packages": 80.0, "installed MB": 450.0, "up s": 2.0, "idle MB": 150.0}


def main() -> None:
    """Measure and print each figure beside its goal."""
    with tempfile.TemporaryDirectory() as scratch:
        python = installed(Path(scratch))
        figures = {
            "packages": float(packages(python)),
            "installed MB": megabytes(Path(scratch) / "env" / "lib"),
            **server(python, Path(scratch)),
        }
    for name, value in figures.items():
        print(f"{name:13} {value:8.1f}  goal {GOALS[name]:6.1f}  ratio {value / GOALS[name]:.2f}")


def installed(scratch: Path) -> Path:
    """Build the wheel and install it with its dependencies, as pip picks them; return the environment's Python."""
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(scratch / "dist"), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    venv.create(scratch / "env", with_pip=True)
    python = scratch / "env" / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *map(str, (scratch / "dist").glob("*.whl"))], check=True)
    return python


def packages(python: Path) -> int:
    """Return how many packages are installed besides pip and setuptools."""
    out = subprocess.run([str(python), "-m", "pip", "list", "--format=json"], check=True, capture_output=True).stdout
    return sum(p["name"] not in {"pip", "setuptools"} for p in json.loads(out))


def megabytes(folder: Path) -> float:
    """Return the size of all files below a folder, pip's own left out."""
    files = (p for p in folder.rglob("*") if p.is_file() and "/pip/" not in str(p) and "/setuptools/" not in str(p))
    return sum(p.stat().st_size for p in files) / 1e6


def server(python: Path, scratch: Path) -> dict[str, float]:
    """Return seconds until the login page answers (second start, median of 5) and the memory after 5 idle seconds."""
    times = [run_server(python, scratch) for _ in range(6)][1:]
    return {"up s": sorted(t for t, _ in times)[2], "idle MB": sorted(m for _, m in times)[2]}


def run_server(python: Path, scratch: Path) -> tuple[float, float]:
    """Start the server once; return (seconds until it answers, MB of the process and its children)."""
    port = free_port()
    start = time.perf_counter()
    line = [str(python), "-m", "hanse", "up", "--port", str(port), "--home", str(scratch / "home")]
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not answers(port):
            if process.poll() is not None or time.perf_counter() - start > 60:
                sys.exit("the server did not come up")
            time.sleep(0.02)
        took = time.perf_counter() - start
        time.sleep(5)
        return took, sum(memory(pid) for pid in family(process.pid))
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def answers(port: int) -> bool:
    """Return whether the login page comes."""
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=1)
        connection.request("GET", "/login")
        return connection.getresponse().status == 200
    except OSError:
        return False


def family(pid: int) -> list[int]:
    """Return a process and all below it."""
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [pid, *[p for child in below for p in family(int(child))]]


def memory(pid: int) -> float:
    """Return the proportional set size of a process in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


if __name__ == "__main__":
    main()
