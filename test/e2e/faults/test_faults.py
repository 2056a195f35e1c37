"""What goes wrong around a link: other processes, signals, disks, permissions, missing descriptors. What was made is right,
byte for byte, or there is one error and no file.

docs/promises.md says which test keeps which promise.
"""

import os
import random
import shutil
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from installed import copy_install

GNU, MUSL, MSVC = "x86_64-unknown-linux-gnu", "aarch64-unknown-linux-musl", "x86_64-pc-windows-msvc"
NAMES = {GNU: f"{GNU}.2.17-cc", MUSL: f"{MUSL}-cc", MSVC: f"{MSVC}-cc"}
BOTH = pytest.mark.parametrize("target", [GNU, MUSL])
SOURCE = 'int puts(const char *);\nint main(void) { puts("hello"); return 0; }\n'


@dataclass
class Bench:
    """An object file for each target, and what a link of it is when nothing goes wrong."""
    linkshim: object
    objects: dict
    wanted: dict

    def command(self, target, out) -> list[str]:
        return [str(self.linkshim.linker(NAMES[target])), str(self.objects[target]), "-o", str(out)]

    def variables(self, **changes) -> dict:
        return {**self.linkshim.environment, **{name: str(value) for name, value in changes.items()}}

    def link(self, target, out, **changes) -> subprocess.CompletedProcess:
        return subprocess.run(self.command(target, out), env=self.variables(**changes), capture_output=True, text=True,
                              timeout=60)

    def check(self, target, out, **changes) -> None:
        """A link that must be as if nothing had happened."""
        result = self.link(target, out, **changes)
        assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
        assert Path(out).read_bytes() == self.wanted[target]

    def inSandbox(self, setup: str, target, out, **changes) -> subprocess.CompletedProcess:
        """A link where `setup`, lines of shell, has changed what is mounted."""
        return subprocess.run(["unshare", "--mount", "sh", "-ec", setup + '\nexec "$@"', "sh", *self.command(target, out)],
                              env=self.variables(**changes), capture_output=True, text=True, timeout=60)


