"""Measures linkshim against the linker and the compiler that it starts, and against zig, cargo-zigbuild and GCC.

One command: it records rustc's links when they are not there yet (which builds ripgrep), runs A and B of every row by turns,
and prints one table of ratios. docs/bench.md says what each row means. No figure makes it fail.
"""

import argparse
import fnmatch
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import builds
import compiles
import instructions
import links
import measure
import picture

STARTS = 100        # starts in one sample of a start-up row: one start is shorter than what a clock tells well
HEADER = ["row", "A", "B", "CPU A/B (min to max)", "CPU A", "CPU B", "A-B", "wall A", "wall B", "A-B", "peak A", "peak B"]
# What is recorded, what is added to its link, and the rows of it; none named: all.
OTHERS = ("direct", "own", "cold")  # of targets that are compared with the linker alone
PROGRAMS = {"hello": ("hello", (), ()), "ripgrep": ("ripgrep", (), ()),
            "ripgrep-stripped": ("ripgrep", ("-Wl,--strip-all",), ("direct",)),
            "ripgrep-dev": ("ripgrep-dev", (), ("direct", "own", "zigbuild", "gcc", "mold", "wild"))}


def milliseconds(seconds: float) -> str:
    value = seconds * 1000
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}" if abs(value) < 1000 else f"{value:.0f}"


def megabytes(size: float) -> str:
    return f"{size / 1e6:.0f}"


@dataclass
class Row:
    name: str
    a: measure.Command
    b: measure.Command
    times: int = 1
    memory: bool = True


def line_of(row: Row, pairs: measure.Pairs) -> list[str]:
    ratios = sorted(pairs.ratios())
    middle = statistics.median(ratios)
    cells = [row.name, row.a.label, row.b.label, f"{middle:.3f} ({ratios[0]:.3f} to {ratios[-1]:.3f})"]
    for what in ("cpu", "wall"):
        cells += [milliseconds(pairs.median("a", what)), milliseconds(pairs.median("b", what)),
                  milliseconds(pairs.difference(what))]
    return cells + ([megabytes(pairs.median(side, "peak")) for side in "ab"] if row.memory else ["", ""])


def start_rows(places: links.Places):
    settings = links.environment(places)
    nothing = measure.Command("true", (shutil.which("true"),), settings, places.work)
    machine = (str(places.linker(links.TARGETS["aarch64"])), "-dumpmachine")
    yield Row("start/version", measure.Command("linkshim --version", (str(places.linkshim), "--version"), settings,
                                               places.work), nothing, STARTS, False)
    yield Row("start/dumpmachine", measure.Command("cc -dumpmachine", machine, settings, places.work), nothing, STARTS,
              False)


def link_rows(places: links.Places, quick: bool, wanted):
    """The rows of every link; a link of which no row is wanted is not recorded."""
    for program, (source, more, kinds) in PROGRAMS.items():
        if quick and source != "hello":
            continue
        for arch in list(links.TARGETS)[:1] if quick else [*links.TARGETS, *links.OTHERS]:
            makers = {
                "direct": lambda link: (link.linkshim(), link.direct()),
                "own": lambda link: link.own_cost(),
                "cold": lambda link: (link.linkshim_cold(), link.linkshim()),
                "zigbuild": lambda link: (link.linkshim(), link.zigbuild(places.zig_cache)),
                "zig": lambda link: (link.linkshim(), link.zig(places.zig_cache)),
                "gcc": lambda link: (link.linkshim(), link.gcc()),
                "mold": lambda link: (link.linkshim(), link.by("mold")),
                "wild": lambda link: (link.linkshim(), link.by("wild")),
            }
            makers = {kind: make for kind, make in makers.items() if (not kinds or kind in kinds) and
                      (arch not in links.OTHERS or kind in OTHERS and not more)}
            names = {kind: f"{program}/{arch}/{kind}" for kind in makers}
            if not any(wanted(name) for name in names.values()):
                continue
            link = links.Link(places, source, arch, more)
            for kind, name in names.items():
                if not wanted(name):
                    continue
                try:
                    yield Row(name, *makers[kind](link), times=10 if kind == "own" else 1, memory=kind != "own")
                except links.Missing as error:
                    print(f"bench: {name}: {error}", file=sys.stderr)


