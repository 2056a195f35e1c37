"""The programs of LLVM 22: where they are, and which package has one that is missing."""
import os
import shutil

from fetch.pool import PackError

TOOLS = {"clang": "clang-22", "clang++": "clang-22", "llvm-ar": "llvm-22", "ld.lld": "lld-22", "llvm-nm": "llvm-22",
         "llvm-objcopy": "llvm-22", "llvm-dlltool": "llvm-22", "llvm-readelf": "llvm-22", "llvm-tblgen": "llvm-22-dev"}


def tool(name: str) -> str:
    """The LLVM 22 program `name`: LINKSHIM_LLVM_BIN, the distribution's folder, or PATH with the version's suffix."""
    folders = [os.environ.get("LINKSHIM_LLVM_BIN"), "/usr/lib/llvm-22/bin"]
    for folder in filter(None, folders):
        path = os.path.join(folder, name)
        if os.path.exists(path):
            return path
    if path := shutil.which(name + "-22"):
        return path
    raise PackError(f"the program {name} of LLVM 22 is missing; try: apt-get install {TOOLS.get(name, 'llvm-22')}")
