"""Fixtures of the end-to-end tests. lib/tiers.py says which tests a run takes, and which share a process.

The program under test is an installed tree: LINKSHIM_PREFIX, else build/install. What tests build stays in build/e2e
(LINKSHIM_E2E_WORK), a folder for each process that runs tests; what is slow to make and the same for every clone is kept
outside (lib/kept.py). So a second run is quick.
"""

import os
import shutil
from pathlib import Path

import pytest

import glibc_trees
import running
import toolchain as rust
import wine as wines
from installed import Linkshim
from layout import PROGRAMS, ROOT, arch_of

pytest_plugins = ["tiers", "progress"]


@pytest.fixture(scope="session")
def work() -> Path:
    path = Path(os.environ.get("LINKSHIM_E2E_WORK", ROOT / "build/e2e")).resolve()
    path /= os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    path.mkdir(parents=True, exist_ok=True)
    return path


@pytest.fixture(scope="session")
def linkshim(work) -> Linkshim:
    prefix = Path(os.environ.get("LINKSHIM_PREFIX", ROOT / "build/install")).resolve()
    program = prefix / "bin/linkshim"
    if not program.exists():
        pytest.exit(f"{program} is missing: build and install first, or set LINKSHIM_PREFIX", returncode=4)
    links = work / "links"
    shutil.rmtree(links, ignore_errors=True)
    links.mkdir()
    kept = ("PATH", "HOME", "USER", "CARGO_HOME", "RUSTUP_HOME", "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTPS_PROXY",
            "https_proxy", "NO_PROXY", "no_proxy")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment |= {"LINKSHIM_CACHE_DIR": str(work / "cache"), "LANG": "C.UTF-8", "CARGO_TERM_COLOR": "never"}
    environment["PATH"] = f"{prefix / 'bin'}:{environment['PATH']}"
    return Linkshim(program, links, environment)


@pytest.fixture(scope="session")
def toolchain(work, linkshim):
    """A function: the toolchain with std (or the crates named) for a target."""
    def get(target: str, **options) -> rust.Toolchain:
        linker, environment = linkshim.linker(f"{target}-cc"), linkshim.environment
        if target.endswith("-windows-gnu"):  # rustc looks for its dlltool on PATH
            linkshim.linker(f"{arch_of(target)}-w64-mingw32-dlltool")
            environment = {**environment, "PATH": f"{environment['PATH']}:{linkshim.links}"}
        try:
            return rust.find(work, target, linker, environment, **options)
        except rust.Unavailable as error:
            pytest.skip(str(error))
    return get


@pytest.fixture(scope="session")
def glibc_tree():
    """A function: the folder of a real glibc."""
    def get(version: str, arch: str) -> Path:
        try:
            return glibc_trees.tree(version, arch)
        except glibc_trees.Unavailable as error:
            pytest.skip(str(error))
    return get


@pytest.fixture(scope="session")
def cargo(work, linkshim):
    """A function: runs cargo on a program of this folder with the target folder shared by all of that target."""
    def run(chain: rust.Toolchain, program: str, *arguments, linker, environment=None, check=True):
        folder = work / f"target-{chain.target}"
        rust.forget(folder, "std_all", "app", "dynamic", "macros", "shared")
        settings = {"CARGO_TARGET_DIR": str(folder), **chain.variables(linker), **(environment or {})}
        return linkshim.run(chain.cargo, arguments[0], "--locked", "--target", chain.target, *arguments[1:],
                            cwd=PROGRAMS / program, check=check, timeout=1200, **settings)
    return run


@pytest.fixture
def rustc(linkshim, tmp_path):
    """A function: compiles one file of programs/small (or any path) with rustc, returns the path of what was made."""
    def run(chain: rust.Toolchain, source, *flags, linker, output="out", check=True, cwd=None, environment=None):
        source = source if isinstance(source, Path) else PROGRAMS / "small" / source
        output = tmp_path / output
        output.parent.mkdir(parents=True, exist_ok=True)
        result = linkshim.run(chain.rustc, "--edition=2021", "--target", chain.target, *chain.rustc_flags,
                              f"-Clinker={linker}", *flags, "-o", output, source, check=check, cwd=cwd,
                              **chain.environment, **(environment or {}))
        return output if check else result
    return run


@pytest.fixture
def execute(glibc_tree):
    """A function: runs a program of a target, a gnu one with the real glibc 2.17, and gives its output."""
    def run(program, target, *arguments, glibc="2.17", libraries=(), arch=None):
        arch = arch or arch_of(target)
        tree = glibc_tree(glibc, arch) if "-linux-gnu" in target else None
        try:
            result = running.run(program, *map(str, arguments), arch=arch, tree=tree, libraries=libraries)
        except running.Unavailable as error:
            pytest.skip(str(error))
        assert (result.returncode, result.stderr) == (0, ""), result
        return result.stdout
    return run


@pytest.fixture(scope="module")
def wine(work, linkshim):
    """Wine, for programs of x86_64."""
    try:
        found = wines.Wine(work, [linkshim.program, "run", "x86_64-pc-windows-gnu", "--"], linkshim.environment)
    except wines.Unavailable as error:
        pytest.skip(str(error))
    yield found
    found.close()


@pytest.fixture
def pack(linkshim):
    """A function: skips the test where the target's pack is missing."""
    def need(target):
        if not (linkshim.program.parents[1] / f"share/linkshim/sysroots/{target}.pack").exists():
            pytest.skip(f"no pack for {target}: scripts/sysroots {target}")
    return need
