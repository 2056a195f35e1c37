"""Every command of README.md, CONTRIBUTING.md and docs/usage.md, run as it is printed there."""

import re
import shutil
import subprocess

import pytest

from documents import blocks
from layout import ROOT

TARGET = "aarch64-unknown-linux-gnu"
# This very run is what that command does.
RUNNING_NOW = "scripts/test "


@pytest.fixture
def shell(work, linkshim, toolchain, tmp_path):
    """Runs a block in the project's folder, with std for the target from wherever it can be had."""
    def run(block: str) -> str:
        chain = toolchain(TARGET)
        # Where rustup cannot reach its server, `rustup target add` says so; std is there already.
        stand_in = tmp_path / "bin/rustup"
        stand_in.parent.mkdir(exist_ok=True)
        stand_in.write_text(f"#!/bin/sh\n[ \"$*\" = 'target add {TARGET}' ]\n")
        stand_in.chmod(0o755)
        path = linkshim.environment["PATH"]
        if chain.sysroot:
            path = f"{stand_in.parent}:{path}"
        variables = {**linkshim.environment, **chain.variables(None), "PATH": path, "CARGO": chain.cargo,
                     "CARGO_TARGET_DIR": str(work / f"target-{TARGET}")}
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", block], cwd=ROOT, env=variables, capture_output=True,
                              text=True, timeout=1500)
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
        return done.stdout
    return run


@pytest.mark.long
def test_quickstart():
    block = blocks("README.md")[0]
    lines = [line for line in block.splitlines() if not line.startswith(RUNNING_NOW)]
    assert [line.split("#")[0].strip() for line in lines] == ["scripts/quickstart"]
    done = subprocess.run(["scripts/quickstart"], cwd=ROOT, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "hello from aarch64: 13 letters, panic caught: true" in done.stdout
    assert "newest glibc version that it wants: GLIBC_2.17" in done.stdout


@pytest.mark.long
@pytest.mark.parametrize("index", range(1, len(blocks("README.md"))))
def test_readme(index, shell):
    shutil.rmtree(ROOT / "build/tools", ignore_errors=True)
    output = shell(blocks("README.md")[index])
    if "ripgrep" in blocks("README.md")[index]:
        assert output.startswith("ripgrep 14.1.1")


@pytest.mark.parametrize("index", range(len(blocks("docs/usage.md"))))
def test_usage(index, shell):
    shell(blocks("docs/usage.md")[index])


@pytest.mark.parametrize("index", range(len(blocks("CONTRIBUTING.md"))))
def test_contributing(index, shell):
    shell(blocks("CONTRIBUTING.md")[index])


def test_tables_are_up_to_date():
    done = subprocess.run(["scripts/make-data", "readme-tables", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_promises_name_tests_that_are_there():
    text = (ROOT / "docs/promises.md").read_text()
    sources = "".join(path.read_text() for path in (ROOT / "test/e2e").glob("*/test_*.py"))
    names = set(re.findall(r"\btest_\w+\b(?!\.py)", text))
    assert len(names) > 20
    assert [name for name in sorted(names) if f"def {name}(" not in sources] == []
    files = set(re.findall(r"\b(?:unit|e2e|fuzz)/[\w./]*", text))
    assert [name for name in sorted(files) if not (ROOT / "test" / name).exists()] == []
