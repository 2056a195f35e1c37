"""Build tools of C and C++ through linkshim, each as its users call it; nothing is set but what linkshim prints."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

import elf
import macho
import running
from buildtools import GNU, MAIN, MUSL, TWICE, needs, printed
from layout import PROGRAMS

TARGETS = [GNU, MUSL]
SAYS = "answer 12\n"
THROW = """#include <stdexcept>
#include <string>
void check(const std::string &word) { throw std::runtime_error("no " + word); }
"""
CATCH = """#include <iostream>
#include <string>
void check(const std::string &word);
int main(int, char **words) {
  try { check(words[1]); } catch (const std::exception &error) { std::cout << error.what() << std::endl; }
}
"""
CMAKE = """cmake_minimum_required(VERSION 3.16)
project(program %s)
find_library(HOST_LIBRARY z)
find_path(HOST_HEADER zlib.h)
find_package(PkgConfig REQUIRED)
pkg_check_modules(HOST_PACKAGE zlib)
if(HOST_LIBRARY OR HOST_HEADER OR HOST_PACKAGE_FOUND)
  message(FATAL_ERROR "of the host: ${HOST_LIBRARY} ${HOST_HEADER} ${HOST_PACKAGE_LIBRARIES}")
endif()
foreach(name c m dl rt pthread util crypt resolv)
  find_library(OWN_${name} ${name} REQUIRED)
  if(NOT OWN_${name} MATCHES "/linkshim-root/")
    message(FATAL_ERROR "of the host: ${OWN_${name}}")
  endif()
endforeach()
find_path(OWN_HEADER math.h REQUIRED)
find_package(Threads REQUIRED)
include(CheckFunctionExists)
check_function_exists(memcpy HAVE_MEMCPY)
check_function_exists(no_such_function HAVE_NO_SUCH_FUNCTION)
if(NOT HAVE_MEMCPY OR HAVE_NO_SUCH_FUNCTION OR NOT CMAKE_CROSSCOMPILING OR NOT CMAKE_SIZEOF_VOID_P EQUAL 8)
  message(FATAL_ERROR "probes")
endif()
add_library(part %s)
add_executable(program %s)
target_link_libraries(part ${OWN_m} ${OWN_pthread} Threads::Threads)
target_link_libraries(program part)
"""
CONFIGURE = """AC_INIT([program], [1])
AM_INIT_AUTOMAKE([foreign])
AC_PROG_CC
AM_PROG_AR
LT_INIT
AC_CHECK_FUNCS([memcpy no_such_function], [], [])
AS_IF([test "$cross_compiling" != yes || test "$ac_cv_func_memcpy" != yes || test "$ac_cv_func_no_such_function" != no],
      [AC_MSG_ERROR([probes])])
AC_CONFIG_FILES([Makefile])
AC_OUTPUT
"""
AUTOMAKE = """lib_LTLIBRARIES = libpart.la
libpart_la_SOURCES = twice.c
libpart_la_LDFLAGS = -version-info 1:0:0
bin_PROGRAMS = program
program_SOURCES = main.c
program_LDADD = libpart.la
"""
MESON = """project('program', 'c')
compiler = meson.get_compiler('c')
assert(compiler.get_id() == 'clang' and host_machine.cpu_family() == 'aarch64')
assert(compiler.has_function('memcpy') and not compiler.has_function('no_such_function'))
assert(not dependency('zlib', required: false, method: 'pkg-config').found())
assert(not compiler.find_library('z', required: false).found())
part = library('part', 'twice.c', dependencies: [compiler.find_library('m'), compiler.find_library('dl'), dependency('threads')])
executable('program', 'main.c', link_with: part)
"""
GO = """package main

// int twice(int);
import "C"

import (
	"fmt"
	"os"
)

