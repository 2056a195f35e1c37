"""Signals, locks and temporary files: how a call ends that is interrupted, what it leaves, and which cargo it belongs to.

LINKSHIM_STRESS=N takes the two tests under load N times as far: 10 of them are 20,000 links and 1,000 interrupted calls.
"""

import collections
import contextlib
import fcntl
import os
import random
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

HOST, MUSL, MAC = "x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl", "aarch64-apple-darwin"
STRESS = int(os.environ.get("LINKSHIM_STRESS", "1"))
ENDING = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGPIPE, signal.SIGXCPU, signal.SIGUSR1, signal.SIGALRM]
SOURCE = "int answer(void);\nint main(void) { return answer(); }\n"

# A stand-in for a compiler and for a linker: tells which it is, and for which output.
STAND_IN = r"""#include <string.h>
#include <unistd.h>
int main(int argc, char **argv) {
  char line[4096] = KIND " ";
  for (int i = 1; i + 1 < argc; ++i)
    if (!strcmp(argv[i], "-o")) strncat(line, argv[i + 1], 4000);
  strcat(line, "\n");
  return write(1, line, strlen(line)) < 0;
}
"""


@dataclass
class Place:
    """A folder with sources, a folder for temporary files, and the tools."""
    linkshim: object
    folder: Path

    @property
    def temporary(self) -> Path:
        return self.folder / "tmp"

    def variables(self, **changes) -> dict:
        return {**self.linkshim.environment, "TMPDIR": str(self.temporary), **{name: str(value) for name, value in changes.items()}}

    def start(self, *words, **options) -> subprocess.Popen:
        return subprocess.Popen([str(word) for word in words], cwd=self.folder, env=self.variables(), **options)

    def left(self) -> list[str]:
        return sorted(os.listdir(self.temporary))

    def waitingBuild(self, **options) -> subprocess.Popen:
        """A compile and link whose compiler waits for its source."""
        process = self.start(self.linkshim.linker(f"{HOST}.2.17-cc"), "-x", "c", "-", "-o", "program", stdin=subprocess.PIPE,
                             stderr=subprocess.PIPE, **options)
        soon(lambda: compilers(process.pid))
        time.sleep(0.1)  # the compiler has its signal handlers
        return process


@pytest.fixture
def place(linkshim, tmp_path) -> Place:
    (tmp_path / "tmp").mkdir()
    (tmp_path / "main.c").write_text(SOURCE)
    (tmp_path / "answer.c").write_text("int answer(void) { return 7; }\n")
    return Place(linkshim, tmp_path)


def soon(question, seconds=20):
    """The first answer that is not empty."""
    end = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.01)
    return answer


def compilers(parent: int) -> list[int]:
    """The compilers and linkers that a process has started."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == parent and (
                    Path(os.readlink(folder / "exe")).name.startswith(("clang", "lld"))):
                found.append(int(folder.name))
        except OSError:  # it has ended
            pass
    return found


def isThere(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def asJob(number):
    """What a shell gives a job: nohup and jobs in the background ignore some signals, and that is inherited."""
    return lambda: number != signal.SIGKILL and signal.signal(number, signal.SIG_DFL)


@pytest.mark.parametrize("number", ENDING, ids=lambda number: number.name)
def test_signal(number, place):
    """Sent to linkshim alone: the compiler ends, the folder goes, the status tells the signal."""
    process = place.waitingBuild(preexec_fn=asJob(number))
    compiler = compilers(process.pid)
    assert place.left() != []
    process.send_signal(number)
    assert process.wait(timeout=20) == -number
    assert process.stderr.read() == b""
    assert place.left() == [] and not any(map(isThere, compiler))
    assert not (place.folder / "program").exists() and not list(place.folder.glob("core*"))


def test_killed(place):
    """SIGKILL cannot be seen: the compiler ends all the same, and the next call removes the folder, but no other's."""
    process, other = place.waitingBuild(), place.waitingBuild()
    compiler, folders = compilers(process.pid), place.left()
    assert len(folders) == 2
    process.kill()
    assert process.wait(timeout=20) == -signal.SIGKILL
    soon(lambda: not any(map(isThere, compiler)))
    # What looks like one, and is none of this user's calls.
    strange = {"linkshim-1": Path.mkdir, "linkshim-a-1": Path.mkdir, "linkshim-1-1": Path.touch}
    for name, make in strange.items():
        make(place.temporary / name)
    (place.temporary / "linkshim-2-2").symlink_to(place.folder)
    place.linkshim.run(place.linkshim.linker(f"{HOST}.2.17-cc"), "main.c", "answer.c", "-o", "program", cwd=place.folder,
                       TMPDIR=str(place.temporary))
    mine = [name for name in folders if name.startswith(f"linkshim-{other.pid}-")]
    assert place.left() == sorted([*mine, *strange, "linkshim-2-2"])
    assert (place.folder / "main.c").exists()
    other.communicate(b"int main(void) { return 0; }\n", timeout=20)
    assert other.returncode == 0 and not set(mine) & set(place.left())


