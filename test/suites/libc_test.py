"""The libc crate's own test: what Rust declares of the C library, against the C headers that linkshim brings.

ctest writes a C file and a Rust file of the crate's declarations, which say the size of each type, the value of each constant, the
address of each function; the program compares them. Where nothing here runs a target's programs, the two are compiled and linked.
Where the headers lack a declaration, each such function of the C file is a failure by name.
"""

import functools
import json
import re
import shutil
import subprocess
from pathlib import Path

import sources
from bench import Bench
from layout import ROOT
from model import Case, Failed, Several, Suite

LOCK = ROOT / "test/suites/locks/libc-test.lock"
# A name in ctest's C file is __test_KIND_NAME.
CHECK = re.compile(r"\b__test_\w+(?= ?\()")
# The name that a message of clang's is about.
LACKING = re.compile(r"(?:undeclared identifier|unknown type name|incomplete type|incomplete definition of type|incomplete result type)"
                     r" '(?:struct |enum |union )?(\w+)'")
# The programs; semver compares nothing with C.
TESTS = ["main", "cmsg", "errqueue", "linux-elf", "linux_elf", "linux_fcntl", "linux_if_arp", "linux_ipv6", "linux_strerror_r",
         "linux_termios", "makedev", "sigrt"]
# What the crate's build script defines for a system.
DEFINED = {"linux": ["_GNU_SOURCE", "__GLIBC_USE_DEPRECATED_SCANF"], "apple": ["__APPLE_USE_RFC_3542"], "windows": ["_WIN32_WINNT=0x8000"],
           "freebsd": ["_WITH_CPU_SET_T", "_WITH_GETLINE", "_WANT_FREEBSD11_STAT"]}
# A field of another type is told by `declarations`; the programs still compare the rest.
LENIENT = "-Wno-incompatible-pointer-types -Wno-int-conversion"
RUNNING = ("-linux-", "-windows-")


def workspace(folder: Path) -> Path:
    """The test crate inside the libc crate, whose sources it reads, as in the project's own repository."""
    tree = folder / "-".join(["libc", *(sources.PINS["crates"][name]["version"] for name in ("libc", "libc-test"))])
    if (tree / "ready").exists():
        return tree / "libc-test"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(sources.crate("libc"), tree)
    shutil.copytree(sources.crate("libc-test"), tree / "libc-test")
    manifest = tree / "libc-test/Cargo.toml"
    manifest.write_text((tree / "libc-test/Cargo.toml.orig").read_text() + "\n[workspace]\n")
    shutil.copy(LOCK, tree / "libc-test/Cargo.lock")
    script = tree / "libc-test/build.rs"  # compilers of today warn of more; cfg!(unix) is about the machine that it runs on
    text = script.read_text().replace("#![deny(warnings)]", "").replace("if cfg!(unix) {", 'if !target.contains("windows") {')
    script.write_text(text)
    (tree / "ready").touch()
    return tree / "libc-test"


def build(bench: Bench, target: str, folder: Path, compiler: Path) -> tuple[dict[str, Path], str]:
    """The test programs by name, built in the folder, and what cargo said."""
    bare = target.partition(".")[0]
    name, cc = bare.replace("-", "_"), bench.tool(target, "cc")
    environment = {**bench.environment, f"CC_{name}": str(compiler), f"CFLAGS_{name}": LENIENT, f"AR_{name}": str(bench.tool(target, "ar")),
                   f"CARGO_TARGET_{name.upper()}_LINKER": str(cc), "CARGO_TARGET_DIR": str(folder),
                   "CARGO_PROFILE_DEV_DEBUG": "0", "CARGO_INCREMENTAL": "0"}
    command = ["cargo", "test", "--no-run", "--no-fail-fast", "--locked", "--target", bare, "--message-format=json"]
    done = subprocess.run(command, cwd=workspace(bench.work), env=environment, capture_output=True, text=True)
    messages = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    programs = {message["target"]["name"]: Path(message["executable"]) for message in messages if message.get("executable")}
    return programs, done.stderr


