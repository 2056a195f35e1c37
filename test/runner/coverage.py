"""Which lines and functions of linkshim the tests enter, from the preset `coverage`: the unit and golden tests alone, and with
the end-to-end tests of the everyday run, which call a linkshim with counters."""

import json
import re
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD, INSTALLED = ROOT / "build/coverage", ROOT / "build/install"
RAW, PREFIX = BUILD / "raw", BUILD / "install"
UNIT, PROGRAM = BUILD / "test/linkshim_unit", BUILD / "shim/linkshim"
SOURCES = ("shim", "sysroots", "triples")


def tool(name: str, *words) -> str:
    return subprocess.run([f"{name}-22", *map(str, words)], check=True, capture_output=True, text=True).stdout


def build() -> None:
    subprocess.run(["cmake", "--preset", "coverage"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", "--preset", "coverage", "--target", "linkshim_unit", "linkshim"], cwd=ROOT, check=True)
    shutil.rmtree(RAW, ignore_errors=True)
    RAW.mkdir()


def counted(*command, **variables) -> dict:
    """What was entered by all that has run, this command included."""
    done = subprocess.run([*map(str, command)], cwd=ROOT, env=variables or None)
    if done.returncode:
        print("some tests fail: what follows is of all that ran")
    counts = BUILD / "merged.profdata"
    tool("llvm-profdata", "merge", "-sparse", *sorted(RAW.glob("*.profraw")), "-o", counts)
    return json.loads(tool("llvm-cov", "export", UNIT, "-object", PROGRAM, f"-instr-profile={counts}"))["data"][0]


def install() -> None:
    """The installed tree, with the program that counts."""
    shutil.rmtree(PREFIX, ignore_errors=True)
    (PREFIX / "bin").mkdir(parents=True)
    shutil.copy(PROGRAM, PREFIX / "bin")
    (PREFIX / "bin/cargo-linkshim").symlink_to("linkshim")
    shutil.copytree(INSTALLED / "share", PREFIX / "share", symlinks=True)


def source(name: str) -> str:
    """A file's name below the project, or nothing: the build writes names as seen from its own folder."""
    name = name.removeprefix("build/coverage/")
    return name if name.startswith(tuple(f"{folder}/" for folder in SOURCES)) else ""


def lines_by_folder(data: dict) -> dict[str, tuple[int, int, int]]:
    """Files, entered lines and lines of each folder, and of all."""
    sums = defaultdict(lambda: (0, 0, 0))
    for file in (file for file in data["files"] if source(file["filename"])):
        lines = file["summary"]["lines"]
        for folder in (str(Path(source(file["filename"])).parent), "all"):
            sums[folder] = tuple(map(sum, zip(sums[folder], (1, lines["covered"], lines["count"]))))
    return dict(sorted(sums.items(), key=lambda row: (row[0] == "all", row[0])))


def table(runs: dict[str, dict]) -> str:
    """A row for each folder with the part of its lines that each run enters."""
    sums = {name: lines_by_folder(data) for name, data in runs.items()}
    last = list(sums.values())[-1]
    rows = [f"{'folder':24} files  lines" + "".join(f"{name:>24}" for name in sums)]
    for folder, (files, _, count) in last.items():
        parts = [found.get(folder, (0, 0, 0))[1] for found in sums.values()]
        rows.append(f"{folder:24} {files:5} {count:6}" + "".join(f"{100 * part / max(count, 1):22.1f} %" for part in parts))
    return "\n".join(rows)


def files_not_entered(data: dict) -> str:
    names = [source(file["filename"]) for file in data["files"] if not file["summary"]["lines"]["covered"]]
    return "\n".join(["files that no test enters:", *(f"  {name}" for name in sorted(filter(None, names)))])


def functions_not_entered(data: dict) -> str:
    """By file; a function of a header counts as entered when one of its copies is."""
    entered, names = defaultdict(int), {}
    for function in (function for function in data["functions"] if source(function["filenames"][0])):
        place = (source(function["filenames"][0]), function["regions"][0][0])
        entered[place] += function["count"]
        names[place] = function["name"].rsplit(":", 1)[-1]  # of what a file keeps to itself: FILE:NAME
    places = sorted(place for place, count in entered.items() if not count)
    plain = subprocess.run(["llvm-cxxfilt-22", "-p"], input="\n".join(names[place] for place in places), capture_output=True,
                           text=True, check=True).stdout.splitlines()
    missing = defaultdict(list)
    for (file, line), name in zip(places, plain):
        name = name.replace("linkshim::", "").replace("(anonymous namespace)::", "")
        name = re.split(r"\[abi:|<|\(", name)[0]
        if "$_" not in name and "lambda" not in name:  # of a function that is listed itself, or that is left early
            missing[file].append(f"{name}:{line}")
    rows = (f"  {file}: {', '.join(names)}" for file, names in missing.items())
    return "\n".join(["functions that no test enters, with their lines:", *rows])


def run(everyday: list[str], environment: dict) -> int:
    """`everyday` is the command of the end-to-end tests; without an installed tree it is left out."""
    build()
    runs = {"unit and golden": counted(UNIT, "--gtest_brief=1")}
    if (INSTALLED / "share/linkshim/sysroots").is_dir():
        install()
        own = {"LINKSHIM_PREFIX": str(PREFIX), "LINKSHIM_E2E_WORK": str(BUILD / "e2e")}
        runs["with end-to-end"] = counted(*everyday, **environment, **own)
    last = list(runs.values())[-1]
    print(f"\n{table(runs)}\n\n{files_not_entered(last)}\n\n{functions_not_entered(last)}")
    return 0
