"""Records what rustc hands to the linker, for each linked family, into test/golden/captures/NAME.txt.

  scripts/make-data link-captures [NAME...]        all, or only those whose name starts with one of the words

A script that writes down its arguments is named as the linker. Lines with the whole of std come from a std that is built
once into build/e2e (as the end-to-end tests do); for the other targets a program without core reaches the link too.
Needs: rustc-web cargo-web rust-web-src (scripts/install-test-needs), and rustup's rustc for the host's own lines.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import toolchain as rust

ROOT = Path(__file__).resolve().parents[2]
CAPTURES = ROOT / "test/golden/captures"
HOST = rust.HOST

RECORDER = """#!/usr/bin/python3 -I
import json, os, sys
words, files = sys.argv[1:], {}
def note(path):
    if os.path.isfile(path) and path not in files and os.path.getsize(path) < 1 << 22:
        data = open(path, "rb").read()
        text = data.decode("utf-16" if data[:2] in (b"\\xff\\xfe", b"\\xfe\\xff") else "utf-8", "replace")
        if "\\0" not in text and not path.endswith((".o", ".obj", ".rlib", ".so", ".a", ".lib")):
            files[path] = text
for word in words:
    if word.startswith("@"):
        note(word[1:])
    for part in [word, *word.split(","), *word.split("="), *word.split(":", 1)]:
        note(part)
record = {"name": os.path.basename(sys.argv[0]), "words": words, "files": files, "environment": dict(os.environ)}
with open(os.environ["CAPTURE_LINKS_TO"], "w") as out:
    json.dump(record, out)
for at, word in enumerate(words):
    place = words[at + 1] if word == "-o" else word[5:] if word.upper().startswith("/OUT:") else None
    if place:
        open(place, "wb").close()
