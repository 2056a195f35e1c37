"""Folders that are made whole or not at all."""
import contextlib
import os
import pathlib
import shutil
import tempfile


@contextlib.contextmanager
def replacing(place: pathlib.Path):
    """An empty folder beside `place`, which takes its place once the block has ended well; else it goes and the old one
    stays. A killed run leaves `.new-*` and `.old-*` behind."""
    fresh = pathlib.Path(tempfile.mkdtemp(prefix=".new-", dir=place.parent))
    try:
        fresh.chmod(0o755)
        yield fresh
        old = pathlib.Path(tempfile.mkdtemp(prefix=".old-", dir=place.parent))
        if place.exists():
            os.rename(place, old / place.name)
        os.rename(fresh, place)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
