"""rustc, clang and lld as check_triples asks them, and what they make of one row of the table."""
import os
import re
import shlex
import shutil
import struct
import subprocess
import tempfile
from pathlib import Path

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


def release(text):
    """The release in a text, as in 1.95 or rustc 1.99.1: (1, 95)."""
    return tuple(int(x) for x in re.search(r"(\d+)\.(\d+)", text).groups())


def find_compilers():
    """The rustc on PATH, and that of the newest stable toolchain that rustup has where it is another release."""
    found = find_tool("RUSTC", ["rustc"])
    compilers = {release(rust(found, "--version").stdout): found} if found else {}
    names = run(["rustup", "toolchain", "list"]).stdout.split() if shutil.which("rustup") else []
    for name in names:
        path = run(["rustup", "which", "--toolchain", name, "rustc"]).stdout.strip()
        version = rust([path], "--version").stdout if path else ""
        if version and "-" not in version.split()[1] and release(version) > max(compilers, default=(0, 0)):
            compilers[release(version)] = [path]
    ordered = [compilers[key] for key in sorted(compilers)]
    return ordered if len(ordered) < 2 or not found else [found] + [ordered[-1]] * (ordered[-1] is not found)


def find_lld(rustc):
    if os.environ.get("LLD"):
        return shlex.split(os.environ["LLD"])
    sysroot = Path(rust(rustc, "--print", "sysroot").stdout.strip())
    for path in sorted(sysroot.glob("lib/rustlib/*/bin/rust-lld")):
        return [str(path)]
    return find_tool("LLD", ["lld-22", "lld"])


def enumerator(row, field):
    return row[field].split("::")[1]


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