@pytest.fixture(scope="module")
def bench(linkshim, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench")
    (folder / "hello.c").write_text(SOURCE)
    bench = Bench(linkshim, {}, {})
    for target, name in NAMES.items():
        if target == MSVC and not (linkshim.program.parents[1] / f"share/linkshim/sysroots/{target}.pack").exists():
            continue  # the tests of the others need no pack
        bench.objects[target] = folder / f"{target}.o"
        linkshim.run(linkshim.linker(name), "-O1", "-c", folder / "hello.c", "-o", bench.objects[target])
        result = bench.link(target, folder / "out")
        assert (result.returncode, result.stderr) == (0, "")
        bench.wanted[target] = (folder / "out").read_bytes()
    return bench


def entries(cache: Path) -> list[str]:
    """What is in a cache folder: one name a set of pieces. The lock with which one call unpacks for all stays beside them."""
    return sorted(name for name in os.listdir(cache) if name != ".lock")


def whole(cache: Path) -> bool:
    """True when nothing half-made is left in a cache folder."""
    return bool(entries(cache)) and not [name for name in entries(cache) if name.startswith(".")]


def oneError(result, *words) -> None:
    """Status 1, and a message of linkshim's with these words in it."""
    assert (result.returncode, result.stdout) == (1, ""), result
    assert result.stderr.startswith("linkshim: error: ") and result.stderr.count("error:") == 1, result.stderr
    assert [word for word in words if word not in result.stderr] == [], result.stderr


@pytest.mark.parametrize("target", [GNU, MUSL, MSVC])
def test_many_links_on_a_cold_cache(target, bench, tmp_path):
    """A hundred at once: all right, all the same, one entry in the cache and nothing beside it."""
    if target not in bench.wanted:
        pytest.skip(f"no pack for {target}: scripts/sysroots {target}")
    cache = tmp_path / "cache"
    running = [subprocess.Popen(bench.command(target, tmp_path / f"out{i}"), env=bench.variables(LINKSHIM_CACHE_DIR=cache),
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for i in range(100)]
    ends = [(process.communicate(timeout=120)[0], process.returncode) for process in running]
    assert ends == [(b"", 0)] * 100
    assert {(tmp_path / f"out{i}").read_bytes() for i in range(100)} == {bench.wanted[target]}
    assert whole(cache) and len(entries(cache)) <= 2  # the target's pieces or its processor's, and its pack where it has one


@BOTH
def test_killed_at_any_moment(target, bench, tmp_path):
    """kill -9 while the cache is being filled, then a link: right every time."""
    chance = random.Random(f"{target} 1")
    started = time.monotonic()
    bench.check(target, tmp_path / "out", LINKSHIM_CACHE_DIR=tmp_path / "cache")
    whole = time.monotonic() - started
    killed = 0
    for i in range(40):
        cache, out = tmp_path / f"cache{i % 4}", tmp_path / f"out{i}"
        shutil.rmtree(cache, ignore_errors=True)
        process = subprocess.Popen(bench.command(target, out), env=bench.variables(LINKSHIM_CACHE_DIR=cache),
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0, whole))
        process.kill()
        killed += process.wait(timeout=60) == -signal.SIGKILL
        bench.check(target, out, LINKSHIM_CACHE_DIR=cache)
    assert killed >= 10  # else nothing was tried


@BOTH
def test_cache_deleted_during_links(target, bench, tmp_path):
    """A link is right, or the linker names a file that is gone; the next one is right."""
    cache, stop = tmp_path / "cache", threading.Event()

    def remove():
        while not stop.is_set():
            shutil.rmtree(cache, ignore_errors=True)
            time.sleep(0.002)
    thread = threading.Thread(target=remove)
    thread.start()
    try:
        for i in range(30):
            out = tmp_path / f"out{i}"
            result = bench.link(target, out, LINKSHIM_CACHE_DIR=cache)
            if result.returncode:
                assert result.returncode == 1 and "error: " in result.stderr and not out.exists(), result
            else:
                assert out.read_bytes() == bench.wanted[target]
    finally:
        stop.set()
        thread.join()
    bench.check(target, tmp_path / "after", LINKSHIM_CACHE_DIR=cache)


def timeSetBack(path):
    before = path.stat()
    path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


DAMAGE = {
    "truncated": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "empty": lambda path: path.write_bytes(b""),
    "a bit": lambda path: path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:]),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"\n"),
    "a bit, and the time set back": lambda path: timeSetBack(path),
    "gone": lambda path: path.unlink(),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "a link to nowhere": lambda path: (path.unlink(), path.symlink_to("/nonexistent")),
}


@BOTH
@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_entry(target, damage, bench, tmp_path):
    """Each file that a link reads, and what tells of them."""
    cache = tmp_path / "cache"
    bench.check(target, tmp_path / "first", LINKSHIM_CACHE_DIR=cache)
    names = {"crt1.o", "Scrt1.o", "crti.o", "libc.so", "libc.so.6", "libc.a", "libc_nonshared.a", "manifest", "stamps"}
    files = [path for path in sorted(cache.rglob("*")) if path.name in names and not path.is_symlink()]
    assert len(files) >= 4
    for path in files:
        DAMAGE[damage](path)
        bench.check(target, tmp_path / "out", LINKSHIM_CACHE_DIR=cache)
    assert whole(cache) and len(entries(cache)) <= 2


@pytest.mark.parametrize("mode", [0o777, 0o775, 0o1777], ids=oct)
def test_cache_that_others_may_write(mode, bench, tmp_path):
    """It is not used, whatever is in it, and the link that makes another says so."""
    cache = tmp_path / "cache"
    cache.mkdir()
    cache.chmod(mode)
    first = bench.link(GNU, tmp_path / "out", LINKSHIM_CACHE_DIR=cache, TMPDIR=tmp_path)
    who = "its group" if mode == 0o775 else "everybody"
    assert (first.returncode, first.stderr) == (
        0, f"linkshim: note: {cache} is not used as the cache: {who} may write it; {tmp_path}/linkshim-{os.getuid()} is\n")
    bench.check(GNU, tmp_path / "out", LINKSHIM_CACHE_DIR=cache, TMPDIR=tmp_path)
    assert entries(cache) == []
    assert whole(*tmp_path.glob("linkshim-*"))