"""

NO_CORE = """#![feature(no_core, lang_items)]
#![no_core]
#![no_main]
#[lang = "pointee_sized"] pub trait PointeeSized {}
#[lang = "meta_sized"] pub trait MetaSized: PointeeSized {}
#[lang = "sized"] pub trait Sized: MetaSized {}
#[no_mangle] pub extern "C" fn exported() {}
"""
HELLO = 'fn main() { println!("{:?}", std::thread::spawn(|| 1).join()); }\n'
SHARED = '#[no_mangle] pub extern "C" fn exported() -> usize { std::env::args().count() }\n'


@dataclass
class Capture:
    name: str                 # of the file
    target: str
    flags: str = ""
    tool: str = "cc"          # the linker is TARGET-TOOL, TARGET.FLOOR-TOOL, or TOOL alone (bare=True)
    bare: bool = False
    std: bool = False
    shared: bool = False      # a library instead of a program


# Lines with the whole of std: the label in the name, and the target.
GNU = {"linux-gnu-x86_64": HOST, "linux-gnu-aarch64": "aarch64-unknown-linux-gnu"}
MUSL = {"linux-musl-x86_64": "x86_64-unknown-linux-musl", "linux-musl-aarch64": "aarch64-unknown-linux-musl"}
OTHERS = {"windows-gnu": "x86_64-pc-windows-gnu", "windows-gnullvm": "x86_64-pc-windows-gnullvm",
          "macos-aarch64": "aarch64-apple-darwin"}
# Lines without core: a program, and a library.
SMALL = {
    "windows-gnu": "x86_64-pc-windows-gnu", "windows-gnullvm": "x86_64-pc-windows-gnullvm",
    "macos-aarch64": "aarch64-apple-darwin", "windows-gnu-i686": "i686-pc-windows-gnu",
    "windows-gnullvm-aarch64": "aarch64-pc-windows-gnullvm",
    "windows-msvc": "x86_64-pc-windows-msvc", "windows-msvc-aarch64": "aarch64-pc-windows-msvc",
    "macos-x86_64": "x86_64-apple-darwin", "ios": "aarch64-apple-ios", "ios-sim": "aarch64-apple-ios-sim",
    "ios-macabi": "aarch64-apple-ios-macabi", "tvos": "aarch64-apple-tvos", "watchos": "aarch64-apple-watchos",
    "visionos": "aarch64-apple-visionos", "wasm32-unknown": "wasm32-unknown-unknown", "wasip1": "wasm32-wasip1",
    "wasip2": "wasm32-wasip2", "android-aarch64": "aarch64-linux-android",
    "android-armv7": "armv7-linux-androideabi", "freebsd": "x86_64-unknown-freebsd", "netbsd": "x86_64-unknown-netbsd",
    "openbsd": "x86_64-unknown-openbsd", "dragonfly": "x86_64-unknown-dragonfly", "illumos": "x86_64-unknown-illumos",
    "solaris": "x86_64-pc-solaris", "haiku": "x86_64-unknown-haiku", "fuchsia": "aarch64-unknown-fuchsia",
    "linux-gnu-armv7": "armv7-unknown-linux-gnueabihf", "linux-gnu-i686": "i686-unknown-linux-gnu",
    "linux-gnu-riscv64": "riscv64gc-unknown-linux-gnu", "linux-gnu-s390x": "s390x-unknown-linux-gnu",
    "linux-gnu-powerpc64le": "powerpc64le-unknown-linux-gnu", "linux-gnu-loongarch64": "loongarch64-unknown-linux-gnu",
    "linux-musl-riscv64": "riscv64gc-unknown-linux-musl", "linux-musl-armv7": "armv7-unknown-linux-musleabihf",
}
# Arguments that people hand to the linker, all in one line: options of the linker itself, and those of a compiler driver.
# test/e2e/linux/test_link_kinds.py links with each and runs what comes of it.
LINKER_ARGUMENTS = """-Wl,--defsym=one=0x2a -Wl,--defsym,two=42 -Xlinker --defsym=three=42 -Wl,-Map=/src/out/main.map
 -Wl,--version-script=/src/exports.map -Wl,--dynamic-list=/src/list -Wl,--icf=all -Wl,--export-dynamic-symbol=one
 -Wl,-rpath,$ORIGIN/../lib -Wl,-rpath=$ORIGIN/../lib,--enable-new-dtags -Wl,--build-id=sha1 -Wl,--gdb-index
 -Wl,--compress-debug-sections=zlib -Wl,--section-start=.one=0x70000000 -Wl,--threads=1 -Wl,-z,text -Wl,-z,separate-code
 -Wl,-z,noseparate-code -Wl,-z,muldefs -Wl,-z,max-page-size=65536 -Wl,-z,nostart-stop-gc -Wl,-z,noexecstack
 -Wl,-z,stack-size=8388608 -Wl,--allow-multiple-definition -Wl,-Bsymbolic-functions -Wl,--exclude-libs,ALL
 -Wl,--push-state,--as-needed -Wl,--pop-state -Wl,--start-group -lc -Wl,--end-group -Wl,--no-undefined -Wl,-z,defs
 -Wl,--hash-style=gnu -Wl,--no-gc-sections -Wl,--sort-section=alignment -Wl,-O2 -Wl,-u,one -Wl,--undefined=one
 -Wl,--no-rosegment -Wl,--pack-dyn-relocs=none -Wl,--warn-common -Wl,--no-warnings -Wl,--eh-frame-hdr"""
DRIVER_ARGUMENTS = "-fuse-ld=lld -pthread -rdynamic -s -g -O2 -m64 -pipe -Wall -fPIC -static-libgcc"
# rustc makes no library for the first two; for fuchsia it fails itself on a program without core.
NO_LIBRARY = {"watchos", "linux-musl-armv7", "fuchsia"}
# Lines without core: a program alone.
PROGRAMS = {
    "uefi": "x86_64-unknown-uefi", "uefi-aarch64": "aarch64-unknown-uefi", "bare-thumbv7em": "thumbv7em-none-eabihf",
    "bare-riscv32imac": "riscv32imac-unknown-none-elf", "bare-aarch64": "aarch64-unknown-none",
    "bare-x86_64": "x86_64-unknown-none", "hermit": "x86_64-unknown-hermit", "wasm32v1": "wasm32v1-none",
    "msp430": "msp430-none-elf", "bpf": "bpfel-unknown-none", "nto": "aarch64-unknown-nto-qnx710",
    "vxworks": "x86_64-wrs-vxworks", "cygwin": "x86_64-pc-cygwin", "aix": "powerpc64-ibm-aix",
}
# The same by a linker that rustc speaks to itself.
RAW = (
    ("windows-msvc", "x86_64-pc-windows-msvc", "lld-link"), ("uefi", "x86_64-unknown-uefi", "ld"),
    ("bare-thumbv7em", "thumbv7em-none-eabihf", "ld"), ("wasip1", "wasm32-wasip1", "ld"),
    ("bare-riscv32imac", "riscv32imac-unknown-none-elf", "ld"),
    ("wasm32-unknown", "wasm32-unknown-unknown", "ld"), ("wasip2", "wasm32-wasip2", "ld"),
    ("wasm32-unknown", "wasm32-unknown-unknown", "ld.lld"),
    ("bare-thumbv7em", "thumbv7em-none-eabihf", "ld.lld"),
)


def gnu(label: str, target: str) -> list[Capture]:
    """Every way in which rustc calls a linker of a glibc target."""
    lines = {
        "exe-cc": "", "exe-non-pie": "-Crelocation-model=static", "exe-crt-static": "-Ctarget-feature=+crt-static",
        "exe-lto-fat": "-Copt-level=2 -Clto=fat -Cembed-bitcode=yes",
        "exe-lto-thin": "-Copt-level=2 -Clto=thin -Cembed-bitcode=yes",
        "exe-linker-plugin-lto": "-Copt-level=2 -Clinker-plugin-lto",
        "exe-split-packed": "-g -Csplit-debuginfo=packed", "exe-split-unpacked": "-g -Csplit-debuginfo=unpacked",
        "exe-strip-debuginfo": "-g -Cstrip=debuginfo", "exe-strip-symbols": "-Cstrip=symbols",
        "exe-link-args": "-Clink-arg=-Wl,-rpath,$ORIGIN/../lib -Clink-arg=-Wl,--icf=all -Clink-arg=-Xlinker "
                         "-Clink-arg=--defsym=a=1 -lz -Lnative=/src/lib"}
    # What follows the last dot is an extension for rustc, so it sees no -ld behind a floor and speaks cc.
    tools = {"exe-gcc": "gcc", "exe-clang": "clang", "exe-ld": "ld", "exe-floor-ld": ".2.17-ld", "exe-floor-gcc": ".2.17-gcc"}
    return [*(Capture(f"{label}-{name}", target, flags, std=True) for name, flags in lines.items()),
            *(Capture(f"{label}-{name}", target, tool=tool, std=True) for name, tool in tools.items()),
            *(Capture(f"{label}-exe-bare-{tool}", target, tool=tool, bare=True, std=True) for tool in ("cc", "ld")),
            Capture(f"{label}-cdylib", target, "--crate-type=cdylib", std=True, shared=True),
            Capture(f"{label}-dylib", target, "--crate-type=dylib -Cprefer-dynamic", std=True, shared=True)]


def host() -> list[Capture]:
    """What only the host's own std shows: one that cargo builds has no shared form."""
    return [Capture("linux-gnu-x86_64-exe-prefer-dynamic", HOST, "-Cprefer-dynamic", std=True),
            Capture("linux-gnu-x86_64-proc-macro", HOST, "--crate-type=proc-macro", std=True, shared=True),
            Capture("linux-gnu-x86_64-exe-long", HOST, "long", std=True),
            # rustc 1.96 fails itself on a cdylib by a raw linker.
            Capture("linux-gnu-x86_64-cdylib-ld", HOST, "--crate-type=cdylib", tool="ld", std=True, shared=True)]


