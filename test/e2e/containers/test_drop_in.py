"""linkshim as the cc, ld and the like of a container: images are built for a platform, and what they make runs there."""

import shutil
import subprocess
from pathlib import Path

import pytest

import elf
import images as containers
import running
import toolchain as rust
from images import opened_images  # the fixture `images`
from installed import copy_install
from layout import PROGRAMS

pytestmark = [pytest.mark.long, pytest.mark.early, pytest.mark.together("the store of images")]

AMD64, ARM64 = "linux/amd64", "linux/arm64"
GNU = {AMD64: "x86_64-unknown-linux-gnu", ARM64: "aarch64-unknown-linux-gnu", "linux/arm/v7": "armv7-unknown-linux-gnueabihf",
       "linux/386": "i686-unknown-linux-gnu", "linux/ppc64le": "powerpc64le-unknown-linux-gnu",
       "linux/s390x": "s390x-unknown-linux-gnu", "linux/riscv64": "riscv64gc-unknown-linux-gnu"}
# The machine as elf.py names it, the loader, and the name of glibc's symbol table.
FACTS = {AMD64: ("x86_64", "/lib64/ld-linux-x86-64.so.2", "x86_64"), ARM64: ("aarch64", "/lib/ld-linux-aarch64.so.1", "aarch64"),
         "linux/arm/v7": ("arm", "/lib/ld-linux-armhf.so.3", "armhf"), "linux/386": ("i386", "/lib/ld-linux.so.2", "i386"),
         "linux/ppc64le": ("ppc64", "/lib64/ld64.so.2", "powerpc64le"), "linux/s390x": ("s390x", "/lib/ld64.so.1", "s390x"),
         "linux/riscv64": ("riscv", "/lib/ld-linux-riscv64-lp64d.so.1", "riscv64")}
MUSL = {AMD64: "x86_64-unknown-linux-musl", ARM64: "aarch64-unknown-linux-musl"}
GNU_AND_MUSL = [GNU[AMD64], GNU[ARM64], *MUSL.values()]
COMPILERS = ("clang-22", "llvm-22", "libclang1-22", "cmake", "make")
# A build stage as a Dockerfile has it; the program that it makes is /out/program.
DOCKERFILE = """FROM --platform=$BUILDPLATFORM {base} AS build
ARG TARGETPLATFORM
ARG LINKSHIM_LIBC
ENV CARGO_TARGET_DIR=/t CARGO_NET_OFFLINE=true CARGO_INCREMENTAL=0
RUN mkdir /out && ls /usr/local/bin > /before && linkshim links --drop-in
COPY src /src
WORKDIR /src
{steps}
RUN linkshim links --remove && ls /usr/local/bin | cmp - /before && [ "$(command -v cc)" != /usr/local/bin/cc ]
FROM scratch
COPY --from=build /out/ /out/
"""
HALF = "int half(int number) { return number / 2; }\n"
MAIN = """#include <stdio.h>
#include <string.h>
int half(int);
int main(int count, char **words) { printf("%d %zu\\n", half(84), strlen(words[1])); return count - 2; }
"""
CMAKE = """cmake_minimum_required(VERSION 3.16)
project(program C)
add_library(half half.c)
add_executable(program main.c)
target_link_libraries(program half)
"""
C_FILES = {"half.c": HALF, "main.c": MAIN, "CMakeLists.txt": CMAKE, "Makefile": "CFLAGS = -O2\nmain: half.o\n"}
# Each tool once, as a Makefile calls them.
C_STEPS = """RUN cc -O2 -c half.c && ar rcs libhalf.a half.o && ranlib libhalf.a && nm libhalf.a | grep -q ' T half' && \\
    gcc -g main.c -L. -lhalf -o /out/program && objcopy --only-keep-debug /out/program program.debug && \\
    strip /out/program && ld -r half.o -o /out/half.o && \\
    "$(linkshim targets --default)-gcc" -shared -fPIC half.c -o /out/libhalf.so && \\
    printf 'int main() { throw 1; }' > throws.cc && c++ -fsyntax-only throws.cc && clang -dumpmachine"""


