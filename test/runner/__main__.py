"""Runs the tests and says how many passed. Installs what it needs.

  scripts/test             the everyday run: unit and golden tests, formatting, layering, and a real case of every
                           platform and of every way in; a quarter of an hour on two processors
  scripts/test --all       everything that CI asks for
  scripts/test --nightly   what is slow and rare as well, and nothing that an earlier run has kept is taken
  scripts/test --quick     unit and golden tests, and one real case
  scripts/test --coverage  which lines and functions no test of the everyday run enters

What each part printed is below build/results. Packs, standard libraries and trees of C libraries are kept in
~/.cache/linkshim-tests (LINKSHIM_TEST_CACHE) for the next run and for other clones.
"""

import argparse
import dataclasses
import os
import shutil
import signal
import sys
from pathlib import Path

import cache
import coverage
import summary
from parts import Part, Run

ROOT = Path(__file__).resolve().parents[2]
RESULTS, PREFIX = ROOT / "build/results", ROOT / "build/install"
PYTHON = "/usr/bin/python3"
# The packs and headers that the tests of a tier read; scripts/quickstart has made some of them.
LINUX = [f"{arch}-unknown-linux-{libc}" for arch in ("x86_64", "aarch64") for libc in ("gnu", "musl")]
EVERYDAY_PACKS = [*LINUX, "aarch64-apple-darwin", "x86_64-apple-darwin", "wasm32-wasip1", "wasm32-wasip2",
                  "x86_64-pc-windows-gnu", "x86_64-pc-windows-msvc"]
MORE_PACKS = ["x86_64-pc-windows-gnullvm", "i686-pc-windows-gnu", "i686-pc-windows-msvc", "aarch64-pc-windows-msvc",
              "aarch64-pc-windows-gnullvm", "mipsel-unknown-linux-musl", "arm-unknown-linux-musleabihf",
              "x86_64-unknown-none", "aarch64-unknown-none", "thumbv6m-none-eabi", "riscv32imac-unknown-none-elf",
              "wasm32-unknown-unknown", "x86_64-unknown-freebsd"]
BSD = [f"x86_64-unknown-{system}" for system in ("freebsd", "netbsd", "openbsd")]
# clang-format reads no assembly, which the start files' headers are, and no fragments of headers.
FORMATTED = "git ls-files -z '*.cpp' '*.h' ':!sysroots/glibc/csu' ':!sysroots/glibc/headers' ':!sysroots/startfiles' ':!sysroots/runtimes'"
# The stand-ins define functions of LLVM's headers, which are what is found fault with there.
ANALYSED = "git ls-files '*.cpp' ':!test' ':!sysroots/runtimes' ':!sysroots/msvc' ':!scripts/cmake/LlvmStandIns.cpp'"


def shell(script: str) -> list[str]:
    return ["bash", "-euo", "pipefail", "-c", script]


def sysroots(name: str, *words: str, keep=True) -> Part:
    kept = ["--keep", str(cache.root() / "packs")] if keep else []
    return Part(name, [PYTHON, "scripts/sysroots", "--prefix", str(PREFIX), *kept, *words])


def build_and_unit_tests() -> list[Part]:
    targets = "linkshim linkshim_unit glibc-pieces"
    return [
        Part("build", shell(f"cmake --preset release && cmake --build --preset release --target {targets}")),
        Part("install", ["cmake", "--install", "build/release", "--prefix", str(PREFIX)], ("build",)),
        unit("unit and golden tests", "release", "build"),
    ]


def unit(name: str, preset: str, needs: str, nice: int = 0) -> Part:
    results = f"unit-{preset}.xml"
    return Part(name, [f"build/{preset}/test/linkshim_unit", "--gtest_brief=1", f"--gtest_output=xml:{RESULTS / results}"],
                (needs,), results, nice=nice)


def style() -> list[Part]:
    return [Part("formatting", shell(f"{FORMATTED} | xargs -0 clang-format-22 --dry-run --Werror")),
            Part("layering", ["scripts/check-layers"])]


def headers_and_packs(tier: str) -> list[Part]:
    packs = EVERYDAY_PACKS + ([] if tier == "everyday" else MORE_PACKS)
    return [sysroots("C headers", "--headers", "linux"), sysroots("C headers of the BSDs", "--headers", *BSD),
            sysroots("C runtimes", *packs, keep=tier != "nightly")]


