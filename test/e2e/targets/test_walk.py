"""A program without core for every target that rustc has: linked by linkshim, and what was made is read back.

What is expected comes from the table of targets and from rustc's own specifications, never from the result. Only
rustc's rust-lld is there, and GNU ld for the few targets that lld does not link. Where a link names a file of the
platform in every case, an empty one stands in for it, brought in the way that the target's row names.
"""

import collections
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import objectfacts
import toolchain
from layout import ROOT

HEAD = """#![feature(no_core, lang_items)]
#![allow(internal_features)]
#![no_core]
#![no_main]
#[lang = "pointee_sized"] pub trait PointeeSized {}
#[lang = "meta_sized"] pub trait MetaSized: PointeeSized {}
#[lang = "sized"] pub trait Sized: MetaSized {}
"""
PREFIX = Path(os.environ.get("LINKSHIM_PREFIX", ROOT / "build/install")).resolve()
ROWS = {row["triple"]: row for row in
        json.loads(subprocess.run([PREFIX / "bin/linkshim", "targets", "--json"], capture_output=True, text=True).stdout or "[]")}
OLDEST = ROWS["x86_64-unknown-linux-gnu"]["rustFirst"] if ROWS else ""  # the first release that the table is of
CPU = {"avr-none": "atmega328p", "amdgcn-amd-amdhsa": "gfx906"}
FLAGS = {
    # std brings the sanitizer's runtime, and is not there
    **{f"x86_64-unknown-linux-gnu{name}": ["-Zexternal-clangrt", "-Clink-arg=-Wl,--unresolved-symbols=ignore-all"]
       for name in ("asan", "msan", "tsan")},
    "amdgcn-amd-amdhsa": ["--crate-type=cdylib"],  # it has no other programs
    "arm64ec-pc-windows-msvc": ["-Clink-arg=/ALTERNATENAME:__os_arm64x_dispatch_ret=__ImageBase"],  # the C library's
    "x86_64-unknown-l4re-uclibc": ["-Clinker-flavor=gcc"],  # rustc's choice ends in an assertion
    "x86_64-pc-cygwin": ["-Clink-arg=-nostartfiles"],
}

# What linkers say of programs with so little in them; rustc shows it from 1.96 on.
OF_SMALL_PROGRAMS = re.compile("cannot find entry symbol|linking abicalls code|EC version of '_load_config_used'|-z ignore ignored")

# Targets for which rustc itself ends before the link, or writes an object that lld does not read, by what is said.
RUSTC_ENDS = {
    **{f"arm64e-apple-{system}": "INVALID relocation has invalid width" for system in ("darwin", "ios", "tvos")},
    **{f"xtensa-{chip}-{system}": "differs from LLVM target's" for chip in ("esp32", "esp32s2", "esp32s3")
       for system in ("none-elf", "espidf")},
}
# Files of the platform that rustc names in every link, by target: empty ones stand in for them.
STAND_INS = {
    **{f"{arch}-unknown-fuchsia": ["lib/Scrt1.o"] for arch in ("aarch64", "riscv64gc", "x86_64")},
    **{t: ["usr/lib/libc.a", "usr/lib/libssp.a"] for t in ("aarch64-unknown-illumos", "x86_64-unknown-illumos")},
    **{f"{arch}-uwp-windows-msvc": [f"sdk/lib/um/{folder}/mincore.lib"] for arch, folder in
       {"aarch64": "aarch64", "i686": "x86", "thumbv7a": "aarch", "x86_64": "x86_64"}.items()},
    "arm64ec-pc-windows-msvc": ["crt/lib/aarch64/softintrin.lib"],
    "wasm32-wali-linux-musl": ["lib/crt1-command.o"],
    # rustc 1.99 names the start files without a folder.
    **{f"{arch}-unknown-l4re-uclibc": ["lib/libc.a", "lib/libgcc_eh.a", *(
        f"{place}/crt{end}.o" for end in ("1.s", "i", "beginS", "endS", "n") for place in ("lib", ".."))]
       for arch in ("aarch64", "x86_64")},
    "x86_64-pc-cygwin": [f"lib/lib{name}.a" for name in ("cygwin", "gcc", "gcc_s", "kernel32", "user32")],
}
# wasi-libc's start files stand in where no pack has them; sysroots are what other tests are for.
WASI = {"wasm32-wasip1", "wasm32-wasip1-threads", "wasm32-wasip2", "wasm32-wasip3"}

# What rustc names in every link for MinGW; with the packs there are other tests.
MINGW = """advapi32 gcc gcc_eh kernel32 mingw32 mingwex moldname msvcrt pthread runtimeobject shell32 synchronization ucrt
 user32 vcruntime140_app windowsapp winstorecompat""".split()
