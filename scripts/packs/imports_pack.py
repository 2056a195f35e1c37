"""What the DLLs of Windows export, as mingw-w64 knows it: lists of names for all processors, from which the program makes
import libraries (shim/sysroot/WindowsLibraries.h has the names of the files).

A list is a .def file without comments, after the preprocessor. Lists of the same text are there once: most are the same for
x86_64 and aarch64.
"""
import pathlib
import re

from packs import mingw_make, mingw_pack
from tables import targets


def dependsOn(row: targets.Row) -> list:
    return [*mingw_pack.dependsOn(row), pathlib.Path(__file__)]


def plain(text: str) -> str:
    """A .def file without what says nothing."""
    lines = (re.sub(r"\s+", " ", line.partition(";")[0].strip()) for line in text.splitlines())
    return "".join(f"{line}\n" for line in lines if line)


def lists(crt: mingw_pack.Crt, more: bool) -> dict[tuple[str, str], str]:
    """The lists of a processor, by name and kind."""
    names, archives = crt.chosen(lambda name, archives: mingw_pack.isCommon(name, archives) != more)
    found = {}
    for name, archive in archives.items():
        if archive.definition:
            text = crt.definitionFile(archive.definition).read_text(errors="surrogateescape")
            found[name, "def" if name in names else "part"] = plain(text)
        elif archive.parts:
            found[name, "list"] = "".join(f"{part}\n" for part in archive.parts)
    return found


def assemble(row: targets.Row, lib: pathlib.Path, share: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    arches: dict[tuple[str, str, str], list[str]] = {}
    for arch in mingw_make.FOLDERS:
        store = next(r for r in mingw_pack.stores(targets.allRows()) if r.triple == f"windows-{arch}")
        crt = mingw_pack.Crt(store, lib, work / arch, share / "mingw/include", oneByOne)
        for (name, kind), text in lists(crt, row.triple.endswith(mingw_pack.MORE)).items():
            arches.setdefault((name, kind, text), []).append(arch)
    for (name, kind, text), of in arches.items():
        (lib / f"{name}.{kind}.{'+'.join(of)}").write_text(text, errors="surrogateescape")