def test_cache_of_another_user(bench, tmp_path):
    cache = tmp_path / "cache"
    cache.mkdir()
    os.chown(cache, 65534, 65534)
    assert "user 65534 owns it" in bench.link(GNU, tmp_path / "out", LINKSHIM_CACHE_DIR=cache, TMPDIR=tmp_path).stderr
    bench.check(GNU, tmp_path / "out", LINKSHIM_CACHE_DIR=cache, TMPDIR=tmp_path)
    assert entries(cache) == []


HOMES = {
    "read-only": ("mount -t tmpfs -o ro none {home}", "{home}"),
    "missing": ("", "{home}/none/at/all"),
    "not set": ("unset HOME", ""),
    "relative": ("", "home"),
    "a file": ("", "/dev/null"),
}


@BOTH
@pytest.mark.parametrize("home", HOMES)
def test_home_that_cannot_be_used(home, target, bench, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "tmp").mkdir(mode=0o700)
    setup, value = (text.replace("{home}", str(tmp_path / "home")) for text in HOMES[home])
    result = bench.inSandbox("unset LINKSHIM_CACHE_DIR XDG_CACHE_HOME\n" + setup, target, tmp_path / "out", HOME=value,
                             TMPDIR=tmp_path / "tmp")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert (tmp_path / "out").read_bytes() == bench.wanted[target]


@BOTH
def test_full_disk(target, bench, tmp_path):
    """A cache on a full disk: the temporary folder serves. That one full as well: one error, no file, nothing left."""
    (tmp_path / "small").mkdir()
    (tmp_path / "kept").mkdir()
    fill = f"mount -t tmpfs -o size=16k,mode=700 none {tmp_path}/small"
    result = bench.inSandbox(fill, target, tmp_path / "out", LINKSHIM_CACHE_DIR=tmp_path / "small/cache", TMPDIR=tmp_path / "kept")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert (tmp_path / "out").read_bytes() == bench.wanted[target]
    (tmp_path / "out").unlink()
    # What is left on the small disk is asked before it is gone with the sandbox.
    look = fill + f'\n"$@"; status=$?; find {tmp_path}/small -mindepth 1 -name ".new*"; exit $status'
    result = bench.inSandbox(look, target, tmp_path / "out", LINKSHIM_CACHE_DIR=tmp_path / "small/cache", TMPDIR=tmp_path / "small")
    oneError(result, "cannot be written", f"{tmp_path}/small/cache", "No space left on device", "LINKSHIM_CACHE_DIR")
    assert not (tmp_path / "out").exists()


@BOTH
def test_no_temporary_folder(target, bench, tmp_path):
    """Nothing can be written but the output's folder: one error. With a cache folder there: a link."""
    # The project, and the test's own folders, may be below /tmp: they are seen elsewhere.
    folder, place = bench.objects[target].parent, "/srv"
    link = folder / NAMES[target]
    link.unlink(missing_ok=True)
    link.symlink_to("/media/bin/linkshim")
    words = [f"/mnt/{link.name}", f"/mnt/{bench.objects[target].name}", "-o", f"{place}/out"]
    setup = (f"mount --bind {bench.linkshim.program.parents[1]} /media\nmount --bind {folder} /mnt\nmount --bind {tmp_path} {place}\n"
             "mount -t tmpfs -o ro none /tmp\n")

    def run(**changes):
        variables = {name: value for name, value in bench.variables(HOME="/nonexistent/home", **changes).items() if value}
        return subprocess.run(["unshare", "--mount", "sh", "-ec", setup + "mount -t tmpfs -o ro none /var/tmp\n" + 'exec "$@"', "sh", *words],
                              env=variables, capture_output=True, text=True, timeout=60)
    broken = run(LINKSHIM_CACHE_DIR="/proc/linkshim")
    oneError(broken, "cannot be written", "/proc/linkshim", "/tmp/linkshim-0", "LINKSHIM_CACHE_DIR")
    assert not (tmp_path / "out").exists()
    result = run(LINKSHIM_CACHE_DIR=f"{place}/cache")
    assert (result.returncode, result.stderr) == (0, "")
    assert (tmp_path / "out").read_bytes() == bench.wanted[target]


