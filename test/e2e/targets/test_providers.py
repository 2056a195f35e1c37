"""The linker that does the work: each kind alone, in an environment that holds nothing else."""

import functools
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

import elf
import running
from layout import ORDER, PROGRAMS, ROOT, arch_of
from toolchain import HOST, rustup_program


def rust_lld() -> Path:
    """rust-lld of the rustup toolchain, or a skip."""
    if not shutil.which("rustup"):
        pytest.skip("rustup is missing")
    rustc = Path(rustup_program("rustc"))
    path = rustc.parents[1] / f"lib/rustlib/{HOST}/bin/rust-lld"
    if not path.exists():
        pytest.skip(f"the toolchain has no rust-lld: {path}")
    return path


def only(folder: Path, name: str, program: Path) -> dict:
    """An environment whose PATH finds that one program."""
    if not program.exists():
        pytest.skip(f"{program} is missing: scripts/install-test-needs")
    folder.mkdir()
    (folder / name).symlink_to(program)
    return {"PATH": str(folder)}


def named_rust_lld(folder):
    return {"LINKSHIM_LLD": str(rust_lld())}


def rust_lld_on_path(folder):
    """What rustc does for the linker that it runs."""
    return {"PATH": str(rust_lld().parent)}


def distribution_ld_lld(folder):
    return only(folder, "ld.lld", Path("/usr/lib/llvm-22/bin/ld.lld"))


def distribution_lld_named(folder):
    return {"LINKSHIM_LLD": "/usr/lib/llvm-22/bin/lld"}


def zig_on_path(folder):
    (zig,) = (ROOT / "build/test-venv/lib").glob("python3*/site-packages/ziglang/zig") or [Path("zig")]
    return only(folder, "zig", zig) | {"HOME": str(folder)}


PROVIDERS = [named_rust_lld, rust_lld_on_path, distribution_ld_lld, distribution_lld_named, zig_on_path]


@pytest.fixture(scope="module")
def std_all_line(work, linkshim, toolchain):
    """A function: the real linker line of std_all for a target, recorded once with its inputs kept, to be run again."""
    def record(target: str) -> tuple[list[str], Path]:
        folder = work / f"relink-{target}"
        chain = toolchain(target)
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "tmp").mkdir(parents=True)
        source = PROGRAMS / "std_all/src/main.rs"
        name = f"{target}.2.17-cc" if target.endswith("gnu") else f"{target}-cc"
        made = linkshim.run(chain.rustc, "--edition=2021", "--target", target, *chain.rustc_flags, "-O",
                            "-Cdebuginfo=line-tables-only", "-Csave-temps", "--print=link-args",
                            f"-Clinker={linkshim.linker(name)}", "-o", folder / "std_all", source,
                            cwd=folder, TMPDIR=str(folder / "tmp"), **chain.environment)
        return split_printed(made.stdout), folder
    return functools.cache(record)


def split_printed(text: str) -> list[str]:
    """What `--print=link-args` says → the words from the linker on; variables stand in front of it."""
    words = shlex.split(text.strip().splitlines()[-1])
    first = next(index for index, word in enumerate(words) if word.startswith("/"))
    return words[first:]


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.__name__)
@pytest.mark.parametrize("target", ORDER[:3])
def test_provider(target, provider, linkshim, std_all_line, glibc_tree, tmp_path):
    words, folder = std_all_line(target)
    out = tmp_path / "std_all"
    words = [str(out) if word == str(folder / "std_all") else word for word in words]
    environment = {"PATH": "/nonexistent", "LINKSHIM_CACHE_DIR": str(tmp_path / "cache"), **provider(tmp_path / "bin")}
    result = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    facts, arch = elf.read(out), arch_of(target)
    if target.endswith("gnu"):
        assert facts.newest_glibc() <= (2, 17)
        running.check_std_all(out, arch, glibc_tree("2.17", arch))
    else:
        assert facts.static
        running.check_std_all(out, arch)