def test_reader_that_is_gone(place):
    """`… 2>&1 | head -1`: whoever prints last finds nobody there."""
    cc = place.linkshim.linker(f"{MAC}-cc")
    for _ in range(10):
        place.linkshim.run("bash", "-c", f"{cc} main.c -o program 2>&1 | head -1", cwd=place.folder, TMPDIR=str(place.temporary))
    assert place.left() == []


def ignoreChildren():
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)


def blockAll():
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())


def ignoreMost():
    for number in (signal.SIGPIPE, signal.SIGINT, signal.SIGQUIT, signal.SIGHUP, signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_IGN)


@pytest.mark.parametrize("caller", [ignoreChildren, blockAll, ignoreMost], ids=lambda caller: caller.__name__)
@pytest.mark.parametrize("words", [["main.c", "answer.c"], ["main.c", "answer.c", "-###"], ["-c", "main.c"]], ids=" ".join)
def test_signals_of_the_caller(words, caller, place):
    """However a caller has set its signals, a build is as without."""
    cc = place.linkshim.linker(f"{HOST}.2.17-cc")
    out = ["-o", "out"]
    process = place.start(cc, *words, *out, preexec_fn=caller, stderr=subprocess.PIPE, restore_signals=False)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 0, said
    assert (place.folder / "out").exists() == ("-###" not in words) and place.left() == []


@pytest.mark.parametrize("caller", [blockAll, ignoreMost], ids=lambda caller: caller.__name__)
def test_signals_of_a_step(caller, place):
    """What linkshim starts begins with the signals that linkshim began with; but for SIGCHLD, since it waits for children."""
    script = place.folder / "ld.lld"
    script.write_text("#!/bin/sh\nexec grep -E '^Sig(Blk|Ign)' /proc/self/status\n")
    script.chmod(0o755)
    told = subprocess.run(["grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"], preexec_fn=caller, restore_signals=False,
                          capture_output=True, text=True).stdout
    ofCaller = dict(line.split(":\t") for line in told.splitlines())
    process = subprocess.run([place.linkshim.linker(f"{HOST}.2.17-cc"), "main.c", "-o", "out"], cwd=place.folder, preexec_fn=caller,
                             env=place.variables(LINKSHIM_LLD=script), restore_signals=False, capture_output=True, text=True, timeout=60)
    ofStep = dict(line.split(":\t") for line in process.stdout.splitlines())
    children = 1 << (signal.SIGCHLD - 1)
    assert int(ofStep["SigBlk"], 16) == int(ofCaller["SigBlk"], 16)
    assert int(ofStep["SigIgn"], 16) == int(ofCaller["SigIgn"], 16) & ~children


def test_stopped_and_continued(place):
    """^Z and fg: the build goes on where it was."""
    process = place.waitingBuild(start_new_session=True)
    os.killpg(process.pid, signal.SIGSTOP)  # SIGTSTP has no effect in a session without a terminal
    time.sleep(0.2)
    assert process.poll() is None and place.left() != []
    os.killpg(process.pid, signal.SIGCONT)
    process.communicate(b"int main(void) { return 5; }\n", timeout=60)
    assert process.returncode == 0 and subprocess.run([place.folder / "program"]).returncode == 5
    assert place.left() == []


def test_a_job_of_a_terminal(place):
    """^C reaches linkshim and the compiler at once."""
    process = place.waitingBuild(start_new_session=True, preexec_fn=asJob(signal.SIGINT))
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(timeout=20) == -signal.SIGINT
    assert place.left() == []


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_of_a_build(closed, place):
    """A line so long that it goes by a file, and the files of the cache, take no stream's place."""
    cc = place.linkshim.linker(f"{HOST}.2.17-cc")
    (place.folder / "words").write_text("\n".join(f"-I{place.folder}/{i:0100}" for i in range(2000)))
    result = subprocess.run(["sh", "-c", f'exec "$@" {closed}', "sh", cc, "@words", "-O1", "main.c", "answer.c", "-o", "program"],
                            cwd=place.folder, env=place.variables(LINKSHIM_CACHE_DIR=place.folder / "cache"), capture_output=True, timeout=60)
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
    assert subprocess.run([place.folder / "program"]).returncode == 7 and place.left() == []


