"""Runs the parts of a test run: lanes side by side, the parts of a lane one after the other."""

import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

SAY_EVERY = 15  # seconds


@dataclass(frozen=True)
class Part:
    name: str
    command: list[str]
    needs: tuple[str, ...] = ()   # names of parts that must have gone well
    results: str = ""             # the JUnit file that it writes; without one it counts as one test
    live: bool = False            # what it prints is for the reader, line by line
    nice: int = 0


@dataclass(frozen=True)
class Outcome:
    part: Part
    good: bool
    seconds: float
    processor: float              # seconds that it and all that it started have used
    why: str = ""                 # of what did not run


class Run:
    """`outcomes` holds what has ended, by the names of the parts."""

    def __init__(self, folder: Path, root: Path):
        self.folder, self.root = folder, root
        self.outcomes: dict[str, Outcome] = {}
        self._running: dict[str, tuple[float, subprocess.Popen]] = {}
        self._changed, self._print = threading.Condition(), threading.Lock()
        self._start = self._said = time.monotonic()
        self._ending = False          # interrupted, or all is done

    def log(self, part: Part) -> Path:
        return self.folder / f"{part.name.replace(' ', '-').replace('/', '-')}.log"

    def lanes(self, *lanes: list[Part]) -> bool:
        """Runs them all; true when all went well."""
        parts = [part for lane in lanes for part in lane]
        self._ending = False
        threads = [threading.Thread(target=self._lane, args=(lane,), daemon=True) for lane in lanes]
        try:
            for thread in threads:
                thread.start()
            while any(thread.is_alive() for thread in threads):
                time.sleep(0.2)
                self._say_that_it_is_alive()
        finally:
            self._end_all()
        return all(self.outcomes[part.name].good for part in parts)

    def say(self, text: str) -> None:
        with self._print:
            self._said = time.monotonic()
            seconds = int(self._said - self._start)
            print(f"[{seconds // 60:3}:{seconds % 60:02}] {text}", flush=True)

    def _print_line(self, line: str) -> None:
        with self._print:
            self._said = time.monotonic()
            print(line.rstrip(), flush=True)

    def _lane(self, parts: list[Part]) -> None:
        for part in parts:
            failed = self._wait_for(part.needs)
            if self._ending:
                return
            outcome = Outcome(part, False, 0, 0, f"needs {failed}, which failed") if failed else self._run(part)
            if not outcome.good:
                self.say(f"{part.name}: FAILED{': ' + outcome.why if outcome.why else ''}")
                if not part.live and not failed:
                    self._show_end(part)
            else:
                self.say(f"{part.name}: done, {outcome.seconds:.0f} s")
            with self._changed:
                self.outcomes[part.name] = outcome
                self._changed.notify_all()

    def _wait_for(self, names: tuple[str, ...]) -> str:
        """The name of one that failed, or nothing."""
        with self._changed:
            self._changed.wait_for(lambda: all(name in self.outcomes for name in names))
        return next((name for name in names if not self.outcomes[name].good), "")

    def _run(self, part: Part) -> Outcome:
        start = time.monotonic()
        self.say(f"{part.name}: begins")
        command = (["nice", "-n", str(part.nice)] if part.nice else []) + part.command
        with open(self.log(part), "w") as log:
            process = subprocess.Popen(command, cwd=self.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                       errors="replace", stdin=subprocess.DEVNULL, start_new_session=True)
            with self._changed:
                self._running[part.name] = (start, process)
            for line in process.stdout:
                log.write(line)
                log.flush()
                if part.live and line.strip():
                    self._print_line(line)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        with self._changed:
            del self._running[part.name]
        return Outcome(part, status == 0, time.monotonic() - start, usage.ru_utime + usage.ru_stime)

    def _show_end(self, part: Part) -> None:
        lines = self.log(part).read_text().splitlines()[-60:]
        self.say("\n".join([f"the end of {self.log(part).relative_to(self.root)}:", *(f"    {line}" for line in lines)]))

    def _say_that_it_is_alive(self) -> None:
        if time.monotonic() - self._said < SAY_EVERY:
            return
        with self._changed:
            names = [f"{name} ({time.monotonic() - start:.0f} s)" for name, (start, _) in self._running.items()]
        if names:
            self.say(f"running: {', '.join(names)}")

    def _end_all(self) -> None:
        with self._changed:
            self._ending = True
            for _, process in self._running.values():
                os.killpg(process.pid, signal.SIGTERM)
