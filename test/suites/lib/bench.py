"""The installed program under test, what runs the programs that it makes, and toolchains that judge an exception."""

import atexit
import os
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path

import glibc_trees
import running
import sources
import wine as wines
from dejagnu import Platform
from installed import Linkshim
from layout import ROOT
from model import Unavailable

# The names that Debian has for the architectures of our targets' first words: in GNU names, and of packages.
GNU = {"armv7": "arm", "riscv64gc": "riscv64"}
PACKAGES = {"aarch64": "arm64", "armv7": "armhf", "riscv64gc": "riscv64"}
TABLES = {"armv7": "armhf", "riscv64gc": "riscv64"}
DEBIAN = {"aarch64": "arm64"}  # the distribution's words for architectures whose dynamic programs for musl run here
KEPT_VARIABLES = ("PATH", "HOME", "USER", "CARGO_HOME", "RUSTUP_HOME", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy")


def first_word(target: str) -> str:
    return target.partition("-")[0]


def gnu_name(target: str) -> str:
    """What autoconf and Debian call the target: aarch64-linux-gnu for aarch64-unknown-linux-gnu.2.17."""
    arch, *_, system = target.partition(".")[0].replace("-unknown", "").partition("-")
    return f"{GNU.get(arch, arch)}-{system}"


def new_enough(target: str) -> str:
    """The oldest glibc to run the target's programs with: of 2.31 and later, the first that is not below its floor."""
    floor = int(target.partition(".2.")[2] or 17)
    return next(version for version in glibc_trees.SUITES if int(version.removeprefix("2.")) >= floor)


def platform(target: str) -> Platform:
    return Platform(gnu_name(target).replace("-linux", "-unknown-linux"), 32 if first_word(target).startswith("arm") else 64)


@dataclass(frozen=True)
class Bench:
    linkshim: Linkshim
    work: Path

    @property
    def environment(self) -> dict:
        return self.linkshim.environment

    def tool(self, target: str, name: str) -> Path:
        return self.linkshim.linker(f"{target}-{name}")

    def need_pack(self, *targets: str) -> None:
        for target in targets:
            bare = target.partition(".")[0]
            if not (self.linkshim.program.parents[1] / f"share/linkshim/sysroots/{bare}.pack").exists():
                raise Unavailable(f"no pack for {bare}: scripts/sysroots --prefix PREFIX {bare}")

    def runner(self, target: str, glibc: str = "") -> list[str]:
        """The words before a program of the target: an emulator with a C library, one for the target's floor unless named, or nothing."""
        arch = first_word(target)
        if arch == "x86_64":
            return []
        try:
            tree = None
            if "-gnu" in target:
                tree = glibc_trees.tree(glibc or new_enough(target), TABLES.get(arch, arch))
            elif "-musl" in target:
                tree = glibc_trees.musl_tree(DEBIAN.get(arch, arch), f"ld-musl-{arch}.so.1")
            return running.prefix(TABLES.get(arch, arch), tree)
        except (running.Unavailable, glibc_trees.Unavailable) as error:
            raise Unavailable(str(error)) from error

    def wine(self, target: str) -> tuple[list, dict]:
        """The words before a Windows program, and the environment for them. Wine ends with the run."""
        words = [self.linkshim.program, "run", target, "--"]
        try:
            wine = wines.Wine(self.work, words, self.environment)
        except wines.Unavailable as error:
            raise Unavailable(str(error)) from error
        atexit.register(wine.close)
        return words, wine.variables

    def clang(self, target: str, cxx: bool = False) -> list[str]:
        """LLVM's own driver and linker with the packaged C library and GCC's files: what a user has without linkshim."""
        program = shutil.which("clang++-22" if cxx else "clang-22")
        if not program:
            raise Unavailable("clang-22 is missing: scripts/install-test-needs")
        words = [program, "-fuse-ld=lld"]
        arch = first_word(target)
        if arch == "x86_64":
            return words
        words.append(f"--target={gnu_name(target).replace('musl', 'gnu')}")
        if arch == "aarch64":
            return words
        root = self.system(target)
        name = gnu_name(target).replace("musl", "gnu")
        return [*words, f"--gcc-install-dir={root}/usr/lib/gcc-cross/{name}/12", f"--sysroot={root}",
                f"-B{root}/usr/{name}/lib", f"-L{root}/usr/{name}/lib", "-isystem", f"{root}/usr/{name}/include",
                "-isystem", str(self._kernel_headers())]

    def script(self, name: str, words: list) -> Path:
        """A program that is called without further words: what build tools take as a compiler. The target is the words' affair."""
        path = self.work / name
        path.write_text("#!/bin/sh\nfor word do\n  shift\n  case $word in --target=*) ;; *) set -- \"$@\" \"$word\" ;; esac\ndone\n"
                        f"export ZIG_GLOBAL_CACHE_DIR={sources.pool.cacheRoot()}/zig-cache\nexec {shlex.join(map(str, words))} \"$@\"\n")
        path.chmod(0o755)
        return path

    def zig(self, target: str, driver: str = "cc") -> Path:
        """zig's compiler for the same system, with its own copy of the C library."""
        arch, _, system, *libc = target.partition(".")[0].split("-")
        name = "-".join([arch, {"darwin": "macos"}.get(system, system), *libc])
        return self.script(f"zig-{driver}-{name}", [sources.zig(), driver, "-target", name])

    def old_glibc(self, target: str) -> Path:
        """clang with the headers that glibc 2.17 had."""
        return self.script("clang-2.17", ["clang-22", f"--target={gnu_name(target)}", "-nostdlibinc", "-isystem", sources.old_headers(first_word(target))])

    def system(self, target: str) -> Path:
        """A system root with the distribution's glibc, its archive included."""
        try:
            return glibc_trees.system(PACKAGES[first_word(target)])
        except glibc_trees.Unavailable as error:
            raise Unavailable(str(error)) from error

    def _kernel_headers(self) -> Path:
        """The machine's own kernel headers without its C library's."""
        folder = self.work / "kernel"
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("linux", "asm-generic"):
            if not (link := folder / name).is_symlink():
                link.symlink_to(f"/usr/include/{name}")
        return folder


def make_bench(prefix: Path, work: Path) -> Bench:
    program = prefix / "bin/linkshim"
    if not program.exists():
        raise Unavailable(f"{program} is missing: build and install first, or name an installed tree with --prefix")
    links = work / "links"
    shutil.rmtree(links, ignore_errors=True)
    links.mkdir(parents=True)
    environment = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    temporary = work / "tmp"
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir()
    environment |= {"LINKSHIM_CACHE_DIR": str(work / "cache"), "LANG": "C.UTF-8", "TMPDIR": str(temporary)}
    return Bench(Linkshim(program, links, environment), work)


def own_prefix() -> Path:
    return Path(os.environ.get("LINKSHIM_PREFIX", ROOT / "build/install")).resolve()
