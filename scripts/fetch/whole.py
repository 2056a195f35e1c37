"""Files and folders that are there whole or not at all, whatever ends the script."""
import contextlib
import os
import pathlib
import shutil
import tempfile


def write(place: pathlib.Path, data: bytes) -> pathlib.Path:
    """Makes the file of these bytes, for everybody to read; an old one is replaced in one step. Its folder is there."""
    handle, fresh = tempfile.mkstemp(prefix=".new-", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(fresh, 0o644)
        os.replace(fresh, place)
    finally:
        pathlib.Path(fresh).unlink(missing_ok=True)
    return place


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
