"""`cc`, `ar` and the like by the names that `linkshim links --drop-in` makes, first on PATH without an image around them:
what is for the platform is linkshim's, what runs in the build is the machine's. In images: containers/test_drop_in.py."""

import pytest

import elf
from layout import PROGRAMS

TARGET = "aarch64-unknown-linux-gnu"
FILES = {"half.c": "int half(int number) { return number / 2; }\n",
         "main.c": '#include <stdio.h>\nint half(int);\nint main(void) { printf("%d\\n", half(84)); return 0; }\n'}


@pytest.fixture
def dropped_in(linkshim, tmp_path):
    """The environment of a build for the platform, with the names of a folder first on PATH."""
    folder = tmp_path / "names"
    linkshim.run(linkshim.program, "links", "--drop-in", folder)
    return {"PATH": f"{folder}:{linkshim.environment['PATH']}", "TARGETPLATFORM": "linux/arm64"}


def test_c(dropped_in, linkshim, execute, tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    linkshim.run("sh", "-euc", "cc -O2 -c half.c; ar rcs libhalf.a half.o; ranlib libhalf.a; nm libhalf.a | grep -q ' T half'; "
                 "gcc -g main.c -L. -lhalf -o program; strip program; ld -r half.o -o again.o", cwd=tmp_path, **dropped_in)
    assert execute(tmp_path / "program", TARGET) == "42\n"
    assert elf.read(tmp_path / "again.o").machine == "aarch64"


def test_cargo_with_tools_of_the_build(dropped_in, linkshim, toolchain, execute, tmp_path):
    """A build script and a macro with C++ in them, and the same C++ in the program."""
    chain = toolchain(TARGET)
    variables = {**chain.variables(None), "CARGO_TARGET_DIR": str(tmp_path / "target"), **dropped_in}
    linkshim.run(chain.cargo, "build", "--locked", "--target", TARGET, cwd=PROGRAMS / "host_tools", **variables)
    program = tmp_path / "target" / TARGET / "debug/host_tools"
    assert (2, 2) <= elf.read(program).newest_glibc() <= (2, 17)
    assert execute(program, TARGET) == "build script 6, macro 6, program 6\n"