@pytest.mark.parametrize("place", ["relative", "link", "chain", "copy", "copy in an odd folder", "program alone", "hard link", "on PATH"])
def test_installs(place, bench, tmp_path):
    """However the program is reached, it finds its share and itself."""
    prefix = bench.linkshim.program.parents[1]
    folder, command = tmp_path, None
    if place in ("copy", "copy in an odd folder"):
        folder = tmp_path / ("copy" if place == "copy" else "a b'c,d\\e")
        copy_install(prefix, folder)
        os.symlink("linkshim", folder / "bin" / NAMES[MUSL])
        command = folder / "bin" / NAMES[MUSL]
    elif place == "relative":
        (tmp_path / NAMES[MUSL]).symlink_to(os.path.relpath(prefix / "bin/linkshim", tmp_path))
        command = f"./{NAMES[MUSL]}"
    elif place == "on PATH":
        (tmp_path / NAMES[MUSL]).symlink_to(prefix / "bin/linkshim")
        command = NAMES[MUSL]
    elif place == "link":
        (tmp_path / NAMES[MUSL]).symlink_to(prefix / "bin/linkshim")
        command = tmp_path / NAMES[MUSL]
    elif place == "chain":
        (tmp_path / "one").symlink_to(prefix / "bin/linkshim")
        (tmp_path / "two").symlink_to("one")
        (tmp_path / NAMES[MUSL]).symlink_to("two")
        command = tmp_path / NAMES[MUSL]
    else:
        shutil.copy(prefix / "bin/linkshim", tmp_path / "first")
        command = tmp_path / NAMES[MUSL]
        (os.rename if place == "program alone" else os.link)(tmp_path / "first", command)
    out = tmp_path / "out"
    # A program by itself has no pack: a link for glibc needs none.
    target = GNU if place in ("program alone", "hard link") else MUSL
    if target == GNU:
        command = Path(command).rename(tmp_path / NAMES[GNU])
    result = subprocess.run([command, bench.objects[target], "-o", out], cwd=tmp_path, capture_output=True, text=True,
                            env=bench.variables(PATH=f"{tmp_path}:{bench.linkshim.environment['PATH']}"), timeout=60)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert out.read_bytes() == bench.wanted[target]
    shutil.rmtree(folder / "share", ignore_errors=True)  # thousands of files, which pytest would keep for some runs


SPELLINGS = ["cc", "gcc", "c++", "g++", "clang", "clang++", "clang-22", "clang-19", "ld", "ld.lld", "lld", "ld64.lld", "rust-lld",
             "wasm-ld", "lld-link", "ar", "llvm-ar", "ld.mold", "mold"]


