"""Which lines and functions of linkshim the unit and golden tests enter, from the preset `coverage`."""

import json
import os
import subprocess
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build/coverage"
PROGRAM = BUILD / "test/linkshim_unit"
SOURCES = ("shim", "sysroots", "triples")


def tool(name: str, *words) -> str:
    return subprocess.run([f"{name}-22", *map(str, words)], check=True, capture_output=True, text=True).stdout


def profile() -> Path:
    """Builds the tests with counters, runs them, and gives the merged counts."""
    subprocess.run(["cmake", "--preset", "coverage"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", "--preset", "coverage", "--target", "linkshim_unit"], cwd=ROOT, check=True)
    raw = BUILD / "raw"
    raw.mkdir(exist_ok=True)
    for old in raw.glob("*.profraw"):
        old.unlink()
    done = subprocess.run([PROGRAM, "--gtest_brief=1"], cwd=ROOT, env={**os.environ, "LLVM_PROFILE_FILE": f"{raw}/%p.profraw"})
    if done.returncode:
        print("some tests fail: what follows is of all that ran")
    tool("llvm-profdata", "merge", "-sparse", *sorted(raw.glob("*.profraw")), "-o", BUILD / "merged.profdata")
    return BUILD / "merged.profdata"


def exported(counts: Path) -> dict:
    return json.loads(tool("llvm-cov", "export", PROGRAM, f"-instr-profile={counts}"))["data"][0]


def source(name: str) -> str:
    """A file's name below the project, or nothing: the build writes names as seen from its own folder."""
    name = name.removeprefix("build/coverage/")
    return name if name.startswith(tuple(f"{folder}/" for folder in SOURCES)) else ""


def by_folder(files: list[dict]) -> str:
    """A table of folders, and the files of which no line is entered."""
    sums = defaultdict(lambda: [0, 0, 0])
    untouched = []
    for file in (file for file in files if source(file["filename"])):
        name = Path(source(file["filename"]))
        lines = file["summary"]["lines"]
        for folder in (str(name.parent), "all"):
            sums[folder] = [a + b for a, b in zip(sums[folder], (1, lines["covered"], lines["count"]))]
        if lines["count"] and not lines["covered"]:
            untouched.append(f"  {name} ({lines['count']} lines)")
    rows = [f"{folder:32} {files:4} files  {covered:6} of {count:6} lines  {100 * covered / max(count, 1):5.1f} %"
            for folder, (files, covered, count) in sorted(sums.items(), key=lambda row: (row[0] == "all", row[0]))]
    return "\n".join([*rows, "", "files that no test enters:", *sorted(untouched)])


def functions_not_entered(functions: list[dict]) -> str:
    """By file; a function of a header counts as entered when one of its copies is."""
    entered, places = defaultdict(int), {}
    for function in (function for function in functions if source(function["filenames"][0])):
        name = function["name"].rsplit(":", 1)[-1]  # of what a file keeps to itself: FILE:NAME
        key = (function["filenames"][0], function["regions"][0][0])
        entered[key] += function["count"]
        places[key] = name
    missing = defaultdict(list)
    names = [places[key] for key, count in entered.items() if not count]
    plain = dict(zip(names, subprocess.run(["llvm-cxxfilt-22", "-p"], input="\n".join(names), capture_output=True, text=True,
                                           check=True).stdout.splitlines()))
    for (file, line), count in sorted(entered.items()):
        if not count:
            name = plain[places[file, line]].replace("linkshim::", "").replace("(anonymous namespace)::", "")
            name = name.partition("[abi:")[0].partition("<")[0]
            if "$_" in name or "lambda" in name:  # of a function that is listed itself, or that is left early
                continue
            missing[source(file)].append(f"{name}:{line}")
    lines = [f"  {file}: {', '.join(names)}" for file, names in missing.items()]
    return "\n".join(["functions that no test enters, with their lines:", *lines])


def main() -> int:
    data = exported(profile())
    print(f"\n{by_folder(data['files'])}\n\n{functions_not_entered(data['functions'])}")
    return 0
