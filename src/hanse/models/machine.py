"""What this machine can carry: memory, disk, cores. Measures nothing that takes longer than a blink."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from hanse.models import shelf
from hanse.models.catalogue import Model
from hanse.words import Words

GB = 10**9
# What the engine may not take: the rest of the computer wants to live.
KEEP_FREE = 512 << 20


class Machine(msgspec.Struct, frozen=True):
    """cores: logical ones that we may use. memory, free_memory, free_disk: bytes, a container's limits counted.

    lacks: instructions of the processor that the engine needs and that are missing.
    """

    cores: int
    memory: int
    free_memory: int
    free_disk: int
    lacks: tuple[str, ...] = ()


class Fit(msgspec.Struct, frozen=True):
    """Whether a model runs on a machine, the bytes of memory that it needs, and how to say it."""

    verdict: Literal["fits", "tight", "too big", "no processor"]
    need: int
    message: Words


def look(home: Path, lacks: Sequence[str] = (), root: Path = Path("/")) -> Machine:
    """Return what this machine has now. lacks comes from the engines, who know what they need."""
    total, free = _memory(root)
    place = next(path for path in (home, *home.absolute().parents) if path.exists())
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Machine(allowed, total, free, shutil.disk_usage(place).free, tuple(lacks))


def fit(model: Model, machine: Machine, context: int = 4096) -> Fit:
    """Return whether the model runs: weights, cache for the context and 300 MB against the memory.

    "tight" is what would fit if other programs gave their memory back.
    """
    need = shelf.need(model.size, model, context)
    if machine.lacks:
        return Fit("no processor", need, _no_processor(machine.lacks))
    if need + KEEP_FREE <= machine.free_memory:
        return Fit("fits", need, Words(f"{model.title} passt.", f"{model.title} fits."))
    verdict: Literal["tight", "too big"] = "tight" if need + KEEP_FREE <= machine.memory else "too big"
    return Fit(verdict, need, _no_memory(model, need, machine))


def _no_processor(lacks: Sequence[str]) -> Words:
    names = ", ".join(name.upper() for name in lacks)
    return Words(
        f"Diesem Prozessor fehlt {names}. Alles außer dem Modell geht; mit 'engine_url' antwortet ein anderer Rechner.",
        f"This processor lacks {names}. All but the model works; with 'engine_url' another computer answers.",
    )


def _no_memory(model: Model, need: int, machine: Machine) -> Words:
    want, free = f"{(need + KEEP_FREE) / GB:.1f}", f"{machine.free_memory / GB:.1f}"
    return Words(
        f"{model.title} braucht {want.replace('.', ',')} GB Arbeitsspeicher, frei sind {free.replace('.', ',')} GB. "
        "Alles außer diesem Modell geht; Programme schließen oder ein kleineres Modell nehmen.",
        f"{model.title} needs {want} GB of memory, {free} GB are free. "
        "All but this model works; close programs or take a smaller model.",
    )


def _memory(root: Path) -> tuple[int, int]:
    """Return all and free memory in bytes."""
    if sys.platform == "win32":
        return _windows_memory()
    if sys.platform == "darwin":
        return _mac_memory()
    return linux_memory(root)


def linux_memory(root: Path) -> tuple[int, int]:
    """Return all and free memory from /proc/meminfo, or from the control group (v2, v1) where that allows less."""
    lines = (root / "proc/meminfo").read_text(encoding="ascii").splitlines()
    kilobytes = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)}
    total, free = kilobytes["MemTotal"] * 1024, kilobytes["MemAvailable"] * 1024
    for limit, used in _groups(root):
        total, free = min(total, limit), min(free, max(0, limit - used))
    return total, free


def _groups(root: Path) -> list[tuple[int, int]]:
    """Return (limit, in use) of our control group and of those above it, in bytes; empty where there is no limit."""
    found = []
    for line in _lines(root / "proc/self/cgroup"):
        _, kind, path = line.split(":", 2)
        if kind in {"", "memory"}:
            base, names = _names(kind)
            own = Path(path.lstrip("/"))
            found += [_group(root / base / part, names) for part in (own, *own.parents)]
    return [group for group in found if group]


def _names(kind: str) -> tuple[str, tuple[str, str, str]]:
    if kind == "memory":
        return "sys/fs/cgroup/memory", ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
    return "sys/fs/cgroup", ("memory.max", "memory.current", "inactive_file")


def _group(folder: Path, names: tuple[str, str, str]) -> tuple[int, int] | None:
    """Return limit and use of one group, without the file cache, which gives way."""
    limit, used = (("".join(_lines(folder / name)) or "max") for name in names[:2])
    if not limit.isdigit() or not used.isdigit():
        return None
    cache = [int(line.split()[1]) for line in _lines(folder / "memory.stat") if line.split()[0] == names[2]]
    return int(limit), int(used) - sum(cache)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="ascii").splitlines()
    except OSError:
        return []


def _mac_memory() -> tuple[int, int]:
    def said(*command: str) -> str:
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=10).stdout

    total = int(said("/usr/sbin/sysctl", "-n", "hw.memsize"))
    lines = said("/usr/bin/vm_stat").splitlines()
    page = int(lines[0].split("page size of ")[1].split()[0])
    pages = {name: int(rest.strip(" .")) for name, _, rest in (line.partition(":") for line in lines[1:]) if rest}
    return total, page * sum(pages.get(f"Pages {kind}", 0) for kind in ("free", "inactive", "speculative"))


class _MemoryStatus(ctypes.Structure):
    """MEMORYSTATUSEX of the Windows API (sysinfoapi.h)."""

    _fields_ = (
        ("dwLength", ctypes.c_ulong),
        ("dwMemoryLoad", ctypes.c_ulong),
        *(
            (name, ctypes.c_ulonglong)
            for name in ("total", "available", "page", "page_left", "virtual", "virtual_left", "x")
        ),
    )


def _windows_memory() -> tuple[int, int]:
    status = _MemoryStatus(dwLength=ctypes.sizeof(_MemoryStatus))
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 (not there on other systems)
    kernel.GlobalMemoryStatusEx(ctypes.byref(status))
    return int(status.total), int(status.available)
