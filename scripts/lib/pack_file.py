"""A target's pack as one file: a head of lines, then all bytes in one zstd frame (shim/Pack.h has the format)."""
import dataclasses
import hashlib
import os
import pathlib
import shutil
import subprocess
import tempfile

from pool import PackError

MARK = "linkshim-pack 1 "
# A window that holds any pack, so that what is alike in its archives is there once.
# Level 19 takes twenty times as long for a fifth less.
COMPRESS = ["-12", "--long=24", "-T1", "--check", "--no-progress", "-q", "-c"]


@dataclasses.dataclass(frozen=True)
class Head:
    recipe: str            # the digest of what the pack was made from
    sizes: dict[str, int]  # by name, in the order of the bytes
    links: dict[str, str]  # name -> the name that it is another one of


def compressed(data: bytes) -> bytes:
    if not shutil.which("zstd"):
        raise PackError("the program zstd is missing; try: apt-get install zstd")
    command = ["zstd", *COMPRESS, f"--stream-size={len(data)}"]
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def contents(lib: pathlib.Path) -> tuple[dict[str, bytes], dict[str, str]]:
    """The bytes of each file, those of equal bytes once; and the names that are links."""
    files, links, first = {}, {}, {}
    for path in sorted(lib.iterdir()):
        data = path.read_bytes()
        if path.is_symlink():
            links[path.name] = os.readlink(path)
        elif len(data) > 64 and data in first:
            links[path.name] = first[data]
        else:
            first[data] = path.name
            files[path.name] = data
    return files, links


def write(place: pathlib.Path, lib: pathlib.Path, recipe: str) -> None:
    """Makes the file `place` from the files of the folder `lib`, whole or not at all."""
    files, links = contents(lib)
    lines = [f"recipe {recipe}"] + [f"{len(data)} {name}" for name, data in files.items()]
    lines += [f"link {name} {other}" for name, other in links.items()]
    rest = "\n".join(lines).encode() + b"\n\n" + compressed(b"".join(files.values()))
    handle, fresh = tempfile.mkstemp(prefix=".new-", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(f"{MARK}{hashlib.sha256(rest).hexdigest()}\n".encode() + rest)
        os.chmod(fresh, 0o644)
        os.replace(fresh, place)
    finally:
        pathlib.Path(fresh).unlink(missing_ok=True)


def read(place: pathlib.Path) -> Head | None:
    """The head of a pack; None where there is none, or it is damaged."""
    if not place.is_file():
        return None
    first, _, rest = place.read_bytes().partition(b"\n")
    if first.decode("ascii", "replace") != MARK + hashlib.sha256(rest).hexdigest():
        return None
    lines = [line.split(" ") for line in rest.partition(b"\n\n")[0].decode().splitlines()]
    return Head(lines[0][1], {line[1]: int(line[0]) for line in lines[1:] if line[0] != "link"},
                {line[1]: line[2] for line in lines if line[0] == "link"})


def unpack(place: pathlib.Path, lib: pathlib.Path) -> None:
    """Writes the files of a pack into the folder `lib`."""
    if not (head := read(place)):
        raise PackError(f"there is no whole pack {place}")
    frame = place.read_bytes().partition(b"\n\n")[2]
    command = ["zstd", "-d", "-q", "-c", "--long=24"]
    data = subprocess.run(command, input=frame, stdout=subprocess.PIPE, check=True).stdout
    lib.mkdir(parents=True, exist_ok=True)
    at = 0
    for name, size in head.sizes.items():
        (lib / name).write_bytes(data[at:at + size])
        at += size
    for name, other in head.links.items():
        (lib / name).symlink_to(other)