def test_link_in_the_place_of_the_cache(place):
    """/tmp/linkshim-UID may be a link that another user made: it is not followed, nor what it leads to changed."""
    trap = place.folder / "trap"
    trap.mkdir()
    (place.temporary / f"linkshim-{os.getuid()}").symlink_to(trap)
    (place.folder / "open").mkdir()
    (place.folder / "open").chmod(0o777)
    words = [place.linkshim.linker(f"{HOST}.2.17-cc"), "-shared", "answer.c", "-o", "out"]
    result = subprocess.run(words, cwd=place.folder, env=place.variables(LINKSHIM_CACHE_DIR=place.folder / "open"), capture_output=True,
                            text=True, timeout=60)
    assert result.returncode == 1 and "the cache folder cannot be written" in result.stderr
    assert os.listdir(trap) == [] and os.listdir(place.folder / "open") == []


@dataclass
class Links:
    """cargo's folders, and stand-ins for the machine's compiler and for the linker that each tell of a call."""
    place: Place

    def lock(self, *parts) -> Path:
        return self.place.folder.joinpath("target", *parts, "debug/.cargo-lock")

    def run(self, name: str, count: int, **changes) -> collections.Counter:
        """`count` links into each of cargo's two folders, sixteen at a time: which program made how many for which folder."""
        outputs = [f"target/{folder}debug/deps/out{i}" for i in range(count) for folder in ("", f"{HOST}/")]
        listed = self.place.folder / "outputs"
        listed.write_text("\n".join(outputs))
        result = subprocess.run(["xargs", "-a", listed, "-P", "16", "-I{}", self.place.folder / "links" / name, "main.o", "-o", "{}"],
                                cwd=self.place.folder, capture_output=True, text=True,
                                env=self.place.variables(PATH=f"{self.place.folder}/machine:/usr/bin:/bin",
                                                         LINKSHIM_LLD=f"{self.place.folder}/ld.lld", **changes))
        assert (result.returncode, result.stderr) == (0, "")
        lines = [line.split() for line in result.stdout.splitlines()]
        assert sorted(path for _, path in lines) == sorted(outputs)
        return collections.Counter((kind, "target" if HOST in path else "host") for kind, path in lines)


@pytest.fixture
def links(linkshim, place) -> Links:
    for folder in ("links", "machine", "target/debug/deps", f"target/{HOST}/debug/deps"):
        (place.folder / folder).mkdir(parents=True)
    for name in ("cc", f"{HOST}-cc", f"{HOST}.2.17-cc"):
        (place.folder / "links" / name).symlink_to(linkshim.program)
    (place.folder / "stand-in.c").write_text(STAND_IN)
    for path, kind in (("machine/cc", "machine"), ("ld.lld", "linkshim")):
        linkshim.run(linkshim.linker(f"{MUSL}-cc"), "-static", "-O1", f'-DKIND="{kind}"', "stand-in.c", "-o", path, cwd=place.folder)
    linkshim.run(linkshim.linker(f"{HOST}.2.17-cc"), "-c", "main.c", "-o", "main.o", cwd=place.folder)
    made = Links(place)
    for parts in ((), (HOST,)):
        made.lock(*parts).touch()
    return made


def held(path: Path, how=fcntl.LOCK_EX):
    file = path.open()
    fcntl.flock(file, how)
    return file


@contextlib.contextmanager
def another(path: Path):
    """A process that did not start these tests holds the lock."""
    with subprocess.Popen(["flock", "--no-fork", path, "sleep", "1000"]) as process:
        soon(lambda: f" {process.pid} " in Path("/proc/locks").read_text())
        try:
            yield
        finally:
            process.kill()


