"""Compares every row of triples/Triples.td with rustc's target specifications, clang's driver, lld and config.sub.

usage: scripts/check-data triples [RUSTC...]
Each RUSTC is a command, as in "rustc +1.96.0". Without one, the rustc on PATH is asked, and the newest stable toolchain that
rustup has installed. Environment: LLVM_TBLGEN, CLANG, LLD (an lld that takes -flavor) name the other tools, which are looked
for otherwise. rustc and llvm-tblgen are needed. Without clang or lld their comparisons are skipped, and the output says so.
Status: 0 when all agree, 1 when anything differs, 2 when a needed tool is missing.
"""
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from data import triples_tools as tools
from data.triples_differences import Checker
from data.triples_tools import enumerator
from fetch import pool

ROOT = Path(__file__).resolve().parents[2]

DIALECTS = {
    "gnu-cc": "gnuCc", "gnu-lld-cc": "gnuCc", "unix-cc": "gnuCc", "gnu-lld": "gnuLd", "unix": "gnuLd",
    "darwin-cc": "darwinCc", "msvc": "link", "msvc-lld": "link", "wasm-lld": "wasmLd", "em-cc": "emCc",
    "bpf": "foreign", "llbc": "foreign", "ptx": "foreign",
}
LLD_FLAVORS = {"gnuCc": "gnu", "gnuLd": "gnu", "darwinCc": "darwin", "link": "link", "wasmLd": "wasm",
               "emCc": "wasm", "foreign": ""}
FORMATS = {"elf": "elf", "coff": "coff", "mach-o": "machO", "wasm": "wasm", "xcoff": "xcoff"}


def read_table(tblgen):
    """The rows and aliases, by triple and by name."""
    include = Path(shutil.which(tblgen[0]) or tblgen[0]).resolve().parent.parent / "include"
    result = tools.run(tblgen + ["--dump-json", "-I", str(include), "-I", str(ROOT / "triples"),
                           str(ROOT / "triples/Triples.td")])
    if result.returncode:
        sys.exit(f"llvm-tblgen failed:\n{result.stderr}")
    data = json.loads(result.stdout)
    rows = [data[name] for name in data["!instanceof"]["Row"]]
    for row in rows:
        for field, value in row.items():
            if isinstance(value, list) and all(bit in (0, 1) for bit in value):
                row[field] = sum(bit << i for i, bit in enumerate(value))
    aliases = [data[name] for name in data["!instanceof"]["Alias"]]
    return {row["Triple"]: row for row in rows}, {alias["Name"]: alias["Triple"] for alias in aliases}, len(rows)


def check_names(checker, rows, aliases, count):
    """Every name leads to one row."""
    checker.same("table", "triples that are there twice", 0, count - len(rows))
    owner = {}
    for row in rows.values():
        if not row["Gnu"]:
            checker.same(row["Triple"], "preferred without a GNU spelling", 0, row["PreferredGnu"])
            continue
        owner.setdefault(row["Gnu"], []).append(row)
    for gnu, sharing in owner.items():
        preferred = [row["Triple"] for row in sharing if row["PreferredGnu"]]
        checker.same(gnu, "rows that prefer this GNU spelling", 1, len(preferred))
        if gnu in rows:
            checker.differ(gnu, "GNU spelling", "not a triple", "a triple")
    for name, triple in aliases.items():
        checker.same(name, "alias of a known triple", True, triple in rows)
        checker.same(name, "alias beside a triple or GNU spelling", False, name in rows or name in owner)


def check_config_names(checker, rows):
    """GNU's config.sub accepts the name that -dumpmachine and --host= give."""
    with pool.lockedCache() as root, tempfile.TemporaryDirectory() as folder:
        package = pool.fetch(pool.readPins("config-sub")["files"][0], root)
        subprocess.run(["dpkg-deb", "-x", str(package), folder], check=True)
        script = f"{folder}/usr/share/misc/config.sub"
        for row in rows.values():
            done = subprocess.run(["sh", script, row["ConfigName"]], capture_output=True, text=True, check=False)
            checker.same(row["Triple"], "config.sub", "", done.stderr.strip())