def build_rows(places: links.Places, quick: bool, wanted):
    for arch in [] if quick else links.TARGETS:
        for state in "cold", "warm":
            name = f"build/{arch}/{state}"
            if wanted(name):
                yield Row(name, builds.linkshim(places, arch, state), builds.zigbuild(places, arch, state))


def compile_rows(places: links.Places, quick: bool, wanted):
    for source in compiles.SOURCES[:1 if quick else None]:
        compile = compiles.Compile(places, source)
        makers = {
            "direct": lambda: (compile.linkshim(), compile.direct()),
            "own": compile.own_cost,
            "zig": lambda: (compile.linkshim(), compile.zig(places.zig_cache)),
            "gcc": lambda: (compile.linkshim(), compile.gcc()),
        }
        for kind, make in makers.items():
            if not wanted(f"compile/{source}/{kind}"):
                continue
            try:
                yield Row(f"compile/{source}/{kind}", *make(), times=10 if kind == "own" else 1, memory=kind != "own")
            except links.Missing as error:
                print(f"bench: compile/{source}/{kind}: {error}", file=sys.stderr)


def print_table(header: list[str], lines: list[list[str]]) -> None:
    widths = [max(len(row[i]) for row in [header, *lines]) for i in range(len(header))]
    for row in [header, ["-" * width for width in widths], *lines]:
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |")


def first_line(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True)
    except OSError:
        return "not there"
    return (done.stdout.strip() or done.stderr.strip() or "no answer").splitlines()[0]


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def load() -> str:
    return " ".join(f"{value:.1f}" for value in os.getloadavg())


def print_versions(places: links.Places) -> None:
    folder = links.rust_lld_folder()
    facts = {
        "machine": f"{processor()}, {os.cpu_count()} cores, Linux {platform.release()}",
        "load at the start": load(),
        "linkshim": f"{first_line(str(places.linkshim), '--version')}, {places.linkshim.stat().st_size / 1e6:.2f} MB",
        "rust-lld": first_line(f"{folder}/rust-lld", "-flavor", "gnu", "--version") if folder else "not there",
        "clang": first_line(str(places.linker(links.TARGETS["aarch64"])), "--version"),
        "GCC": first_line("aarch64-linux-gnu-gcc", "--version"),
        "zig": first_line(str(places.venv / "bin/python-zig"), "version"),
        "cargo-zigbuild": first_line(str(places.venv / "bin/cargo-zigbuild"), "--version"),
    }
    for target in (*links.TARGETS.values(), *links.OTHERS.values()):
        facts[f"rustc for {target}"] = first_line(links.toolchain(places, target).rustc, "--version")
    for name, value in facts.items():
        print(f"- {name}: {value}")


def own_shares(results: dict[str, measure.Pairs]) -> None:
    """What linkshim itself costs, as a share of the linker's CPU time: less noisy than the ratio of two links."""
    lines = []
    for name, pairs in results.items():
        program, arch, kind = (name + "//").split("/")[:3]
        own = results.get(f"{PROGRAMS[program][0]}/{arch}/own") if kind == "direct" and program in PROGRAMS else None
        if own:
            alone, linker = own.difference("cpu"), pairs.median("b", "cpu")
            lines.append([f"{program}/{arch}", milliseconds(alone), milliseconds(linker), f"{100 * alone / linker:.2f} %"])
    if lines:
        print("\nlinkshim's own CPU time per link, with a warm cache (milliseconds):\n")
        print_table(["link", "linkshim alone", "rust-lld", "share"], lines)


def own_compile_shares(results: dict[str, measure.Pairs]) -> None:
    """The same for compiles."""
    lines = []
    for source in compiles.SOURCES:
        own, direct = results.get(f"compile/{source}/own"), results.get(f"compile/{source}/direct")
        if own and direct:
            alone, compiler = own.difference("cpu"), direct.median("b", "cpu")
            lines.append([source, milliseconds(alone), milliseconds(compiler), f"{100 * alone / compiler:.2f} %"])
    if lines:
        print("\nlinkshim's own CPU time per compile (milliseconds):\n")
        print_table(["source", "linkshim alone", "clang", "share"], lines)


