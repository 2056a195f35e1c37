"""What is slow to make and the same for every clone of the repository: standard libraries, trees of glibc and musl.

They lie in LINKSHIM_TEST_CACHE, else ~/.cache/linkshim-tests, each in a folder that is named by the digest of its recipe.
A folder is whole or not there, and nobody writes into it afterwards. `scripts/test` removes what is old.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
from pathlib import Path


def root() -> Path:
    named = os.environ.get("LINKSHIM_TEST_CACHE")
    path = Path(named) if named else Path(os.path.expanduser("~/.cache/linkshim-tests"))
    path.mkdir(parents=True, exist_ok=True)
    return path.resolve()


def place(kind: str, name: str, *recipe) -> Path:
    """Where the thing of that recipe lies, or is to lie. Paths in the recipe stand for the bytes of the files."""
    digest = hashlib.sha256()
    for part in recipe:
        digest.update(part.read_bytes() if isinstance(part, Path) else json.dumps(part).encode())
        digest.update(b"\0")
    folder = root() / kind
    folder.mkdir(exist_ok=True)
    return folder / f"{name}-{digest.hexdigest()[:16]}"


def is_there(path: Path) -> bool:
    """Also notes the use, by which `scripts/test` knows what is old."""
    if not path.is_dir():
        return False
    path.with_name(f"{path.name}.used").touch()
    return True


@contextlib.contextmanager
def locked(*paths: Path):
    """Keeps others from making the same things."""
    with contextlib.ExitStack() as stack:
        for path in sorted(paths):
            lock = stack.enter_context(open(path.with_name(f".{path.name}.lock"), "w"))
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def making(path: Path):
    """An empty folder that becomes `path` when the block ends well."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    try:
        yield scratch
        scratch.rename(path)
        is_there(path)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
