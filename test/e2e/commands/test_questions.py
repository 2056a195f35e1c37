"""Questions of build tools to each tool: the answer, its stream and the status, as clang and GNU's tools have them.

Standard input stays open and empty, and the folder must stay empty: no question reads a file, waits or links.
"""

import json
import shutil
import subprocess

import pytest

TARGETS = ["aarch64-unknown-linux-gnu", "x86_64-unknown-linux-musl", "x86_64-pc-windows-gnu", "aarch64-apple-darwin",
           "x86_64-unknown-freebsd", "wasm32-wasip1", "thumbv7em-none-eabihf", "x86_64-pc-windows-msvc",
           "aarch64-linux-android", "x86_64-unknown-uefi"]

# Questions to cc that clang answers, whatever stands beside them.
OF_CLANG = ["-dumpversion", "-dumpversion a.o", "--version a.c -lfoo", "-print-targets", "-print-targets a.o -o x",
            "-print-resource-dir", "--print-diagnostic-options", "-print-target-triple", "--help-hidden",
            "-print-supported-cpus", "-mcpu=help", "-mtune=help", "--print-supported-extensions", "-dumpspecs", "-V",
            "-qversion", "--target-help", "-v", "-###"]

# Answered by each tool with status 0, on standard output alone.
ANSWERED = {
    "cc": ["--version", "--help", "-dumpmachine", "-dumpfullversion", "-print-file-name=libc.a", "-print-prog-name=ld",
           "-print-libgcc-file-name", "-print-search-dirs", "-print-multiarch", "-print-multi-lib",
           "-print-multi-directory", "-print-multi-os-directory", "-dumpmachine a.o", "-E -dM -x c /dev/null"],
    "ld": ["--version"],
    "ar": ["--version", "-V", "--help"],
    "ranlib": ["--version", "-V", "-v", "--help"],
    "nm": ["--version", "-V", "--help"],
    "strip": ["--version", "-V", "--help"],
    "objcopy": ["--version", "-V", "--help"],
    "as": ["--version", "-version", "--help", "--target-help"],
    "windres": ["--version", "-V", "--help"],
    "dlltool": ["--version", "-V", "--help"],
    "pkg-config": ["--version", "--help"],
}


def ask(command: list, folder, environment=None) -> subprocess.CompletedProcess:
    """Runs a command with a standard input that nobody writes to or closes."""
    with subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as process:
        held, process.stdin = process.stdin, None  # or communicate() closes it
        try:
            out, err = process.communicate(timeout=20)
        finally:
            process.kill()
            held.close()
    assert not list(folder.iterdir()), f"{command} left files"
    return subprocess.CompletedProcess(command, process.returncode, out, err)


@pytest.mark.parametrize("target", TARGETS)
def test_answers(target, linkshim, tmp_path):
    for tool, questions in ANSWERED.items():
        program = str(linkshim.linker(f"{target}-{tool}"))
        for question in questions:
            done = ask([program, *question.split()], tmp_path, linkshim.environment)
            assert (done.returncode, done.stderr) == (0, b""), f"{tool} {question}: {done}"
            assert done.stdout, f"{tool} {question}"


@pytest.mark.long(target=TARGETS[4:])
@pytest.mark.parametrize("target", TARGETS)
def test_as_clang(target, linkshim, tmp_path):
    rows = json.loads(linkshim.run(linkshim.program, "targets", "--json").stdout)
    llvm = next(row["llvm"] for row in rows if row["triple"] == target)
    program, clang = str(linkshim.linker(f"{target}-cc")), shutil.which("clang-22")
    for question in OF_CLANG:
        own = ask([program, *question.split()], tmp_path, linkshim.environment)
        clangs = ask([clang, f"--target={llvm}", *question.split()], tmp_path)
        assert own.returncode == clangs.returncode, f"{question}: {own}"
        assert bool(own.stdout) == bool(clangs.stdout) and bool(own.stderr) == bool(clangs.stderr), f"{question}: {own}"
        assert b"linkshim" not in own.stderr, f"{question}: {own}"
        if "triple" not in question and "--version" not in question:  # the system's version may be part of it
            assert own.stdout == clangs.stdout, question


def test_as_gnu(linkshim, tmp_path):
    """Status and stream are those of GCC and GNU binutils."""
    if not shutil.which("aarch64-linux-gnu-gcc"):
        pytest.skip("aarch64-linux-gnu-gcc is not installed")
    # GNU's answers to these need its own data; clang has none.
    gnu_only = {"windres", "dlltool", "pkg-config"}
    for tool, questions in ANSWERED.items():
        if tool in gnu_only:
            continue
        theirs, own = f"aarch64-linux-gnu-{'gcc' if tool == 'cc' else tool}", linkshim.linker(f"aarch64-linux-gnu-{tool}")
        for question in questions:
            gnus = ask([theirs, *question.split()], tmp_path)
            done = ask([str(own), *question.split()], tmp_path, linkshim.environment)
            assert (done.returncode, bool(done.stdout), bool(done.stderr)) == \
                   (gnus.returncode, bool(gnus.stdout), bool(gnus.stderr)), f"{tool} {question}: {done}\n{gnus}"
