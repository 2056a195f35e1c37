"""Compiling many small files quickly, and archives, with the same bytes on every run.

Most of the time of compiling a C library's thousand small files is the start of the compiler. So the driver is asked
once (-###) for the compiler proper's command line, and that is run with many inputs at a time: it writes each object
next to its source. The objects are the same, byte for byte, as those of one driver call a file (--one-by-one).
"""
import os
import pathlib
import shlex
import subprocess
from concurrent.futures import ThreadPoolExecutor

from fetch import llvm
from fetch.pool import PackError

MACH_O = (b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")  # how an object of 64 and of 32 bits begins


def jobs() -> int:
    return len(os.sched_getaffinity(0))


def run(command: list[str], cwd: pathlib.Path, text: str = "") -> str:
    """Runs a command with `text` as its input and returns what it printed to stderr; raises with that when it fails."""
    environment = {k: v for k, v in os.environ.items()
                   if k not in ("CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "LIBRARY_PATH", "SOURCE_DATE_EPOCH")}
    environment["LC_ALL"] = "C"
    done = subprocess.run(command, cwd=cwd, input=text, capture_output=True, text=True, env=environment,
                          errors="replace")
    if done.returncode:
        raise PackError(os.path.basename(command[0]) + " failed\n  in " + str(cwd) + "\n" + done.stderr[:2000])
    return done.stderr


def compilerProper(flags: list[str], source: str, cwd: pathlib.Path) -> list[str]:
    """The command line of the compiler proper for `source`, without its input, its output and their names."""
    text = run([llvm.tool("clang"), *flags, "-c", "-###", source], cwd)
    lines = [shlex.split(line) for line in text.splitlines() if '"-cc1"' in line]
    if len(lines) != 1:
        raise PackError("clang -### answered without one compiler command for " + source)
    command = lines[0]
    for option in ("-o", "-main-file-name", "-dumpdir"):
        if option in command:
            at = command.index(option)
            del command[at:at + 2]
    return [a for a in command if a != source]


class Build:
    """A work folder that holds a copy of the sources, and the objects next to them."""

    def __init__(self, folder: pathlib.Path, flags: list[str], oneByOne: bool = False):
        self.folder, self.flags, self.oneByOne = folder, flags, oneByOne
        self.pool = ThreadPoolExecutor(jobs())

    def compile(self, sources: list[str], extra: list[str] = ()) -> list[str]:
        """Compiles files named relative to the folder; returns the objects' names in the order of `sources`."""
        return self.compileAll([(sources, extra)])

    def compileAll(self, groups: list[tuple[list[str], list[str]]]) -> list[str]:
        """Compiles several lists of files at once, each with further flags of its own."""
        self.finish([job for sources, extra in groups for job in self.started(sources, extra)])
        return [os.path.splitext(s)[0] + ".o" for sources, _ in groups for s in sources]

    def finish(self, work: list) -> None:
        """Waits for jobs that were started."""
        try:
            for job in work:
                job.result()
        except PackError:
            self.pool.shutdown(cancel_futures=True)  # nothing may write once the caller clears the folder
            raise

    def precompiled(self, header: str, extra: list[str]):
        """The job that makes HEADER.pch of a header for sources that are compiled with the same flags."""
        return self.pool.submit(self.one, header, [*extra, "-x", "c++-header"], f"{header}.pch")

    def started(self, sources: list[str], extra: list[str]) -> list:
        """The jobs that compile these files, in the pool's queue."""
        work = []
        for suffix in (".c", ".cpp"):
            batch = [s for s in sources if s.endswith(suffix)]
            if batch and not self.oneByOne:
                command = compilerProper([*self.flags, *extra], batch[0], self.folder)
                parts = min(len(batch), jobs() * 4)
                work += [self.pool.submit(run, command + batch[n::parts], self.folder) for n in range(parts)]
            elif batch:
                work += [self.pool.submit(self.one, s, [*extra]) for s in batch]
        return work + [self.pool.submit(self.one, s, [*extra]) for s in sources if s.endswith((".s", ".S"))]

    def one(self, source: str, extra: list[str], output: str | None = None) -> str:
        """Compiles one file by one driver call."""
        output = output or os.path.splitext(source)[0] + ".o"
        run([llvm.tool("clang"), *self.flags, *extra, "-c", source, "-o", output], self.folder)
        return output

    def archive(self, output: pathlib.Path, objects: list[str]) -> None:
        """A deterministic archive of objects of the folder, in the given order; those in ELF keep no names that only a
        debugger reads."""
        output.unlink(missing_ok=True)
        apple = bool(objects) and (self.folder / objects[0]).read_bytes()[:4] in MACH_O
        run([llvm.tool("llvm-ar"), f"--format={'darwin' if apple else 'gnu'}", "qcsD", str(output), *objects], self.folder)
        if objects and (self.folder / objects[0]).read_bytes().startswith(b"\x7fELF"):
            run([llvm.tool("llvm-objcopy"), "-D", "--strip-unneeded", "--remove-section=.comment", str(output)],
                self.folder)
