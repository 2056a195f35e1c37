"""C through the shim: compile, compile and link, shared libraries, and a crate with C in it by way of cc-rs."""

import signal
import subprocess
import time

import pytest

import elf
import running

MUSL = ["aarch64-unknown-linux-musl", "x86_64-unknown-linux-musl"]
MAIN = """#include <stdio.h>
int twice(int);
int main(int count, char **words) { printf("%s %d\\n", words[1], twice(21)); return count - 2; }
"""
TWICE = "int twice(int n) { return n * 2; }\n"


@pytest.fixture
def sources(tmp_path):
    (tmp_path / "main.c").write_text(MAIN)
    (tmp_path / "twice.c").write_text(TWICE)
    return tmp_path


def execute(program, target):
    try:
        return running.run(program, "answer", arch=target.split("-")[0])
    except running.Unavailable as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("target", MUSL)
def test_static_program(linkshim, sources, target):
    """Objects first, then the link; and both in one call. Nothing is said, and nothing is left over."""
    cc = linkshim.linker(f"{target}-cc")
    temporary = sources / "temporary"
    temporary.mkdir()
    calls = [["-O2", "-Werror", "-c", "main.c"], ["-c", "twice.c"], ["-static", "main.o", "twice.o", "-o", "apart"],
             ["-static", "-MD", "main.c", "twice.o", "-o", "at-once"]]
    for call in calls:
        result = linkshim.run(cc, *call, cwd=sources, TMPDIR=str(temporary))
        assert (result.stdout, result.stderr) == ("", ""), call
    for name in "apart", "at-once":
        result = execute(sources / name, target)
        assert (result.returncode, result.stdout, result.stderr) == (0, "answer 42\n", "")
    assert (sources / "at-once.d").read_text().split()[:2] == ["at-once:", "main.c"]
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("target", MUSL)
def test_shared_library(linkshim, sources, target):
    cc = linkshim.linker(f"{target}-cc")
    linkshim.run(cc, "-shared", "-fPIC", "-Wl,-soname,libtwice.so.1", "twice.c", "-o", "libtwice.so", cwd=sources)
    linkshim.run(cc, "main.c", "-L.", "-ltwice", "-o", "program", cwd=sources)
    library, program = elf.read(sources / "libtwice.so"), elf.read(sources / "program")
    assert library.machine == program.machine == target.split("-")[0]
    assert "libtwice.so.1" in program.needed and "libc.so" in program.needed


def test_shared_library_runs(linkshim, tmp_path, glibc_tree):
    """For glibc, with the headers left out: the program declares what it calls."""
    target = "aarch64-unknown-linux-gnu"
    (tmp_path / "main.c").write_text(MAIN.replace("#include <stdio.h>", "int printf(const char *, ...);"))
    (tmp_path / "twice.c").write_text(TWICE)
    cc = linkshim.linker(f"{target}.2.17-cc")
    linkshim.run(cc, "-shared", "-fPIC", "twice.c", "-o", "libtwice.so", cwd=tmp_path)
    linkshim.run(cc, "main.c", "-L.", "-ltwice", "-o", "program", cwd=tmp_path)
    try:
        result = running.run(tmp_path / "program", "answer", arch="aarch64", tree=glibc_tree("2.17", "aarch64"),
                             libraries=(tmp_path,))
    except running.Unavailable as error:
        pytest.skip(str(error))
    assert (result.returncode, result.stdout, result.stderr) == (0, "answer 42\n", "")


def test_failing_step(linkshim, sources):
    """The status is the compiler's, no link follows, and the temporary folder goes."""
    (sources / "bad.c").write_text("int x = ;\n")
    temporary = sources / "temporary"
    temporary.mkdir()
    result = linkshim.run(linkshim.linker(f"{MUSL[0]}-cc"), "main.c", "bad.c", "-o", "program", cwd=sources,
                          check=False, TMPDIR=str(temporary))
    assert result.returncode == 1
    assert "bad.c:1:9: error" in result.stderr
    assert not (sources / "program").exists()
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signal(linkshim, sources, number):
    """Killed while the compiler waits for its input: the same signal ends both, and the folder goes."""
    temporary = sources / "temporary"
    temporary.mkdir()
    process = subprocess.Popen([linkshim.linker(f"{MUSL[0]}-cc"), "-x", "c", "-", "-o", "program"], cwd=sources,
                               env={**linkshim.environment, "TMPDIR": str(temporary)}, stdin=subprocess.PIPE,
                               # nohup and jobs in the background ignore some of them, and that is inherited
                               preexec_fn=lambda: signal.signal(number, signal.SIG_DFL))
    for _ in range(200):
        if list(temporary.iterdir()):
            break
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(number)
    assert process.wait(timeout=20) == -number
    process.stdin.close()
    assert list(temporary.iterdir()) == []


def test_host_variables_do_not_leak(linkshim, sources):
    (sources / "host").mkdir()
    (sources / "host/stdio.h").write_text("#error a header of the host\n")
    folder = str(sources / "host")
    linkshim.run(linkshim.linker(f"{MUSL[0]}-cc"), "-c", "main.c", cwd=sources, CPATH=folder, C_INCLUDE_PATH=folder,
                 LIBRARY_PATH=folder, GCC_EXEC_PREFIX=folder, LD_LIBRARY_PATH=folder)


@pytest.mark.parametrize("target", MUSL)
def test_crate_with_c(work, linkshim, toolchain, cargo, target):
    linker = linkshim.linker(f"{target}-cc")
    chain = toolchain(target)
    name = target.replace("-", "_")
    environment = {f"CC_{name}": str(linker), f"AR_{name}": str(linkshim.linker(f"{target}-ar"))}
    cargo(chain, "with_c", "build", linker=linker, environment=environment)
    result = execute(work / f"target-{target}" / target / "debug/with_c", target)
    assert (result.returncode, result.stdout, result.stderr) == (0, "1+20+-3 = 18\n", "")
