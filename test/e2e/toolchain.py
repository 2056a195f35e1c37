"""A Rust toolchain for a target: rustup's where it has the target, else the distribution's with a std built once.

The std that is built is put into a sysroot of its own, so that rustc and cargo then work as they do on a machine where
the target was installed, and no test builds std again.
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

HOST = "x86_64-unknown-linux-gnu"
HERE = Path(__file__).parent
STD = "std,panic_abort,proc_macro"
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


def find(work: Path, target: str, linker: Path, environment: dict, seconds: float = 900,
         crates: str = STD) -> Toolchain:
    """The toolchain for a target with std (or only `crates`), built within `seconds` if missing. Raises Unavailable."""
    if target in rustup_targets():
        return Toolchain(target, rustup_program("rustc"), rustup_program("cargo"))
    bare = distribution(target)
    version = subprocess.run([bare.rustc, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    sysroot = work / f"rust-{version}-{target}"
    if not sysroot.is_dir() and not (crates == STD and _ready_std(work, target, sysroot)):
        _build_std(work, bare, sysroot, linker, environment, seconds, crates)
    return Toolchain(target, bare.rustc, bare.cargo, sysroot, bare.environment)


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


def _build_std(work: Path, bare: Toolchain, sysroot: Path, linker: Path, environment: dict, seconds: float,
               crates: str) -> None:
    folder = work / "target-std"
    name = bare.target.upper().replace("-", "_")
    settings = {
        **environment,
        **bare.variables(linker),
        "CARGO_TARGET_DIR": str(folder),
        # As the std that Rust ships: usable for LTO, with line numbers.
        f"CARGO_TARGET_{name}_RUSTFLAGS": "-Cembed-bitcode=yes",
        "CARGO_PROFILE_RELEASE_DEBUG": "line-tables-only",
    }
    command = [bare.cargo, "build", "--release", "--locked", f"-Zbuild-std={crates}", "--target", bare.target]
    start = time.monotonic()
    try:
        built = subprocess.run(command, cwd=HERE / "programs/empty", env=settings, timeout=seconds,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    except subprocess.TimeoutExpired as error:
        raise Unavailable(f"std for {bare.target} was not built within {seconds:.0f} s") from error
    if built.returncode:
        raise AssertionError(f"std for {bare.target} does not build:\n{built.stdout[-4000:]}")
    scratch = sysroot.with_name(sysroot.name + f".{os.getpid()}.tmp")
    library = scratch / "lib/rustlib" / bare.target / "lib"
    library.mkdir(parents=True)
    for path in (folder / bare.target / "release/deps").iterdir():
        if path.suffix in (".rlib", ".so") and not path.name.startswith("libempty-"):
            shutil.copy2(path, library)
    scratch.rename(sysroot)
    print(f"{crates} for {bare.target}: {time.monotonic() - start:.0f} s")


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