@pytest.fixture(scope="module")
def base(images, linkshim, toolchain, tmp_path_factory):
    """A function: the image with Rust for these targets and linkshim copied into it; with clang alone, or with gcc too."""
    made = {}

    def get(*more: str, gcc=False) -> str:
        if (more, gcc) not in made:
            name = f"localhost/rust-{'-'.join(['gcc' if gcc else 'clang', *more])}:1"
            chains = {target: toolchain(target) for target in more or GNU_AND_MUSL}
            try:
                rust_image = images.rust(chains, *COMPILERS, *(["g++"] if gcc else []), name=name, c_compiler=gcc)
            except containers.Unavailable as error:
                pytest.skip(str(error))
            folder = tmp_path_factory.mktemp("linkshim")
            copy_install(linkshim.program.parents[1], folder / "tree")
            (folder / "Dockerfile").write_text(f"FROM {rust_image}\nCOPY tree/ /usr/local/\n")
            made[more, gcc] = images.build(folder, name.replace("rust-", "drop-in-")).tag
        return made[more, gcc]
    return get


@pytest.fixture
def build(images, linkshim, tmp_path):
    """A function: builds a Dockerfile with these steps for a platform, from /src with the programs of that name or with C
    files; the folder with what is in /out. Crates come from this machine's cargo, so that each is fetched once."""
    def run(base: str, platform: str, steps: str, *programs: str, **args):
        context = tmp_path / "context"
        shutil.rmtree(context, ignore_errors=True)
        (context / "src").mkdir(parents=True)
        for name, text in C_FILES.items():
            (context / "src" / name).write_text(text)
        for name in programs:
            shutil.copytree(PROGRAMS / name, context / "src" / name, ignore=shutil.ignore_patterns("target"))
            linkshim.run("cargo", "fetch", "--locked", cwd=context / "src" / name)
        (context / "Dockerfile").write_text(DOCKERFILE.format(base=base, steps=steps))
        home = Path(linkshim.environment.get("CARGO_HOME", Path(linkshim.environment["HOME"]) / ".cargo"))
        volumes = {"/usr/local/cargo/registry": home / "registry"} if programs else {}
        tag = f"localhost/out-{platform.replace('/', '-')}:1"
        images.build(context, tag, platform=platform, args={"LINKSHIM_LIBC": "", **args}, volumes=volumes)
        out = tmp_path / "out"
        shutil.rmtree(out, ignore_errors=True)
        return images.copy_out(tag, "out", out)
    return run


@pytest.mark.parametrize("platform", GNU)
def test_c(base, build, glibc_tree, platform):
    """Every tool that the drop-in gives, for every platform, with clang alone in the image."""
    out = build(base(), platform, C_STEPS)
    machine, interpreter, arch = FACTS[platform]
    program = elf.read(out / "program")
    assert (program.machine, program.interpreter) == (machine, interpreter)
    assert elf.read(out / "half.o").machine == elf.read(out / "libhalf.so").machine == machine
    done = running.run(out / "program", "linkshim", arch=arch, tree=glibc_tree("2.36", arch), emulated=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "42 8\n", "")


HOST_TOOLS = "build script 6, macro 6, program 6\n"
# Rust with a build script, a macro and C++ in all of them: by cargo as it is, by cargo linkshim, and for the machine itself,
# which no part of the environment asks for.
CARGO_STEPS = """WORKDIR /src/host_tools
RUN rustup target add "$(linkshim targets --default)"
RUN cargo build --locked --target "$(linkshim targets --default)" && \\
    cp "/t/$(linkshim targets --default)/debug/host_tools" /out/by-cargo
RUN touch build.rs src/main.rs && cargo linkshim build --locked && cp "/t/$(linkshim targets --default)/debug/host_tools" /out/by-linkshim && \\
    cp /t/debug/build/host_tools-*/build-script-build /out/build-script
RUN cargo run --locked > /out/said && cp /t/debug/host_tools /out/of-host"""


def comment(program) -> bytes:
    """Who made a program: the start files of the distribution's C library say that GCC did."""
    return subprocess.run(["objcopy", "-O", "binary", "--only-section=.comment", "--set-section-flags", ".comment=alloc",
                           program, "/dev/stdout"], capture_output=True, check=True).stdout


@pytest.mark.parametrize("platform, libc, gcc", [(AMD64, "gnu", True), (AMD64, "musl", False), (AMD64, "musl", True),
                                                 (ARM64, "gnu", False), (ARM64, "gnu", True)])