func main() { fmt.Println(os.Args[1], C.twice(C.int(len(os.Args[1])*1))) }
"""


@pytest.fixture
def sources(tmp_path):
    for name, text in {"main.c": MAIN, "twice.c": TWICE, "catch.cpp": CATCH, "throw.cpp": THROW}.items():
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.fixture
def says(glibc_tree):
    """A function: what a program of these targets prints for the word `answer`, with libraries from its folder."""
    def run(program, target, *libraries):
        assert elf.read(program).machine == "aarch64"
        tree = glibc_tree("2.17", "aarch64") if target == GNU else None
        try:
            result = running.run(program, "answer", arch="aarch64", tree=tree, libraries=libraries)
        except running.Unavailable as error:
            pytest.skip(str(error))
        assert (result.returncode, result.stderr) == (0, "")
        return result.stdout
    return run


@pytest.mark.parametrize("language", ["C", "CXX"])
@pytest.mark.parametrize("target", TARGETS)
def test_cmake(linkshim, sources, says, target, language):
    needs("cmake", "ninja")
    part, main = ("twice.c", "main.c") if language == "C" else ("throw.cpp", "catch.cpp")
    (sources / "CMakeLists.txt").write_text(CMAKE % (language, part, main))
    (sources / "toolchain.cmake").write_text(printed(linkshim, target, "cmake"))
    kind = ["-DBUILD_SHARED_LIBS=ON"] if target == GNU else ["-DCMAKE_EXE_LINKER_FLAGS=-static"]
    linkshim.run("cmake", "-G", "Ninja", "-B", "build", "-DCMAKE_TOOLCHAIN_FILE=toolchain.cmake", *kind, cwd=sources)
    linkshim.run("cmake", "--build", "build", cwd=sources)
    assert (sources / "build/libpart.so").exists() == (target == GNU)
    assert says(sources / "build/program", target, sources / "build") == (SAYS if language == "C" else "no answer\n")


def test_meson_test_under_emulation(linkshim, sources):
    needs("meson", "ninja", "qemu-aarch64-static")
    (sources / "meson.build").write_text("project('program', 'c')\nassert(meson.can_run_host_binaries())\n"
                                         "test('says', executable('program', 'main.c', 'twice.c'), args: 'answer')\n")
    (sources / "cross.ini").write_text(linkshim.run(linkshim.program, "env", MUSL, "--format", "meson", "--with-runner").stdout)
    linkshim.run("meson", "setup", "build", "--cross-file", "cross.ini", "-Dc_link_args=-static", cwd=sources)
    linkshim.run("meson", "test", "-C", "build", cwd=sources)


def test_make(linkshim, sources, says):
    needs("make")
    (sources / "Makefile").write_text("program: main.o twice.o\n\t$(CC) $(LDFLAGS) $^ -o $@\n\t$(CROSS_COMPILE)strip $@\n"
                                      "%.a: twice.o\n\t$(AR) rcs $@ $^\n\t$(LD) -r $^ -o joined.o\n")
    linkshim.run("sh", "-c", f"make LDFLAGS=-static program libtwice.a $(linkshim env {MUSL} --format make)", cwd=sources)
    assert says(sources / "program", MUSL) == SAYS
    assert elf.read(sources / "joined.o").machine == "aarch64"


@pytest.mark.parametrize("script", [
    'eval "$(linkshim env no-such-target)" && echo on', 'eval "$(linkshim env aarch64-apple-tvos --format go)" && echo on',
    "./configure $(linkshim env no-such-target --format configure) && echo on",
    "make -n $(linkshim env no-such-target --format make) && echo on"])
def test_a_target_that_is_not_there_builds_nothing(linkshim, sources, script):
    (sources / "configure").write_text('#!/bin/sh\ncase "$1" in --linkshim-env-failed) exit 1;; esac\n')
    (sources / "configure").chmod(0o755)
    (sources / "Makefile").write_text("all:\n")
    done = linkshim.run("sh", "-c", script, cwd=sources, check=False)
    assert done.returncode != 0 and "on" not in done.stdout.split()


@pytest.mark.parametrize("target", TARGETS)
def test_autotools(work, linkshim, sources, says, target):
    """configure and libtool; autoreconf runs once for all targets."""
    needs("autoreconf", "libtoolize", "make")
    ready = work / "autotools"
    wanted = {"configure.ac": CONFIGURE, "Makefile.am": AUTOMAKE}
    if not (ready / "configure").exists() or any((ready / n).read_text() != text for n, text in wanted.items()):
        shutil.rmtree(ready, ignore_errors=True)
        ready.mkdir()
        for name, text in wanted.items():
            (ready / name).write_text(text)
        linkshim.run("autoreconf", "-i", cwd=ready)
    shutil.copytree(ready, sources, dirs_exist_ok=True)
    kind = "--disable-static" if target == GNU else "--disable-shared"
    linkshim.run("sh", "-c", f"./configure {kind} $(linkshim env {target} --format configure)", cwd=sources)
    linkshim.run("make", *([] if target == GNU else ["LDFLAGS=-all-static"]), cwd=sources)
    program = sources / (".libs/program" if target == GNU else "program")
    if target == GNU:
        assert "libpart.so.1" in elf.read(program).needed
    assert says(program, target, sources / ".libs") == SAYS


@pytest.mark.parametrize("target", TARGETS)
def test_meson(linkshim, sources, says, target):
    needs("meson", "ninja")
    (sources / "meson.build").write_text(MESON)
    (sources / "cross.ini").write_text(printed(linkshim, target, "meson"))
    kind = [] if target == GNU else ["-Ddefault_library=static", "-Dc_link_args=-static"]
    linkshim.run("meson", "setup", "build", "--cross-file", "cross.ini", *kind, cwd=sources)
    linkshim.run("meson", "compile", "-C", "build", cwd=sources)
    assert (sources / "build/libpart.so").exists() == (target == GNU)
    assert says(sources / "build/program", target, sources / "build") == SAYS


@pytest.mark.parametrize("target", TARGETS)
def test_go(work, linkshim, sources, says, target):
    needs("go")
    folder = sources / "go"
    folder.mkdir()
    (folder / "main.go").write_text(GO)
    (folder / "twice.c").write_text(TWICE)
    (folder / "go.mod").write_text("module program\n")
    kind = [] if target == GNU else ["-ldflags=-extldflags=-static -linkmode=external"]
    command = " ".join(f"'{word}'" for word in ["go", "build", "-o", "program", *kind])
    linkshim.run("sh", "-c", f"eval \"$(linkshim env {target} --format go)\" && {command}", cwd=folder,
                 GOCACHE=str(work / "go-cache"), GOFLAGS="-mod=mod", GOTOOLCHAIN="local", GOTELEMETRY="off")
    assert says(folder / "program", target) == SAYS


def test_go_for_macos(work, linkshim, sources):
    needs("go")
    (sources / "main.go").write_text(GO)
    (sources / "main.c").unlink()
    (sources / "go.mod").write_text("module program\n")
    for name in "catch.cpp", "throw.cpp":
        (sources / name).unlink()
    linkshim.run("sh", "-c", "eval \"$(linkshim env aarch64-apple-darwin --format go)\" && go build -o program", cwd=sources,
                 GOCACHE=str(work / "go-cache"), GOFLAGS="-mod=mod", GOTOOLCHAIN="local", GOTELEMETRY="off")
    program = macho.read(sources / "program")
    assert (program.machine, program.platform, program.type) == ("arm64", "macos", "program")


def build_crate(work, linkshim, toolchain, target, floor, *features, **variables):
    """programs/tools by `cargo linkshim` alone; the path of the program."""
    chain = toolchain(target)
    folder = work / "target-tools"
    program = folder / target / "debug/tools"
    program.unlink(missing_ok=True)
    linkshim.run("cargo", "linkshim", "build", "--locked", "--target", target + floor, *features,
                 cwd=PROGRAMS / "tools", timeout=1200,
                 **{**chain.variables(None), "CARGO_TARGET_DIR": str(folder), **variables})
    return program


@pytest.mark.long
@pytest.mark.parametrize("target, floor", [("aarch64-unknown-linux-gnu", ".2.17"), ("aarch64-unknown-linux-musl", "")])
def test_crates(work, linkshim, toolchain, says, target, floor):
    """libz-ng-sys by cmake-rs, and bindgen on headers of the C library."""
    needs("cmake")
    program = build_crate(work, linkshim, toolchain, target, floor)
    assert says(program, target + floor) == "zlib-ng 35 struct stat 128\n"


@pytest.mark.long
def test_added_packages(work, linkshim, toolchain, glibc_tree):
    """openssl-sys finds the libssl-dev that `linkshim sysroot add` brought; the host's is another architecture's."""
    target = "aarch64-unknown-linux-gnu"
    needs("apt-get", "dpkg-deb", "pkg-config")
    data = {"XDG_DATA_HOME": str(work / "data")}
    overlay = work / f"data/linkshim/overlays/{target}"
    if not overlay.exists():
        said = linkshim.run(linkshim.program, "sysroot", "add", target, "libssl-dev", **data).stdout
        assert said.startswith(f"{overlay}\n  ") and "\n  libssl3_" in said and "libc6" not in said
    listed = linkshim.run(linkshim.program, "sysroot", **data).stdout
    assert f"  {target}  " in listed and listed.splitlines()[-2].endswith(" libssl-dev")
    assert not list(overlay.glob("usr/share/doc")) and list(overlay.parent.iterdir()) == [overlay]
    strangers = [path for path in overlay.rglob("*") if path.is_symlink() and os.readlink(path).startswith("/")]
    assert strangers == []
    pkg_config = linkshim.linker(f"{target}-pkg-config")
    assert str(overlay) in linkshim.run(pkg_config, "--libs", "libssl", PKG_CONFIG_ALLOW_SYSTEM_LIBS="1", **data).stdout
    program = build_crate(work, linkshim, toolchain, target, ".2.36", "--features", "openssl", **data)
    assert "libcrypto.so.3" in elf.read(program).needed
    try:
        result = running.run(program, arch="aarch64", tree=glibc_tree("2.36", "aarch64"),
                             libraries=(overlay / "usr/lib/aarch64-linux-gnu",))
    except running.Unavailable as error:
        pytest.skip(str(error))
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "zlib-ng 35 struct stat 128\nOpenSSL 3\n"


@pytest.mark.long
def test_fetched_c_library(linkshim, toolchain, tmp_path):
    """On a machine with qemu alone `linkshim run --fetch` brings what dynamic programs start with, once."""
    target = "s390x-unknown-linux-gnu"
    needs("apt-get", "dpkg-deb", "qemu-s390x-static")
    assert not Path("/usr/s390x-linux-gnu").exists(), "the C library of s390x is installed here, so nothing is shown"
    chain = toolchain(target)
    place = {"XDG_DATA_HOME": str(tmp_path / "data")}
    overlay = tmp_path / f"data/linkshim/overlays/{target}"
    linkshim.run("cargo", "new", "-q", "--name", "tested", tmp_path / "tested")
    (tmp_path / "tested/src/main.rs").write_text('fn main() { println!("ran"); }\n#[test]\nfn counts() { assert_eq!(1 + 1, 2); }\n')

    def cargo(word, check=True):
        return linkshim.run("cargo", "linkshim", word, "--target", f"{target}.2.17", cwd=tmp_path / "tested", check=check,
                            **{**chain.variables(None), **place})
    said = cargo("run", check=False)
    assert said.returncode != 0 and f"linkshim run --fetch {target}" in said.stderr
    assert f"linkshim run --fetch {target}" in linkshim.run(linkshim.program, "doctor", target, check=False, **place).stdout
    program = tmp_path / f"tested/target/{target}/debug/tested"
    said = linkshim.run(linkshim.program, "run", "--fetch", target, "--", program, **place)
    assert said.stdout == "ran\n" and (overlay / "lib/ld64.so.1").exists()
    assert "already here" in linkshim.run(linkshim.program, "run", "--fetch", target, **place).stderr
    assert "1 passed" in cargo("test").stdout and cargo("run").stdout == "ran\n"
    doctor = linkshim.run(linkshim.program, "doctor", target, check=False, **place).stdout
    assert "--fetch" not in doctor and str(overlay) in doctor


def test_ccache(linkshim, sources):
    """The second compile is a hit; another target's is none."""
    needs("ccache")
    cache = {"CCACHE_DIR": str(sources / "cache"), "CCACHE_NOHASHDIR": "1"}
    for target in GNU, GNU, "x86_64-unknown-linux-musl":
        linkshim.run("ccache", linkshim.linker(f"{target}-cc"), "-O2", "-c", "twice.c", "-o", "twice.o", cwd=sources,
                     **cache)
        assert elf.read(sources / "twice.o").machine == target.split("-")[0]
    counts = dict(line.split("\t") for line in linkshim.run("ccache", "--print-stats", **cache).stdout.splitlines())
    hits = int(counts["direct_cache_hit"]) + int(counts["preprocessed_cache_hit"])
    assert (hits, int(counts["cache_miss"])) == (1, 2)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def test_sccache(linkshim, sources):
    needs("sccache")
    settings = {"SCCACHE_DIR": str(sources / "cache"), "SCCACHE_SERVER_PORT": str(free_port()),
                "SCCACHE_IDLE_TIMEOUT": "60"}
    linkshim.run("sccache", "--start-server", **settings)
    try:
        for target in GNU, GNU, "x86_64-unknown-linux-musl":
            linkshim.run("sccache", linkshim.linker(f"{target}-cc"), "-O2", "-c", "twice.c", "-o", "twice.o",
                         cwd=sources, **settings)
            assert elf.read(sources / "twice.o").machine == target.split("-")[0]
        said = linkshim.run("sccache", "--show-stats", **settings).stdout
    finally:
        linkshim.run("sccache", "--stop-server", **settings)
    counts = {line[:30].strip(): line[30:].split()[0] for line in said.splitlines() if line.startswith("Cache ")}
    assert (counts["Cache hits"], counts["Cache misses"]) == ("1", "2")


