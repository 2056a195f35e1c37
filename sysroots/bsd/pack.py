#!/usr/bin/env python3
"""Compiles the start files of the BSDs, and packs them with the symbol tables, as sysroots/musl/pack.py does.

usage: pack.py OUTPUT CLANG SOURCE-FOLDER GENERATOR-SOURCE...
"""
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "musl"))
from pack import pack  # noqa: E402

CRT1, BEGIN, SHARED = ("bsd/csu/crt1.c", []), ("bsd/csu/crtbegin.c", []), ("bsd/csu/crtbegin.c", ["-DLINKSHIM_SHARED"])
INIT, FINI, END = ("startfiles/crti.S", []), ("startfiles/crtn.S", []), ("startfiles/crtend.S", [])
# The names are those that the systems' own drivers use; Platforms.td has the order.
OBJECTS = {
    "freebsd": {"Scrt1.o": CRT1, "crt1.o": CRT1, "crti.o": INIT, "crtn.o": FINI, "crtbegin.o": BEGIN, "crtbeginS.o": SHARED,
                "crtend.o": END, "crtendS.o": END},
    "netbsd": {"crt0.o": CRT1, "crti.o": INIT, "crtn.o": FINI, "crtbegin.o": BEGIN, "crtbeginS.o": SHARED,
               "crtend.o": END, "crtendS.o": END},
    "openbsd": {"crt0.o": CRT1, "crtbegin.o": BEGIN, "crtbeginS.o": SHARED, "crtend.o": END, "crtendS.o": END},
}

if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    pack(sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), [f"bsd/abi/{system}.abi" for system in OBJECTS],
         lambda arch: OBJECTS[arch.split("-")[0]], "LINKSHIM_BSD_GENERATION", sys.argv[4:])
