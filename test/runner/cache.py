"""Keeps the folder of what is slow to make within bounds (test/e2e/lib/kept.py says what lies in it)."""

import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

DAYS, GIGABYTES = 30, 10


@dataclass(frozen=True)
class Entry:
    path: Path
    size: int
    used: float


def root() -> Path:
    return Path(os.environ.get("LINKSHIM_TEST_CACHE") or os.path.expanduser("~/.cache/linkshim-tests"))


def size_of(path: Path) -> int:
    return int(subprocess.run(["du", "-s", "-B1", path], capture_output=True, text=True, check=True).stdout.split()[0])


def entries() -> list[Entry]:
    """What is kept, with when it was used last: the time of its mark, else its own."""
    found = []
    for path in root().glob("*/*"):
        if not path.name.startswith(".") and path.suffix != ".used" and path.parent.name != "apt":
            mark = path.with_name(f"{path.name}.used")
            found.append(Entry(path, size_of(path), (mark if mark.exists() else path).stat().st_mtime))
    return found


def prune() -> str:
    """Removes what was not used for DAYS, and what was used longest ago while all is more than GIGABYTES. A sentence for the
    reader."""
    left, removed = 0, []
    for entry in sorted(entries(), key=lambda entry: -entry.used):
        if left + entry.size > GIGABYTES * 1e9 or time.time() - entry.used > DAYS * 86400:
            removed.append(entry)
            shutil.rmtree(entry.path) if entry.path.is_dir() else entry.path.unlink()
            entry.path.with_name(f"{entry.path.name}.used").unlink(missing_ok=True)
        else:
            left += entry.size
    return (f"{root()}: {left / 1e9:.1f} GB of packs, standard libraries and trees of C libraries are kept; "
            f"what is not used for {DAYS} days goes, and what is more than {GIGABYTES} GB"
            + (f"; {len(removed)} removed now" if removed else ""))