def musl(label: str, target: str) -> list[Capture]:
    dynamic = "-Ctarget-feature=-crt-static"
    return [Capture(f"{label}-exe-static", target, std=True),
            Capture(f"{label}-exe-static-gcc", target, tool="gcc", std=True),
            Capture(f"{label}-exe-static-ld", target, tool="ld", std=True),
            Capture(f"{label}-exe-static-non-pie", target, "-Crelocation-model=static", std=True),
            Capture(f"{label}-exe-static-not-self-contained", target, "-Clink-self-contained=no", std=True),
            Capture(f"{label}-exe-dynamic", target, dynamic, std=True),
            Capture(f"{label}-exe-linker-plugin-lto", target, "-Copt-level=2 -Clinker-plugin-lto", std=True),
            Capture(f"{label}-exe-lto-fat", target, "-Copt-level=2 -Clto=fat -Cembed-bitcode=yes", std=True),
            Capture(f"{label}-exe-split-packed", target, "-g -Csplit-debuginfo=packed", std=True),
            Capture(f"{label}-exe-strip-symbols", target, "-Cstrip=symbols", std=True),
            Capture(f"{label}-cdylib", target, f"--crate-type=cdylib {dynamic}", std=True, shared=True)]


def handed_on(label: str, target: str) -> list[Capture]:
    """Lines with arguments of people."""
    return [Capture(f"{label}-exe-{name}-arguments", target, " ".join(f"-Clink-arg={word}" for word in words.split()), std=True)
            for name, words in (("linker", LINKER_ARGUMENTS), ("driver", DRIVER_ARGUMENTS))]