@pytest.mark.parametrize("how", ["symlink", "hard link", "copy"])
def test_first_on_path_in_all_spellings(how, bench, tmp_path):
    """It never runs itself: the compiler and the linker behind it are found."""
    folder = tmp_path / "bin"
    folder.mkdir()
    put = {"symlink": os.symlink, "hard link": os.link, "copy": shutil.copy}[how]
    original = shutil.copy(bench.linkshim.program, tmp_path / "original") if how == "hard link" else bench.linkshim.program
    for name in SPELLINGS:
        put(original, folder / name)
    (tmp_path / "hello.c").write_text(SOURCE)
    result = subprocess.run([folder / "cc", tmp_path / "hello.c", "-O1", "-o", tmp_path / "out"], capture_output=True, text=True, timeout=60,
                            env=bench.variables(PATH=f"{folder}:{bench.linkshim.environment['PATH']}", LINKSHIM_TARGET=f"{GNU}.2.17",
                                                LINKSHIM_SHARE=bench.linkshim.program.parents[1] / "share/linkshim"))
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert (tmp_path / "out").read_bytes() == bench.wanted[GNU]
    # Nothing else is there: one error, and no process that starts itself for ever.
    alone = subprocess.run([folder / "cc", bench.objects[GNU], "-o", tmp_path / "none"], capture_output=True, text=True, timeout=60,
                           env={"PATH": str(folder), "HOME": "/nonexistent", "LINKSHIM_TARGET": f"{GNU}.2.17", "TMPDIR": str(tmp_path)})
    if alone.returncode == 0:  # a linker in a place that is looked at without PATH
        assert (tmp_path / "none").read_bytes() == bench.wanted[GNU]
    else:
        oneError(alone, "lld")


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("call", ["a link", "a compile and a link"])
def test_linker_that_dies(number, call, bench, tmp_path):
    """Its caller sees the same death; nothing is left in the temporary folder."""
    script = tmp_path / "ld.lld"
    script.write_text(f"#!/bin/sh\nkill -{int(number)} $$\n")
    script.chmod(0o755)
    (tmp_path / "hello.c").write_text(SOURCE)
    (tmp_path / "tmp").mkdir()
    words = bench.command(GNU, tmp_path / "out")
    if call != "a link":
        words[1] = str(tmp_path / "hello.c")
    result = subprocess.run(words, env=bench.variables(LINKSHIM_LLD=script, TMPDIR=tmp_path / "tmp"), capture_output=True, timeout=60)
    assert result.returncode == -number
    assert not (tmp_path / "out").exists()
    assert os.listdir(tmp_path / "tmp") == []


@pytest.mark.parametrize("target", [GNU, MUSL])
def test_few_file_descriptors(target, bench, tmp_path):
    """With too few there is an error and no file; with enough the file is right."""
    good = 0
    for limit in (*range(3, 16), 24):
        out = tmp_path / f"out{limit}"
        result = subprocess.run(["sh", "-c", f'ulimit -n {limit}; exec "$@"', "sh", *bench.command(target, out)], timeout=60,
                                env=bench.variables(LINKSHIM_CACHE_DIR=tmp_path / f"cache{limit}"), capture_output=True, text=True)
        if result.returncode == 0:
            assert out.read_bytes() == bench.wanted[target]
            good += 1
        else:
            assert result.returncode in (1, 126, 127) and not out.exists(), result
    assert good >= 1


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-", ">/dev/full", "2>/dev/full"])
@pytest.mark.parametrize("target", [GNU, MUSL])
def test_closed_streams(closed, target, bench, tmp_path):
    """Files that a link opens do not take the place of a standard stream."""
    for turn in "cold", "warm":
        out = tmp_path / turn
        result = subprocess.run(["sh", "-c", f'exec "$@" {closed}', "sh", *bench.command(target, out)], timeout=60, capture_output=True,
                                text=True, env=bench.variables(LINKSHIM_CACHE_DIR=tmp_path / "cache"))
        assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
        assert out.read_bytes() == bench.wanted[target]


@pytest.mark.parametrize("closed", [">&-", ">/dev/full"])
@pytest.mark.parametrize("words", [["--version"], ["targets"], ["env", GNU], ["doctor", GNU]], ids=lambda words: words[0])
def test_output_that_cannot_be_written(words, closed, bench):
    """The status says so."""
    result = subprocess.run(["sh", "-c", f'exec "$@" {closed}', "sh", bench.linkshim.program, *words], capture_output=True, text=True,
                            env=bench.variables(), timeout=60)
    assert result.returncode != 0


def test_no_memory(linkshim):
    """The program says so, and ends with a status of its own: nothing aborts."""
    size, said = os.path.getsize(linkshim.program) // 1024, 0
    for more in range(500, 4000, 250):
        words = ["sh", "-c", f'ulimit -v {size + more}; exec "$@"', "sh", linkshim.program, "targets", "--json"]
        done = subprocess.run(words, env=linkshim.environment, capture_output=True, text=True)
        if done.returncode == 0:
            break
        assert "terminate" not in done.stderr
        said += (done.returncode, done.stderr) == (1, "linkshim: error: there is no memory left\n  try: ulimit -v unlimited\n")
    assert (done.returncode, said > 0) == (0, True)