UNWINDER = ("__register_frame_info", "__deregister_frame_info")  # rsbegin.o of an installed std calls them

EM = {"arm": 40, "riscv": 243, "mips": 8, "ppc64": 21, "loongarch": 258}
MIPS_ARCH = {"mips32": 0x70000000, "mips32r2": 0x70000000, "mips32r6": 0x90000000, "mips64r2": 0x80000000, "mips64r6": 0xA0000000, "mips2": 0x10000000}


def rustc_path(which: str) -> str:
    """The compiler by default, or that of the newest stable toolchain."""
    if which == "newest":
        return str(toolchain.newest() / "rustc")
    return toolchain.rustup_program("rustc") if shutil.which("rustup") else shutil.which("rustc") or "/usr/bin/rustc"


def has_start_files(row: dict) -> bool:
    """linkshim brings them, and a C library."""
    return row["startFiles"] in ("glibc", "musl") and bool(row["glibcAbi"] or row["muslArch"]) or bool(row["stubAbi"])


def entry_of(row: dict) -> str:
    """The symbol that a program has to define to begin somewhere."""
    if has_start_files(row) or row["format"] == "Mach-O":
        return "main"
    if row["format"] == "COFF" and not row["entry"]:
        return "mainCRTStartup"
    return row["entry"] or ("__start" if row["arch"].startswith("mips") else "_start")


def source_of(row: dict, static: bool) -> str:
    own = has_start_files(row)
    name = ("__start" if row["arch"].startswith("mips") else "_start") if static else entry_of(row)
    text = HEAD + f'#[no_mangle] pub extern "C" fn {name}() {{}}\n'
    if row["startFiles"] == "mingw":
        text += "".join(f'#[no_mangle] pub extern "C" fn {call}() {{}}\n' for call in UNWINDER)
    if row["environment"] == "p3":  # its C library has the threads' storage, from rustc 1.99 on
        text += "".join(f'#[no_mangle] pub extern "C" fn {call}\n' for call in
                        ("__wasm_set_tls_base(_: i32) {}", "__wasm_get_tls_base() -> i32 { 0 }"))
    return text + ('#[link(name = "c")] extern "C" {}\n' if own and not static else "")


def is_linked(spec: dict) -> bool:
    """rustc makes programs or shared libraries of it; else only archives, which are not linked."""
    return spec.get("executables", True) or spec.get("dynamic-linking", False)


