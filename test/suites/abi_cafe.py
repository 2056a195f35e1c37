"""abi-cafe: functions that hand values between rustc and our C compiler, every type, either calling the other.

It compiles for the host that rustc names, and runs what it has linked. For another target it gets a rustc that names that one, links
with linkshim, and puts an emulator's call in the place of the program.
"""

import functools
import json
import os
import shutil
import subprocess
from pathlib import Path

import sources
from bench import Bench
from model import Case, Failed, Several, Suite, Unavailable

# Pairs of one compiler with itself, and the conventions that Rust has for itself, say nothing of ours.
WHICH = ["--conventions", "c", "--reprs", "c", "--pairs", "cc_calls_rustc,rustc_calls_cc"]
RUSTC = """#!/bin/sh
# What abi-cafe takes for the host's rustc.
if [ "$1" = -Vv ]; then
  {rustc} -Vv | sed 's/^host: .*/host: {target}/'
  exit
fi
{rustc} -Clinker={linker} "$@" || exit
[ -n "{runner}" ] || exit 0
crate= previous=
for word; do
  case $previous in -o) output=$word;; --crate-type) crate=$word;; esac
  previous=$word
done
[ "$crate" = bin ] || exit 0
mv "$output" "$output.bin"
printf '#!/bin/sh\\nexec {runner} "%s" "$@"\\n' "$(realpath "$output.bin")" > "$output"
chmod +x "$output"
"""


def program(bench: Bench) -> Path:
    """abi-cafe, built once for all targets."""
    folder = bench.work / "build"
    command = ["cargo", "build", "--quiet", "--locked", "--manifest-path", sources.crate("abi-cafe") / "Cargo.toml"]
    environment = {**bench.environment, "CARGO_TARGET_DIR": str(folder), "CARGO_PROFILE_DEV_DEBUG": "0"}
    done = subprocess.run([str(word) for word in command], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise Unavailable(f"abi-cafe cannot be built here:\n{done.stderr[-2000:]}")
    return folder / "debug/abi-cafe"


def write_rustc(bench: Bench, target: str, folder: Path) -> None:
    rustc = shutil.which("rustc")
    bare = target.partition(".")[0]
    if not (Path(subprocess.run([rustc, "--print=sysroot"], capture_output=True, text=True).stdout.strip()) /
            "lib/rustlib" / bare).is_dir():
        raise Unavailable(f"rustc has no standard library for {bare}: rustup target add {bare}")
    folder.mkdir()
    path = folder / "rustc"
    path.write_text(RUSTC.format(rustc=rustc, target=bare, linker=bench.tool(target, "cc"), runner=" ".join(map(str, bench.runner(target)))))
    path.chmod(0o755)


def name_of(key: dict) -> str:
    options = key["options"]
    return f"{key['test']}::{options['convention']}::{options['repr']}::{key['caller']}_calls_{key['callee']}"


def pairs(bench: Bench, target: str, cafe: Path, folder: Path) -> int:
    """Runs all; how many passed."""
    write_rustc(bench, target, folder / "bin")
    bare = target.partition(".")[0].replace("-", "_")
    environment = {**bench.environment, "PATH": f"{folder / 'bin'}{os.pathsep}{bench.environment['PATH']}",
                   f"CC_{bare}": str(bench.tool(target, "cc")), f"AR_{bare}": str(bench.tool(target, "ar"))}
    done = subprocess.run([cafe, "--output-format", "json", *WHICH], cwd=folder, env=environment, capture_output=True, text=True, timeout=3600)
    if not done.stdout.startswith("{"):
        raise Failed(f"status {done.returncode}\n{done.stderr[-1500:]}")
    tests = json.loads(done.stdout)["tests"]
    failed = {name_of(test["key"]): json.dumps({step: value for step, value in test["results"].items() if step not in ("key", "rules")})[-1500:]
              for test in tests if test["conclusion"] in ("failed", "busted")}
    passed = sum(test["conclusion"] == "passed" for test in tests)
    if failed:
        raise Several(passed, failed)
    return passed


def cases(bench: Bench, target: str) -> list[Case]:
    return [Case("all", functools.partial(pairs, bench, target, program(bench)))]


SUITE = Suite(
    name="abi-cafe", title="abi-cafe: rustc and our C compiler call each other", version=sources.PINS["crates"]["abi-cafe"]["version"],
    targets=("x86_64-unknown-linux-gnu.2.17", "aarch64-unknown-linux-gnu.2.17", "x86_64-unknown-linux-musl"),
    sample={}, cases=cases)
