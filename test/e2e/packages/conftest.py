"""The packages of a tree with packs of several groups, made once, and an environment with only Rust beside them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import kept
from installed import copy_install
from layout import ROOT

PACKAGE = ROOT / "scripts/package"
# What a test installs as an extra; the packs of these groups that the tree of the tests has stay away.
FURTHER = ["x86_64-unknown-freebsd", "wasm32v1-none"]
BASE = ["aarch64-apple-darwin", "aarch64-unknown-linux-gnu", "aarch64-unknown-linux-musl", "wasm32-unknown-unknown",
        "wasm32-wasip1", "wasm32-wasip2", "x86_64-apple-darwin", "x86_64-pc-windows-gnu", "x86_64-pc-windows-msvc", "x86_64-unknown-linux-gnu",
        "x86_64-unknown-linux-musl"]


def run(*words, check=True, timeout=600, **options) -> subprocess.CompletedProcess:
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=timeout, **options)
    assert done.returncode == 0 or not check, f"{words[0]} failed:\n{done.stdout}\n{done.stderr}"
    return done


def only(folder: Path, pattern: str) -> Path:
    (found,) = folder.glob(pattern)
    return found


@pytest.fixture(scope="module")
def prefix(linkshim) -> Path:
    return linkshim.program.parents[1]


@pytest.fixture(scope="session")
def tree(linkshim, tmp_path_factory) -> Path:
    """An installed tree with what quickstart's has, and a target of two further groups."""
    copy = tmp_path_factory.mktemp("tree") / "prefix"
    copy_install(linkshim.program.parents[1], copy)
    for pack in (copy / "share/linkshim/sysroots").glob("*.pack"):
        if pack.stem not in BASE:
            pack.unlink()
    for system in ("netbsd", "openbsd"):
        shutil.rmtree(copy / "share/linkshim/headers" / system, ignore_errors=True)
    run("/usr/bin/python3", ROOT / "scripts/sysroots", "--prefix", copy, "--keep", kept.root() / "packs", *BASE, *FURTHER,
        timeout=3600)
    return copy


@pytest.fixture(scope="session")
def packages(tree, tmp_path_factory) -> Path:
    """A folder with the packages of the tree."""
    folder = tmp_path_factory.mktemp("packages")
    run("/usr/bin/python3", PACKAGE, "--prefix", tree, "--output", folder, timeout=3600)
    return folder


@pytest.fixture(scope="session")
def only_rust(packages, linkshim, tmp_path_factory):
    """The environment that README.md's install section makes, and a PATH with that, cargo, rustc, clang and the few
    programs of any Linux."""
    home = tmp_path_factory.mktemp("only-rust")
    (block,) = [text for text in re.findall(r"^```sh\n(.*?)^```", (ROOT / "README.md").read_text(), re.S | re.M)
                if "pip install" in text]
    block = re.sub(r"^scripts/package .*$", "", block, flags=re.M)
    block = block.replace("build/package", str(packages)).replace("build/venv", f"{home}/venv")
    run("bash", "-euc", block, cwd=ROOT, env={**linkshim.environment, "HOME": str(home)})
    tools = home / "tools"
    tools.mkdir()
    for name in ("sh", "dirname", "readlink"):
        (tools / name).symlink_to(shutil.which(name))
    return home, {"PATH": f"{home / 'venv/bin'}:{tools}", "HOME": str(home), "LANG": "C.UTF-8"}
