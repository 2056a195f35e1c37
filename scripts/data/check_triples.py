#!/usr/bin/env python3
"""Compares every row of triples/Triples.td with rustc's target specifications, clang's driver and lld.

Usage: scripts/check-triples
Environment: RUSTC, LLVM_TBLGEN, CLANG, LLD (an lld that takes -flavor) name the tools; otherwise they are looked for.
rustc and llvm-tblgen are needed. Without clang or lld their comparisons are skipped, and the output says so.
Status: 0 when all agree, 1 when anything differs, 2 when a needed tool is missing.
"""
import fnmatch
import json
import os
import re
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE_VERSION = (1, 95)  # the rustc whose targets the table lists

DIALECTS = {
    "gnu-cc": "gnuCc", "gnu-lld-cc": "gnuCc", "unix-cc": "gnuCc", "gnu-lld": "gnuLd", "unix": "gnuLd",
    "darwin-cc": "darwinCc", "msvc": "link", "msvc-lld": "link", "wasm-lld": "wasmLd", "em-cc": "emCc",
    "bpf": "foreign", "llbc": "foreign", "ptx": "foreign",
}
LLD_FLAVORS = {"gnuCc": "gnu", "gnuLd": "gnu", "darwinCc": "darwin", "link": "link", "wasmLd": "wasm",
               "emCc": "wasm", "foreign": ""}
FORMATS = {"elf": "elf", "coff": "coff", "mach-o": "machO", "wasm": "wasm", "xcoff": "xcoff"}

# Where the table differs from what a tool says, and why the table is right. Patterns over triple and check.
EXPLAINED = [
    # rustc
    ("powerpc64-ibm-aix", "rustc dialect", "flavour `unix` is AIX's own ld here"),
    ("powerpc64-ibm-aix", "rustc lld flavor", "lld has no XCOFF"),
    ("nvptx64-nvidia-cuda", "rustc format", "the specification names none; the output is text"),
    ("wasm32-wali-linux-musl", "rustc format", "the specification forgets it; rustc makes WebAssembly"),
    # clang's driver
    ("*-freebsd", "clang emulation", "the ending _fbsd, for FreeBSD's mark in the file, is right for all; "
                                     "clang passes it for few"),
    ("*-netbsd*", "clang emulation", "NetBSD's own emulations are unknown to lld"),
    ("aarch64-unknown-managarm-mlibc", "clang emulation", "aarch64managarm is unknown to lld"),
    ("*-linux-gnu_ilp32", "clang *", "clang takes the triple for the 64-bit ABI"),
    ("mips*-linux-musl", "clang interpreter", "musl adds -sf to the loader for soft float, clang does not"),
    ("*-uclibc*", "clang interpreter", "rustc's llvm-target says gnu"),
    ("*-wrs-vxworks*", "clang interpreter", "rustc's llvm-target says linux-gnu"),
    ("*-unikraft-linux-musl", "clang interpreter", "a unikernel has no loader; llvm-target says linux-musl"),
    ("x86_64-unknown-linux-none", "clang interpreter", "no C library, no loader"),
    ("s390x-unknown-none-softfloat", "clang interpreter", "rustc's llvm-target says linux-gnu"),
    ("x86_64-lynx-lynxos178", "clang interpreter", "clang takes the triple for the Hurd"),
    ("i686-apple-darwin", "clang emulation", "ld64's name is i386"),
    ("*-illumos", "clang interpreter", "clang leaves it to the system's own ld"),
    ("*-solaris", "clang interpreter", "as above"),
    ("riscv64gc-unknown-redox", "clang interpreter", "clang takes the triple for bare metal"),
    ("csky-*", "clang takes the flags", "the distributions' clang has no C-SKY; rustc's triple is not clang's either"),
    ("xtensa-*", "clang takes the flags", "Espressif's clang alone knows the chips"),
    # lld
    ("powerpc64-*", "lld refuses", "lld takes the objects, but writes ELFv2 calls: wrong for ELFv1"),
    ("sparc64-*", "lld refuses", "lld takes the objects, but knows no TLS and no dynamic relocations of data"),
    ("sparcv9-*", "lld refuses", "as above"),
]


