"""A Rust toolchain for a target: rustup's where it has the target, else the distribution's with a std built once.

The std that is built is put into a sysroot of its own, so that rustc and cargo then work as they do on a machine where
the target was installed. It is kept (kept.py), so that no test, and no other clone, builds it again.
"""

import contextlib
import os
import shlex
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import glibc_trees
import kept
from layout import PROGRAMS

HOST = "x86_64-unknown-linux-gnu"
STD = "std,panic_abort,proc_macro"
# The std that Rust ships is usable for LTO and has line numbers. A plain one, enough to run a program, is not optimised:
# it takes a minute of CPU instead of a minute and a half.
PROFILES = {
    "shipped": ({"CARGO_PROFILE_RELEASE_DEBUG": "line-tables-only"}, "-Cembed-bitcode=yes", ""),
    "plain": ({"CARGO_PROFILE_RELEASE_OPT_LEVEL": "0"}, "", "-plain"),
}
# Where the distribution has a std that is built already, for another architecture of its own.
READY_STD = {"aarch64-unknown-linux-gnu": "arm64"}


class Unavailable(Exception):
    """No toolchain for the target can be had here; the text says why."""


@dataclass(frozen=True)
class Toolchain:
    target: str
    rustc: str
    cargo: str
    sysroot: Path | None = None            # None: the one that belongs to rustc
    environment: dict = field(default_factory=dict)

    @property
    def rustc_flags(self) -> list[str]:
        return [f"--sysroot={self.sysroot}"] if self.sysroot else []

    def variables(self, linker: Path | str | None) -> dict:
        """What cargo needs in its environment to build for the target; rustc alone takes rustc_flags."""
        name = self.target.upper().replace("-", "_").replace(".", "_")
        result = dict(self.environment, RUSTC=self.rustc)
        if self.sysroot:
            result[f"CARGO_TARGET_{name}_RUSTFLAGS"] = " ".join(self.rustc_flags)
        if linker:
            result[f"CARGO_TARGET_{name}_LINKER"] = str(linker)
        return result


def rustup_targets() -> set[str]:
    if not shutil.which("rustup"):
        return set()
    listing = subprocess.run(["rustup", "target", "list", "--installed"], capture_output=True, text=True)
    return set(listing.stdout.split())


def rustup_program(name: str) -> str:
    return subprocess.run(["rustup", "which", name], capture_output=True, text=True, check=True).stdout.strip()


def release_of(rustc: Path | str) -> tuple[int, ...]:
    """The release of a compiler; empty for a beta, a nightly one, or none."""
    said = subprocess.run([rustc, "--version"], capture_output=True, text=True).stdout.split() if rustc else []
    return tuple(map(int, said[1].split("."))) if said and "-" not in said[1] else ()


def newest() -> Path:
    """The folder of the programs of rustup's newest stable toolchain, where it is newer than the one by default. Raises
    Unavailable."""
    if not shutil.which("rustup"):
        raise Unavailable("rustup is missing")
    names = subprocess.run(["rustup", "toolchain", "list"], capture_output=True, text=True).stdout.splitlines()
    found = {}
    for name in names:
        rustc = subprocess.run(["rustup", "which", "--toolchain", name.split()[0], "rustc"], capture_output=True, text=True)
        found[release_of(rustc.stdout.strip())] = Path(rustc.stdout.strip()).parent
    if max(found) <= release_of(rustup_program("rustc")):
        raise Unavailable("no stable toolchain newer than the one by default is installed: rustup toolchain install VERSION")
    return found[max(found)]


def of_programs(programs: Path, target: str) -> Toolchain:
    """The toolchain of rustup whose programs lie in the folder, with std for the target. Raises Unavailable."""
    library = programs.parent / "lib/rustlib" / target
    if not library.exists() and shutil.which("rustup"):
        with kept.locked(kept.root() / "rustup"), contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(["rustup", "target", "add", "--toolchain", programs.parent.name, target], capture_output=True,
                           timeout=120)
    if not library.exists():
        raise Unavailable(f"rustup target add --toolchain {programs.parent.name} {target}")
    return Toolchain(target, str(programs / "rustc"), str(programs / "cargo"))


def distribution(target: str) -> Toolchain:
    """The distribution's compiler, which can build any std, without a sysroot yet. Raises Unavailable."""
    for program in ("/usr/bin/rustc", "/usr/bin/cargo"):
        if not os.path.exists(program):
            raise Unavailable(f"{program} is missing: scripts/install-test-needs")
    if not os.path.exists("/usr/lib/rustlib/src/rust/library/std"):
        raise Unavailable("the source of std is missing: package rust-web-src")
    return Toolchain(target, "/usr/bin/rustc", "/usr/bin/cargo", None, {"RUSTC_BOOTSTRAP": "1"})


def forget(target_folder: Path, *packages: str) -> None:
    """Makes cargo build and link these packages again: it does not notice that the linker has changed."""
    for package in packages:
        for pattern in ("*/*/.fingerprint", "*/.fingerprint"):
            for path in Path(target_folder).glob(f"{pattern}/{package}-*"):
                shutil.rmtree(path)


def rustup_add(target: str) -> bool:
    """Installs the target with rustup where its server is reached and has it. One at a time, quietly."""
    if not shutil.which("rustup"):
        return False
    with kept.locked(kept.root() / "rustup"):
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(["rustup", "target", "add", target], capture_output=True, timeout=120)
    return target in rustup_targets()


