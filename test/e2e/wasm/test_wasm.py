"""WebAssembly with wasi-libc: C alone, std with C in it, by cargo and under Node; components."""

import os
import shutil

import pytest

import objectfacts
from layout import PROGRAMS
from toolchain import forget

P1, P2 = "wasm32-wasip1", "wasm32-wasip2"
MODULE, COMPONENT = (1, 0), (0xD, 1)

C_PROGRAM = r"""
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
int main(int count, char **words) {
  struct stat facts;
  printf("%d %s %.1f\n", count, words[count - 1], (double)((long double)count / 2));
  if (stat("/no/such/file", &facts) != -1) return 1;
  printf("%s %s\n", strerror(errno), getenv("WASI_GREETING"));
  return 7;
}
"""


@pytest.fixture(scope="module", autouse=True)
def packs(linkshim):
    share = linkshim.program.parents[1] / "share/linkshim/sysroots"
    for target in (P1, P2):
        if not (share / f"{target}.pack").exists():
            pytest.fail(f"the pack of {target} is missing: scripts/sysroots --prefix PREFIX {target}")
    if not shutil.which("node"):
        pytest.skip("node is missing: package nodejs")


def version_of(path):
    facts = objectfacts.read(path)
    return facts["version"], facts["layer"]


@pytest.mark.long(target=P2)
@pytest.mark.parametrize("target", [P1, P2])
def test_c(target, linkshim, tmp_path):
    (tmp_path / "main.c").write_text(C_PROGRAM)
    linkshim.run(linkshim.linker(f"{target}-cc"), "-O1", "main.c", "-o", "main.wasm", cwd=tmp_path)
    assert version_of(tmp_path / "main.wasm") == (COMPONENT if target == P2 else MODULE)
    if target == P2:
        return  # Node runs no components
    result = linkshim.run(linkshim.program, "run", target, "--", "main.wasm", "a", "b", cwd=tmp_path, check=False,
                          WASI_GREETING="hello")
    assert (result.returncode, result.stdout, result.stderr) == (7, "3 b 1.5\nNo such file or directory hello\n", "")


def test_reactor_and_no_library(linkshim, tmp_path):
    """A library that Node calls; C without any library for wasm32-unknown-unknown."""
    (tmp_path / "one.c").write_text("int one(void) { return 41; }\n")
    linkshim.run(linkshim.linker(f"{P1}-cc"), "-mexec-model=reactor", "-Wl,--export=one", "one.c", "-o", "one.wasm", cwd=tmp_path)
    linkshim.run(linkshim.linker("wasm32-unknown-unknown-cc"), "-nostdlib", "-Wl,--no-entry", "-Wl,--export=one", "one.c", "-o",
                 "two.wasm", cwd=tmp_path)
    script = """const bytes = require('fs').readFileSync(process.argv[1]);
WebAssembly.instantiate(bytes, {}).then(({instance}) => console.log(instance.exports.one() + 1));"""
    for name in ("one.wasm", "two.wasm"):
        assert linkshim.run("node", "-e", script, tmp_path / name).stdout == "42\n"


def test_std_with_c(linkshim, toolchain, work):
    """cargo linkshim builds, runs and tests; the C library that Rust brings is taken where it is there."""
    chain = toolchain(P1, crates="std,panic_abort,test")
    folder = work / f"target-{P1}"
    forget(folder, "wasi_app")
    variables = {**chain.variables(None), "CARGO_TARGET_DIR": str(folder), "WASI_GREETING": "hello",
                 "PATH": f"{os.path.dirname(chain.cargo)}{os.pathsep}{linkshim.environment['PATH']}"}
    place = PROGRAMS / "wasi"
    result = linkshim.run(chain.cargo, "linkshim", "run", "--quiet", "--locked", "--target", P1, "--", "x", "y", cwd=place,
                          check=False, **variables)
    assert (result.returncode, result.stdout) == (2, 'root 1.414 666666671 ["x", "y"]\nSome("hello")\nwritten\n'), result.stderr
    tested = linkshim.run(chain.cargo, "linkshim", "test", "--quiet", "--locked", "--target", P1, cwd=place, **variables)
    assert "1 passed" in tested.stdout


@pytest.mark.long
def test_crates(linkshim, toolchain, work):
    """ring, zstd and SQLite under Node. WASI has neither threads nor libraries that are loaded at run time: SQLite has to
    be told."""
    chain = toolchain(P1, crates="std,panic_abort,test")
    folder = work / f"target-{P1}"
    forget(folder, "c_crates")
    variables = {**chain.variables(None), "CARGO_TARGET_DIR": str(folder),
                 "LIBSQLITE3_FLAGS": "-DSQLITE_THREADSAFE=0 -DSQLITE_OMIT_LOAD_EXTENSION",
                 "PATH": f"{os.path.dirname(chain.cargo)}{os.pathsep}{linkshim.environment['PATH']}"}
    result = linkshim.run(chain.cargo, "linkshim", "run", "--quiet", "--locked", "--target", P1, cwd=PROGRAMS / "c_crates", **variables)
    assert result.stdout == "ok ring\nok zstd\nok sqlite\n"


def test_without_the_pack(linkshim, tmp_path):
    """What is missing is named, with the command that brings it."""
    (tmp_path / "main.o").write_bytes(b"\0asm\1\0\0\0")
    result = linkshim.run(linkshim.linker("wasm32-wasip3-cc"), "main.o", "-o", "main.wasm", cwd=tmp_path, check=False)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("linkshim: error: the start files and the C library of wasm32-wasip3 are not installed\n")
