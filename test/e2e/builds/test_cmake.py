"""CMake through linkshim: what it finds, Apple's systems, and tests under emulation."""

import shutil

import pytest

import elf
import macho
from buildtools import GNU, MAIN, MUSL, TWICE, needs, printed

CMAKE_MAC = """cmake_minimum_required(VERSION 3.16)
project(program C)
enable_language(CXX)
enable_language(OBJC)
find_library(FOUNDATION Foundation REQUIRED)
find_library(CONFIGURATION SystemConfiguration REQUIRED)
find_library(NONE NoSuchFramework)
find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
if(NONE OR NOT ZLIB_LIBRARIES MATCHES "/linkshim-root/")
  message(FATAL_ERROR "${NONE} ${ZLIB_LIBRARIES}")
endif()
add_library(part SHARED twice.c)
set_target_properties(part PROPERTIES VERSION 1.2.3 SOVERSION 1)
target_link_libraries(part ${FOUNDATION} ZLIB::ZLIB Threads::Threads)
add_library(framed SHARED twice.c)
set_target_properties(framed PROPERTIES FRAMEWORK TRUE)
add_library(plugin MODULE twice.c)
add_executable(program main.c)
target_link_libraries(program part ${CONFIGURATION})
add_executable(bundle MACOSX_BUNDLE main.c)
target_link_libraries(bundle framed)
set_target_properties(program PROPERTIES INSTALL_RPATH "@loader_path/../lib")
install(TARGETS part framed plugin program bundle BUNDLE DESTINATION . FRAMEWORK DESTINATION Frameworks
        RUNTIME DESTINATION bin LIBRARY DESTINATION lib)
"""


@pytest.fixture
def sources(tmp_path):
    (tmp_path / "main.c").write_text(MAIN)
    (tmp_path / "twice.c").write_text(TWICE)
    return tmp_path


def library_that_cmake_finds(linkshim, sources, target, name):
    (sources / "CMakeLists.txt").write_text(f"cmake_minimum_required(VERSION 3.16)\nproject(found C)\nfind_library(L {name})\n"
                                            "message(STATUS \"FOUND ${L}.\")\n")
    (sources / "toolchain.cmake").write_text(printed(linkshim, target, "cmake"))
    shutil.rmtree(sources / "build", ignore_errors=True)
    said = linkshim.run("cmake", "-B", "build", "-DCMAKE_TOOLCHAIN_FILE=toolchain.cmake", cwd=sources).stdout
    return next(line for line in said.splitlines() if "FOUND" in line).split("FOUND ")[1][:-1]


@pytest.mark.parametrize("target, name, ending", [
    ("x86_64-unknown-freebsd", "util", ".so"), ("x86_64-unknown-netbsd", "m", ".so"), ("aarch64-unknown-openbsd", "pthread", ".so"),
    ("x86_64-pc-windows-gnu", "ws2_32", ".a"), ("wasm32-wasip1", "m", ".a"), ("aarch64-apple-ios", "sqlite3", ".tbd"),
    ("aarch64-apple-darwin", "SystemConfiguration", ".framework"), ("x86_64-unknown-linux-gnu.2.36", "rt", ".a"),
    ("x86_64-unknown-none", "c", None)])
def test_what_cmake_finds(linkshim, sources, target, name, ending):
    """As with a real sysroot, and never the host's."""
    needs("cmake")
    found = library_that_cmake_finds(linkshim, sources, target, name)
    assert "/linkshim-root/" in found and found.endswith(f"{name}{ending}") if ending else found == "L-NOTFOUND"


def test_a_found_library_outlives_the_cache(linkshim, sources):
    """What CMake has found is linked from the cache of the link, at its floor."""
    needs("cmake")
    found = library_that_cmake_finds(linkshim, sources, GNU, "m")
    (sources / "p.c").write_text("double pow(double, double);\nint main(int n, char **w) { return pow(n, n) > 9; }\n")
    cache = {"LINKSHIM_CACHE_DIR": str(sources / "cache")}
    linkshim.run(linkshim.linker(f"{GNU}-cc"), "p.c", found, "-o", "p", cwd=sources, **cache)
    program = elf.read(sources / "p")
    assert sorted(program.needed) == ["libc.so.6", "libm.so.6"] and program.versions["libm.so.6"] == {"GLIBC_2.17"}


def test_cmake_for_macos(linkshim, sources):
    """Names and rpaths as on a Mac, also where a second language comes after project()."""
    needs("cmake", "ninja", "llvm-install-name-tool-22")
    (sources / "CMakeLists.txt").write_text(CMAKE_MAC)
    (sources / "toolchain.cmake").write_text(printed(linkshim, "aarch64-apple-darwin", "cmake"))
    linkshim.run("cmake", "-G", "Ninja", "-B", "build", "-DCMAKE_TOOLCHAIN_FILE=toolchain.cmake",
                 "-DCMAKE_OSX_DEPLOYMENT_TARGET=12.0", "-DCMAKE_INSTALL_PREFIX=root", cwd=sources)
    linkshim.run("cmake", "--build", "build", cwd=sources)
    built = macho.read(sources / "build/program")
    assert "@rpath/libpart.1.dylib" in built.libraries and built.rpaths == [str(sources / "build")]
    linkshim.run("cmake", "--install", "build", "--prefix", "root", cwd=sources)
    part, program = macho.read(sources / "root/lib/libpart.dylib"), macho.read(sources / "root/bin/program")
    assert (part.name, part.rpaths, part.oldest, part.signed) == ("@rpath/libpart.1.dylib", [], "12.0", True)
    assert {"/usr/lib/libz.1.dylib", "/System/Library/Frameworks/Foundation.framework/Versions/C/Foundation"} <= {*part.libraries}
    assert (program.rpaths, program.signed) == (["@loader_path/../lib"], True)
    assert program.libraries[0] == "@rpath/libpart.1.dylib"
    framed = macho.read(sources / "root/Frameworks/framed.framework/framed")
    assert framed.name == "@rpath/framed.framework/Versions/A/framed"
    assert framed.name in macho.read(sources / "root/bundle.app/Contents/MacOS/bundle").libraries
    assert macho.read(sources / "root/lib/libplugin.so").type == "bundle"


def test_ctest_under_emulation(linkshim, sources):
    needs("cmake", "ninja", "qemu-aarch64-static")
    (sources / "CMakeLists.txt").write_text("cmake_minimum_required(VERSION 3.16)\nproject(program C)\nenable_testing()\n"
                                            "add_executable(program main.c twice.c)\nadd_test(NAME says COMMAND program answer)\n")
    (sources / "toolchain.cmake").write_text(linkshim.run(linkshim.program, "env", MUSL, "--format", "cmake", "--with-runner").stdout)
    linkshim.run("cmake", "-G", "Ninja", "-B", "build", "-DCMAKE_TOOLCHAIN_FILE=toolchain.cmake",
                 "-DCMAKE_EXE_LINKER_FLAGS=-static", cwd=sources)
    linkshim.run("cmake", "--build", "build", cwd=sources)
    assert "100% tests passed" in linkshim.run("ctest", cwd=sources / "build").stdout
