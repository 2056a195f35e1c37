"""ripgrep from its registry package, in release, for each Linux target: a program of real size, then a real search."""

import shutil

import pytest

import elf
import running
from layout import ORDER, arch_of
from toolchain import forget

pytestmark = [pytest.mark.long, pytest.mark.early]

VERSION = "14.1.1"
TEXT = {"notes.txt": "alpha one\nbeta two\nÀlpha three\n", "deep/er/code.rs": "fn alpha() {}\n// beta\n", "skip.log": "alpha\n"}

HAND = pytest.mark.nightly  # two minutes each
TARGETS = [target if target in ("aarch64-unknown-linux-gnu", "x86_64-unknown-linux-musl") else pytest.param(target, marks=HAND)
           for target in ORDER]



@pytest.fixture(scope="module")
def ripgrep(work, linkshim, toolchain):
    """A function: the installed program for a target, built with nothing set but the linker (and what names our std).

    ripgrep for musl brings jemalloc, so C is compiled too: there the folder of linkshim's links is on PATH as well.
    """
    def install(target: str):
        chain = toolchain(target)
        name = linkshim.linker(f"{target}.2.17-cc" if target.endswith("gnu") else f"{target}-cc")
        folder = work / f"target-{target}"
        forget(folder, "ripgrep")
        variables = {"CARGO_TARGET_DIR": str(folder), **chain.variables(name)}
        if target.endswith("musl"):
            # cc-rs looks for aarch64-linux-musl-gcc and -ar on PATH by itself.
            linkshim.linker(f"{target}-ar")
            variables["PATH"] = f"{linkshim.links}:{linkshim.environment['PATH']}"
        root = work / f"ripgrep-{target}"
        linkshim.run(chain.cargo, "install", "ripgrep", "--version", VERSION, "--locked", "--force", "--no-track",
                     "--root", root, "--target", target, timeout=1500, **variables)
        return root / "bin/rg"
    return install


@pytest.mark.parametrize("target", TARGETS)
def test_search(target, ripgrep, glibc_tree, tmp_path):
    program, arch = ripgrep(target), arch_of(target)
    facts = elf.read(program)
    assert facts.machine == arch
    tree = None
    if target.endswith("musl"):
        assert facts.static
    else:
        assert (2, 2) <= facts.newest_glibc() <= (2, 17), facts.versions
        tree = glibc_tree("2.17", arch)
    for name, content in TEXT.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    (tmp_path / ".ignore").write_text("*.log\n")

    def rg(*arguments):
        result = running.run(program, *arguments, arch=arch, tree=tree, cwd=tmp_path)
        return result.returncode, result.stdout, result.stderr

    assert rg("--version")[1].startswith(f"ripgrep {VERSION}")
    assert rg("--sort=path", "-n", "alpha") == (0, "deep/er/code.rs:1:fn alpha() {}\nnotes.txt:1:alpha one\n", "")
    assert rg("--sort=path", "-i", "-c", r"\w*lpha\b") == (0, "deep/er/code.rs:1\nnotes.txt:2\n", "")
    assert rg("--no-ignore", "-l", "-j4", "^alpha$") == (0, "skip.log\n", "")
    assert rg("gamma") == (1, "", "")
    status, _, message = rg("(")
    assert status == 2 and "unclosed group" in message
