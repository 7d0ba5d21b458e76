"""Memory that this process takes."""

import os
import sys


def memory():
    """Bytes that this process takes on the host and on its accelerator, as far as that is known without waiting."""
    found = {}
    try:
        with open("/proc/self/statm") as file:
            found["hostMemoryBytes"] = int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        pass
    torch = sys.modules.get("torch")
    try:
        if torch is not None and torch.cuda.is_initialized():
            found["deviceMemoryBytes"] = torch.cuda.memory_reserved()
    except Exception:
        pass
    return found
