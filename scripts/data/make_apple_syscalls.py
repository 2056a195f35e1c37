"""Writes sysroots/apple/include/sys/syscall.h from Go's list of XNU's system calls.

usage: scripts/make-data apple-syscalls

The list is syscall/zsysnum_darwin_arm64.go of the installed Go; scripts/pins/apple-syscalls.json has its checksum.
"""
import hashlib
import pathlib
import re
import subprocess

from fetch import pool

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLACE = ROOT / "sysroots/apple/include/sys/syscall.h"
HEAD = """// Numbers of XNU's system calls, which the headers of the ziglang package lack: those of Go's
// syscall/zsysnum_darwin_arm64.go, in C's spelling. The same for every processor.
// Made by scripts/make-data apple-syscalls.
#ifndef _SYS_SYSCALL_H_
#define _SYS_SYSCALL_H_

"""


def main(arguments: list[str]) -> int:
    pin = pool.readPins("apple-syscalls")
    try:
        root = subprocess.check_output(["go", "env", "GOROOT"], text=True).strip()
    except OSError:
        raise pool.PackError("go is missing; try: apt-get install golang-go") from None
    source = (pathlib.Path(root) / pin["file"]).read_bytes()
    if hashlib.sha256(source).hexdigest() != pin["sha256"]:
        raise pool.PackError(f"{pin['file']} of this Go is not the pinned one, of Go {pin['go']}")
    calls = re.findall(r"^\tSYS_(\w+) += (\d+)$", source.decode(), re.M)
    PLACE.write_text(HEAD + "".join(f"#define SYS_{name.lower()} {number}\n" for name, number in calls) + "\n#endif\n")
    return 0
