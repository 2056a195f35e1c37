"""mold's tests, as far as plain lld passes them: what clang with -fuse-ld=lld links right, linkshim links right.

The tests are shell scripts. They ask for the driver in TEST_CC and TEST_CXX, look for a linker beside them (`-B.`, `./mold`), and
print "skipped" where something is missing.
"""

import functools
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import sources
from bench import Bench, first_word, gnu_name
from model import Case, DoesNotApply, Failed, Suite, Unavailable, call

SKIPPED = re.compile(r"^(\+ echo )?skipped$|\.\.\. .*skipped$", re.M)


@dataclass(frozen=True)
class Tools:
    """A driver for each language, and a linker to call by name."""
    cc: list
    cxx: list
    ld: list


def run_script(tools: Tools, script: Path, target: str, environment: dict, folder: Path) -> None:
    linker = folder / "mold"
    linker.write_text(f"#!/bin/sh\nexec {' '.join(map(str, tools.ld))} \"$@\"\n")
    linker.chmod(0o755)
    variables = {**environment, "TEST_CC": " ".join(map(str, tools.cc)), "TEST_CXX": " ".join(map(str, tools.cxx)),
                 "TEST_GCC": f"{gnu_name(target)}-gcc", "TEST_GXX": f"{gnu_name(target)}-g++"}
    if first_word(target) != "x86_64":
        variables["TRIPLE"] = gnu_name(target)
    if SKIPPED.search(call(["bash", script], folder, environment=variables, step="script")):
        raise DoesNotApply("the script skips itself")


def compare(plain: Tools, ours: Tools, script: Path, target: str, environment: dict, folder: Path) -> None:
    """Runs the script with plain lld, and with us where that went well."""
    for name, tools in (("plain", plain), ("ours", ours)):
        (folder / name).mkdir()
        try:
            run_script(tools, script, target, environment, folder / name)
        except Failed as error:
            if name == "plain":
                raise DoesNotApply("plain lld does not pass it") from error
            raise


def emulator_folder(bench: Bench) -> Path:
    """The scripts call emulators without the suffix that Debian's static ones have."""
    folder = bench.work / "emulators"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for arch in ("aarch64",):
        if not (program := shutil.which(f"qemu-{arch}-static")):
            raise Unavailable(f"qemu-{arch}-static is missing: package qemu-user-static")
        (folder / f"qemu-{arch}").symlink_to(program)
    return folder


def cases(bench: Bench, target: str) -> list[Case]:
    tree = sources.debian("mold") / "test"
    bench.need_pack(target)
    arch = first_word(target)
    plain = Tools(bench.clang(target), bench.clang(target, cxx=True), [shutil.which("ld.lld-22")])
    ours = Tools([bench.tool(target, "cc")], [bench.tool(target, "c++")], [bench.tool(target, "ld")])
    environment = {**bench.environment, "PATH": f"{emulator_folder(bench)}:{bench.environment['PATH']}"}
    scripts = sorted(path for path in tree.glob("*.sh")
                     if not path.name.startswith("arch-") or path.name.startswith(f"arch-{arch}-"))
    return [Case(path.stem, functools.partial(compare, plain, ours, path, target, environment)) for path in scripts]


SUITE = Suite(
    name="mold", title="mold's tests, those that plain lld passes", version=sources.PINS["debian"]["mold"]["version"],
    targets=("x86_64-unknown-linux-gnu.2.36", "aarch64-unknown-linux-gnu.2.36"),
    sample={"x86_64-unknown-linux-gnu.2.36": 8, "aarch64-unknown-linux-gnu.2.36": 4},
    cases=cases)
