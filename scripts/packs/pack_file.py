"""A target's pack as one file: a head of lines, then all bytes in one zstd frame (shim/sysroot/Pack.h has the format)."""
import dataclasses
import hashlib
import os
import pathlib
import shutil
import subprocess
import tempfile

from fetch import whole
from fetch.pool import PackError

MARK = "linkshim-pack 1 "
# A window that holds any pack, so that what is alike in its archives is there once.
# Level 19 takes twenty times as long for a fifth less.
COMPRESS = ["-12", "--long=24", "-T1", "--check", "--no-progress", "-q", "-c"]


@dataclasses.dataclass(frozen=True)
class Head:
    recipe: str            # the digest of what the pack was made from
    sizes: dict[str, int]  # by name, in the order of the bytes
    links: dict[str, str]  # name -> the name that it is another one of


# As small as it gets, for packages; one thread's bytes do not depend on the machine.
SMALLEST = ["-19", "--long=27", "--single-thread", "--check", "--no-progress", "-q", "-q", "-c"]


def compressed(data: bytes, options: list[str] = COMPRESS) -> bytes:
    if not shutil.which("zstd"):
        raise PackError("the program zstd is missing; try: apt-get install zstd")
    command = ["zstd", *options, f"--stream-size={len(data)}"]
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def against(data: bytes, base: bytes, options: list[str]) -> bytes:
    """Compressed with `base` as what came before, so that what is alike in both costs nothing."""
    with tempfile.TemporaryDirectory(prefix="linkshim-pack-") as folder:
        prefix, file = pathlib.Path(folder) / "base", pathlib.Path(folder) / "data"
        prefix.write_bytes(base)
        file.write_bytes(data)
        command = ["zstd", *options, f"--patch-from={prefix}", str(file)]
        return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout


def sealed(lines: list[str], frame: bytes) -> bytes:
    """A whole pack of its head's lines and its frame."""
    rest = "\n".join(lines).encode() + b"\n\n" + frame
    return f"{MARK}{hashlib.sha256(rest).hexdigest()}\n".encode() + rest


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
    data = sealed(lines, compressed(b"".join(files.values())))
    whole.write(place, data)


def read(place: pathlib.Path) -> Head | None:
    """The head of a pack; None where there is none, or it is damaged."""
    if not place.is_file():
        return None
    first, _, rest = place.read_bytes().partition(b"\n")
    if first.decode("ascii", "replace") != MARK + hashlib.sha256(rest).hexdigest():
        return None
    lines = [line.split(" ") for line in rest.partition(b"\n\n")[0].decode().splitlines()]
    return Head(lines[0][1], {line[1]: int(line[0]) for line in lines[1:] if line[0] not in ("link", "base")},
                {line[1]: line[2] for line in lines if line[0] == "link"})


def split(place: pathlib.Path) -> tuple[list[str], bytes]:
    """The lines of a pack's head after the first, and the bytes of all its files."""
    if not read(place):
        raise PackError(f"there is no whole pack {place}")
    lines, _, frame = place.read_bytes().partition(b"\n\n")
    command, lines = ["zstd", "-d", "-q", "-c", "--long=27"], lines.decode().splitlines()[1:]
    if base := next((line.split(" ")[1] for line in lines if line.startswith("base ")), None):
        with tempfile.TemporaryDirectory(prefix="linkshim-pack-") as folder:
            prefix = pathlib.Path(folder) / "base"
            prefix.write_bytes(split(place.with_name(f"{base}.pack"))[1])
            command.append(f"--patch-from={prefix}")
            return lines, subprocess.run(command, input=frame, stdout=subprocess.PIPE, check=True).stdout
    return lines, subprocess.run(command, input=frame, stdout=subprocess.PIPE, check=True).stdout


def unpack(place: pathlib.Path, lib: pathlib.Path) -> None:
    """Writes the files of a pack into the folder `lib`."""
    head, data = read(place), split(place)[1]
    lib.mkdir(parents=True, exist_ok=True)
    at = 0
    for name, size in head.sizes.items():
        (lib / name).write_bytes(data[at:at + size])
        at += size
    for name, other in head.links.items():
        (lib / name).symlink_to(other)
