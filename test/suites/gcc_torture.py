"""GCC's torture tests: small programs that once broke a compiler, each of which is built and run.

They show that what clang calls in its runtime, in the C library and in libm links and runs on each target.
"""

import functools
from pathlib import Path

import sources
from bench import Bench, platform
from dejagnu import not_for, options
from model import Case, DoesNotApply, Suite, call

# The programs are older than the C that clang 22 wants.
OLD_C = ["-std=gnu17", "-w", "-O0", "-fwrapv", *(f"-Wno-{name}" for name in (
    "implicit-int", "implicit-function-declaration", "int-conversion", "incompatible-pointer-types", "return-type",
    "incompatible-function-pointer-types", "return-mismatch", "deprecated-non-prototype"))]
TREE = "gcc/testsuite/gcc.c-torture/execute"


def build_and_run(compiler: list, runner: list, target: str, source: Path, environment: dict, folder: Path) -> None:
    if why := not_for(source, platform(target), OLD_C):
        raise DoesNotApply(why)
    wanted = options(source, platform(target))
    call([*compiler, *OLD_C, *wanted, source, "-lm", "-o", "program"], folder, environment=environment, step="build")
    call([*runner, "./program"], folder, environment=environment, seconds=60, step="program")


def cases(bench: Bench, target: str) -> list[Case]:
    tree = sources.debian("gcc") / TREE
    static = ["-static"] if "musl" in target else []
    compiler, runner = [bench.tool(target, "cc"), *static], bench.runner(target)

    def judge(source: Path, folder: Path) -> None:
        judge_runner = bench.runner(target.replace("musl", "gnu"), "2.36")
        build_and_run(bench.clang(target), judge_runner, target, source, bench.environment, folder)

    found = sorted([*tree.glob("*.c"), *tree.glob("ieee/*.c")])
    return [Case(path.relative_to(tree).with_suffix("").as_posix(),
                 functools.partial(build_and_run, compiler, runner, target, path, bench.environment),
                 functools.partial(judge, path)) for path in found]


SUITE = Suite(
    name="gcc-torture", title="GCC's torture tests (`gcc.c-torture/execute`)", version=sources.PINS["debian"]["gcc"]["version"],
    targets=("aarch64-unknown-linux-gnu.2.17", "armv7-unknown-linux-gnueabihf", "riscv64gc-unknown-linux-gnu",
             "x86_64-unknown-linux-musl", "aarch64-unknown-linux-musl"),
    sample={"aarch64-unknown-linux-gnu.2.17": 12, "riscv64gc-unknown-linux-gnu": 6, "x86_64-unknown-linux-musl": 6},
    cases=cases)