def test_distcc(linkshim, sources):
    """The compile runs in the server, which calls the same tool by name."""
    needs("distcc", "distccd")
    port = free_port()
    (sources / "distcc").mkdir()
    everyones = Path(tempfile.mkdtemp())  # the server gives up root, and these folders may be closed to others
    everyones.chmod(0o1777)
    shutil.copy(linkshim.program, everyones)
    cc = everyones / f"{GNU}-cc"
    cc.symlink_to("linkshim")
    share = str(linkshim.program.parents[1] / "share/linkshim")
    user = "nobody" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    server = subprocess.Popen(
        ["distccd", "--no-detach", "--daemon", "--listen", "127.0.0.1", "--allow", "127.0.0.1", "--port", str(port),
         "--log-stderr", "--enable-tcp-insecure", "--user", user],
        env={**linkshim.environment, "TMPDIR": str(everyones)}, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        linkshim.run("distcc", cc, "-O2", "-c", "twice.c", "-o", "twice.o", cwd=sources,
                     DISTCC_HOSTS=f"127.0.0.1:{port}", DISTCC_FALLBACK="0", DISTCC_DIR=str(sources / "distcc"), LINKSHIM_SHARE=share)
    finally:
        server.terminate()
        server.wait(timeout=20)
        shutil.rmtree(everyones)
    assert elf.read(sources / "twice.o").machine == "aarch64"