def find(work: Path, target: str, linker: Path, environment: dict, seconds: float = 900,
         crates: str = STD) -> Toolchain:
    """The toolchain for a target with std (or only `crates`), built within `seconds` if missing; cargo's files go into
    `work`. Raises Unavailable."""
    if target in rustup_targets():
        return _of_rustup(target)
    bare = distribution(target)
    sysroot = _sysroot(bare, "shipped", crates)
    with kept.locked(sysroot):
        if not kept.is_there(sysroot) and not (crates == STD and _ready_std(target, sysroot)):
            if rustup_add(target):
                return _of_rustup(target)
            _build_std(work, {target: linker}, environment, seconds, crates, "shipped")
    return Toolchain(target, bare.rustc, bare.cargo, sysroot, bare.environment)


def find_all(work: Path, linkers: dict[str, Path], environment: dict, seconds: float = 3600) -> dict[str, Toolchain]:
    """Toolchains for several targets and their linkers; what is missing is built plain, all at once. Raises Unavailable."""
    found = {target: _of_rustup(target) for target in linkers if target in rustup_targets()}
    bare = {target: distribution(target) for target in linkers if target not in found}
    plain = {target: _sysroot(chain, "plain", "std") for target, chain in bare.items()}
    with kept.locked(*plain.values()):
        missing = {}
        for target, chain in bare.items():
            sysroot = next(filter(kept.is_there, (_sysroot(chain, "shipped", STD), plain[target])), None)
            if not sysroot and rustup_add(target):
                found[target] = _of_rustup(target)
                continue
            if not sysroot:
                missing[target] = linkers[target]
            found[target] = Toolchain(target, chain.rustc, chain.cargo, sysroot or plain[target], chain.environment)
        if missing:
            _build_std(work, missing, environment, seconds, "std", "plain")
    return found


def _of_rustup(target: str) -> Toolchain:
    return Toolchain(target, rustup_program("rustc"), rustup_program("cargo"))


def _sysroot(bare: Toolchain, profile: str, crates: str) -> Path:
    """Where the std of that profile is kept."""
    version = subprocess.run([bare.rustc, "--version", "--verbose"], capture_output=True, text=True, check=True).stdout
    package = subprocess.run(["dpkg-query", "-W", "rust-web-src"], capture_output=True, text=True).stdout
    variables, flags, _ = PROFILES[profile]
    return kept.place("std", f"{bare.target}-{profile}", version, package, bare.target, variables, flags, crates)


def _ready_std(target: str, sysroot: Path) -> bool:
    """Puts the distribution's own std of the target into the sysroot; false where there is none, or none that fits."""
    if target not in READY_STD:
        return False
    query = ["dpkg-query", "-W", "-f", "${source:Version}", "libstd-rust-web-dev"]
    version = subprocess.run(query, capture_output=True, text=True).stdout.strip()
    try:
        with kept.making(sysroot) as scratch:
            package = glibc_trees.download(READY_STD[target], f"libstd-rust-web-dev={version}", scratch / "deb")
            subprocess.run(["dpkg-deb", "-x", package, scratch / "files"], check=True, capture_output=True)
            (library,) = (scratch / "files").glob(f"usr/lib/rustlib/{target}")
            (scratch / "lib/rustlib").mkdir(parents=True)
            library.rename(scratch / "lib/rustlib" / target)
            shutil.rmtree(scratch / "deb")
            shutil.rmtree(scratch / "files")
        return True
    except (OSError, ValueError, subprocess.SubprocessError, glibc_trees.Unavailable):
        return False


def _build_std(work: Path, linkers: dict[str, Path], environment: dict, seconds: float, crates: str,
               profile: str) -> None:
    """Builds std for the targets in one run of cargo, and puts each into its sysroot."""
    bare = distribution(next(iter(linkers)))
    variables, flags, suffix = PROFILES[profile]
    folder = work / f"target-std{suffix}"
    settings = {**environment, **bare.variables(None), "CARGO_TARGET_DIR": str(folder), **variables}
    command = [bare.cargo, "build", "--release", "--locked", "--keep-going", f"-Zbuild-std={crates}"]
    for target, linker in linkers.items():
        name = target.upper().replace("-", "_")
        settings |= {f"CARGO_TARGET_{name}_LINKER": str(linker), f"CARGO_TARGET_{name}_RUSTFLAGS": flags}
        command += ["--target", target]
    start, names = time.monotonic(), " ".join(linkers)
    try:
        built = subprocess.run(command, cwd=PROGRAMS / "empty", env=settings, timeout=seconds,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    except subprocess.TimeoutExpired as error:
        raise Unavailable(f"std for {names} was not built within {seconds:.0f} s") from error
    for target in linkers:
        made = folder / target / "release"
        if all(list(made.glob(f"deps/lib{crate}-*.rlib")) for crate in crates.split(",")):
            _install_std(made / "deps", _sysroot(distribution(target), profile, crates), target)
    if built.returncode:
        raise AssertionError(f"std for {names} does not build:\n{built.stdout[-4000:]}")
    print(f"{crates} for {names}: {time.monotonic() - start:.0f} s")


def _install_std(made: Path, sysroot: Path, target: str) -> None:
    with kept.making(sysroot) as scratch:
        library = scratch / "lib/rustlib" / target / "lib"
        library.mkdir(parents=True)
        for path in made.iterdir():
            if path.suffix in (".rlib", ".so") and not path.name.startswith("libempty-"):
                shutil.copy2(path, library)


def main() -> int:
    """toolchain.py WORK TARGET LINKER: prints, for a shell, what cargo needs to build for the target."""
    work, target, linker = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    work.mkdir(parents=True, exist_ok=True)
    try:
        with contextlib.redirect_stdout(sys.stderr):
            found = find(work, target, linker, dict(os.environ))
    except Unavailable as error:
        print(f"toolchain: {error}", file=sys.stderr)
        return 1
    for name, value in {**found.variables(None), "CARGO": found.cargo}.items():
        print(f"export {name}={shlex.quote(value)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
