"""The compiler side: every kind of call, bitcode of two languages in one link, sanitizers that find what they are for, and
old compilers."""

import os
import platform
import shutil
import subprocess

import pytest

GNU, MUSL = "aarch64-unknown-linux-gnu", "aarch64-unknown-linux-musl"
FLOORS = {GNU: ".2.17", MUSL: ""}
HOST = "x86_64-unknown-linux-gnu"

FILES = {
    "h.h": "#include <stdio.h>\n#define WORD \"word\"\nint seven(void);\n",
    "a.c": "#include \"h.h\"\nint main(void) { printf(\"%s %d\\n\", WORD, seven()); return 0; }\n",
    "b.c": "int seven(void) { return 7; }\n",
    "s.s": ".globl g\ng:\n",
    "t.S": "#ifdef __ASSEMBLER__\n.globl h\nh:\n#endif\n",
    "m.cppm": "export module m;\nexport int seven() { return 7; }\n",
    "um.cc": "#include <cstdio>\nimport m;\nint main() { std::printf(\"word %d\\n\", seven()); }\n",
    "o.m": "__attribute__((objc_root_class)) @interface A { int x; } - (int)f; @end\n@implementation A - (int)f { return 3; } @end\n",
    "line.rsp": "-O1 -c\n\"a.c\" -o rsp.o",
    "n.c": "int tripled(int x) { return x * 3; }\n",
    "r.rs": "extern \"C\" { fn tripled(x: i32) -> i32; }\nfn main() { println!(\"{}\", unsafe { tripled(14) }); }\n",
    "bounds.c": "#include <stdlib.h>\nint main(int n, char **w) { char *p = malloc(4); p[3 + n] = 1; n = p[3 + n] + !w; free(p); return n - 1; }\n",
    "overflow.c": "int main(int n, char **w) { int x = 2147483647; x += n; return x == 0 || !w; }\n",
    "race.c": "#include <pthread.h>\nint g;\nvoid *f(void *p) { g++; return p; }\nint main(void) { pthread_t a, b;\n"
              "pthread_create(&a, 0, f, 0); pthread_create(&b, 0, f, 0); pthread_join(a, 0); pthread_join(b, 0); return 0; }\n",
    "caught.cc": "#include <iostream>\n#include <stdexcept>\nint main(int n, char **) { try { int x = 2147483647; x += n;\n"
                 "throw std::runtime_error(\"caught\"); } catch (std::exception &e) { std::cout << e.what() << std::endl; } }\n",
}

