"""Files that are there whole or not at all, whatever ends the script."""
import os
import pathlib
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
