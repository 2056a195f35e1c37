"""The same inputs give the same bytes: in another folder, for another user, at another time, with more threads, and
whatever the environment of the host says."""

import os
import shutil
import subprocess
import time

import pytest

from installed import copy_install

# One target of each family that is linked: what it compiles with, and how.
FAMILIES = {
    "x86_64-unknown-linux-gnu": ".2.17", "aarch64-unknown-linux-gnu": ".2.28", "x86_64-unknown-linux-musl": "", "aarch64-unknown-linux-musl": "",
    "x86_64-pc-windows-gnu": "", "aarch64-apple-darwin": "", "x86_64-apple-darwin": "", "wasm32-wasip1": "", "x86_64-unknown-freebsd": "",
    "x86_64-pc-windows-gnullvm": "", "x86_64-unknown-netbsd": "", "aarch64-unknown-openbsd": "", "s390x-unknown-linux-gnu": ".2.34",
    "riscv32imac-unknown-none-elf": "", "x86_64-unknown-uefi": "", "x86_64-pc-windows-msvc": "",
}
UEFI, RISCV = "x86_64-unknown-uefi", "riscv32imac-unknown-none-elf"
# Compiled without a C library's headers.
BARE = {"aarch64-apple-darwin", "x86_64-apple-darwin", "x86_64-unknown-freebsd", "x86_64-unknown-netbsd", "aarch64-unknown-openbsd", RISCV, UEFI,
        "x86_64-pc-windows-msvc"}
HOSTED = '#include <stdio.h>\n#include <math.h>\nint main(int c, char **v) { printf("%f\\n", sqrt(c)); return 0; }\n'
FREE = "int main(void) { return 3; }\n"
ALL = pytest.mark.parametrize("target", FAMILIES)


class Maker:
    """Compiles, archives and links a small program in a folder."""

    def __init__(self, linkshim, target):
        self.linkshim, self.target = linkshim, target
        self.tools = {"cc": linkshim.linker(f"{target}{FAMILIES[target]}-cc"), "ar": linkshim.linker(f"{target}-ar"),
                      "ld": linkshim.linker(f"{target}-ld")}

    def inCopy(self, copy) -> "Maker":
        """The same by another installed tree."""
        other = Maker(self.linkshim, self.target)
        for name in "cc", "ar", "ld":
            place = copy / "bin" / self.tools[name].name
            if not place.is_symlink():
                place.symlink_to("linkshim")
            other.tools[name] = place
        return other

    def run(self, folder, *more, before=(), **changes) -> list[bytes]:
        """The bytes of the object, the archive and the program."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "part.c").write_text("int part(void) { return 1; }\n")
        (folder / "main.c").write_text(FREE if self.target in BARE else HOSTED)
        environment = {**self.linkshim.environment, **changes}
        last = {UEFI: ["/entry:main", "/subsystem:efi_application"], RISCV: ["-nostdlib", "-Wl,-e,main"]}.get(self.target, [])
        cc, ar, ld = self.tools.values()
        link = [cc, "-o", "out"] if self.target != UEFI else [ld, "/out:out"]
        if self.target not in BARE:
            last = ["-lm"]
        made = [f"{folder}/part.o", f"{folder}/libpart.a", f"{folder}/out"]
        for command in ([cc, "-O2", "-c", "part.c", "-o", "part.o"], [ar, "rcs", "libpart.a", "part.o"],
                        [cc, "-O2", "-c", "main.c", "-o", "main.o"], [*link, "main.o", "libpart.a", *last, *more]):
            result = subprocess.run([*before, *map(str, command)], cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
            assert result.returncode == 0 and "error" not in result.stderr, (command, result.stderr)
        return [open(next(p for p in (path, path + ".exe") if os.path.exists(p)), "rb").read() for path in made]


@pytest.fixture(scope="module")
def copy(linkshim, tmp_path_factory):
    """Another installed tree, in a folder that all may read."""
    folder = tmp_path_factory.mktemp("another") / "installed"
    copy_install(linkshim.program.parents[1], folder)
    yield folder
    shutil.rmtree(folder)  # it has thousands of files, which pytest would remove some runs later


@pytest.fixture
def maker(linkshim, pack):
    def make(target):
        if "-pc-windows-" in target or target == "wasm32-wasip1":
            pack(target)
        return Maker(linkshim, target)
    return make


@pytest.mark.long(target="x86_64-pc-windows-gnullvm")
@ALL
def test_everywhere(target, maker, copy, tmp_path):
    """Another folder, cache and install folder, another user, another time, another machine's name and zone."""
    make = maker(target)
    first = make.run(tmp_path / "one")
    assert make.run(tmp_path / "two with spaces" / "deep", LINKSHIM_CACHE_DIR=str(tmp_path / "cache")) == first
    assert make.run(tmp_path / "one", TZ="Asia/Tokyo", LANG="tr_TR.UTF-8", USER="nobody", SOURCE_DATE_EPOCH="1") == first
    assert make.inCopy(copy).run(tmp_path / "three") == first


@pytest.mark.long(target="x86_64-pc-windows-gnullvm")
@ALL
def test_another_user_and_time(target, maker, copy, tmp_path):
    make = maker(target)
    first = make.run(tmp_path / "one")
    place = tmp_path / "two"
    place.mkdir()
    os.chown(place, 65534, 65534)
    for path in (tmp_path, *tmp_path.parents, copy, *copy.parents):  # pytest's folders are this user's alone
        if path.stat().st_mode & 0o001 == 0:
            path.chmod(path.stat().st_mode | 0o011)
    time.sleep(1.1)  # a time stamp in a file has seconds
    theirs = make.inCopy(copy)  # the project's folder may be closed to them
    assert theirs.run(place, before=["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"], HOME="/nonexistent",
                    LINKSHIM_CACHE_DIR=str(place / "cache"), TMPDIR=str(place)) == first