# What must be taken without a word; a call that begins with + is of the C++ tool.
CALLS = """
-c a.c | -S a.c -o a.s | -E a.c -o a.i | -c a.i -o ai.o | -c a.s -o as.o | -x cpp-output -c a.i -o ax.o | -emit-llvm -c b.c -o b.bc
-M a.c -MF a.d | -MM -MT x -MQ y$z a.c -MF a2.d | -MD -c a.c | -MMD -MP -MF a3.d -c a.c | -MJ a.json -c a.c | -MM -MG a.c -o mg.d
-x assembler -c s.s | -c t.S | -x assembler-with-cpp -c t.S -o t2.o | -c s.s t.S b.c | @line.rsp
b.c a.c -o ab | -shared -fPIC b.c -o libb.so | a.c -L. -lb -o al | -r a.o b.o -o abr.o | -r -nostdlib b.c -o br.o
-x c-header h.h -o h.pch | -include-pch h.pch -c a.c | h.h -o h.h.gch | -Winvalid-pch -include h.h -c a.c | +-x c++-header h.h -o h.h.pch
+-include h.h -x c++ -c a.c -o acc.o | +-std=c++20 --precompile m.cppm -o m.pcm | +-std=c++20 -fmodule-file=m=m.pcm um.cc m.pcm -o um
+-std=c++20 -fmodule-output -c m.cppm -o m.o | +-std=c++20 -fprebuilt-module-path=. um.cc m.o -o um2 | -c -fobjc-runtime=gnustep-2.0 o.m
-save-temps a.c b.c -o st | -g -gsplit-dwarf a.c b.c -o sd | -pipe -B. -specs=nosys.specs -pthread a.c b.c -o sp | --coverage -c b.c -o cov.o
-Werror -Wl,-O1,-z,now -Xlinker --gc-sections -lm -shared -static-libgcc -rdynamic -c a.c | -Wl,-O1,-z,now -Xlinker --gc-sections a.o b.o -o wl
-Xclang -fno-pch-timestamp -c a.c | -Wa,--noexecstack -c s.s | -Xassembler --noexecstack -c s.s | -Wp,-D_FORTIFY_SOURCE=2 -Wp,-MD,wp.d -O2 -c a.c
-Werror -fno-ipa-icf -fno-tree-vectorize -flto=4 -flto-partition=none -mcpu=cortex-a72.cortex-a53 -c b.c -o lto.o | -O2 -flto a.c lto.o -o lto
-Werror -flto -ffat-lto-objects -c b.c -o fat.o | -flto -O3 -fuse-ld=lld a.c fat.o -o fat | -fsanitize=undefined -fsanitize-trap=undefined a.c b.c -o trap
-fsyntax-only a.c | -no-pie a.c b.c -o nopie | -dM -E a.c -o macros | -mfix-cortex-a53-843419 a.c b.c -o fix | -Qn --gcc-toolchain=/x a.o b.o -o qn
"""
PROGRAMS = "ab um um2 st sd sp wl lto fat trap nopie fix qn".split()


