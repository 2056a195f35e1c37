"""Counts instructions with callgrind: the same at each run, whatever else the machine does, where a clock is too noisy."""

import re
import shutil
import subprocess

import links
from measure import Command


def count(command: Command) -> int:
    """User-mode instructions of the command, not of programs that it starts. Raises links.Missing."""
    valgrind = shutil.which("valgrind")
    if not valgrind:
        raise links.Missing("valgrind is missing: scripts/install-test-needs")
    command.before()
    words = [valgrind, "--tool=callgrind", "--callgrind-out-file=/dev/null", *command.words]
    done = subprocess.run(words, cwd=command.folder, env=command.environment, capture_output=True, text=True, errors="replace")
    collected = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode or not collected:
        raise links.Missing(f"no count of {command.label}: {done.stderr[-500:]}")
    return int(collected.group(1))


def table(places: links.Places, programs: tuple[str, ...] = ("hello", "ripgrep")) -> tuple[list[str], list[list[str]]]:
    """Head and lines: what planning takes (`-###`: all but the look into the cache and the start of the linker), and the
    linker's own link."""
    lines = []
    for program in programs:
        for arch in links.TARGETS:
            link = links.Link(places, program, arch)
            own, linker = count(link.plan_only()), count(link.direct())
            lines.append([f"{program}/{arch}", f"{own / 1e6:.2f}", f"{linker / 1e6:.0f}", f"{100 * own / linker:.2f} %"])
    return ["link", "linkshim", "rust-lld", "share"], lines
