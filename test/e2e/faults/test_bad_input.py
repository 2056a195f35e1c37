"""What a person gets wrong: status 1, a message that names the thing and what to do, and nothing left behind."""

import glob
import os
import re
import subprocess
from dataclasses import dataclass, field

import pytest

ARM = "aarch64-unknown-linux-gnu"
# An empty 64-bit object file of x86_64.
FOREIGN = bytes.fromhex("7f454c4602010100" + "00" * 8 + "01003e0001000000" + "00" * 16 + "00" * 8 + "00000000400000000000"
                        + "00000000" + "0000")
# Where this machine keeps its C library.
HOST = os.path.dirname(next(path for path in glob.glob("/usr/lib/*/libc.so.6") + glob.glob("/usr/lib64/libc.so.6")))


@dataclass
class Case:
    """`name` is what the program is called as; words that all must stand in the message, in any order."""
    id: str
    name: str
    arguments: list[str]
    words: list[str]
    environment: dict = field(default_factory=dict)


CASES = [
    Case("mistyped target", "linkshim", ["env", "aarch64-unknown-linux-gun"], ["aarch64-unknown-linux-gun", ARM]),
    Case("mistyped target as a name", "aarch64-unknown-linx-gnu-cc", ["x.o", "-o", "out"],
         ["aarch64-unknown-linx-gnu", ARM]),
    Case("links of an unknown target", "linkshim", ["links", "{folder}/links", "x86-64-unknown-linux-gnu"],
         ["x86-64-unknown-linux-gnu", "x86_64-unknown-linux-gnu"]),
    Case("floor too old", f"{ARM}.1.0-cc", ["-o", "out"], ["1.0", "2.17"]),
    Case("floor too new", f"{ARM}.2.99-cc", ["-o", "out"], ["2.99"]),
    Case("floor that is no number", f"{ARM}.two-cc", ["-o", "out"], ["two", ARM]),
    Case("floor on musl", "x86_64-unknown-linux-musl.2.17-cc", ["-o", "out"], ["2.17", "musl"]),
    Case("linker that is linkshim itself", f"{ARM}-cc", ["a.o", "-o", "out"], ["LINKSHIM_LLD", "{program}"],
         {"LINKSHIM_LLD": "{program}"}),
    Case("linker that is a link to linkshim", f"{ARM}-cc", ["a.o", "-o", "out"], ["LINKSHIM_LLD"],
         {"LINKSHIM_LLD": "{folder}/called/" + f"{ARM}-cc"}),
    Case("linker that is not there", f"{ARM}-cc", ["a.o", "-o", "out"], ["LINKSHIM_LLD", "/nonexistent/lld"],
         {"LINKSHIM_LLD": "/nonexistent/lld"}),
    Case("no linker anywhere", f"{ARM}-cc", ["a.o", "-o", "out"], ["lld"], {"PATH": "/nonexistent"}),
    Case("response file that is not there", f"{ARM}-cc", ["@{folder}/none.rsp"], ["none.rsp"]),
    Case("response file that is a folder", f"{ARM}-cc", ["@{folder}"], ["{folder}"]),
    Case("response file that holds itself", f"{ARM}-cc", ["@{folder}/self.rsp"], ["self.rsp"]),
    Case("object of another architecture", f"{ARM}-cc", ["{folder}/foreign.o", "-nostartfiles", "-o", "{folder}/out"],
         ["foreign.o"]),
    Case("object that is not there", f"{ARM}-cc", ["{folder}/none.o", "-o", "{folder}/out"], ["none.o"]),
    Case("bare name for a mistyped target", "cc", ["-o", "out"], ["aarch64-linx-gnu"],
         {"LINKSHIM_TARGET": "aarch64-linx-gnu"}),
    Case("library of the host by its path", f"{ARM}-cc", ["-nostartfiles", "{host}/libc.so.6", "-o", "{folder}/out"],
         ["{host}/libc.so.6", "sysroot add"]),
    Case("library of the host by its name", f"{ARM}-cc", ["-nostartfiles", "-L{host}", "-l:libc.so.6", "-o", "{folder}/out"],
         ["{host}/libc.so.6", "sysroot add"]),
    Case("compiler that is not there", f"{ARM}-cc", ["-c", "a.c"], ["LINKSHIM_CLANG", "/nonexistent/clang"],
         {"LINKSHIM_CLANG": "/nonexistent/clang"}),
    Case("C++ without a runtime", f"{ARM}-c++", ["{folder}/a.cc", "-o", "{folder}/out"], ["C++ library", ARM, "linkshim sysroot install"],
         {"LINKSHIM_SHARE": "/nonexistent"}),
    Case("sanitizer without a runtime", f"{ARM}-cc", ["-fsanitize=thread", "{folder}/a.c", "-o", "{folder}/out"],
         ["thread sanitizer", ARM, "-fsanitize=thread"]),
    Case("coverage without a runtime", f"{ARM}-cc", ["--coverage", "{folder}/a.c", "-o", "{folder}/out"], ["runtime", ARM, "--coverage"]),
    Case("OpenMP without a runtime", f"{ARM}-cc", ["-fopenmp", "{folder}/a.c", "-o", "{folder}/out"], ["OpenMP", ARM, "libomp"]),
    Case("width that the target has not", f"{ARM}-cc", ["-m32", "-c", "a.c"], ["-m32", ARM]),
    Case("unknown subcommand", "linkshim", ["lniks"], ["lniks", "links"]),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_message(case, linkshim, tmp_path):
    program = os.path.realpath(linkshim.program)
    called = tmp_path / "called" / case.name
    called.parent.mkdir()
    called.symlink_to(program)
    if not case.name.startswith(ARM + "-cc"):
        (called.parent / f"{ARM}-cc").symlink_to(program)
    (tmp_path / "foreign.o").write_bytes(FOREIGN)
    (tmp_path / "self.rsp").write_text(f"@{tmp_path}/self.rsp\n")

    def fill(text):
        return text.replace("{folder}", str(tmp_path)).replace("{program}", program).replace("{host}", HOST)

    before = sorted(tmp_path.iterdir())
    environment = {**linkshim.environment, **{name: fill(value) for name, value in case.environment.items()}}
    result = subprocess.run([called, *map(fill, case.arguments)], cwd=tmp_path, env=environment, capture_output=True,
                            text=True, timeout=60)
    assert result.returncode == 1, result
    # A shell that reads what env prints must not go on as if all were well.
    assert result.stdout == ("false\n" if case.arguments[0] == "env" else "")
    assert [word for word in map(fill, case.words) if word not in result.stderr] == [], result.stderr
    # rustc takes these words for a linker too old for its flags, and links again in another way.
    assert not re.search(r"(unknown|unrecognized) .*(option|argument)", result.stderr)
    assert sorted(tmp_path.iterdir()) == before, "something was left behind"


@pytest.mark.parametrize("place", ["a file", "/proc/linkshim"])
def test_cache_that_cannot_be_written(place, linkshim, toolchain, rustc, tmp_path):
    """Falls back to a private folder and links all the same."""
    target = "x86_64-unknown-linux-gnu"
    if place == "a file":
        place = tmp_path / "cache"
        place.write_text("")
    out = rustc(toolchain(target), "hello.rs", linker=linkshim.linker(f"{target}.2.17-cc"),
                environment={"LINKSHIM_CACHE_DIR": str(place)})
    assert linkshim.run(out).stdout == "hello 7 5\n"