class Checker:
    """Counts comparisons and keeps the differences."""

    def __init__(self):
        self.count = 0
        self.differences = []
        self.explained = 0
        self.used = set()
        self.lock = threading.Lock()

    def differ(self, triple, check, table, tool):
        with self.lock:
            for i, (pattern, checks, _) in enumerate(EXPLAINED):
                if fnmatch.fnmatchcase(triple, pattern) and fnmatch.fnmatchcase(check, checks):
                    self.explained += 1
                    self.used.add(i)
                    return
            self.differences.append(f"{triple}: {check}: the table has {table!r}, the tool {tool!r}")

    def same(self, triple, check, table, tool):
        with self.lock:
            self.count += 1
        if table != tool:
            self.differ(triple, check, table, tool)


def run(command, **more):
    return subprocess.run(command, capture_output=True, text=True, errors="replace", **more)


def find_tool(variable, names):
    if os.environ.get(variable):
        return shlex.split(os.environ[variable])
    for name in names:
        path = shutil.which(name)
        if path:
            return [path]
    return None


def rust(rustc, *args, **more):
    return run(rustc + list(args), env=dict(os.environ, RUSTC_BOOTSTRAP="1"), **more)


def find_lld(rustc):
    if os.environ.get("LLD"):
        return shlex.split(os.environ["LLD"])
    sysroot = Path(rust(rustc, "--print", "sysroot").stdout.strip())
    for path in sorted(sysroot.glob("lib/rustlib/*/bin/rust-lld")):
        return [str(path)]
    return find_tool("LLD", ["lld-22", "lld"])