@pytest.mark.long(target="x86_64-pc-windows-gnullvm")
@ALL
def test_threads(target, maker, tmp_path):
    """One thread and eight."""
    make = maker(target)
    words = ["/threads:{}"] if target == UEFI else ["-Wl,/threads:{}"] if target.endswith("msvc") else ["-Wl,--threads={}"]
    one, eight = (make.run(tmp_path / count, *[word.format(count) for word in words]) for count in ("1", "8"))
    assert one == eight == make.run(tmp_path / "plain")


POISON = {
    "CPATH": "include", "C_INCLUDE_PATH": "include", "CPLUS_INCLUDE_PATH": "include", "OBJC_INCLUDE_PATH": "include", "INCLUDE": "include",
    "LIBRARY_PATH": "lib", "LPATH": "lib", "LIB": "lib", "LD_RUN_PATH": "lib", "LD_LIBRARY_PATH": "lib", "GCC_EXEC_PREFIX": "lib/",
    "COMPILER_PATH": "bin", "GCC_ROOT": "", "SYSROOT": "", "CCC_OVERRIDE_OPTIONS": "#+-DPOISON=1", "CCC_ADD_ARGS": "-DPOISON", "QA_OVERRIDE_GCC3_OPTIONS": "+-g",
    "CFLAGS": "-g", "CPPFLAGS": "-DPOISON", "LDFLAGS": "-Wl,--nonsense", "LDEMULATION": "nonsense", "DEPENDENCIES_OUTPUT": "dependencies",
    "SUNPRO_DEPENDENCIES": "dependencies", "CLANG_CONFIG_FILE_SYSTEM_DIR": "config", "CLANG_CONFIG_FILE_USER_DIR": "config",
    "CLANG_NO_DEFAULT_CONFIG": "", "AS_LIBRARIES": "lib", "GCC_COMPARE_DEBUG": "1", "COLLECT_GCC_OPTIONS": "-DPOISON", "LD_TRACE": "1",
    "CC": "false", "CXX": "false", "LD": "false", "AR": "false",
}


@pytest.mark.long(target="x86_64-pc-windows-gnullvm")
@ALL
def test_poisoned_environment(target, maker, linkshim, tmp_path):
    """Headers and libraries of the host that break what takes them, and options that nobody asked for."""
    make = maker(target)
    wanted = make.run(tmp_path / "clean")
    bad = tmp_path / "bad"
    for name in "include", "lib", "bin", "config":
        (bad / name).mkdir(parents=True)
    for name in "stdio.h", "math.h", "stddef.h", "bits/types.h":
        (bad / "include" / name).parent.mkdir(exist_ok=True)
        (bad / "include" / name).write_text("#error poison\n")
    for name in "libc.so", "libm.so", "libc.a", "libm.a", "libgcc.a", "crt1.o", "Scrt1.o", "crti.o", "libSystem.tbd", "libkernel32.a", "libz.so":
        (bad / "lib" / name).write_text("poison")
    for name in "ld", "as", "cc1", "collect2":
        (bad / "bin" / name).write_text("#!/bin/sh\nexit 9\n")
        (bad / "bin" / name).chmod(0o755)
    for name in ("clang.cfg", f"{target}.cfg", f"{target}-clang.cfg"):
        (bad / "config" / name).write_text("-DPOISON=1 -nonsense\n")
    folders = {"include", "lib", "lib/", "bin", "config", "dependencies"}
    poison = {name: f"{bad}/{value}" if value in folders else value or str(bad) for name, value in POISON.items()}
    made = make.run(tmp_path / "poisoned", **poison)
    assert made == wanted
    assert not (bad / "dependencies").exists()
    if target.endswith("msvc"):
        del poison["LIB"]  # link.exe's own variable: folders that are searched last
    for arguments in (["-###", "main.o", "-lm", "-o", "out"], ["-###", "-c", "main.c"])[target == UEFI:]:
        plans = [linkshim.run(make.tools["cc"], *arguments, cwd=tmp_path / "clean", **changes) for changes in ({}, poison)]
        assert (plans[0].stdout, plans[0].stderr) == (plans[1].stdout, plans[1].stderr)


@pytest.mark.parametrize("name", sorted(POISON))
def test_each_poison_alone(name, maker, linkshim, tmp_path):
    """So that no variable hides another one: a compile and a link of one target."""
    make = maker("aarch64-unknown-linux-musl")
    bad = tmp_path / "bad"
    for folder, file, text in (("include", "stdio.h", "#error poison\n"), ("lib", "libc.a", "poison"), ("lib", "libm.a", "poison"),
                               ("lib", "crt1.o", "poison"), ("bin", "ld", "#!/bin/sh\nexit 9\n"), ("config", "clang.cfg", "-nonsense\n")):
        (bad / folder).mkdir(parents=True, exist_ok=True)
        (bad / folder / file).write_text(text)
    value = POISON[name]
    value = f"{bad}/{value}" if (bad / value).exists() and value else value or str(bad)
    assert make.run(tmp_path / "one", **{name: value}) == make.run(tmp_path / "two")
