"""A Rust toolchain for a target: rustup's where it has the target, else the distribution's with a std built once.

The std that is built is put into a sysroot of its own, so that rustc and cargo then work as they do on a machine where
the target was installed, and no test builds std again.
"""

import contextlib
import fcntl
import os
import shlex
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import glibc_trees

HOST = "x86_64-unknown-linux-gnu"
HERE = Path(__file__).parent
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


def distribution(target: str) -> Toolchain:
    """The distribution's compiler, which can build any std, without a sysroot yet. Raises Unavailable."""
    for program in ("/usr/bin/rustc", "/usr/bin/cargo"):
        if not os.path.exists(program):
            raise Unavailable(f"{program} is missing: scripts/install-test-needs")
    if not os.path.exists("/usr/lib/rustlib/src/rust/library/std"):
        raise Unavailable("the source of std is missing: package rust-web-src")
    return Toolchain(target, "/usr/bin/rustc", "/usr/bin/cargo", None, {"RUSTC_BOOTSTRAP": "1"})


def rustup_add(work: Path, target: str) -> bool:
    """Installs the target with rustup where its server is reached and has it. One at a time, quietly."""
    if not shutil.which("rustup"):
        return False
    with open(work / "rustup.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(["rustup", "target", "add", target], capture_output=True, timeout=120)
    return target in rustup_targets()


def find(work: Path, target: str, linker: Path, environment: dict, seconds: float = 900,
         crates: str = STD) -> Toolchain:
    """The toolchain for a target with std (or only `crates`), built within `seconds` if missing. Raises Unavailable."""
    if target in rustup_targets():
        return Toolchain(target, rustup_program("rustc"), rustup_program("cargo"))
    bare = distribution(target)
    sysroot = _sysroot(work, bare, "shipped")
    if not sysroot.is_dir() and not (crates == STD and _ready_std(work, target, sysroot)):
        if rustup_add(work, target):
            return Toolchain(target, rustup_program("rustc"), rustup_program("cargo"))
        _build_std(work, {target: linker}, environment, seconds, crates, "shipped")
    return Toolchain(target, bare.rustc, bare.cargo, sysroot, bare.environment)


def find_all(work: Path, linkers: dict[str, Path], environment: dict, seconds: float = 3600) -> dict[str, Toolchain]:
    """Toolchains for several targets and their linkers; what is missing is built plain, all at once. Raises Unavailable."""
    found, missing = {}, {}
    for target, linker in linkers.items():
        if target in rustup_targets():
            found[target] = Toolchain(target, rustup_program("rustc"), rustup_program("cargo"))
            continue
        bare = distribution(target)
        sysroots = [_sysroot(work, bare, profile) for profile in PROFILES]
        ready = next((path for path in sysroots if path.is_dir()), None)
        if not ready and rustup_add(work, target):
            found[target] = Toolchain(target, rustup_program("rustc"), rustup_program("cargo"))
            continue
        if not ready:
            missing[target] = linker
        found[target] = Toolchain(target, bare.rustc, bare.cargo, ready or sysroots[-1], bare.environment)
    if missing:
        _build_std(work, missing, environment, seconds, "std", "plain")
    return found


def _sysroot(work: Path, bare: Toolchain, profile: str) -> Path:
    version = subprocess.run([bare.rustc, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    return work / f"rust-{version}-{bare.target}{PROFILES[profile][2]}"


def _ready_std(work: Path, target: str, sysroot: Path) -> bool:
    """Puts the distribution's own std of the target into the sysroot; false where there is none, or none that fits."""
    if target not in READY_STD:
        return False
    query = ["dpkg-query", "-W", "-f", "${source:Version}", "libstd-rust-web-dev"]
    version = subprocess.run(query, capture_output=True, text=True).stdout.strip()
    scratch = work / f"{sysroot.name}.{os.getpid()}.deb"
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        package = glibc_trees.download(work, READY_STD[target], f"libstd-rust-web-dev={version}", scratch)
        subprocess.run(["dpkg-deb", "-x", package, scratch / "files"], check=True, capture_output=True)
        (library,) = (scratch / "files").glob(f"usr/lib/rustlib/{target}")
        (sysroot.with_suffix(".tmp") / "lib/rustlib").mkdir(parents=True, exist_ok=True)
        library.rename(sysroot.with_suffix(".tmp") / "lib/rustlib" / target)
        sysroot.with_suffix(".tmp").rename(sysroot)
        return True
    except (OSError, ValueError, subprocess.SubprocessError, glibc_trees.Unavailable):
        return False
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _build_std(work: Path, linkers: dict[str, Path], environment: dict, seconds: float, crates: str,
               profile: str) -> None:
    """Builds std for the targets in one run of cargo, and puts each into its sysroot."""
    folder, bare = work / "target-std", distribution(next(iter(linkers)))
    variables, flags, suffix = PROFILES[profile]
    settings = {**environment, **bare.variables(None), "CARGO_TARGET_DIR": f"{folder}{suffix}", **variables}
    command = [bare.cargo, "build", "--release", "--locked", "--keep-going", f"-Zbuild-std={crates}"]
    for target, linker in linkers.items():
        name = target.upper().replace("-", "_")
        settings |= {f"CARGO_TARGET_{name}_LINKER": str(linker), f"CARGO_TARGET_{name}_RUSTFLAGS": flags}
        command += ["--target", target]
    start, names = time.monotonic(), " ".join(linkers)
    try:
        built = subprocess.run(command, cwd=HERE / "programs/empty", env=settings, timeout=seconds,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    except subprocess.TimeoutExpired as error:
        raise Unavailable(f"std for {names} was not built within {seconds:.0f} s") from error
    for target in linkers:
        made = Path(f"{folder}{suffix}") / target / "release"
        if all(list(made.glob(f"deps/lib{crate}-*.rlib")) for crate in crates.split(",")):
            _install_std(made / "deps", _sysroot(work, distribution(target), profile), target)
    if built.returncode:
        raise AssertionError(f"std for {names} does not build:\n{built.stdout[-4000:]}")
    print(f"{crates} for {names}: {time.monotonic() - start:.0f} s")


def _install_std(made: Path, sysroot: Path, target: str) -> None:
    scratch = sysroot.with_name(sysroot.name + f".{os.getpid()}.tmp")
    library = scratch / "lib/rustlib" / target / "lib"
    library.mkdir(parents=True)
    for path in made.iterdir():
        if path.suffix in (".rlib", ".so") and not path.name.startswith("libempty-"):
            shutil.copy2(path, library)
    scratch.rename(sysroot)


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