def other(label: str, target: str) -> list[Capture]:
    return [Capture(f"{label}-exe", target, std=True),
            Capture(f"{label}-exe-strip-symbols", target, "-Cstrip=symbols", std=True),
            Capture(f"{label}-exe-gcc", target, tool="gcc", std=True),
            Capture(f"{label}-exe-ld", target, tool="ld", std=True),
            Capture(f"{label}-cdylib", target, "--crate-type=cdylib", std=True, shared=True)]


def families() -> list[Capture]:
    """All captures."""
    rows = [row for label, target in GNU.items() for row in gnu(label, target)] + host()
    rows += [row for label, target in MUSL.items() for row in musl(label, target)]
    rows += [row for label, target in (GNU | MUSL).items() for row in handed_on(label, target)]
    rows += [row for label, target in OTHERS.items() for row in other(label, target)]
    rows += [Capture(f"{label}-small-exe", target) for label, target in (SMALL | PROGRAMS).items()]
    rows += [Capture(f"{label}-small-cdylib", target, "--crate-type=cdylib", shared=True)
             for label, target in SMALL.items() if label not in NO_LIBRARY]
    return rows + [Capture(f"{label}-small-exe-{tool}", target, tool=tool) for label, target, tool in RAW]


def rustc_for(capture: Capture, linker: Path, environment: dict) -> rust.Toolchain:
    if not capture.std:
        return rust.distribution(capture.target)
    work = ROOT / "build/e2e"
    work.mkdir(parents=True, exist_ok=True)
    return rust.find(work, capture.target, linker, environment)


def prepare(capture: Capture, folder: Path) -> tuple[Path, dict]:
    """The recorder under the linker's name, and the environment for rustc."""
    for name in ("src", "tmp", "bin"):
        (folder / name).mkdir(parents=True)
    name = capture.target + ("" if capture.tool.startswith(".") else "-") + capture.tool
    linker = folder / "bin" / (capture.tool if capture.bare else name)
    linker.write_text(RECORDER)
    linker.chmod(0o755)
    environment = {**os.environ, "CAPTURE_LINKS_TO": str(folder / "record.json")}
    if capture.std and capture.target.endswith("-windows-gnu"):
        # std's import libraries are made by a program of this name, long before the link.
        dlltool = folder / "dlltool" / f"{capture.target.split('-')[0]}-w64-mingw32-dlltool"
        dlltool.parent.mkdir()
        dlltool.symlink_to("/usr/bin/llvm-dlltool-22")
        environment["PATH"] += f":{dlltool.parent}"
    return linker, environment


def source(capture: Capture) -> str:
    """The program, or the library."""
    if "proc-macro" in capture.flags:
        return ("extern crate proc_macro;\n"
                "#[proc_macro] pub fn same(input: proc_macro::TokenStream) -> proc_macro::TokenStream { input }\n")
    return (SHARED if capture.shared else HELLO) if capture.std else NO_CORE


def flagsOf(capture: Capture, folder: Path) -> list[str]:
    """rustc's flags, those of the capture and what a program without core needs."""
    flags = [word.replace("/src/", f"{folder}/src/") for word in capture.flags.split()]
    if capture.flags == "long":
        # Past the size that the system lets through: an @file.
        flags = [f"@{folder}/flags"]
        lines = [f"-Clink-arg=-L/src/quote's \"{number:05}\" back\\slash {'x' * 200}" for number in range(11000)]
        (folder / "flags").write_text("\n".join(lines) + "\n")
    return flags if capture.std else [*flags, "-Cpanic=abort"]


def asked(rustc: str, option: str) -> str:
    return subprocess.run([rustc, option], capture_output=True, text=True, check=True).stdout.strip()