@pytest.fixture
def sources(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize("target", FLOORS)
def test_kinds_of_calls(linkshim, sources, execute, target):
    tools = {plus: linkshim.linker(f"{target}{FLOORS[target]}-{tool}") for plus, tool in ((False, "cc"), (True, "c++"))}
    said = []
    for call in CALLS.replace("\n", " | ").split("|"):
        words = call.split()
        if not words:
            continue
        plus = words[0].startswith("+")
        words[0] = words[0].lstrip("+")
        if target == MUSL and words[-1] in PROGRAMS:
            words.append("-static")
        result = linkshim.run(tools[plus], *words, cwd=sources, check=False)
        if result.returncode or result.stdout or result.stderr:
            said.append((call.strip(), result.returncode, result.stdout + result.stderr))
    assert said == []
    assert {name: execute(sources / name, target) for name in PROGRAMS} == dict.fromkeys(PROGRAMS, "word 7\n")
    assert (sources / "b.bc").read_bytes()[:4] == b"BC\xc0\xde" == (sources / "lto.o").read_bytes()[:4]
    assert list(sources.glob("sd*.dwo")) and "y$$z x: " in (sources / "a2.d").read_text().replace("x y$$z", "y$$z x")


@pytest.mark.parametrize("kind", ["thin", "full"])
@pytest.mark.parametrize("target", FLOORS)
def test_optimisation_across_languages(linkshim, toolchain, sources, rustc, execute, target, kind):
    """Rust and C as bitcode. Rust's is ThinLTO's: with C's of the same kind, the C function goes where it is called."""
    name = target + FLOORS[target]
    cc = linkshim.linker(f"{name}-cc")
    linkshim.run(cc, "-O2", f"-flto={kind}", "-c", "n.c", "-o", "n.o", cwd=sources)
    linkshim.run(linkshim.linker(f"{name}-ar"), "crs", "libn.a", "n.o", cwd=sources)
    program = rustc(toolchain(target), sources / "r.rs", "-O", "-Clinker-plugin-lto", "-Lnative=" + str(sources), "-lstatic=n",
                    linker=cc)
    assert execute(program, target) == "42\n"
    symbols = linkshim.run("readelf", "-sW", program).stdout
    assert " main" in symbols and (" tripled" in symbols) == (kind == "full")


def test_bitcode_of_a_newer_llvm(linkshim, sources):
    if not shutil.which("ld.lld-14"):
        pytest.skip("ld.lld-14 is missing: scripts/install-test-needs")
    cc = linkshim.linker(f"{GNU}.2.17-cc")
    linkshim.run(cc, "-flto", "-c", "n.c", cwd=sources)
    for name in ("n.c", "n.o"):
        result = linkshim.run(cc, "-flto", "-shared", name, "-o", "libn.so", cwd=sources, check=False, LINKSHIM_LLD="ld.lld-14")
        assert (result.returncode, result.stdout, result.stderr.splitlines()[0]) == (
            1, "", "linkshim: error: an input file is bitcode of a newer LLVM than the linker's")
        assert f"  {name}\n" in result.stderr and "of LLVM 14" in result.stderr and not (sources / "libn.so").exists()


@pytest.mark.parametrize("source, flags, found", [
    ("bounds.c", "-fsanitize=address", "heap-buffer-overflow"),
    ("bounds.c", "-fsanitize=address,undefined", "heap-buffer-overflow"),
    ("overflow.c", "-fsanitize=signed-integer-overflow", "signed integer overflow"),
    ("race.c", "-fsanitize=thread", "data race"),
    ("caught.cc", "-fsanitize=undefined", "signed integer overflow"),
])
def test_sanitizers(linkshim, sources, source, flags, found):
    """On this machine, whose clang has the runtimes."""
    tool = linkshim.linker(f"{HOST}.2.17-{'c++' if source.endswith('.cc') else 'cc'}")
    if platform.machine() != "x86_64":
        pytest.skip("made for another processor")
    linkshim.run(tool, "-g", *flags.split(), source, "-o", "program", cwd=sources)
    result = subprocess.run([sources / "program"], capture_output=True, text=True, timeout=60)
    assert found in result.stderr
    assert result.stdout == ("caught\n" if source == "caught.cc" else "")


def test_coverage_and_profiles(linkshim, sources):
    cc = linkshim.linker(f"{HOST}.2.17-cc")
    for flag, pattern in (("--coverage", "p-a.gcda"), ("-fprofile-generate", "default_*.profraw")):
        linkshim.run(cc, flag, "a.c", "b.c", "-o", "p", cwd=sources)
        assert linkshim.run("./p", cwd=sources).stdout == "word 7\n"
        assert len(list(sources.glob(pattern))) == 1, sorted(os.listdir(sources))


def test_old_compilers(linkshim, sources, execute):
    """`clang` is 14: C goes with it, and C++ takes a newer one. The oldest that C++ goes with works as well."""
    old = {version: shutil.which(f"clang-{version}") for version in ("14", "19")}
    if None in old.values():
        pytest.skip("clang-14 and clang-19 are missing: scripts/install-test-needs")
    (sources / "bin").mkdir()
    (sources / "bin/clang").symlink_to(old["14"])
    path = f"{sources / 'bin'}:{linkshim.environment['PATH']}"
    cc, cxx = (linkshim.linker(f"{GNU}.2.17-{tool}") for tool in ("cc", "c++"))
    version = {tool: linkshim.run(tool, "--version", PATH=path).stdout.split("version ")[1].split(".")[0] for tool in (cc, cxx)}
    assert version[cc] == "14" and int(version[cxx]) >= 19
    linkshim.run(cc, "a.c", "b.c", "-o", "c", cwd=sources, PATH=path)
    linkshim.run(cxx, "caught.cc", "-o", "cxx", cwd=sources, PATH=path)
    linkshim.run(cxx, "caught.cc", "-o", "cxx19", cwd=sources, LINKSHIM_CLANG=old["19"])
    assert [execute(sources / name, GNU) for name in ("c", "cxx", "cxx19")] == ["word 7\n", "caught\n", "caught\n"]
