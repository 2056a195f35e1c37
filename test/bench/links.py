"""The links that are measured: recorded once from rustc and cargo, then run again by each of the tools compared."""

import json
import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import toolchain as rust
from measure import Command

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FLOOR = "2.17"
OUTPUT = "@OUTPUT@"     # as record-link writes it
RIPGREP = "14.1.1"
TARGETS = {"aarch64": "aarch64-unknown-linux-gnu", "x86_64": "x86_64-unknown-linux-gnu"}
# Targets without a floor, whose links are compared with the linker alone.
OTHERS = {"msvc": "x86_64-pc-windows-msvc"}


class Missing(Exception):
    """Something that the benchmark needs is not there; the text names it and the command that brings it."""


def compiler_name(target: str) -> str:
    return f"{target}-cc" if target in OTHERS.values() else f"{target}.{FLOOR}-cc"


@dataclass(frozen=True)
class Places:
    linkshim: Path      # the installed program
    work: Path          # everything that the benchmark makes
    e2e: Path           # the work folder of the end-to-end tests: the std of each target
    venv: Path          # Python packages: ziglang and cargo-zigbuild

    @property
    def log(self) -> Path:
        return self.work / "output.txt"

    @property
    def cache(self) -> Path:
        return self.work / "cache"

    @property
    def zig_cache(self) -> Path:
        return self.work / "zig-cache"

    def linker(self, target: str) -> Path:
        """linkshim under the name of the target's compiler."""
        link = self.work / "links" / compiler_name(target)
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(self.linkshim)
        return link


def find_places() -> Places:
    prefix = Path(os.environ.get("LINKSHIM_PREFIX", ROOT / "build/install")).resolve()
    program = prefix / "bin/linkshim"
    if not program.exists():
        raise Missing(f"{program} is missing: cmake --preset release && cmake --build --preset release && "
                      "cmake --install build/release --prefix build/install")
    work = Path(os.environ.get("LINKSHIM_BENCH_WORK", ROOT / "build/bench")).resolve()
    work.mkdir(parents=True, exist_ok=True)
    e2e = Path(os.environ.get("LINKSHIM_E2E_WORK", ROOT / "build/e2e")).resolve()
    e2e.mkdir(parents=True, exist_ok=True)
    return Places(program, work, e2e, Path(os.environ.get("LINKSHIM_TEST_VENV", ROOT / "build/test-venv")).resolve())


def rust_lld_folder() -> str:
    """Where rustup's rustc keeps rust-lld; rustc puts this folder first on PATH for its linker. Empty without rustup."""
    try:
        rustc = Path(rust.rustup_program("rustc"))
    except (OSError, subprocess.CalledProcessError):
        return ""
    folder = rustc.parents[1] / "lib/rustlib" / rust.HOST / "bin"
    return str(folder) if (folder / "rust-lld").exists() else ""


def environment(places: Places, **more: str) -> dict:
    """The small and known environment that every measured command has."""
    path = ":".join(folder for folder in (rust_lld_folder(), os.environ["PATH"]) if folder)
    return {"PATH": path, "HOME": os.environ.get("HOME", "/"), "LANG": "C", "LINKSHIM_CACHE_DIR": str(places.cache),
            **more}


def toolchain(places: Places, target: str) -> rust.Toolchain:
    settings = dict(os.environ, LINKSHIM_CACHE_DIR=str(places.cache))
    try:
        return rust.find(places.e2e, target, places.linker(target), settings)
    except rust.Unavailable as error:
        raise Missing(str(error)) from error