def end_to_end(tier: str, *words: str) -> Part:
    processes = str(len(os.sched_getaffinity(0)))
    command = [PYTHON, "-B", "-m", "pytest", "test/e2e", "-q", f"--tier={tier}", "-n", processes, "--dist", "loadgroup", "--durations=15",
               f"--junitxml={RESULTS}/e2e.xml", *words]
    return Part("end-to-end tests", command, ("install", "C headers", "C headers of the BSDs", "C runtimes"), "e2e.xml", live=True)


def processes_with_sanitizers() -> Part:
    """The tests of signals, locks and temporary files call the program with sanitizers, which shares the installed headers."""
    tests = f"{PYTHON} -B -m pytest test/e2e/faults/test_processes.py -q --tier=all --junitxml={RESULTS}/processes-asan.xml"
    script = ("ln -sfn shim build/asan/bin; ln -sfn ../install/share build/asan/share; export LINKSHIM_PREFIX=build/asan "
              f"LINKSHIM_E2E_WORK=build/asan/e2e; {tests}")
    return Part("signals, locks and temporary files with sanitizers", shell(script),
                ("build with sanitizers", "install", "C headers", "C runtimes"), "processes-asan.xml", nice=10)


def analysis_and_sanitizers(fuzz_seconds: int) -> list[Part]:
    """What takes long and shares nothing with the end-to-end tests, beside which it runs."""
    build = "cmake --preset asan && cmake --build --preset asan --target linkshim_unit fuzzers linkshim"
    return [
        Part("the table of targets against rustc, clang and lld", ["scripts/check-data", "triples"], nice=10),
        Part("the stubs of glibc against the real libraries", ["scripts/check-data", "glibc-stubs"], ("build",), nice=10),
        Part("the headers of glibc against its stubs", ["scripts/check-data", "glibc-headers"], ("install", "C headers"), nice=10),
        Part("build with sanitizers", shell(build), nice=10),
        unit("unit and golden tests with sanitizers", "asan", "build with sanitizers", nice=10),
        processes_with_sanitizers(),
        Part("fuzzers", ["scripts/fuzz", "--seconds", str(fuzz_seconds)], ("build with sanitizers",), nice=10),
        Part("static analysis", shell(f"{ANALYSED} | xargs -P 2 -n 3 clang-tidy-22 -p build/release --quiet"), ("build",), nice=10),
    ]


def run_tier(run: Run, tier: str) -> None:
    if not run.lanes([Part("what the tests need", ["scripts/install-test-needs"])]):
        return
    if tier == "quick":
        packs = [sysroots("C headers", "--headers", "linux"), sysroots("C runtimes", *LINUX)]
        quick = dataclasses.replace(end_to_end("everyday", "-m", "quick"), needs=("install", "C headers", "C runtimes"))
        run.lanes(build_and_unit_tests(), packs, [quick])
        return
    run.lanes([*build_and_unit_tests(), *style()], headers_and_packs(tier))
    if tier == "everyday":
        run.lanes([end_to_end(tier)])
    else:
        run.lanes([end_to_end(tier)], analysis_and_sanitizers(15 if tier == "all" else 300))


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/test", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    which = parser.add_mutually_exclusive_group()
    for tier in ("quick", "all", "nightly"):
        which.add_argument(f"--{tier}", dest="tier", action="store_const", const=tier)
    which.add_argument("--coverage", action="store_true")
    options = parser.parse_args()
    os.environ["PATH"] += f":{os.path.expanduser('~/.cargo/bin')}"
    # LLVM's archives are made without sanitizers: their allocators do not take back what ours poison.
    os.environ.setdefault("ASAN_OPTIONS", "allow_user_poisoning=0")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if options.coverage:
        # Counts are written to a file, which no link may open otherwise.
        everyday = end_to_end("everyday", "--ignore=test/e2e/faults/test_file_trace.py")
        return coverage.run(everyday.command, dict(os.environ))
    tier = options.tier or "everyday"
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir(parents=True)
    if tier == "nightly":
        os.environ["LINKSHIM_TEST_CACHE"] = str(ROOT / "build/nightly")
        shutil.rmtree(ROOT / "build/nightly", ignore_errors=True)
    run = Run(RESULTS, ROOT)
    run_tier(run, tier)
    text, good = summary.report(RESULTS, list(run.outcomes.values()))
    print(f"\n{cache.prune()}\n\n{text}", flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