def read_table(tblgen):
    """The rows and aliases, by triple and by name."""
    include = Path(shutil.which(tblgen[0]) or tblgen[0]).resolve().parent.parent / "include"
    result = run(tblgen + ["--dump-json", "-I", str(include), "-I", str(ROOT / "triples"),
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


def enumerator(row, field):
    return row[field].split("::")[1]


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


def check_rustc(checker, row, spec):
    triple = row["Triple"]
    flavor = spec["linker-flavor"]
    dialect = DIALECTS[flavor]
    if (flavor, row["RustFlavor"]) == ("gnu-cc", "gnu-lld-cc"):
        flavor = "gnu-lld-cc"  # a rustc that was built without rust-lld as its default linker says gnu-cc
    expected = {
        "llvm triple": ("Llvm", spec["llvm-target"]),
        "arch": ("Arch", spec["arch"]),
        "os": ("System", spec.get("os", "none")),
        "env": ("Environment", spec.get("env", "")),
        "abi": ("Abi", spec.get("abi", "")),
        "pointer width": ("PointerBits", int(spec["target-pointer-width"])),
        "flavor": ("RustFlavor", flavor),
        "lld flavor": ("LldFlavor", LLD_FLAVORS[dialect]),
        "crt-static": ("CrtStatic", int(spec.get("crt-static-default", False))),
        "pie": ("Pie", int(spec.get("position-independent-executables", False))),
        "static pie": ("StaticPie", int(spec.get("static-position-independent-executables", False))),
    }
    for check, (field, value) in expected.items():
        checker.same(triple, "rustc " + check, row[field], value)
    checker.same(triple, "rustc endian", enumerator(row, "Endian"), spec.get("target-endian", "little"))
    checker.same(triple, "rustc dialect", enumerator(row, "Dialect"), dialect)
    checker.same(triple, "rustc format", enumerator(row, "Format"), FORMATS[spec.get("binary-format", "elf")])
    args = spec.get("pre-link-args", {}).get("gnu-lld", [])
    if "-m" in args:
        checker.same(triple, "rustc emulation", row["Emulation"], args[args.index("-m") + 1])


def check_rustup(checker, specs):
    """rustup has the standard library of the targets of the first two tiers."""
    text = (ROOT / "triples/RustupTargets.cpp").read_text()
    listed = re.findall(r'^    "([^"]+)",$', text, re.M)
    tiers = sorted(triple for triple, spec in specs.items() if spec["metadata"]["tier"] in (1, 2))
    checker.same("RustupTargets.cpp", "targets of tier 1 and 2", listed, tiers)


SOURCE = """#![feature(no_core, lang_items)]
#![no_core]
#![allow(internal_features)]
#[lang = "pointee_sized"] pub trait PointeeSized {}
#[lang = "meta_sized"] pub trait MetaSized: PointeeSized {}
#[lang = "sized"] pub trait Sized: MetaSized {}
#[lang = "copy"] pub trait Copy {}
impl Copy for i32 {}
#[no_mangle] pub extern "C" fn f(x: i32) -> i32 { x }
"""
NEEDS_CPU = {"avr-none": "atmega328p", "amdgcn-amd-amdhsa": "gfx906"}


def describe_object(path):
    """The machine and the ABI marks of an object file: (format, machine, marks)."""
    data = path.read_bytes()
    if data[:4] == b"\x7fELF":
        order = "<" if data[5] == 1 else ">"
        machine, = struct.unpack_from(order + "H", data, 18)
        flags, = struct.unpack_from(order + "I", data, 36 if data[4] == 1 else 48)
        return "elf", machine, (32 * data[4], "little" if order == "<" else "big", hex(flags))
    if data[:4] in (b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe"):
        cpu, sub = struct.unpack_from("<II", data, 4)
        return "machO", cpu & 0xFFFF, (hex(cpu), hex(sub))
    if data[:4] == b"\0asm":
        return "wasm", 0, ()
    if data[:2] == b"\x01\xf7":
        return "xcoff", 0x1F7, ()
    if data[:2] == b"BC":
        return "bitcode", 0, ()
    machine, = struct.unpack_from("<H", data, 0)
    return "coff", machine, ()


def emit_rust(rustc, row, folder):
    """rustc's object file of a tiny program, or None where this rustc cannot make one."""
    path = folder / (row["Triple"] + ".rs.o")
    cpu = NEEDS_CPU.get(row["Triple"])
    result = rust(rustc, "--target", row["Triple"], "--emit=obj", "--crate-type=lib", "--crate-name=f",
                  "-Cpanic=abort", *(["-Ctarget-cpu=" + cpu] if cpu else []), "-o", str(path),
                  str(folder / "f.rs"), cwd=folder)
    return path if result.returncode == 0 and path.exists() else None


def driver_line(clang, row, folder):
    """The linker line that clang's driver would run, or None where it has no linker of its own for the target."""
    command = clang + ["--target=" + row["Llvm"], *row["ClangFlags"].split(), "-###", "x.o", "-o", "x", "-fuse-ld=lld",
                       "--sysroot=" + str(folder)]
    result = run(command, cwd=folder)
    lines = [line for line in result.stderr.splitlines() if line.startswith(' "')]
    if not lines:
        return None
    line = shlex.split(lines[-1])
    return line if re.search(r"(ld|ld\.lld|ld64\.lld|lld-link|wasm-ld)$", line[0]) else None


def after(line, option):
    for i, word in enumerate(line):
        if word == option:
            return line[i + 1]
        if word.startswith(option + "="):
            return word[len(option) + 1:]
    return None


def check_driver(checker, clang, row, folder):
    """Emulation, loader and platform as clang's driver passes them. False where clang's driver knows nothing."""
    line = driver_line(clang, row, folder)
    if line is None:
        return False
    triple = row["Triple"]
    emulation = after(line, "-arch" if row["LldFlavor"] == "darwin" else "-m")
    if emulation is not None and enumerator(row, "Dialect") != "link":
        checker.same(triple, "clang emulation", row["Emulation"], emulation)
    loader = after(line, "-dynamic-linker")
    if loader is not None or row["Interpreter"]:
        checker.same(triple, "clang interpreter", row["Interpreter"], loader or "")
    platform = after(line, "-platform_version")
    if platform is not None:
        checker.same(triple, "clang platform", row["Platform"], platform.replace(" ", "-"))
    checker.same(triple, "clang --be8", "--be8" in row["LinkFlags"].split(), "--be8" in line)
    page = [word for word in line if word.startswith("max-page-size=")]
    table = [word for word in row["LinkFlags"].split() if word.startswith("max-page-size=")]
    if page:
        checker.same(triple, "clang page size", table, page)
    erratum = "--fix-cortex-a53-843419"
    if erratum in line:
        checker.same(triple, "clang erratum 843419", erratum in row["LinkFlags"].split(), True)
    return True


def check_compile(checker, clang, row, rust_object, folder):
    """clang takes the flags, and its objects have the marks of rustc's. The object, or None where there is none."""
    triple = row["Triple"]
    path = folder / (triple + ".c.o")
    command = clang + ["--target=" + row["Llvm"], *row["ClangFlags"].split(), "-Werror", "f.c", "-o", str(path)]
    command += ["-S"] if enumerator(row, "Format") == "none" else ["-c"]
    command += ["-fPIC"] if row["Pie"] and enumerator(row, "Format") == "elf" else []  # as rustc's objects are
    command += {"avr-none": ["-mmcu=atmega328p"], "amdgcn-amd-amdhsa": ["-mcpu=gfx906", "-nogpulib"]}.get(triple, [])
    result = run(command, cwd=folder)
    problem = result.stderr.strip() if result.returncode else ""
    checker.same(triple, "clang takes the flags", "", problem)
    if problem or not rust_object or describe_object(rust_object)[0] == "bitcode":
        return None
    checker.same(triple, "clang object", describe_object(path), describe_object(rust_object))
    return path


def lld_command(lld, row):
    flavor, emulation = row["LldFlavor"], row["Emulation"]
    command = lld + ["-flavor", flavor]
    if flavor == "darwin":
        return command + ["-arch", emulation, "-platform_version", row["Platform"], row["OsFloor"], row["OsFloor"],
                          "-dylib", "-undefined", "dynamic_lookup", "-o", "x"]
    if flavor == "link":
        return command + ["/machine:" + emulation, "/dll", "/noentry", "/force:unresolved", "/out:x"]
    if flavor == "wasm":
        return command + ["-m", emulation, "--no-entry", "-o", "x"]
    if enumerator(row, "Format") == "coff":
        return command + ["-m", emulation, "-shared", "-e", "f", "-o", "x"]
    return command + (["-m", emulation] if emulation else []) + ["-e", "f", "--unresolved-symbols=ignore-all",
                                                                 *row["LinkFlags"].split(), "-o", "x"]


def check_lld(checker, lld, row, rust_object, c_object, folder):
    """lld knows the emulation, and links what rustc and clang made: it refuses ABIs that do not fit together. False
    where there is nothing to link."""
    triple = row["Triple"]
    if not row["LldFlavor"] or (rust_object and describe_object(rust_object)[0] == "bitcode"):
        return False
    with tempfile.TemporaryDirectory(dir=folder) as place:
        if rust_object:
            objects = [str(o) for o in (rust_object, c_object) if o]
            result = run(lld_command(lld, row) + objects, cwd=place)
            problem = result.stderr.strip() if result.returncode else ""
            if row["Lld"]:
                checker.same(triple, "lld links", "", problem)
            else:
                checker.same(triple, "lld refuses", True, bool(problem))
        elif row["Lld"]:
            result = run(lld_command(lld, row), cwd=place)
            checker.same(triple, "lld knows the emulation", False, "unknown emulation" in result.stderr)
        else:
            return False
    return True


def check_apple(checker, rustc, row):
    value = rust(rustc, "--print", "deployment-target", "--target", row["Triple"]).stdout.strip()
    checker.same(row["Triple"], "rustc deployment target", row["OsFloor"], value.rpartition("=")[2])


def main():
    rustc = find_tool("RUSTC", ["rustc"])
    tblgen = find_tool("LLVM_TBLGEN", ["llvm-tblgen-22", "llvm-tblgen"])
    if not rustc or not tblgen:
        print("check-triples: needs rustc (rustup) and llvm-tblgen (apt-get install llvm-22)", file=sys.stderr)
        return 2
    clang = find_tool("CLANG", ["clang-22", "clang"])
    lld = find_lld(rustc)
    rows, aliases, count = read_table(tblgen)
    specs = json.loads(rust(rustc, "-Zunstable-options", "--print", "all-target-specs-json").stdout)
    release = rust(rustc, "--version").stdout.strip()
    version = tuple(int(x) for x in re.search(r"(\d+)\.(\d+)", release).groups())

    checker = Checker()
    check_names(checker, rows, aliases, count)
    missing, extra = sorted(set(rows) - set(specs)), sorted(set(specs) - set(rows))
    if version == TABLE_VERSION:
        checker.same("table", "triples that rustc lacks", [], missing)
        checker.same("table", "triples that the table lacks", [], extra)
        check_rustup(checker, specs)
    else:
        print(f"note: {release} is not the rustc of the table, {TABLE_VERSION[0]}.{TABLE_VERSION[1]}")
        for name, triples in (("only in the table", missing), ("only in rustc", extra)):
            if triples:
                print(f"note: {name}: {' '.join(triples)}")
        checker.same("table", "triples that the table lacks", True, version > TABLE_VERSION or not extra)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "f.rs").write_text(SOURCE)
        (folder / "f.c").write_text("int g(int x) { return x; }\n")
        (folder / "x.o").write_bytes(b"")

        def check(row):
            """All comparisons of a row: which of (object, driver, code, link) there were."""
            spec = specs.get(row["Triple"])
            if spec is None:
                return 0, 0, 0, 0
            check_rustc(checker, row, spec)
            if enumerator(row, "Format") == "machO":
                check_apple(checker, rustc, row)
            rust_object = emit_rust(rustc, row, folder)
            native = bool(rust_object) and describe_object(rust_object)[0] != "bitcode"
            if native:
                form, machine, _ = describe_object(rust_object)
                ours = enumerator(row, "Format"), row["Machine"]
                checker.same(row["Triple"], "rustc object", ours, (form, machine))
            driver = bool(clang) and check_driver(checker, clang, row, folder)
            c_object = check_compile(checker, clang, row, rust_object, folder) if clang else None
            link = bool(lld) and check_lld(checker, lld, row, rust_object, c_object, folder)
            return native, driver, bool(c_object), link

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            objects, drivers, codes, links = map(sum, zip(*pool.map(check, rows.values())))

    print(f"rustc: {release}: {len(specs)} targets, objects of {objects} compared")
    if clang:
        print(f"clang: {run(clang + ['--version']).stdout.splitlines()[0]}: link lines of {drivers} targets, "
              f"code of {codes} compared")
    else:
        print("clang: not found, skipped (apt-get install clang-22)")
    if lld:
        print(f"lld: {run(lld + ['-flavor', 'gnu', '--version']).stdout.strip()}: {links} targets tried")
    else:
        print("lld: not found, skipped (apt-get install lld-22)")
    if clang and lld:
        for i, (pattern, check_name, reason) in enumerate(EXPLAINED):
            if i not in checker.used:
                print(f"note: no longer needed: {pattern}: {check_name}: {reason}")
    for difference in sorted(checker.differences):
        print("differs: " + difference)
    print(f"{len(rows)} rows, {checker.count} comparisons, {checker.explained} explained differences, "
          f"{len(checker.differences)} differences")
    return 1 if checker.differences else 0


if __name__ == "__main__":
    sys.exit(main())