def cold_zig(places: links.Places, wanted) -> None:
    """The first link of all with zig, once for each target: too slow to repeat. Leaves the cache warm."""
    shutil.rmtree(places.zig_cache, ignore_errors=True)
    lines = []
    for arch in links.TARGETS:
        name = f"hello/{arch}/zig-cold"
        if not wanted(name):
            continue
        link = links.Link(places, "hello", arch)
        try:
            sample = measure.run(link.zig(places.zig_cache), places.log)
        except (measure.Failed, links.Missing) as error:
            print(f"bench: {name}: {error}", file=sys.stderr)
            continue
        lines.append([name, f"{sample.cpu:.1f} s", f"{sample.wall:.1f} s", f"{megabytes(sample.peak)} MB"])
    if lines:
        print("\nThe first link with zig, its cache empty (one run, so no ratio):\n")
        print_table(["row", "CPU", "wall", "peak"], lines)


def profile(places: links.Places, runs: int) -> None:
    """Where linkshim's own time goes: each step is what one call costs more than the call before."""
    lines = []
    for program in ("hello", "ripgrep"):
        link = links.Link(places, program, "aarch64")
        start = measure.Command("start", (link.linker, "-dumpmachine"), links.environment(places), places.work)
        whole, linker = link.own_cost()
        rounds = measure.rounds([start, link.plan_only(), whole, linker], runs, places.log, 20)
        steps = [(start.cpu, plan.cpu - start.cpu, whole.cpu - linker.cpu - plan.cpu, whole.cpu - linker.cpu)
                 for start, plan, whole, linker in rounds]
        lines.append([program, *(f"{statistics.median(step) * 1e6:.0f}" for step in zip(*steps))])
    print("\nlinkshim's own CPU time on aarch64, microseconds, each the median by itself:\n")
    print_table(["link", "start", "planning", "the rest: cache, exec", "all"], lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="test/bench/bench", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one small program for one target, and few runs")
    parser.add_argument("--runs", type=int, help="pairs of each row (default 20, with --quick 5)")
    parser.add_argument("--only", metavar="NAME", default="*", help="rows to run, e.g. 'start/*', '*/aarch64/direct'")
    parser.add_argument("--profile", action="store_true", help="also where linkshim's own time goes")
    parser.add_argument("--instructions", action="store_true", help="also instructions of linkshim and of rust-lld, by callgrind")
    parser.add_argument("--svg", metavar="FILE", type=lambda name: Path(name).resolve(), help="also a picture of the ratios")
    options = parser.parse_args()
    runs = options.runs or (5 if options.quick else 20)

    def wanted(name: str) -> bool:
        return fnmatch.fnmatch(name, options.only)

    started = time.monotonic()
    results, lines = {}, []
    try:
        places = links.find_places()
        print_versions(places)
        if not options.quick:
            cold_zig(places, wanted)
        rows = [row for row in start_rows(places) if wanted(row.name)]
        rows += compile_rows(places, options.quick, wanted)
        rows += build_rows(places, options.quick, wanted)
        for row in [*rows, *link_rows(places, options.quick, wanted)]:
            print(f"bench: {row.name}", file=sys.stderr, flush=True)
            try:
                count = min(runs, 5) if row.name.startswith("build/") else runs
                results[row.name] = measure.pairs(row.a, row.b, count, places.log, row.times)
                lines.append(line_of(row, results[row.name]))
            except measure.Failed as error:
                print(f"bench: {row.name}: {error}", file=sys.stderr)
                lines.append([row.name, row.a.label, row.b.label, "failed", *[""] * (len(HEADER) - 4)])
        print(f"\nCPU and wall in milliseconds, peak memory in MB; medians of {runs} pairs, A and B by turns:\n")
        print_table(HEADER, lines)
        own_shares(results)
        own_compile_shares(results)
        if options.profile:
            profile(places, runs)
        if options.instructions:
            print("\nMillions of instructions, by callgrind:\n")
            print_table(*instructions.table(places, ("hello",) if options.quick else ("hello", "ripgrep")))
        if options.svg:
            options.svg.write_text(picture.draw({name: statistics.median(pairs.ratios()) for name, pairs in results.items()}))
    except links.Missing as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    print(f"\nload at the end: {load()}; the whole took {time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
