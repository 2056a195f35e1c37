"""scripts/install-packages on other systems: made-up dpkg-query, apt-get and the like say what is installed and what can be had."""

import os
import subprocess

import pytest

from layout import ROOT

SETS = {version: f"clang-{version} lld-{version} llvm-{version} llvm-{version}-dev libclang-common-{version}-dev" for version in (19, 21, 22)}
# Every call of these is written down.
STUBS = {
    "dpkg-query": 'for package in $INSTALLED; do echo "$package installed"; done; echo "gone config-files"',
    "apt-get": 'echo "apt-get $*" >> "$CALLS"',
    "apt-cache": 'for package in "$@"; do case " $SOURCES " in *" $package "*) echo "Package: $package"; found=1;; esac; done; [ "${found:-}" ]',
    "id": 'echo "$USER_ID"',
}
USUAL = ("bash", "sed", "grep", "head", "wc", "env", "dirname")


@pytest.fixture
def install(tmp_path):
    """A function: runs the script on a machine with those packages; its result, and the packages that it installed, else None."""
    calls, programs = tmp_path / "calls", tmp_path / "bin"
    programs.mkdir()
    for name in USUAL:
        (programs / name).symlink_to(f"/usr/bin/{name}")

    def run(*needs, installed="", sources="", without=(), user="0"):
        for name, text in STUBS.items():
            (programs / name).unlink(missing_ok=True)
            if name not in without:
                (programs / name).write_text(f"#!/bin/bash\n{text}\n")
                (programs / name).chmod(0o755)
        done = subprocess.run(["bash", ROOT / "scripts/install-packages", "test", *needs], capture_output=True, text=True,
                              env={"PATH": str(programs), "INSTALLED": installed, "SOURCES": sources, "CALLS": str(calls),
                                   "USER_ID": user})
        lines = calls.read_text().splitlines() if calls.exists() else []
        got = [line.split("--no-install-recommends ")[1].split() for line in lines if " install " in line]
        return done, got[0] if got else None, lines
    return run


@pytest.mark.parametrize("user", ["0", "1000"])
@pytest.mark.parametrize("installed", ["cmake qemu-user-static " + SETS[22], "cmake qemu-user " + SETS[19]])
def test_all_is_there(install, installed, user):
    """apt is not called, by whomever."""
    done, got, calls = install("cmake", "llvm", "emulation", installed=installed, user=user)
    assert (done.returncode, done.stdout, done.stderr, got, calls) == (0, "", "", None, [])


@pytest.mark.parametrize("installed, sources, wanted", [
    ("cmake", f"{SETS[19]} {SETS[22]}", SETS[22]),   # Debian 12 and 13
    ("cmake", f"{SETS[19]} {SETS[21]}", SETS[21]),   # a release without the newest
    ("cmake", SETS[19], SETS[19]),
    ("cmake clang-22 lld-22", f"{SETS[19]} {SETS[22]}", "llvm-22 llvm-22-dev libclang-common-22-dev"),
    ("cmake", f"{SETS[19]} clang-22 lld-22", SETS[19]),  # a part of a set does not do
    ("cmake gone", "", SETS[22]),                    # nothing: the message names the newest
])
def test_the_newest_that_can_be_had(install, installed, sources, wanted):
    done, got, _ = install("cmake", "llvm", installed=installed, sources=sources)
    assert (done.returncode, got) == (0, wanted.split()), done.stderr


@pytest.mark.parametrize("sources, wanted", [("qemu-user-static qemu-user", "qemu-user-static"), ("qemu-user", "qemu-user")])
def test_a_package_of_another_name(install, sources, wanted):
    done, got, _ = install("emulation", "gone", sources=sources)
    assert (done.returncode, got) == (0, ["gone", wanted]), done.stderr


def test_without_apt(install):
    for missing in ("apt-get", "dpkg-query"):
        done, got, _ = install("cmake", "llvm", without=(missing,))
        assert (done.returncode, got) == (3, None)
        assert "has no apt" in done.stderr and "cmake llvm" in done.stderr


def test_without_rights(install):
    done, got, calls = install("cmake", user="1000")
    assert (done.returncode, got, calls) == (3, None, [])
    assert done.stderr == "test: root is needed to install them\n"


def test_quickstart_without_apt_says_what_it_takes(tmp_path):
    """And goes on: here to the first program that is missing."""
    home, programs = tmp_path / "home", tmp_path / "bin"
    (home / ".cargo/bin").mkdir(parents=True)
    programs.mkdir()
    (home / ".cargo/bin/rustc").symlink_to("/bin/true")
    for name in (*USUAL, "realpath", "cat"):
        (programs / name).symlink_to(f"/usr/bin/{name}")
    done = subprocess.run(["bash", ROOT / "scripts/quickstart"], capture_output=True, text=True, cwd=tmp_path,
                          env={"PATH": str(programs), "HOME": str(home), "PREFIX": str(tmp_path / "prefix")})
    assert done.returncode == 1
    for need in ("cmake 3.25", "ninja", "GCC 13", "clang 19", "LLVM", "lld", "fmt", "toml++", "zstd", "python3", "static"):
        assert need in done.stdout
    assert done.stderr.endswith("quickstart: the program cmake is missing\n")
    assert not os.path.exists(tmp_path / "prefix")
