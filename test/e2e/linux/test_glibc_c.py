"""C against the stubs of glibc: variables with several names, constructors, what lives in the program, what is refused,
weak references, the profiler, and a real libc.a of the user's."""

import re
import subprocess

import pytest

import elf
import glibc_trees
import running
from layout import PROGRAMS, arch_of

pytestmark = pytest.mark.apart("target")

SOURCES = PROGRAMS / "glibc"
TARGETS = ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"]
OTHERS = {  # the name of glibc's symbol table and the newest packaged release
    "i686-unknown-linux-gnu": ("i386", "2.43"), "armv7-unknown-linux-gnueabihf": ("armhf", "2.43"),
    "arm-unknown-linux-gnueabi": ("armel", "2.43"), "powerpc64le-unknown-linux-gnu": ("powerpc64le", "2.43"),
    "powerpc-unknown-linux-gnu": ("powerpc", "2.43"), "s390x-unknown-linux-gnu": ("s390x", "2.43"),
    "riscv64gc-unknown-linux-gnu": ("riscv64", "2.43"), "mips-unknown-linux-gnu": ("mips", "2.42"),
    "mipsel-unknown-linux-gnu": ("mipsel", "2.42"), "mips64el-unknown-linux-gnuabi64": ("mips64el", "2.42"),
}
WITH_GNU_LD = {"m68k-unknown-linux-gnu": "m68k", "sparc64-unknown-linux-gnu": "sparc64"}
KINDS = {"position independent": (["-fPIE"], []), "not": (["-fno-pic", "-no-pie", "-Wno-option-ignored"], ["-no-pie"])}  # MIPS n64 is always so
FLOORS = ["2.17", "2.34", "2.41"]


@pytest.fixture
def program(linkshim, tmp_path):
    """A function: compiles and links sources of programs/glibc for a target at a floor."""
    def make(target, floor, *sources, flags=(), link=(), output="program"):
        cc = linkshim.linker(f"{target}.{floor}-cc" if floor else f"{target}-cc")
        objects = []
        for source in sources:
            objects.append(f"{source}.{output}.o")
            linkshim.run(cc, "-O2", "-Wall", "-Werror", *flags, "-c", SOURCES / source, "-o", objects[-1], cwd=tmp_path)
        linkshim.run(cc, *objects, *link, "-o", output, cwd=tmp_path)
        return tmp_path / output
    return make


@pytest.fixture
def output(glibc_tree):
    """A function: what a program prints on a real glibc of a version."""
    def run(path, target, glibc, *words, libraries=()):
        # Under emulation for every architecture: glibc 2.17 runs constructors twice when its loader is called by hand.
        abi = WITH_GNU_LD.get(target) or OTHERS.get(target, (arch_of(target), ""))[0]
        tree = glibc_tree(glibc, abi)
        path_variable = ":".join(str(folder) for folder in (tree / "lib", *libraries))
        command = [f"qemu-{running.QEMU.get(abi, abi)}-static", "-L", tree, "-E", f"LD_LIBRARY_PATH={path_variable}", path, *words]
        result = subprocess.run(command, cwd=path.parent, capture_output=True, text=True, timeout=120)
        assert (result.returncode, result.stderr) == (0, ""), result
        return result.stdout
    return run


def run_on(floor: str) -> list[str]:
    """The oldest real glibc that has the floor, and the newest."""
    able = [version for version in running.GLIBC_VERSIONS if elf.version(version) >= elf.version(floor)]
    return [able[0], able[-1]]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("floor", FLOORS)
@pytest.mark.parametrize("target", TARGETS)
def test_variables(program, output, target, floor, kind):
    compile_flags, link_flags = KINDS[kind]
    path = program(target, floor, "variables.c", flags=compile_flags, link=link_flags)
    assert elf.read(path).newest_glibc() <= elf.version(floor)
    for glibc in run_on(floor):
        assert output(path, target, glibc, "-o", "value") == "right\n", glibc


