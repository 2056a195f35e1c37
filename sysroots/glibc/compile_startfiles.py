#!/usr/bin/env python3
"""Compiles the start files and the members of libc_nonshared.a of one ABI.

usage: compile_startfiles.py CLANG TABLE FOLDER

TABLE is the ABI's symbol table, whose `clang`, `stat` and `members` lines say how. The objects go to FOLDER, those of
libc_nonshared.a to FOLDER/nonshared.
"""
import subprocess, sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
START = HERE.parent / "startfiles"
COMMON = ("-O2 -fPIC -ffreestanding -fno-builtin -fno-stack-protector -fno-asynchronous-unwind-tables -fno-unwind-tables "
          "-fno-ident -fno-addrsig -fomit-frame-pointer -Wall -Wextra -Werror -c").split()
OBJECTS = {
    "crt1.o": (HERE / "csu/crt1.c", []),
    "gcrt1.o": (HERE / "csu/crt1.c", ["-DLINKSHIM_PROFILED"]),
    "crti.o": (START / "crti.S", []),
    "crtn.o": (START / "crtn.S", []),
    "crtbegin.o": (START / "crtbegin.c", []),
    "crtbeginS.o": (START / "crtbegin.c", ["-DLINKSHIM_SHARED"]),
    "crtend.o": (START / "crtend.S", []),
}
MEMBERS = ("atexit at_quick_exit pthread_atfork __stack_chk_fail_local fcntl64 stat lstat fstat fstatat stat64 lstat64 "
           "fstat64 fstatat64 mknod mknodat").split()


def facts(table):
    found = {}
    for line in Path(table).read_text().splitlines():
        words = line.split()
        if words and words[0] in ("clang", "stat", "members"):
            found[words[0]] = words[1:]
        if words and words[0] == "library":
            return found["clang"], int(found["stat"][0]), int(found["stat"][2]), found.get("members", [])


def main(clang, table, folder):
    flags, stat, mknod, more = facts(table)
    folder = Path(folder)
    (folder / "nonshared").mkdir(parents=True, exist_ok=True)
    jobs = {folder / name: job for name, job in OBJECTS.items()}
    for member in MEMBERS + more:
        jobs[folder / "nonshared" / f"{member}.o"] = (HERE / "csu/nonshared.c", [
            f"-DMEMBER_{member}", f"-DSTAT_VERSION={stat}", f"-DMKNOD_VERSION={mknod}"])
    for target, (source, extra) in jobs.items():
        subprocess.run([clang, *COMMON, *flags, *extra, str(source), "-o", str(target)], check=True)
    (folder / "done").write_text("")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
