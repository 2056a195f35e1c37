"""libffi and its own tests: configured as a project is that is built for another system, and its assembly called both ways.

The tests end with abort() where a call hands over a wrong value, or an exception does not cross a call. Needs no dejagnu.
"""

import functools
import shutil
from pathlib import Path

import sources
from bench import Bench, gnu_name, platform
from dejagnu import not_for, options
from model import Case, DoesNotApply, Failed, Suite, Unavailable, call

FOLDERS = ("call", "closures", "complex", "bhaible")
# What the directives cannot say: the arguments of the long tests.
DEFINES = {"test-call": "-DDGTEST=1", "test-callback": "-DDGTEST=1"}

# src/tramp.c calls open_temp_exec_file, which no header declares: GCC 12 warns, clang does not compile it.
CFLAGS = "CFLAGS=-O2 -Wno-error=implicit-function-declaration"


def build(bench: Bench, target: str, source: Path) -> Path:
    """The folder with the headers and the library that configure and make have made."""
    source = sources.copy(source, bench.work / "source")
    folder = bench.work / f"build-{target}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    host = "x86_64-w64-mingw32" if "windows" in target else gnu_name(target)
    tools = [f"{variable}={bench.tool(target, name)}" for variable, name in (("CC", "cc"), ("CXX", "c++"), ("AR", "ar"), ("RANLIB", "ranlib"))]
    command = [source / "configure", f"--host={host}", "--disable-shared", "--disable-docs", "--disable-multi-os-directory", *tools, CFLAGS]
    try:
        call(command, folder, seconds=1200, environment=bench.environment, step="configure")
        call(["make", "-s"], folder, seconds=1200, environment=bench.environment, step="make")
    except Failed as error:
        raise Unavailable(f"libffi is not built for {target}: {error.text}") from error
    return folder


def build_and_run(bench: Bench, target: str, test: Path, built: Path, runner: list, environment: dict, folder: Path) -> None:
    if why := not_for(test, platform(target), []):
        raise DoesNotApply(why)
    compiler = bench.tool(target, "c++" if test.suffix == ".cc" else "cc")
    static = ["-static"] if "musl" in target else []
    define = [DEFINES[test.stem]] if test.stem in DEFINES else []
    search = [f"-I{place}" for place in (built / "include", built, test.parents[2] / "include", test.parent)]
    (library,) = built.rglob(".libs/libffi.a")
    call([compiler, "-w", "-O0", *static, *options(test, platform(target)), *define, *search, test, library, "-lm", "-o", "program.exe"],
         folder, environment=bench.environment, step="build")
    call([*runner, "./program.exe"], folder, environment=environment, step="program")


def cases(bench: Bench, target: str) -> list[Case]:
    source = sources.debian("libffi")
    bench.need_pack(target)
    built = build(bench, target, source)
    runner, environment = bench.wine(target) if "windows" in target else (bench.runner(target), bench.environment)
    tests = sorted(path for name in FOLDERS for path in (source / f"testsuite/libffi.{name}").glob("*.c*") if path.stem != "testcases")
    return [Case(f"{path.parent.name.removeprefix('libffi.')}/{path.stem}",
                 functools.partial(build_and_run, bench, target, path, built, runner, environment)) for path in tests]


SUITE = Suite(
    name="libffi", title="libffi's own tests", version=sources.PINS["debian"]["libffi"]["version"],
    targets=("aarch64-unknown-linux-gnu.2.17", "x86_64-unknown-linux-musl", "x86_64-pc-windows-gnu"),
    sample={}, cases=cases)