ORDER = """library constructor
preinit
constructor 101
constructor
main
atexit
destructor
destructor 101
library atexit
library destructor
"""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("floor", FLOORS)
@pytest.mark.parametrize("target", TARGETS)
def test_constructors_run_once(program, output, target, floor, kind):
    compile_flags, link_flags = KINDS[kind]
    library = program(target, floor, "order_library.c", flags=["-fPIC"], link=["-shared"], output="liborder.so")
    path = program(target, floor, "order.c", flags=compile_flags, link=[*link_flags, "-L.", "-lorder"])
    for glibc in run_on(floor):
        # preinit runs before the libraries' constructors
        text = output(path, target, glibc, libraries=(library.parent,))
        assert sorted(text.splitlines()) == sorted(ORDER.splitlines()), (glibc, text)
        assert [line for line in text.splitlines() if "library" not in line] == [
            line for line in ORDER.splitlines() if "library" not in line], (glibc, text)


@pytest.mark.parametrize("floor", ["2.17", "2.27", "2.31", "2.33", "2.41"])
@pytest.mark.parametrize("target", TARGETS)
def test_functions_of_libc_nonshared(program, output, target, floor):
    path = program(target, floor, "nonshared.c", link=["-pthread", "-ldl"])
    assert elf.read(path).newest_glibc() <= elf.version(floor)
    (path.parent / "five").write_text("12345")
    for glibc in run_on(floor):
        (path.parent / "fifo").unlink(missing_ok=True)
        assert output(path, target, glibc, "five") == "right\nquick\n", glibc


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("floor", ["", "2.34"])
@pytest.mark.parametrize("target", OTHERS)
def test_other_architectures(program, output, target, floor, kind):
    """The same programs for further architectures, at their oldest floor and at the merged one."""
    compile_flags, link_flags = KINDS[kind]
    made = {"flags": compile_flags, "link": link_flags}
    variables = program(target, floor, "variables.c", **made, output="variables")
    nonshared = program(target, floor, "nonshared.c", **{**made, "link": [*link_flags, "-pthread"]}, output="nonshared")
    program(target, floor, "order_library.c", flags=["-fPIC"], link=["-shared"], output="liborder.so")
    order = program(target, floor, "order.c", **{**made, "link": [*link_flags, "-L.", "-lorder"]}, output="order")
    (order.parent / "five").write_text("12345")
    for glibc in [OTHERS[target][1]] if floor else ["2.31", OTHERS[target][1]]:
        (order.parent / "fifo").unlink(missing_ok=True)
        assert output(variables, target, glibc, "-o", "value") == "right\n", glibc
        assert output(nonshared, target, glibc, "five") == "right\nquick\n", glibc
        text = output(order, target, glibc, libraries=(order.parent,))
        assert sorted(text.splitlines()) == sorted(ORDER.splitlines()), (glibc, text)


@pytest.mark.long
@pytest.mark.parametrize("target", WITH_GNU_LD)
def test_where_lld_knows_nothing(program, output, target):
    """The target's own GNU ld is taken where it is installed (binutils-<gnu name>)."""
    variables = program(target, "", "variables.c", output="variables")
    program(target, "", "order_library.c", flags=["-fPIC"], link=["-shared"], output="liborder.so")
    order = program(target, "", "order.c", link=["-L.", "-lorder"], output="order")
    assert output(variables, target, "2.31", "-o", "value") == "right\n"
    assert sorted(output(order, target, "2.31", libraries=(order.parent,)).splitlines()) == sorted(ORDER.splitlines())


@pytest.mark.parametrize("target", TARGETS)
def test_weak_references_stay_weak(program, output, target):
    old = program(target, "2.17", "weak.c", output="old")
    symbols = symbols_of(old)
    assert symbols["statx"] == ("WEAK", "UND", "") and symbols["no_such_function"] == ("WEAK", "UND", "")
    assert symbols["gnu_get_libc_version"][0] == "WEAK" and elf.read(old).newest_glibc() <= (2, 17)
    assert output(old, target, "2.17") == "- version -\n"
    assert output(old, target, "2.41") == "statx version -\n"
    new = program(target, "2.28", "weak.c", output="new")
    assert symbols_of(new)["statx"] == ("WEAK", "UND", "GLIBC_2.28")
    assert output(new, target, "2.31") == "statx version -\n"