def record(capture: Capture, scratch: Path) -> tuple[dict, dict, str]:
    """Runs rustc; gives the record, the folders to hide as {path: placeholder}, and rustc's version."""
    folder = scratch / capture.name
    linker, environment = prepare(capture, folder)
    chain = rustc_for(capture, linker, environment)
    (folder / "record.json").unlink(missing_ok=True)
    (folder / "src/main.rs").write_text(source(capture))
    sysroot = chain.sysroot or Path(asked(chain.rustc, "--print=sysroot"))
    command = [chain.rustc, "--edition=2021", "--target", capture.target, *chain.rustc_flags, f"-Clinker={linker}",
               *flagsOf(capture, folder), "--crate-name=main", "--out-dir", str(folder / "src/out"),
               str(folder / "src/main.rs")]
    result = subprocess.run(command, capture_output=True, text=True, cwd=folder / "src",
                            env={**environment, "TMPDIR": str(folder / "tmp"), "RUSTC_BOOTSTRAP": "1"})
    if not (folder / "record.json").exists():
        errors = [line for line in result.stderr.splitlines() if line.startswith("error")]
        raise RuntimeError("rustc did not get to the link: " + "; ".join(errors))
    hidden = {str(folder / "src"): "/src", str(folder / "tmp"): "/tmp", str(folder / "bin"): "/bin", str(sysroot): "/rust"}
    # The distribution keeps the host's own part apart from the std that was built.
    hidden.setdefault("/usr/lib/rustlib", "/rust/lib/rustlib")
    return json.loads((folder / "record.json").read_text()), hidden, asked(chain.rustc, "--version").split()[1]


def anonymous(text: str, hidden: dict) -> str:
    for path in sorted(hidden, key=len, reverse=True):
        text = text.replace(path, hidden[path])
    text = re.sub(r"/rustc[A-Za-z0-9]{6}(?=/|$)", "/rustcXXXXXX", text)
    text = re.sub(r"(?<=/)rmeta[A-Za-z0-9]{6}(?=/|$)", "rmetaXXXXXX", text)
    text = re.sub(r"-[0-9a-f]{16}(?=\.|$|,)", "-0123456789abcdef", text)
    return re.sub(r"\bmain\.[0-9a-z]{20,}(?=[.-])", "main.HASH", text) if "rcgu" in text else text


def line(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")


KEPT = re.compile(r"LC_ALL|VSLANG|LIB|SDKROOT|[A-Z]+_DEPLOYMENT_TARGET|MACOSX_\w+")


def written(capture: Capture, recorded: dict, hidden: dict, version: str) -> str:
    lines = [f"# {capture.name}: {capture.target}, rustc {version}, " + ("with std" if capture.std else "without core"),
             f"# made by scripts/make-data link-captures{'; flags: ' + capture.flags if capture.flags else ''}",
             "# one argument a line; \\\\ and \\n stand for a backslash and a new line; paths and hashes are placeholders",
             "[name]", recorded["name"], "[environment]"]
    path = recorded["environment"].get("PATH", "").split(":")
    shown = [entry for entry in path if "/rustlib/" in entry]
    if shown:
        lines.append("PATH=" + anonymous(":".join(dict.fromkeys(shown)), hidden) + ":…")
    lines += [f"{name}={value}" for name, value in sorted(recorded["environment"].items())
              if KEPT.fullmatch(name) and (name not in os.environ or os.environ[name] != value)]
    lines.append("[arguments]")
    lines += [line(anonymous(word, hidden)) for word in recorded["words"]]
    for name, content in recorded["files"].items():
        lines.append(f"[file {line(anonymous(name, hidden))}]")
        rows = content.splitlines()
        if len(rows) > 400:
            rows = rows[:60] + ["…"] + rows[-60:]
        lines += [anonymous(row, hidden) for row in rows]
    return "\n".join(lines) + "\n"


def main(wanted: list[str]) -> int:
    chosen = [row for row in families() if not wanted or any(row.name.startswith(word) for word in wanted)]
    if not chosen:
        print(f"scripts/make-data link-captures: no family starts with {' or '.join(wanted)}", file=sys.stderr)
        return 1
    CAPTURES.mkdir(parents=True, exist_ok=True)
    failed = 0
    scratch = Path(tempfile.mkdtemp(prefix="link-captures-"))
    try:
        for number, capture in enumerate(chosen, 1):
            try:
                text = written(capture, *record(capture, scratch))
                (CAPTURES / f"{capture.name}.txt").write_text(text)
                state = f"{text.count(chr(10))} lines"
            except (RuntimeError, AssertionError, rust.Unavailable) as error:
                state, failed = f"FAILED: {error}", failed + 1
            print(f"[{number}/{len(chosen)}] {capture.name}: {state}", flush=True)
            shutil.rmtree(scratch / capture.name, ignore_errors=True)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return 1 if failed else 0
