"""The programs of LLVM, 19 to 22: where the newest is, and which package has one that is missing."""
import os
import pathlib
import shutil

from fetch.pool import PackError

VERSIONS = (22, 21, 20, 19)
PACKAGES = {"clang": "clang", "clang++": "clang", "ld.lld": "lld"}


def folders() -> list[pathlib.Path]:
    """Where programs are under their plain names: LINKSHIM_LLVM_BIN, and the distributions' folders, the newest first."""
    named = os.environ.get("LINKSHIM_LLVM_BIN")
    shapes = ("/usr/lib/llvm-{}/bin", "/usr/lib64/llvm{}/bin", "/usr/lib/llvm/{}/bin", "/usr/lib/llvm{}/bin")
    return ([pathlib.Path(named)] if named else []) + [pathlib.Path(shape.format(version)) for version in VERSIONS for shape in shapes]


def tool(name: str) -> str:
    """LLVM's program `name`: from the first of the folders that has it, else on PATH with a version's suffix, else as it is."""
    for path in (folder / name for folder in folders()):
        if path.exists():
            return str(path)
    for suffix in (*(f"-{version}" for version in VERSIONS), ""):
        if path := shutil.which(name + suffix):
            return path
    package = f"{PACKAGES.get(name, 'llvm')}-{VERSIONS[0]}"
    raise PackError(f"LLVM's program {name} is missing; LLVM {VERSIONS[-1]} to {VERSIONS[0]} have it, in Debian's package {package} "
                    f"and its like; or name the folder: LINKSHIM_LLVM_BIN=FOLDER")


def include() -> str:
    """The folder with LLVM's own .td files, beside its llvm-tblgen."""
    return str(pathlib.Path(tool("llvm-tblgen")).resolve().parents[1] / "include")
