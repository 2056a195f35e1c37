"""The pack of a WASI target: wasi-libc's headers, libraries and start files, and LLVM's builtins.

wasi-libc comes as the distribution built it: the package is the same for all machines, since what is in it is
WebAssembly. Nothing of it is compiled here; the builtins are.
"""
import hashlib
import io
import json
import pathlib
import tarfile

from fetch import pool, whole
from packs import builtins_pack, headers_pack
from tables import targets


def folderOf(row: targets.Row) -> str | None:
    """The name of the target's folders in the package; None where it has none."""
    return pool.readPins("wasi-libc")["folders"].get(row.triple)


def members(pin: dict) -> dict[str, bytes]:
    """The files of the package by their names below usr/."""
    with pool.lockedCache() as root:
        data = headers_pack.dataMember(pool.fetch(pin, root).read_bytes())
    with tarfile.open(fileobj=io.BytesIO(data)) as package:
        return {member.name.removeprefix("./usr/"): package.extractfile(member).read()
                for member in package if member.isfile() or member.islnk()}


def dependsOn(row: targets.Row) -> list:
    """What the bytes of the libraries depend on."""
    return [pathlib.Path(__file__), pool.readPins("wasi-libc"), *builtins_pack.dependsOn(row)]


def below(folder: str, row: targets.Row) -> dict[str, bytes]:
    """The files of the target below lib/ or include/ of the package."""
    (pin,), start = pool.readPins("wasi-libc")["files"], f"{folder}/{folderOf(row)}/"
    return {name.removeprefix(start): text for name, text in members(pin).items()
            if name.startswith(start) and not name.endswith(".imports")}


def makeHeaders(row: targets.Row, share: pathlib.Path) -> bool:
    """share/wasi/TARGET/include; false when it was up to date."""
    place, digest = share / "wasi" / row.triple, hashlib.sha256(json.dumps(pool.readPins("wasi-libc")).encode()).hexdigest()
    stamp = place / "recipe"
    if stamp.is_file() and stamp.read_text().strip() == digest:
        return False
    (pin,) = pool.readPins("wasi-libc")["files"]
    place.parent.mkdir(parents=True, exist_ok=True)
    with whole.replacing(place) as fresh:
        for name, text in below("include", row).items():
            path = fresh / "include" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
        (fresh / "COPYRIGHT.wasi-libc").write_bytes(members(pin)["share/doc/wasi-libc/copyright"])
        (fresh / "recipe").write_text(digest + "\n")
    return True


def assemble(row: targets.Row, lib: pathlib.Path, share: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    """Adds wasi-libc's libraries and start files, and the builtins."""
    for name, text in below("lib", row).items():
        (lib / name).write_bytes(text)
    builtins_pack.builtins(row, share / "wasi" / row.triple / "include", lib, work, oneByOne)
