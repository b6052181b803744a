"""Which instructions of the processor the engine needs, and which of them are missing here. Opens nothing else."""

import ctypes
import os
import platform
import subprocess
import sys
from pathlib import Path

# The wheel of xllamacpp is one static build for this class (Haswell, 2013, and later); on older processors it dies.
NEEDED = ("avx2", "bmi2", "f16c", "fma")
X86 = ("x86_64", "amd64", "i386", "i686", "x86")
PF_AVX2_INSTRUCTIONS_AVAILABLE = 40  # winnt.h; all processors with AVX2 that run Windows 10 have the other three


def lacks(cpuinfo: Path = Path("/proc/cpuinfo"), machine: str = "", system: str = "") -> tuple[str, ...]:
    """Return the needed instructions that this processor doesn't have; empty on ARM, where the build needs none."""
    if (machine or platform.machine()).lower() not in X86:
        return ()
    flags = _flags(cpuinfo, system or sys.platform)
    return tuple(name for name in NEEDED if name not in flags)


def _flags(cpuinfo: Path, system: str) -> set[str]:
    if system == "win32":
        return _windows_flags()
    if system == "darwin":
        return _mac_flags()
    return linux_flags(cpuinfo.read_text(encoding="utf-8", errors="replace"))


def linux_flags(text: str) -> set[str]:
    """Return the flags that all processors of a /proc/cpuinfo have in common."""
    each = [set(line.partition(":")[2].split()) for line in text.splitlines() if line.startswith("flags")]
    return set.intersection(*each) if each else set()


def _mac_flags() -> set[str]:
    names = ["machdep.cpu.features", "machdep.cpu.leaf7_features"]
    done = subprocess.run(["/usr/sbin/sysctl", "-n", *names], capture_output=True, text=True, check=False, timeout=10)
    return set(done.stdout.lower().split())


def _windows_flags() -> set[str]:
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 (not there on other systems)
    return set(NEEDED) if kernel.IsProcessorFeaturePresent(PF_AVX2_INSTRUCTIONS_AVAILABLE) else set()


def cores(cpuinfo: Path = Path("/proc/cpuinfo"), quota: Path = Path("/sys/fs/cgroup/cpu.max")) -> int:
    """Return how many threads the engine should use: the physical cores that we may run on, at least 1.

    A second thread on a core adds nothing to a job that waits for memory, and takes the core from everybody else. A
    container's quota (cgroup v2) counts, because threads that are put to sleep in turn make all others wait for them.
    """
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    here = min(allowed, _physical(cpuinfo, allowed))
    return max(1, min(here, _quota(quota, here)))


def _physical(cpuinfo: Path, logical: int) -> int:
    """Return the physical cores; where nothing says so all logical ones on ARM, half of them elsewhere."""
    blocks = cpuinfo.read_text(encoding="utf-8", errors="replace").split("\n\n") if cpuinfo.exists() else []
    pairs = {_core(block) for block in blocks if "core id" in block}
    return len(pairs) or (logical // 2 if platform.machine().lower() in X86 else logical)


def _core(block: str) -> tuple[str, str]:
    fields = dict(line.replace("\t", "").split(":", 1) for line in block.splitlines() if ":" in line)
    return fields.get("physical id", "").strip(), fields["core id"].strip()


def _quota(path: Path, otherwise: int) -> int:
    """Return the cores of a cgroup's cpu.max ("200000 100000" or "max 100000"), rounded up."""
    try:
        most, period = path.read_text(encoding="ascii").split()
        return otherwise if most == "max" else -(-int(most) // int(period))
    except (OSError, ValueError):
        return otherwise
