"""Other people's projects, by the build tool that each has, as their users build them."""

import json
import shutil
import sys
from pathlib import Path

import pytest

import elf
import macho
import running
from layout import ROOT

GNU, MUSL, MAC = "aarch64-unknown-linux-gnu.2.17", "aarch64-unknown-linux-musl", "aarch64-apple-darwin"
PINS = json.loads((ROOT / "scripts/pins/test-sources.json").read_text())

# Files that the distribution leaves out, and no build for these targets reads.
LEFT_OUT = {"zlib": ["win32/zlib1.rc"]}

pytestmark = pytest.mark.long


@pytest.fixture
def source(tmp_path):
    """A function: a copy of a project's source."""
    sys.path.insert(0, str(ROOT / "scripts"))
    from fetch import pool
    sys.path.pop(0)

    def copy(name) -> Path:
        tree = Path(shutil.copytree(pool.sourceTree(PINS[name]), tmp_path / name))
        for left_out in LEFT_OUT.get(name, ()):
            (tree / left_out).parent.mkdir(exist_ok=True)
            (tree / left_out).touch()
        return tree
    return copy


@pytest.fixture
def cmake(linkshim, tmp_path):
    """A function: configures, builds and installs a source; the folder of the build."""
    def run(target, tree, *options, env=(), install=None):
        toolchain = tmp_path / "toolchain.cmake"
        toolchain.write_text(linkshim.run(linkshim.program, "env", target, "--format", "cmake", *env).stdout)
        build = tree / "build"
        linkshim.run("cmake", "-G", "Ninja", "-B", build, f"-DCMAKE_TOOLCHAIN_FILE={toolchain}",
                     "-DCMAKE_BUILD_TYPE=Release", f"-DCMAKE_INSTALL_PREFIX={install or tree / 'installed'}", *options, cwd=tree)
        linkshim.run("cmake", "--build", build, "-j", "2", cwd=tree, timeout=900)
        linkshim.run("cmake", "--install", build, cwd=tree)
        return build
    return run


@pytest.mark.parametrize("target", [GNU, MUSL, MAC])
def test_libpng_on_zlib(source, cmake, tmp_path, target):
    """libpng looks for the C library's libm by its file, and leaves it out where it finds none."""
    root = tmp_path / "root"
    cmake(target, source("zlib"), "-DZLIB_BUILD_EXAMPLES=OFF", install=root)
    build = cmake(target, source("libpng"), f"-DCMAKE_PREFIX_PATH={root}", "-DPNG_TESTS=OFF", install=root)
    cache = (build / "CMakeCache.txt").read_text()
    assert f"ZLIB_INCLUDE_DIR:PATH={root}/include" in cache
    if target == MAC:
        library = macho.read(root / "lib/libpng16.dylib")
        assert library.name == "@rpath/libpng16.16.dylib" and library.signed
        assert "@rpath/libz.1.dylib" in library.libraries and library.rpaths == []
        return
    assert f"/linkshim-root/{target}/usr/lib/libm." in cache
    library = elf.read(root / "lib/libpng16.so")
    expected = {GNU: {"libz.so.1", "libm.so.6", "libc.so.6"}, MUSL: {"libz.so.1", "libc.so"}}
    assert set(library.needed) == expected[target]
    assert library.rpath is None


def test_ctest_runs_the_tests_of_check(linkshim, source, cmake):
    try:
        running.prefix("aarch64")
    except running.Unavailable as error:
        pytest.skip(str(error))
    build = cmake(MUSL, source("check"), "-DCMAKE_EXE_LINKER_FLAGS=-static", "-DCHECK_ENABLE_TIMEOUT_TESTS=OFF",
                  env=["--with-runner"])
    said = linkshim.run("ctest", "--output-on-failure", "-R", "^check_", cwd=build).stdout
    assert "100% tests passed" in said and "Not Run" not in said


def test_expat_for_macos(source, cmake, tmp_path):
    """expat enables C++ after project(), where CMake wants install_name_tool."""
    root = tmp_path / "root"
    cmake(MAC, source("expat") / "expat", "-DCMAKE_INSTALL_RPATH=@loader_path/../lib", "-DEXPAT_BUILD_TESTS=ON",
          install=root)
    library, program = macho.read(root / "lib/libexpat.dylib"), macho.read(root / "bin/xmlwf")
    assert (library.name, library.signed) == ("@rpath/libexpat.1.dylib", True)
    assert "@rpath/libexpat.1.dylib" in program.libraries
    assert (program.rpaths, program.signed) == (["@loader_path/../lib"], True)


def test_bzip2_by_make(linkshim, source):
    """A plain makefile, with nothing but `make $(linkshim env TARGET --format make)`."""
    tree = source("bzip2")
    linkshim.run("sh", "-c", f"make -j2 bzip2 bzip2recover LDFLAGS=-static $(linkshim env {MUSL} --format make)", cwd=tree)
    for name in "bzip2", "bzip2recover":
        assert elf.read(tree / name).machine == "aarch64"
    try:
        squeezed = running.run(tree / "bzip2", "-k", tree / "README", arch="aarch64")
    except running.Unavailable as error:
        pytest.skip(str(error))
    assert squeezed.returncode == 0 and (tree / "README.bz2").read_bytes().startswith(b"BZh")


@pytest.mark.parametrize("target", [GNU, MAC])
def test_popt_by_configure(linkshim, source, target):
    """autoconf and libtool."""
    tree = source("popt")
    linkshim.run("sh", "-c", f"sh ./configure --disable-nls --disable-static $(linkshim env {target} --format configure)", cwd=tree)
    still = [f"{name}=:" for name in ("ACLOCAL", "AUTOCONF", "AUTOMAKE", "AUTOHEADER")]
    linkshim.run("make", "-j2", "-C", "src", *still, cwd=tree, timeout=600)
    if target == MAC:
        assert macho.read(tree / "src/.libs/libpopt.0.dylib").name == "/usr/local/lib/libpopt.0.dylib"
    else:
        assert elf.read(tree / "src/.libs/libpopt.so").needed == ["libc.so.6"]
