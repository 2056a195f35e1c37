"""The pack of a WASI target: wasi-libc's headers, libraries and start files, and LLVM's builtins.

wasi-libc comes as the distribution built it: the package is the same for all machines, since what is in it is
WebAssembly. Nothing of it is compiled here; the builtins are.
"""
import io
import pathlib
import shutil
import tarfile

import headers_pack
import objects
import pool
import runtimes_pack
import targets


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


def builtins(row: targets.Row, pack: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    """lib/libclang_rt.builtins.a. Programs without a C library need it too: 128-bit numbers, long double."""
    tree = work / "builtins"
    shutil.copytree(pool.sourceTree(pool.readPins("llvm")) / "compiler-rt/lib/builtins", tree)
    files, facts = runtimes_pack.builtinFiles(row.builtinsArch)
    flags = [word for word in runtimes_pack.base(row, pack / "include", tree) if word not in ("-fPIC", "-Wa,--noexecstack")]
    build = objects.Build(tree, [*flags, "-fno-builtin", "-DVISIBILITY_HIDDEN", "-I.",
                                 f"-I{targets.ROOT}/sysroots/runtimes/include"], oneByOne)
    (pack / "lib").mkdir(exist_ok=True)
    build.archive(pack / "lib/libclang_rt.builtins.a", build.compile(files, facts.get("flags", [])))
    (pack / "lib/libgcc.a").symlink_to("libclang_rt.builtins.a")
    shutil.copyfile(pool.sourceTree(pool.readPins("llvm")) / "compiler-rt/LICENSE.TXT", pack / "LICENSE.llvm")


def assemble(row: targets.Row, pack: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    """Writes lib/ and include/ of a pack."""
    name, (pin,) = folderOf(row), pool.readPins("wasi-libc")["files"]
    for path, text in members(pin).items():
        parts = pathlib.PurePosixPath(path).parts
        place = pack / "COPYRIGHT.wasi-libc" if path == "share/doc/wasi-libc/copyright" else None
        if parts[:2] in (("lib", name), ("include", name)) and not path.endswith(".imports"):
            place = pack / parts[0] / pathlib.Path(*parts[2:])
        if place:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text)
    builtins(row, pack, work, oneByOne)