def _build(command: list, settings: dict) -> None:
    done = subprocess.run([str(word) for word in command], env=settings, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise Missing(f"{command[0]} failed:\n{done.stdout[-3000:]}")


def _build_hello(places: Places, chain: rust.Toolchain, linker: Path, settings: dict) -> None:
    _build([chain.rustc, "--edition=2021", "-O", "--target", chain.target, *chain.rustc_flags, f"-Clinker={linker}",
            "-o", places.work / "hello", HERE.parent / "e2e/programs/small/hello.rs"],
           {**settings, **chain.environment})


def _build_ripgrep(places: Places, chain: rust.Toolchain, linker: Path, settings: dict, *more: str) -> None:
    _build([chain.cargo, "install", "ripgrep", "--version", RIPGREP, "--locked", "--force", "--no-track", *more,
            "--target", chain.target, "--root", places.work / "ripgrep", "--target-dir", places.work / "target"],
           {**settings, **chain.variables(linker)})


def _build_ripgrep_dev(places: Places, chain: rust.Toolchain, linker: Path, settings: dict) -> None:
    """cargo's dev profile: 140 MB of objects, with all debug information."""
    _build_ripgrep(places, chain, linker, settings, "--debug")


BUILDS = {"hello": ("hello", _build_hello), "ripgrep": ("rg", _build_ripgrep), "ripgrep-dev": ("rg", _build_ripgrep_dev)}


def recorded(places: Places, program: str, target: str) -> Path:
    """The folder with the recorded link of a program; built when there is none yet."""
    chain = toolchain(places, target)
    compiler = subprocess.run([chain.rustc, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    folder = places.work / f"record-{program}-{target}-{compiler}"
    if (folder / "link.json").exists():
        return folder
    recorder = places.work / "recorders" / compiler_name(target)
    recorder.parent.mkdir(exist_ok=True)
    recorder.unlink(missing_ok=True)
    recorder.symlink_to(HERE / "record-link")
    name, build = BUILDS[program]
    scratch = folder.with_name(folder.name + ".new")
    settings = dict(os.environ, LINKSHIM_CACHE_DIR=str(places.cache), LINKSHIM_BENCH_RECORD=str(scratch),
                    LINKSHIM_BENCH_PROGRAM=name, LINKSHIM_BENCH_LINKER=str(places.linker(target)))
    print(f"bench: building {program} for {target}", file=sys.stderr, flush=True)
    build(places, chain, recorder, settings)
    if not (scratch / "link.json").exists():
        raise Missing(f"the build of {program} for {target} linked no {name}; remove {places.work / 'target'}")
    shutil.rmtree(folder, ignore_errors=True)
    scratch.rename(folder)
    return folder


class Link:
    """One recorded link, as the command of each tool."""

    def __init__(self, places: Places, program: str, arch: str, more: tuple[str, ...] = ()):
        self.places = places
        self.target = (TARGETS | OTHERS)[arch]
        self.folder = recorded(places, program, self.target)
        self.arguments = [*json.loads((self.folder / "link.json").read_text()), *more]
        self.linker = str(places.linker(self.target))
        self.wrappers = places.work / "zigbuild" / f"{program}-{self.target}"

    def output(self, label: str) -> Path:
        return self.folder / f"out-{label.replace(' ', '-')}"

    def _command(self, label: str, words: list[str], settings: dict, before=lambda: None) -> Command:
        output = self.output(label)

        def prepare():
            output.unlink(missing_ok=True)
            before()
        words = [word.replace(OUTPUT, str(output)) for word in words]
        return Command(label, tuple(words), settings, self.folder, prepare)

    def linkshim(self) -> Command:
        return self._command("linkshim", [self.linker, *self.arguments], environment(self.places))

    def linkshim_cold(self) -> Command:
        return self._command("linkshim, empty cache", [self.linker, *self.arguments], environment(self.places),
                             lambda: shutil.rmtree(self.places.cache, ignore_errors=True))

    def planned(self, settings: dict) -> list[str]:
        """The very command that linkshim would run."""
        shown = subprocess.run([self.linker, "-###", *self.arguments], cwd=self.folder, env=settings,
                               capture_output=True, text=True, check=True)
        return shlex.split(shown.stderr)

    def direct(self) -> Command:
        """What linkshim runs, less what it adds for speed."""
        words = [word for word in self.planned(environment(self.places)) if word != "-O0" or word in self.arguments]
        return self._command(os.path.basename(words[0]), words, environment(self.places))

    def _without_linker(self) -> dict:
        """The environment in which the linker is a program that does nothing."""
        nothing = self.places.work / "nothing/rust-lld"
        nothing.parent.mkdir(exist_ok=True)
        nothing.unlink(missing_ok=True)
        nothing.symlink_to(shutil.which("true"))
        return environment(self.places, LINKSHIM_LLD=str(nothing))

    def own_cost(self) -> tuple[Command, Command]:
        """linkshim with a linker that does nothing, and that linker."""
        settings = self._without_linker()
        return (self._command("linkshim, no linker", [self.linker, *self.arguments], settings),
                self._command("no linker", self.planned(settings), settings))

    def plan_only(self) -> Command:
        return self._command("linkshim -###", [self.linker, "-###", *self.arguments], self._without_linker())

    def _without_choice(self) -> list[str]:
        """The arguments without rustc's own choice of a linker."""
        return [word for word in self.arguments if not word.startswith(("-fuse-ld=", "-B"))]

    def by(self, name: str) -> Command:
        """linkshim with another linker than lld: mold or wild."""
        if not shutil.which(name):
            raise Missing(f"{name} is not on PATH")
        # mold and wild leave their work to a child, whose time would not be counted.
        return self._command(name, [self.linker, f"-fuse-ld={name}", "-Wl,--no-fork", *self._without_choice()],
                             environment(self.places))

    def gcc(self) -> Command:
        """The distribution's GCC with GNU ld and its own glibc."""
        name = f"{self.target.split('-')[0]}-linux-gnu-gcc"
        program = shutil.which(name)
        if not program:
            raise Missing(f"{name} is missing: scripts/install-test-needs")
        return self._command(name, [program, *self._without_choice()], environment(self.places))

    def zig_environment(self, cache: Path) -> dict:
        return environment(self.places, ZIG_GLOBAL_CACHE_DIR=str(cache), ZIG_LOCAL_CACHE_DIR=str(cache / "local"),
                           CARGO_ZIGBUILD_CACHE_DIR=str(self.wrappers))

    def zig_name(self) -> str:
        return f"{self.target.replace('-unknown', '')}.{FLOOR}"

    def zig(self, cache: Path) -> Command:
        zig = next(self.places.venv.glob("lib/python3*/site-packages/ziglang/zig"), None)
        if not zig:
            raise Missing(f"ziglang is not in {self.places.venv}: scripts/install-test-needs")
        return self._command("zig cc", [str(zig), "cc", "-target", self.zig_name(), *self.arguments],
                             self.zig_environment(cache))

    def zigbuild(self, cache: Path) -> Command:
        """The wrapper that cargo-zigbuild writes for the target."""
        settings = self.zig_environment(cache)
        settings["PATH"] = f"{self.places.venv / 'bin'}:{settings['PATH']}"
        program = self.places.venv / "bin/cargo-zigbuild"
        if not program.exists():
            raise Missing(f"cargo-zigbuild is not in {self.places.venv}: scripts/install-test-needs")
        shutil.rmtree(self.wrappers, ignore_errors=True)
        # The wrapper is written before cargo is called, and that is all that is wanted.
        subprocess.run([program, "zigbuild", "--target", f"{self.target}.{FLOOR}"], cwd=HERE.parent / "e2e/programs/empty",
                       env=dict(settings, CARGO=shutil.which("false")), capture_output=True)
        wrapper = next(self.wrappers.glob(f"**/zigcc-{self.target}*.sh"), None)
        if not wrapper:
            raise Missing("cargo-zigbuild wrote no wrapper")
        return self._command("cargo-zigbuild", [str(wrapper), *self.arguments], settings)
