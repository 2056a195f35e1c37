"""libtool's own tests: libraries, modules and programs put together by the libtool script that configure has made for our compiler.

Only the groups that compile and link; those of libtoolize and of the autotools' macros, and Fortran's, say nothing of ours. A group
that cannot run a program of another system skips itself.
"""

import functools
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import sources
from bench import Bench
from model import Case, DoesNotApply, Failed, Suite, Unavailable, call

# The files of the groups.
FILES = {"archive-in-archive", "bindir", "convenience", "ctor", "cwrapper", "demo", "cdemo", "depdemo", "deplib-in-subdir", "deplibs-ident",
         "destdir", "dlloader-api", "duplicate_conv", "duplicate_deps", "duplicate_members", "exceptions", "execute-mode", "exeext", "export",
         "export-def", "fail", "flags", "indirect_deps", "inherited_flags", "install", "lalib-syntax", "libtool", "link-order", "link-order2",
         "loadlibrary", "lt_dladvise", "lt_dlexit", "lt_dlopen", "lt_dlopen_a", "lt_dlopenext", "ltdl-api", "nocase", "resident",
         "runpath-in-lalib", "search-path", "shlibpath", "slist", "static", "tagdemo", "template", "versioning"}
OTHER_LANGUAGES = re.compile(r"F77|FC |GCJ|Java")
NONE = ["F77=no", "FC=no", "GOC=no", "GCJ=no"]


def arguments(bench: Bench, target: str) -> list[str]:
    """What `linkshim env` gives configure."""
    done = subprocess.run([bench.linkshim.program, "env", target, "--format", "configure"], env=bench.environment, capture_output=True,
                          text=True)
    if done.returncode:
        raise Unavailable(f"linkshim env {target} --format configure: {done.stderr}")
    return shlex.split(done.stdout)


def build(bench: Bench, name: str, words: list[str]) -> Path:
    """The folder in which libtool is configured and built."""
    source = sources.copy(sources.debian("libtool"), bench.work / "source")
    folder = bench.work / f"build-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        call([source / "configure", *words, *NONE], folder, seconds=1800, environment=bench.environment, step="configure")
        call(["make", "-s", "all", "tests/atconfig", "libltdl/libltdlc.la"], folder, seconds=1800, environment=bench.environment, step="make")
    except Failed as error:
        raise Unavailable(f"libtool is not built for {name}: {error.text}") from error
    return folder


def groups(tree: Path) -> dict[int, str]:
    """The names of the groups by their numbers."""
    listed = call([tree / "tests/testsuite", "--list"], tree)
    found = re.findall(r"^ *(\d+): (\S+)\.at:\d+ +(.+)$", listed, re.M)
    return {int(number): f"{file}/{title.strip().replace('/', '+')}" for number, file, title in found
            if file in FILES and not OTHER_LANGUAGES.search(title)}


def run_group(built, number: int, environment: dict, folder: Path) -> None:
    """The group's folder lies beside the build's `tests`, whose settings name others relative to themselves."""
    tree = built()
    place = tree / f"group-{number}"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    shutil.copy(tree / "tests/atconfig", place)
    done = subprocess.run(["make", "-s", "check-local", f"TESTSUITEFLAGS=-C {place} {number}"], cwd=tree, env=environment, capture_output=True,
                          text=True, timeout=900)
    logs = "\n".join(path.read_text(errors="replace") for path in place.glob("testsuite.dir/*/testsuite.log"))
    shutil.rmtree(place, ignore_errors=True)
    if re.search(r"skipped \(", done.stdout):
        raise DoesNotApply("the group skips itself")
    if done.returncode:
        raise Failed(f"{done.stdout[-300:]}\n{logs[-1500:]}", "group", logs)


def judge(bench: Bench, target: str):
    """Makes the build of GCC for the same system; None where this machine has none."""
    if target.startswith("x86_64-unknown-linux-gnu"):
        return functools.cache(lambda: build(bench, "gcc", ["CC=gcc", "CXX=g++"]))
    if "windows" in target and shutil.which("x86_64-w64-mingw32-gcc"):
        words = ["--host=x86_64-w64-mingw32", "CC=x86_64-w64-mingw32-gcc", "CXX=x86_64-w64-mingw32-g++"]
        return functools.cache(lambda: build(bench, "gcc-windows", words))
    return None


def cases(bench: Bench, target: str) -> list[Case]:
    bench.need_pack(target)
    ours = build(bench, target, arguments(bench, target))
    other = judge(bench, target)
    return [Case(name, functools.partial(run_group, lambda: ours, number, bench.environment),
                 functools.partial(run_group, other, number, bench.environment) if other else None)
            for number, name in groups(sources.debian("libtool")).items()]


SUITE = Suite(
    name="libtool", title="libtool's own tests, those that compile and link", version=sources.PINS["debian"]["libtool"]["version"],
    targets=("x86_64-unknown-linux-gnu.2.17", "aarch64-unknown-linux-gnu.2.17", "x86_64-pc-windows-gnu", "aarch64-apple-darwin"),
    sample={}, cases=cases)