def test_cargo(base, build, glibc_tree, platform, libc, gcc):
    out = build(base(gcc=gcc), platform, CARGO_STEPS, "host_tools", LINKSHIM_LIBC=libc)
    machine, interpreter, arch = FACTS[platform]
    for name in "by-cargo", "by-linkshim":
        program = elf.read(out / name)
        assert (program.machine, program.interpreter) == (machine, interpreter if libc == "gnu" else None), name
        done = running.run(out / name, arch=arch, tree=glibc_tree("2.36", arch) if libc == "gnu" else None)
        assert (done.returncode, done.stdout, done.stderr) == (0, HOST_TOOLS, ""), name
        assert libc == "musl" or program.newest_glibc() <= (2, 17), name
    assert (out / "said").read_text() == HOST_TOOLS
    for name in "build-script", "of-host":
        program = elf.read(out / name)
        assert (program.machine, program.interpreter) == ("x86_64", "/lib64/ld-linux-x86-64.so.2")
    # The machine's own gcc links what runs in the build, where there is one.
    assert (b"GCC: (Debian" in comment(out / "build-script")) == gcc


@pytest.mark.nightly
@pytest.mark.parametrize("platform", [platform for platform in GNU if platform not in (AMD64, ARM64)])
def test_cargo_for_the_others(base, build, glibc_tree, platform):
    """Pure Rust with a build script; std for each of these takes minutes to build where rustup cannot add it."""
    steps = """WORKDIR /src/std_all
RUN rustup target add "$(linkshim targets --default)"
RUN cargo build --locked --target "$(linkshim targets --default)" && cp "/t/$(linkshim targets --default)/debug/std_all" /out/
RUN cargo clean && cargo linkshim build --locked && cp "/t/$(linkshim targets --default)/debug/std_all" /out/by-linkshim"""
    out = build(base(GNU[platform]), platform, steps, "std_all")
    machine, interpreter, arch = FACTS[platform]
    for name in "std_all", "by-linkshim":
        program = elf.read(out / name)
        assert (program.machine, program.interpreter) == (machine, interpreter)
        running.check_std_all(out / name, arch, glibc_tree("2.36", arch))


# cc-rs, cmake-rs and bindgen; by cargo alone, nothing is set but what the image build sets.
CRATES_STEPS = """RUN rustup target add "$(linkshim targets --default)"
RUN cd with_c && cargo build --locked --target "$(linkshim targets --default)" && \\
    cp "/t/$(linkshim targets --default)/debug/with_c" /out/
RUN cd tools && cargo {words} && cp "/t/$(linkshim targets --default)/debug/tools" /out/"""


@pytest.mark.parametrize("platform, libc, words", [
    (ARM64, "gnu", 'build --locked --target "$(linkshim targets --default)"'), (AMD64, "musl", "linkshim build --locked")])
def test_crates(base, build, glibc_tree, platform, libc, words):
    """linkshim is the only cc of the image; its clang compiles."""
    out = build(base(), platform, CRATES_STEPS.format(words=words), "with_c", "tools", LINKSHIM_LIBC=libc)
    machine, _, arch = FACTS[platform]
    tree = glibc_tree("2.36", arch) if libc == "gnu" else None
    for name, says in ("with_c", "1+20+-3 = 18\n"), ("tools", f"zlib-ng 35 struct stat {128 if platform == ARM64 else 144}\n"):
        assert elf.read(out / name).machine == machine
        done = running.run(out / name, arch=arch, tree=tree)
        assert (done.returncode, done.stdout, done.stderr) == (0, says, "")


# The machine's own compilers find linkshim's ld on PATH.
OWN_STEPS = """RUN for platform in linux/arm64 linux/amd64 linux/arm/v7 ''; do for libc in gnu musl ''; do \\
      export TARGETPLATFORM=$platform LINKSHIM_LIBC=$libc && rm -rf own && mkdir own && cd own && \\
      gcc-12 ../half.c ../main.c -o by-gcc && clang-22 ../half.c ../main.c -o by-clang && \\
      gcc-12 -flto -O2 ../half.c ../main.c -o by-lto && \\
      for made in by-*; do [ "$(./$made linkshim)" = "42 8" ] || exit 1; done && cd .. || exit 1; \\
    done; done && cp own/by-* /out/"""


def test_own_compilers(base, build):
    out = build(base(gcc=True), ARM64, OWN_STEPS)
    for path in out.iterdir():
        assert b"GCC: (Debian" in comment(path)


CMAKE_STEPS = """RUN cmake -B build -DCMAKE_BUILD_TYPE=Release && cmake --build build && cp build/program /out/cmake
RUN make main && cp main /out/make"""


def test_cmake_and_make(base, build, glibc_tree):
    """They take what is called cc and ar on PATH."""
    out = build(base(), ARM64, CMAKE_STEPS)
    for name in "cmake", "make":
        assert elf.read(out / name).machine == "aarch64"
        done = running.run(out / name, "linkshim", arch="aarch64", tree=glibc_tree("2.36", "aarch64"))
        assert (done.returncode, done.stdout) == (0, "42 8\n")