class Walk:
    """Compiles and links for the targets that are asked for; results stay for all tests."""

    def __init__(self, work: Path, linkshim, which: str):
        self.rustc, self.work, self.linkshim, self.newest = rustc_path(which), work / f"walk-{which}", linkshim, which == "newest"
        shutil.rmtree(self.work, ignore_errors=True)
        programs = self.work / "programs"
        programs.mkdir(parents=True)
        for row in ROWS.values():  # GNU ld, for what lld does not link, is all that PATH has
            for name in {f"{row['gnu'] or row['triple']}-ld", f"{row['binutils']}-ld"}:
                if not row["lld"] and (path := shutil.which(name)) and not (programs / name).exists():
                    (programs / name).symlink_to(path)
        self.environment = {**{k: linkshim.environment[k] for k in ("HOME", "LINKSHIM_CACHE_DIR", "LANG")},
                            "PATH": str(programs), "RUSTC_BOOTSTRAP": "1"}
        specs = subprocess.run([self.rustc, "-Zunstable-options", "--print=all-target-specs-json"], capture_output=True,
                               text=True, check=True, env=self.environment).stdout
        self.specs = json.loads(specs)
        self.results = {}

    def object(self, target: str, folder: Path) -> Path:
        """An object file with nothing in it."""
        (folder / "empty.rs").write_text(HEAD.replace("#![no_main]\n", ""))
        subprocess.run([self.rustc, "--target", target, "--crate-type=lib", "--emit=obj", "-Cpanic=abort", "-o", folder / "empty.o",
                        folder / "empty.rs"], check=True, capture_output=True, env=self.environment)
        return folder / "empty.o"

    def stand_ins(self, target: str, folder: Path) -> dict:
        names = STAND_INS.get(target, [])
        for name in names:
            path = folder / "root" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.object(target, folder).read_bytes() if name.endswith(".o") else b"!<arch>\n")
        needs = ROWS[target]["needs"]
        variable = f"LINKSHIM_SYSROOT_{re.sub('[-.]', '_', target)}" if needs == "LINKSHIM_SYSROOT" else needs
        return {variable: str(folder / "root")} if names else {}

    def link(self, target: str, static: bool = False) -> tuple[subprocess.CompletedProcess, Path]:
        row, folder = ROWS[target], self.work / (target + (".static" if static else ""))
        folder.mkdir()
        (folder / "main.rs").write_text(source_of(row, static))
        out = folder / ("out.exe" if (row["format"], row["dialect"]) == ("COFF", "gnu-cc") else "out")
        flags = [*FLAGS.get(target, []), *([f"-Ctarget-cpu={CPU[target]}"] if target in CPU else [])]
        if row["environment"] == "msvc":
            flags.append("-Clink-arg=/SUBSYSTEM:CONSOLE")  # lld would go by the C library's main
        if row["startFiles"] == "musl":
            flags.append(f"-Ctarget-feature={'+' if static else '-'}crt-static")
        if row["startFiles"] == "user" and row["dialect"] == "gnu-cc" and target not in STAND_INS:
            flags.append("-Clink-arg=-nostartfiles")  # the platform, whose start files these are, is not there
        if static:
            flags += ["-Clink-self-contained=no", "-Clink-arg=-nostartfiles"]
        environment = {**self.environment, **self.stand_ins(target, folder)}
        if row["startFiles"] == "mingw":
            for name in MINGW:
                (folder / f"lib{name}.a").write_bytes(b"!<arch>\n")
            flags += [f"-L{folder}", "-Clink-arg=-nostartfiles"]
        if target in WASI:
            self.object(target, folder).rename(folder / "crt1-command.o")
            flags += [f"-L{folder}", "-Clink-self-contained=no"]
        command = [self.rustc, "--edition=2021", "--target", target, "-Cpanic=abort", f"-Clinker={self.linkshim.linker(target + '-cc')}",
                   *flags, "-o", out, folder / "main.rs"]
        return subprocess.run([str(w) for w in command], capture_output=True, text=True, env=environment, cwd=folder), out

    def made_for(self, target: str):
        """How rustc ended for the target, and what its program says of itself."""
        if target not in self.results:
            self.results[target] = self._make(target)
        return self.results[target]

    def _make(self, target: str):
        result, out = self.link(target)
        facts = objectfacts.read(out) if result.returncode == 0 and is_linked(self.specs.get(target, {})) else {}
        if result.returncode == 0 and ROWS[target]["startFiles"] == "musl" and ROWS[target]["muslArch"]:
            static, path = self.link(target, static=True)
            facts["static"] = objectfacts.read(path) if static.returncode == 0 else static.stderr
        return result, facts

    def all(self) -> dict:
        return {target: self.made_for(target) for target in ROWS if target in self.specs}


@pytest.fixture(scope="session", params=["default", "newest"])
def walk(request, work, linkshim) -> Walk:
    try:
        return Walk(work, linkshim, request.param)
    except toolchain.Unavailable as error:
        pytest.skip(str(error))


def elf_flags(row: dict, spec: dict) -> tuple[int, int] | None:
    """The ABI's bits of e_flags, as the ABI's documents have them, and the mask of those bits."""
    features, abi = spec.get("features", "").split(","), spec.get("llvm-abiname", "")
    if row["machine"] == EM["arm"]:
        hard = 0x400 if spec.get("llvm-floatabi") == "hard" else 0x200
        be8 = 0x800000 if row["dialect"] == "gnu-cc" and "--be8" in row["linkFlags"] else 0  # rustc's choice elsewhere
        return 0x5000000 | hard | be8, 0xFF800600
    if row["machine"] == EM["riscv"]:
        letter = abi.removeprefix("ilp32").removeprefix("lp64")
        return {"": 0, "f": 2, "d": 4, "e": 8}[letter] | ("+c" in features or "+rva23u64" in features), 0xF
    if row["machine"] == EM["ppc64"]:
        return {"elfv1": 1, "elfv2": 2}[abi or row["abi"]], 3
    if row["machine"] == EM["loongarch"]:
        return 0x40 | {"s": 1, "f": 2, "d": 3}[abi[-1]], 0xC7
    if row["machine"] == EM["mips"]:
        arch = MIPS_ARCH.get(spec.get("cpu", ""), 0)
        nan = 0x400 if "r6" in spec.get("cpu", "") else 0
        return arch | nan | (0x1000 if row["pointerBits"] == 32 else 0), 0xF000F400
    return None


def entry_symbol(row: dict, facts: dict) -> str:
    """Of start files of ours, or the program's own; MIPS linkers begin at __start."""
    names = [row["entry"]] if row["entry"] else ["__start", "_start"]
    return next((n for n in names if n in facts["addresses"]), names[-1])


