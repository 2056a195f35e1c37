"""Runs commands and measures what they cost: CPU seconds, wall clock, peak memory, each with the processes below."""

import gc
import os
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable


class Failed(Exception):
    """A command that was to be measured did not succeed; the text is its command and its output."""


@dataclass(frozen=True)
class Command:
    """What is run: the same again at every call. `before` is run first and is not measured."""
    label: str
    words: tuple[str, ...]
    environment: dict
    folder: Path
    before: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Sample:
    cpu: float      # seconds, user and system, of the process and of all below it that ended
    wall: float     # seconds
    peak: int       # bytes, of the largest of the processes; never less than this program's own


@dataclass(frozen=True)
class Pairs:
    a: list[Sample]
    b: list[Sample]

    def ratios(self) -> list[float]:
        return [a.cpu / b.cpu for a, b in zip(self.a, self.b)]

    def median(self, side: str, what: str) -> float:
        return statistics.median(getattr(sample, what) for sample in getattr(self, side))

    def difference(self, what: str) -> float:
        """The median over the pairs of A minus B."""
        return statistics.median(getattr(a, what) - getattr(b, what) for a, b in zip(self.a, self.b))


def run(command: Command, log: Path, times: int = 1) -> Sample:
    """Runs the command `times` times; CPU and wall clock are of one run, on average. Raises Failed."""
    command.before()
    os.chdir(command.folder)
    actions = [(os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
               (os.POSIX_SPAWN_OPEN, 1, str(log), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
               (os.POSIX_SPAWN_DUP2, 1, 2)]
    cpu, peak = 0.0, 0
    start = time.perf_counter()
    for _ in range(times):
        process = os.posix_spawn(command.words[0], command.words, command.environment, file_actions=actions)
        _, status, usage = os.wait4(process, 0)
        if status:
            text = log.read_text(errors="replace")[-3000:]
            raise Failed(f"{' '.join(command.words)[:300]}\nexit status {os.waitstatus_to_exitcode(status)}\n{text}")
        cpu += usage.ru_utime + usage.ru_stime
        peak = max(peak, usage.ru_maxrss * 1024)
    return Sample(cpu / times, (time.perf_counter() - start) / times, peak)


def rounds(commands: list[Command], count: int, log: Path, times: int = 1) -> list[list[Sample]]:
    """Runs all commands in turn, `count` times, every second time in the other order, so that what else the machine
    does falls on all of them. One run of each goes before and is not counted. The samples of a round are in the order
    of the commands."""
    for command in commands:
        run(command, log)
    gc.collect()
    result = []
    for i in range(count):
        order = list(range(len(commands)))[::-1 if i % 2 else 1]
        samples = {index: run(commands[index], log, times) for index in order}
        result.append([samples[index] for index in range(len(commands))])
    return result


def pairs(a: Command, b: Command, count: int, log: Path, times: int = 1) -> Pairs:
    """A and B by turns."""
    samples = rounds([a, b], count, log, times)
    return Pairs([first for first, _ in samples], [second for _, second in samples])