@pytest.mark.long
def test_whose_link(links):
    """Beside `cargo build --target HOST` what is for the machine goes to its compiler; else, and whatever else asks at the
    same time, everything is linkshim's. 2,000 links, and none of them is wrong."""
    count = 100 * STRESS
    wrong = collections.Counter()
    ours = {("linkshim", "host"): count, ("linkshim", "target"): count}
    divided = {("machine", "host"): count, ("linkshim", "target"): count}
    # cargo, an ancestor of the links, builds with --target, by an exclusive lock or a shared one; or it builds without, after
    # one that did, alone or beside another cargo.
    with held(links.lock()):
        for how in fcntl.LOCK_EX, fcntl.LOCK_SH:
            with held(links.lock(HOST), how):
                for name in (f"{HOST}.2.17-cc", f"{HOST}-cc", "cc"):
                    wrong += links.run(name, count) - collections.Counter(divided)
        for name in (f"{HOST}.2.17-cc", "cc"):
            wrong += links.run(name, count) - collections.Counter(ours)
        with another(links.lock(HOST)):
            wrong += links.run(f"{HOST}.2.17-cc", count) - collections.Counter(ours)
    # No cargo is an ancestor, as below a compile server: whoever holds the lock counts.
    with another(links.lock(HOST)):
        wrong += links.run(f"{HOST}.2.17-cc", count) - collections.Counter(divided)
    wrong += links.run(f"{HOST}.2.17-cc", count) - collections.Counter(ours)
    assert wrong == collections.Counter()


@pytest.mark.long
def test_a_probe_takes_no_lock(links):
    """cargo never finds a lock taken because linkshim looks at it."""
    links_running = subprocess.Popen(["sh", "-c", "while :; do links/cc main.o -o target/debug/deps/out >/dev/null; done"],
                                     cwd=links.place.folder, start_new_session=True,
                                     env=links.place.variables(PATH=f"{links.place.folder}/machine:/usr/bin:/bin",
                                                               LINKSHIM_LLD=f"{links.place.folder}/ld.lld"))
    try:
        end = time.monotonic() + 3
        while time.monotonic() < end:
            held(links.lock(HOST), fcntl.LOCK_EX | fcntl.LOCK_NB).close()
    finally:
        os.killpg(links_running.pid, signal.SIGKILL)
        links_running.wait()


@pytest.mark.long
def test_interrupted_at_any_moment(place):
    """Builds and the making of pieces, ended by each signal at random moments: no process and no folder is left, the status
    tells the signal, and a later link is right."""
    chance = random.Random(20)
    numbers = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGPIPE, signal.SIGKILL]
    tools = [place.linkshim.linker(name) for name in (f"{HOST}.2.17-cc", f"{MUSL}-cc")]
    wanted = {}
    for tool in tools:
        place.linkshim.run(tool, "-O1", "main.c", "answer.c", "-o", "wanted", cwd=place.folder, LINKSHIM_CACHE_DIR=str(place.folder / "first"))
        wanted[tool] = (place.folder / "wanted").read_bytes()
    ends = collections.Counter()
    together = 8
    span = 1.0  # seconds in which the signals of a turn are sent: so that half of the calls are still running
    for turn in range(max(100 * STRESS // together, 1)):
        cache = place.folder / f"cache{turn % 3}"
        if turn % 3 == 0:
            subprocess.run(["rm", "-rf", *map(str, place.folder.glob("cache?"))], check=True)
        running = []
        for i in range(together):
            tool, number = tools[i % 2], numbers[(turn + i) % len(numbers)]
            running.append((number, subprocess.Popen(
                [tool, "-O1", "main.c", "answer.c", "-o", f"out{i}"], cwd=place.folder, preexec_fn=asJob(number),
                env=place.variables(LINKSHIM_CACHE_DIR=cache), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)))
        later = sorted(((chance.uniform(0, span), number, process) for number, process in running), key=lambda one: one[0])
        started = time.monotonic()
        for moment, number, process in later:
            time.sleep(max(0.0, started + moment - time.monotonic()))
            process.send_signal(number)
        finished = 0
        for number, process in running:
            status = process.wait(timeout=60)
            assert status in (0, -number), (number, status)
            ends[number.name if status else "finished"] += 1
            finished += not status
        span *= 0.6 if finished > together / 2 else 1.3
    # SIGKILL leaves a folder, which the next call removes.
    for tool in tools:
        place.linkshim.run(tool, "-O1", "main.c", "answer.c", "-o", "out", cwd=place.folder, TMPDIR=str(place.temporary),
                           LINKSHIM_CACHE_DIR=str(cache))
        assert (place.folder / "out").read_bytes() == wanted[tool]
    print(dict(ends))
    assert place.left() == []
    assert sum(ends.values()) - ends["finished"] >= 20  # else nothing was tried
    soon(lambda: not runningIn(place.folder))


def runningIn(folder: Path) -> list[int]:
    """Processes that work in a folder."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and os.readlink(process / "cwd") == str(folder) and isThere(int(process.name)):
                found.append(int(process.name))
        except OSError:
            pass
    return found