def symbols_of(path) -> dict:
    """{name: (binding, section, version)} of the dynamic symbols."""
    text = subprocess.run(["llvm-readelf-22", "--dyn-syms", "-W", path], capture_output=True, text=True, check=True).stdout
    found = {}
    for line in text.splitlines():
        fields = line.split()
        if len(fields) >= 8 and fields[0].rstrip(":").isdigit():
            name, _, version = fields[7].replace("@@", "@").partition("@")
            found[name] = (fields[4], fields[6], version)
    return found


LINKED = {  # what is linked against, apart from the loader: libraries of one release in both places
    "2.17": ("libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1", "libresolv.so.2"),
    "2.31": ("libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1", "libresolv.so.2"),
    "2.36": ("libc.so.6", "libm.so.6", "libresolv.so.2"),
    "2.41": ("libc.so.6", "libm.so.6", "libresolv.so.2"),
}
# A variable of the removed Sun RPC that no header declares, and functions of libc that 2.17 has in two libraries.
KNOWN = {"2.17": {"svcauthdes_stats"}}


def public_and_private(library) -> tuple[set, set]:
    """Names that a library has with a public version, and those that it has for the other parts of glibc."""
    text = subprocess.run(["llvm-readelf-22", "--dyn-syms", "-W", library], capture_output=True, text=True, check=True).stdout
    public, private = set(), set()
    for line in text.splitlines():
        fields = line.split()
        if len(fields) >= 8 and fields[6] not in ("UND", "ABS") and "@" in fields[7]:
            name, version = re.split("@+", fields[7])
            (private if version == "GLIBC_PRIVATE" else public).add(name)
    return public, private


@pytest.mark.parametrize("release", LINKED)
@pytest.mark.parametrize("target", TARGETS)
def test_refuses_what_the_real_library_refuses(linkshim, glibc_tree, tmp_path, target, release):
    """A plain reference to every name that any glibc has had: the linker finds it in the stubs of a floor exactly when it
    finds it in the real libraries of that release."""
    arch = arch_of(target)
    names = set()
    for version in (*LINKED, "2.43"):
        for soname in LINKED["2.17"]:
            names |= public_and_private(glibc_tree(version, arch) / "lib" / soname)[0]
    assert len(names) > 3000 and {"__malloc_hook", "sys_siglist", "statx", "pthread_create"} <= names
    cc = linkshim.linker(f"{target}.{release}-cc")
    (tmp_path / "all.s").write_text("".join(f".section .data.{name},\"aw\"\n.quad {name}\n" for name in sorted(names)))
    linkshim.run(cc, "-c", "all.s", "-o", "all.o", cwd=tmp_path)

    def missing(*words) -> set:
        result = linkshim.run(cc, "-shared", "-nostdlib", "-Wl,-z,defs,--error-limit=0", "all.o", *words, "-o", "all.so",
                              cwd=tmp_path, check=False)
        found = set(re.findall(r"undefined symbol: (\w+)", result.stderr))
        assert result.returncode == 1 and "__malloc_hook" in (found if elf.version(release) >= (2, 34) else {"__malloc_hook"})
        return found

    real_folder = glibc_tree(release, arch) / "lib"
    loader = next(path for path in real_folder.iterdir() if path.name.startswith("ld-linux"))
    real = missing(*(real_folder / name for name in LINKED[release]), loader)
    flags = ["-lc", "-lm", "-lresolv", *(["-lpthread", "-ldl", "-lrt"] if elf.version(release) < (2, 34) else [])]
    ours = missing(*flags)
    atexit = {"atexit", "at_quick_exit", "pthread_atfork", "__stack_chk_fail_local", "stat", "stat64", "lstat", "lstat64",
              "fstat", "fstat64", "fstatat", "fstatat64", "mknod", "mknodat", "fcntl64"}  # of libc_nonshared.a
    private = set().union(*(public_and_private(real_folder / name)[1] for name in (*LINKED[release], loader.name)))
    assert sorted(ours - real - private - KNOWN.get(release, set())) == [], "the stubs lack"
    assert sorted(real - ours - atexit - KNOWN.get(release, set())) == [], "the stubs have too much"