def expect_elf(row: dict, spec: dict, facts: dict) -> dict:
    static = row["crtStatic"] and row["startFiles"] != "musl"  # musl's rows are linked both ways
    static |= row["triple"] == "x86_64-pc-solaris"  # rustc names no library for a program without std
    static |= not row["lld"] and not row["pie"] and not has_start_files(row)  # GNU ld writes a loader only where a library is needed
    expected = {"format": "ELF", "machine": row["machine"], "bits": 64 if row["pointerBits"] == 64 else 32, "endian": row["endian"],
                "interpreter": row["interpreter"] if row["startFiles"] != "none" and not static else ""}
    if flags := elf_flags(row, spec):
        expected["flags"] = flags[0]
    return expected


def check_elf(row: dict, spec: dict, facts: dict) -> None:
    expected = expect_elf(row, spec, facts)
    seen = {name: facts[name] for name in expected}
    if "flags" in expected:
        seen["flags"] &= elf_flags(row, spec)[1]
    assert seen == expected
    assert facts["type"] in ("Executable", "SharedObject")
    start = entry_symbol(row, facts)
    address = facts["addresses"].get(start)
    if address is not None and spec.get("executables", True):
        assert facts["entry"] == address, start


PE_SUBSYSTEMS = {"uefi": "IMAGE_SUBSYSTEM_EFI_APPLICATION"}
PLATFORMS = {"mac-catalyst": "macCatalyst", "xros": "xros", "xros-simulator": "xrosSimulator"}


def expect(row: dict, spec: dict, facts: dict) -> dict:
    if row["format"] == "COFF":
        return {"format": "COFF", "machine": 0x8664 if row["machine"] == 0xA641 else row["machine"], "bits": row["pointerBits"],
                "subsystem": PE_SUBSYSTEMS.get(row["system"], "IMAGE_SUBSYSTEM_WINDOWS_CUI")}
    if row["format"] == "Mach-O":
        wide = {64: 0x1000000, 32: 0x2000000 if row["arch"] == "aarch64" else 0}[row["pointerBits"]]
        return {"format": "Mach-O", "machine": row["machine"] | wide, "type": "Executable"}
    component = row["otherLinker"] == "wasm-component-ld"
    return {"format": "WebAssembly", "version": 0xD if component else 1, "layer": 1 if component else 0}


def linkable(row: dict) -> bool:
    """Its linker is here: lld always is, with what comes with Rust."""
    if row["linker"] == "GNU ld":
        return any(shutil.which(f"{name}-ld") for name in (row["gnu"] or row["triple"], row["binutils"]))
    return row["linker"] == "rust-lld" or bool(row["linker"]) and bool(shutil.which(row["linker"]))


@pytest.mark.long(walk="newest")
@pytest.mark.parametrize("target", ROWS)
def test_target(walk, target):
    row = ROWS[target]
    if target not in walk.specs:
        assert row["rustFirst"] != OLDEST or row["rustLast"], "the table says which compilers have it"
        pytest.skip("this rustc does not have the target")
    result, facts = walk.made_for(target)
    if target in RUSTC_ENDS and not (target.startswith("xtensa-") and walk.newest):  # an LLVM later it does not
        assert result.returncode != 0 and RUSTC_ENDS[target] in result.stderr
        return
    if not is_linked(walk.specs[target]):
        assert (walk.work / target / "out").read_bytes().startswith(b"!<arch>\n")
        return
    if not linkable(row):
        assert result.returncode != 0
        errors = re.findall(r"linkshim: error: (.*)", result.stderr)
        assert len(errors) == 1 and "try: " in result.stderr, result.stderr
        return
    assert result.returncode == 0, result.stderr
    said = [line for line in result.stderr.splitlines() if not OF_SMALL_PROGRAMS.search(line)]
    assert not re.search(r"lld: warning|ld: warning|linker stderr", "\n".join(said)), result.stderr
    if row["format"] == "ELF":
        check_elf(row, walk.specs[target], facts)
        if static := facts.get("static"):
            assert isinstance(static, dict), static
            assert (static["machine"], static["interpreter"], static["needed"]) == (row["machine"], "", [])
    else:
        expected = expect(row, walk.specs[target], facts)
        assert {name: facts[name] for name in expected} == expected


@pytest.mark.long(walk="newest")
def test_counts(walk):
    """What the table says of each target's linker is so; the README's counts are the table's."""
    results = walk.all()
    linked = {t for t, (result, facts) in results.items() if result.returncode == 0 and facts}
    known = {t for t in results if t in walk.specs}
    assert linked == {t for t in known if linkable(ROWS[t])}
    assert {t for t in known if ROWS[t]["unlinked"]} == {t for t in known if not ROWS[t]["linker"]}
    assert {t for t in known if t in RUSTC_ENDS or not is_linked(walk.specs[t])} <= {t for t in known if ROWS[t]["unlinked"]}
    by = collections.Counter(ROWS[t]["linker"] or "none" for t in ROWS)
    print(f"{len(linked)} of {len(results)} targets are linked here; by linker: {dict(by)}")