def check_rustc(checker, row, spec):
    triple = row["Triple"]
    dialect = DIALECTS[spec["linker-flavor"]]
    expected = {
        "llvm triple": ("Llvm", spec["llvm-target"]),
        "arch": ("Arch", spec["arch"]),
        "os": ("System", spec.get("os", "none")),
        "env": ("Environment", spec.get("env", "")),
        "abi": ("Abi", spec.get("abi", "")),
        "pointer width": ("PointerBits", int(spec["target-pointer-width"])),
        "families": ("Families", " ".join(sorted(spec.get("target-family", [])))),
        "lld flavor": ("LldFlavor", LLD_FLAVORS[dialect]),
        "crt-static": ("CrtStatic", int(spec.get("crt-static-default", False))),
        "pie": ("Pie", int(spec.get("position-independent-executables", False))),
    }
    for check, (field, value) in expected.items():
        checker.same(triple, "rustc " + check, row[field], value)
    checker.same(triple, "rustc endian", enumerator(row, "Endian"), spec.get("target-endian", "little"))
    checker.same(triple, "rustc dialect", enumerator(row, "Dialect"), dialect)
    checker.same(triple, "rustc format", enumerator(row, "Format"), FORMATS[spec.get("binary-format", "elf")])
    args = spec.get("pre-link-args", {}).get("gnu-lld", [])
    if "-m" in args:
        checker.same(triple, "rustc emulation", row["Emulation"], args[args.index("-m") + 1])


def check_rustup(checker, rows, specs):
    """rustup has the standard library of the targets of the first two tiers."""
    listed = sorted(triple for triple, row in rows.items()
                    if row["RustupFirst"] and tools.release(row["RustupFirst"]) <= checker.release)
    tiers = sorted(triple for triple, spec in specs.items() if spec["metadata"]["tier"] in (1, 2))
    checker.same("RustupFirst", "targets of tier 1 and 2", listed, tiers)


def check_apple(checker, rustc, row):
    value = tools.rust(rustc, "--print", "deployment-target", "--target", row["Triple"]).stdout.strip()
    checker.same(row["Triple"], "rustc deployment target", row["OsFloor"], value.rpartition("=")[2])


def has(row, release):
    """Whether a release of rustc has the row's target."""
    return tools.release(row["RustFirst"]) <= release and (not row["RustLast"] or release <= tools.release(row["RustLast"]))


def check_targets(checker, rows, specs, table):
    """The table has the targets of every release that it is of (the oldest, the newest); of an older or a newer rustc it may
    lack some, and the output names them."""
    oldest, newest = table
    of_release = {triple: row for triple, row in rows.items() if has(row, checker.release)}
    missing, extra = sorted(set(of_release) - set(specs)), sorted(set(specs) - set(of_release))
    if oldest <= checker.release <= newest:
        checker.same("table", "triples that rustc lacks", [], missing)
        checker.same("table", "triples that the table lacks", [], extra)
        if checker.release in table:
            check_rustup(checker, of_release, specs)
        return
    print(f"note: the table is of rustc {oldest[0]}.{oldest[1]} to {newest[0]}.{newest[1]}")
    for name, triples in (("only in the table", missing), ("only in rustc", extra)):
        if triples:
            print(f"note: {name}: {' '.join(triples)}")