def test_profiled_program(program, tmp_path):
    path = program("x86_64-unknown-linux-gnu", "2.17", "profiled.c", flags=["-pg"], link=["-pg"])
    result = subprocess.run([path], cwd=tmp_path, capture_output=True, text=True)
    assert (result.returncode, result.stdout, result.stderr) == (0, "75025\n", "")
    assert (tmp_path / "gmon.out").read_bytes()[:4] == b"gmon"


@pytest.fixture(scope="module")
def user_system():
    """A system root with a real glibc for arm64, as the distribution's cross packages lay it out."""
    try:
        return glibc_trees.system("arm64")
    except glibc_trees.Unavailable as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("flags", [["-static", "-no-pie"], ["-static-pie"]], ids=" ".join)
def test_static_c_with_the_users_glibc(linkshim, user_system, tmp_path, flags):
    target = "aarch64-unknown-linux-gnu"
    cc = linkshim.linker(f"{target}.2.36-cc")  # headers of the age of that system
    (tmp_path / "five").write_text("12345")
    linkshim.run(cc, "-O2", "-c", SOURCES / "nonshared.c", "-o", "nonshared.o", cwd=tmp_path)
    linkshim.run(cc, *flags, f"--sysroot={user_system}", "nonshared.o", "-o", "program", cwd=tmp_path)
    assert elf.read(tmp_path / "program").static
    result = running.run(tmp_path / "program", "five", arch="aarch64", cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "right\nquick\n", "")


def test_static_rust_with_the_users_glibc(linkshim, user_system, toolchain, rustc):
    """std with +crt-static: panics unwind through GCC's unwinder of that system."""
    target = "aarch64-unknown-linux-gnu"
    out = rustc(toolchain(target), PROGRAMS / "std_all/src/main.rs", "-Ctarget-feature=+crt-static", "-Cdebuginfo=line-tables-only",
                linker=linkshim.linker(f"{target}-cc"),
                environment={"LINKSHIM_SYSROOT_aarch64_unknown_linux_gnu": str(user_system)})
    assert elf.read(out).static
    # Name service needs the shared libraries of the same glibc (the linker's own warning says so).
    running.check_std_all(out, "aarch64", skip=("dns", "tcp_echo"))


def test_static_without_a_system(linkshim, toolchain, rustc):
    target = "aarch64-unknown-linux-gnu"
    failed = rustc(toolchain(target), PROGRAMS / "std_all/src/main.rs", "-Ctarget-feature=+crt-static", "-Cdebuginfo=line-tables-only",
                   linker=linkshim.linker(f"{target}-cc"), check=False)
    assert failed.returncode == 1
    assert "a static link needs the C library itself, and linkshim brings stubs of glibc only" in failed.stderr
    assert "try: cargo build --target aarch64-unknown-linux-musl" in failed.stderr


@pytest.mark.parametrize("flavor", ["cc", "ld"])
def test_the_note_follows_the_error(linkshim, tmp_path, flavor):
    """A symbol that is newer than the floor: lld's own error first, then which glibc brought it."""
    target = "x86_64-unknown-linux-gnu"
    (tmp_path / "main.c").write_text("int statx();\nint main(void) { return statx(); }\n")
    linkshim.run(linkshim.linker(f"{target}-cc"), "-c", "main.c", cwd=tmp_path)
    name = f"{target}.2.17-cc" if flavor == "cc" else f"{target}-ld"
    words = ["-Wl,--no-demangle"] if flavor == "cc" else ["-lc"]
    failed = linkshim.run(linkshim.linker(name), "main.o", *words, "-o", "main", cwd=tmp_path, check=False)
    lines = failed.stderr.splitlines()
    assert failed.returncode == 1 and "undefined symbol: statx" in lines[0]
    assert lines[-1] == ("linkshim: note: statx came with glibc 2.28 (libc.so.6), and this link is for 2.17; a floor of 2.28 "
                         "would do: x86_64-unknown-linux-gnu.2.28")
