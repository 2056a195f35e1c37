"""What a suite is: for each target a list of cases, each of which passes, fails, or does not apply."""

import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

TAIL = 1500  # characters of a failure's text that are kept


class Unavailable(Exception):
    """Something that the suite needs is not on this machine, and cannot be fetched; the text names it."""


@dataclass(frozen=True)
class Failed(Exception):
    """Ends a case that does not pass: at which step, and what that printed."""
    text: str
    step: str = ""
    output: str = ""


@dataclass(frozen=True)
class Several(Exception):
    """Ends a case that stands for many checks: how many went well, and the names and texts of those that did not."""
    passed: int
    failed: dict


@dataclass(frozen=True)
class DoesNotApply(Exception):
    """Ends a case that says itself that it is not for such a target or compiler."""
    reason: str


@dataclass(frozen=True)
class Case:
    """`run` gets an empty folder and returns when the case passes: how many checks it was, if more than one. `judge` does the same with another toolchain: an exception
    that says "others fail as well" holds only while it does."""
    name: str
    run: Callable[[Path], int | None]
    judge: Callable[[Path], None] | None = None


@dataclass(frozen=True)
class Suite:
    """`cases(bench, target)` fetches what it needs. `sample` maps a target to the number of cases, spread over all, that CI
    runs."""
    name: str
    title: str
    version: str
    targets: tuple[str, ...]
    sample: dict[str, int]
    cases: Callable
    packs: tuple[str, ...] = field(default=())


def call(command, cwd: Path, seconds: float = 120, environment: dict | None = None, step: str = "") -> str:
    """Runs a command; its standard output and error as text. Raises Failed with both where it ends badly."""
    words = [str(word) for word in command]
    step = step or words[0]
    try:
        done = subprocess.run(words, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=seconds, start_new_session=True)
    except subprocess.TimeoutExpired as error:
        raise Failed(f"{step}: not done within {seconds:.0f} s\n{' '.join(words)}", step, "too slow") from error
    text = done.stdout.decode(errors="replace")
    if done.returncode:
        raise Failed(f"{step}: status {done.returncode}\n{' '.join(words)}\n{text[-TAIL:]}", step, text)
    return text