def check_row(checker, rustc, clang, lld, row, spec, folder):
    """All comparisons of a row: which of (object, driver, code, link) there were."""
    if spec is None:
        return 0, 0, 0, 0
    check_rustc(checker, row, spec)
    if enumerator(row, "Format") == "machO":
        check_apple(checker, rustc, row)
    rust_object = tools.emit_rust(rustc, row, folder)
    native = bool(rust_object) and tools.describe_object(rust_object)[0] != "bitcode"
    if native:
        form, machine, _ = tools.describe_object(rust_object)
        checker.same(row["Triple"], "rustc object", (enumerator(row, "Format"), row["Machine"]), (form, machine))
    driver = bool(clang) and tools.check_driver(checker, clang, row, folder)
    c_object = tools.check_compile(checker, clang, row, rust_object, folder) if clang else None
    link = bool(lld) and tools.check_lld(checker, lld, row, rust_object, c_object, folder)
    return native, driver, bool(c_object), link


def check_rows(checker, rustc, clang, lld, rows, specs):
    """All rows: how many objects, link lines, C objects and links there were to compare."""
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(os.cpu_count()) as threads:
        folder = Path(name)
        (folder / "f.rs").write_text(tools.SOURCE)
        (folder / "f.c").write_text("int g(int x) { return x; }\n")
        (folder / "x.o").write_bytes(b"")
        checks = [threads.submit(check_row, checker, rustc, clang, lld, row, specs.get(row["Triple"]), folder)
                  for row in rows.values()]
        return map(sum, zip(*[check.result() for check in checks]))


def report(checker, clang, lld, driver_lines, codes, links, newest):
    """What was compared with clang and lld, and every difference. Explanations are needed by the newest rustc, if any."""
    if clang:
        print(f"clang: {tools.run(clang + ['--version']).stdout.splitlines()[0]}: link lines of {driver_lines} targets, "
              f"code of {codes} compared")
    else:
        print("clang: not found, skipped (apt-get install clang-22)")
    if lld:
        print(f"lld: {tools.run(lld + ['-flavor', 'gnu', '--version']).stdout.strip()}: {links} targets tried")
    else:
        print("lld: not found, skipped (apt-get install lld-22)")
    if clang and lld and newest:
        for pattern, check_name, reason in checker.unneeded():
            print(f"note: no longer needed: {pattern}: {check_name}: {reason}")
    for difference in sorted(checker.differences):
        print("differs: " + difference)


def check_rustc_and_tools(rustc, clang, rows, table):
    """All comparisons with one rustc: how many differences."""
    version = tools.rust(rustc, "--version").stdout.strip()
    specs = json.loads(tools.rust(rustc, "-Zunstable-options", "--print", "all-target-specs-json").stdout)
    checker, lld = Checker(tools.release(version)), tools.find_lld(rustc)
    check_targets(checker, rows, specs, table)
    objects, driver_lines, codes, links = check_rows(checker, rustc, clang, lld, rows, specs)
    print(f"rustc: {version}: {len(specs)} targets, objects of {objects} compared")
    report(checker, clang, lld, driver_lines, codes, links, checker.release == table[1])
    print(f"{len(rows)} rows, {checker.count} comparisons, {checker.explained} explained differences, "
          f"{len(checker.differences)} differences")
    return len(checker.differences)


def main(arguments):
    compilers = [shlex.split(word) for word in arguments] or tools.find_compilers()
    tblgen = tools.find_tool("LLVM_TBLGEN", ["llvm-tblgen-22", "llvm-tblgen"])
    if not compilers or not tblgen:
        print("scripts/check-data triples: needs rustc (rustup) and llvm-tblgen (apt-get install llvm-22)", file=sys.stderr)
        return 2
    rows, aliases, count = read_table(tblgen)
    checker = Checker()
    check_names(checker, rows, aliases, count)
    check_config_names(checker, rows)
    for difference in sorted(checker.differences):
        print("differs: " + difference)
    text = (ROOT / "triples/Releases.td").read_text()
    table = tuple(tools.release(re.search(rf'{word} = "([^"]+)"', text)[1]) for word in ("OldestRust", "NewestRust"))
    clang = tools.find_tool("CLANG", ["clang-22", "clang"])
    differences = sum(check_rustc_and_tools(rustc, clang, rows, table) for rustc in compilers)
    return 1 if differences or checker.differences else 0