def run_program(program: Path, checks: int, runner: list, environment: dict, folder: Path) -> int:
    """How many checks passed. A program that finds something does not say how many there were: `checks` does."""
    done = subprocess.run([*map(str, runner), str(program)], cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    said = (done.stdout + done.stderr).replace("\r", "")
    if passed := re.search(r"PASSED (\d+) tests|test result: ok\. (\d+) passed", said):
        return int(passed[1] or passed[2])
    wrong = dict(re.findall(r"^bad ([^:\n]*): (.*)$", said, re.M))
    if not wrong:
        raise Failed(f"status {done.returncode}\n{said[-1500:]}", "program")
    raise Several(max(0, checks - len(wrong)), wrong)


def without_missing_headers(cc: Path, lines: list[str], environment: dict, folder: Path) -> tuple[list[str], list[str]]:
    """The lines of a C file without the headers that are not there, and the names of these."""
    missing = []
    for name in dict.fromkeys(match[1] for line in lines if (match := re.match(r"#include <(.*)>", line))):
        (folder / "one.c").write_text(f"#if !__has_include(<{name}>)\n#error\n#endif\n")
        if subprocess.run([cc, "-E", "one.c"], cwd=folder, env=environment, capture_output=True).returncode:
            missing.append(name)
    return ["" if any(line == f"#include <{name}>" for name in missing) else line for line in lines], missing


def written(bench: Bench, target: str, name: str) -> list[str]:
    """The lines of a C file that ctest has written."""
    found = [*(bench.work / f"target-{target}").glob(f"*/debug/build/libc-test-*/out/{name}.c")]
    return found[0].read_text().splitlines() if found else []


def checks_in(lines: list[str]) -> set[str]:
    return set(CHECK.findall("\n".join(lines)))


def check_sources(bench: Bench, target: str, cc: Path, folder: Path) -> int:
    """Compiles ctest's C file alone: a failure for each name that is not declared, or else for each check that is refused."""
    lines = written(bench, target, "main")
    if not lines:
        raise Failed("ctest has written no C file")
    lines, missing = without_missing_headers(cc, lines, bench.environment, folder)
    (folder / "all.c").write_text("\n".join(lines))
    defines = [f"-D{name}" for system, names in DEFINED.items() if system in target for name in names]
    done = subprocess.run([cc, "-w", "-c", "-ferror-limit=0", "-fno-spell-checking", *defines, "all.c"], cwd=folder, env=bench.environment,
                          capture_output=True, text=True)
    failed: dict[str, str] = {}
    wrong = set()
    for line, what in re.findall(r"^all\.c:(\d+):\d+: (?:fatal )?error: (.*)$", done.stderr, re.M):
        check = next((match[-1] for text in reversed(lines[:int(line)]) if (match := CHECK.findall(text))), f"line {line}")
        wrong.add(check)
        lacking = LACKING.search(what)
        failed.setdefault(lacking[1] if lacking else check, what)
    if done.returncode and not failed:
        raise Failed(done.stderr[-1500:])
    passed = len(checks_in(lines) - wrong)
    if failed or missing:
        raise Several(passed, failed | {f"<{name}>": "no such header" for name in missing})
    return passed


def linked(programs: dict, said: str, name: str, folder: Path) -> None:
    if name not in programs:
        raise Failed(said[-1500:], "build")


def other_compiler(bench: Bench, target: str) -> Path | None:
    """Judges exceptions: a compiler with another copy of the C library's headers."""
    if target.endswith("-gnu.2.17"):
        return bench.old_glibc(target)
    return bench.zig(target) if any(word in target for word in ("-musl", "-darwin", "-freebsd")) else None


def judge_program(bench: Bench, target: str, compiler: Path, name: str, run, folder: Path) -> None:
    """The same with a program whose C half the other compiler has compiled; what cargo has built for Rust is used again."""
    shutil.copytree(bench.work / f"target-{target}", folder / "target", symlinks=True)
    programs, said = build(bench, target, folder / "target", compiler)
    linked(programs, said, name, folder)
    if run:
        run(programs[name], folder=folder)


def cases(bench: Bench, target: str) -> list[Case]:
    bench.need_pack(*([] if "freebsd" in target else [target]))
    ours, other = bench.tool(target, "cc"), other_compiler(bench, target)
    programs, said = build(bench, target, bench.work / f"target-{target}", ours)

    def judge(step, *arguments):
        return functools.partial(step, bench, target, other, *arguments) if other else None
    found = [Case("declarations", functools.partial(check_sources, bench, target, ours), judge(check_sources))]
    if not any(word in target for word in RUNNING):
        return [*found, Case("link", functools.partial(linked, programs, said, "main"), judge(judge_program, "main", None))]
    runner, environment = bench.wine(target) if "windows" in target else (bench.runner(target), bench.environment)
    for name, program in sorted(programs.items()):
        if name in TESTS:
            run = functools.partial(run_program, checks=len(checks_in(written(bench, target, name))), runner=runner, environment=environment)
            found.append(Case(name, lambda folder, run=run, program=program: run(program, folder=folder), judge(judge_program, name, run)))
    if "main" not in programs:
        found.append(Case("main", functools.partial(linked, programs, said, "main"), judge(judge_program, "main", None)))
    return found


SUITE = Suite(
    name="libc-test", title="the test of the libc crate: Rust's declarations against our C headers",
    version=sources.PINS["crates"]["libc-test"]["version"],
    targets=("x86_64-unknown-linux-gnu.2.36", "x86_64-unknown-linux-gnu.2.17", "aarch64-unknown-linux-gnu.2.36",
             "x86_64-unknown-linux-musl", "aarch64-unknown-linux-musl", "x86_64-pc-windows-gnu", "aarch64-apple-darwin",
             "x86_64-unknown-freebsd"),
    sample={}, cases=cases)
