"""Fixtures of the end-to-end tests.

The program under test is an installed tree: LINKSHIM_PREFIX, else build/install. Everything that is fetched or built
stays in build/e2e (LINKSHIM_E2E_WORK), so a second run is quick. `-m quick` is one small case; `-m "not slow"` leaves
out what takes minutes.
"""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

import glibc_trees
import running
import toolchain as rust
import wine as wines

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(__file__).parent / "programs"
ORDER = ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu", "x86_64-unknown-linux-musl",
         "aarch64-unknown-linux-musl"]


def pytest_configure(config):
    config.addinivalue_line("markers", "quick: the one small case that shows the way through")
    config.addinivalue_line("markers", "slow: takes minutes")
    config.addinivalue_line("markers", "by_hand: left out unless -m names this mark, since it takes long")


def pytest_collection_modifyitems(config, items):
    """The quick case first, then all the work of one target together; without the slow architectures."""
    if "by_hand" not in config.getoption("-m"):
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("by_hand")])
        items[:] = [item for item in items if not item.get_closest_marker("by_hand")]

    def place(item):
        target = getattr(item, "callspec", None) and item.callspec.params.get("target")
        return (not item.get_closest_marker("quick"), ORDER.index(target) if target in ORDER else len(ORDER))
    items.sort(key=place)


def forget(target_folder: Path, *packages: str) -> None:
    """Makes cargo build and link these packages again: it does not notice that the linker has changed."""
    for package in packages:
        for pattern in ("*/*/.fingerprint", "*/.fingerprint"):
            for path in Path(target_folder).glob(f"{pattern}/{package}-*"):
                shutil.rmtree(path)


def copy_install(prefix: Path, copy: Path) -> None:
    """Another installed tree with the same files; they take no room where both are on one disk."""
    def put(source: str, target: str) -> None:
        try:
            os.link(source, target)
        except OSError:
            shutil.copy2(source, target)
    shutil.copytree(prefix, copy, symlinks=True, copy_function=put)


def arch_of(target: str) -> str:
    return target.split("-")[0]


@dataclass(frozen=True)
class Linkshim:
    """The installed program, its links in one folder, and the environment to call things in."""
    program: Path
    links: Path
    environment: dict

    def linker(self, name: str) -> Path:
        """The link of that name, for instance aarch64-unknown-linux-gnu.2.17-cc; made when missing."""
        path = self.links / name
        if not path.is_symlink():
            target = name.rsplit("-", 1)[0]
            made = subprocess.run([self.program, "links", self.links, target], env=self.environment,
                                  capture_output=True, text=True)
            assert made.returncode == 0, made.stderr
            assert path.is_symlink(), f"`linkshim links DIR {target}` made no {name}: {sorted(os.listdir(self.links))}"
        return path

    def run(self, *command, check=True, cwd=None, timeout=600, **environment) -> subprocess.CompletedProcess:
        """Runs any command in the known environment; on failure with `check` the output is in the message."""
        result = subprocess.run([str(word) for word in command], cwd=cwd, env={**self.environment, **environment},
                                capture_output=True, text=True, timeout=timeout)
        if check:
            assert result.returncode == 0, f"{command[0]} failed:\n{result.stdout}\n{result.stderr}"
        return result


@pytest.fixture(scope="session")
def work() -> Path:
    path = Path(os.environ.get("LINKSHIM_E2E_WORK", ROOT / "build/e2e")).resolve()
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
def glibc_tree(work):
    """A function: the folder of a real glibc."""
    def get(version: str, arch: str) -> Path:
        try:
            return glibc_trees.tree(work, version, arch)
        except glibc_trees.Unavailable as error:
            pytest.skip(str(error))
    return get


@pytest.fixture(scope="session")
def cargo(work, linkshim):
    """A function: runs cargo on a program of this folder with the target folder shared by all of that target."""
    def run(chain: rust.Toolchain, program: str, *arguments, linker, environment=None, check=True):
        folder = work / f"target-{chain.target}"
        forget(folder, "std_all", "app", "dynamic", "macros", "shared")
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
