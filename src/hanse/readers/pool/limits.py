"""What a reader child may take from the machine. Each limit holds where the system has it.

Linux: data memory, processor time, no core dumps, low priority, end together with the parent. macOS: the same but
the memory limit is only a wish to the system, and the parent's end is noticed at the next request. Windows: none of
these, there the parent's clock alone ends a child.
"""

import ctypes
import os
import signal
import sys

if sys.platform != "win32":
    import resource

NICE = 5
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def apply(memory_mb: int) -> None:
    """Limit this process. memory_mb: what it may allocate, 0 for no limit; shared library code isn't counted."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business, which ends its children
    if sys.platform == "win32":
        return
    os.nice(NICE)
    _soft(resource.RLIMIT_CORE, 0)
    if memory_mb:
        _soft(resource.RLIMIT_DATA, memory_mb << 20)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def allow_seconds(seconds: int) -> None:
    """Let the process use so many more seconds of processor time; then the system ends it."""
    if sys.platform == "win32":
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _soft(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + seconds + 1)


def _soft(kind: int, value: int) -> None:
    if sys.platform != "win32":
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
