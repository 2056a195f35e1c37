"""A Rust toolchain for a target: rustup's where it has the target, else the distribution's with a std built once.

The std that is built is put into a sysroot of its own, so that rustc and cargo then work as they do on a machine where
the target was installed, and no test builds std again.
"""

import os
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

HOST = "x86_64-unknown-linux-gnu"
HERE = Path(__file__).parent


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
         crates: str = "std,panic_abort,proc_macro") -> Toolchain:
    """The toolchain for a target with std (or only `crates`), built within `seconds` if missing. Raises Unavailable."""
    if target in rustup_targets():
        return Toolchain(target, rustup_program("rustc"), rustup_program("cargo"))
    bare = distribution(target)
    version = subprocess.run([bare.rustc, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    sysroot = work / f"rust-{version}-{target}"
    if not sysroot.is_dir():
        _build_std(work, bare, sysroot, linker, environment, seconds, crates)
    return Toolchain(target, bare.rustc, bare.cargo, sysroot, bare.environment)


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
