"""C for glibc targets: headers that fit the floor, and programs that run on the glibc they ask for."""

import re
import shutil

import pytest

import elf
import running
from installed import from_sources

PROGRAM = r"""
#define _GNU_SOURCE
#include <arpa/nameser.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <math.h>
#include <pthread.h>
#include <resolv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void *run(void *value) {
  errno = 7;
  return value;
}

int main(int count, char **words) {
  struct stat status;
  pthread_t thread;
  void *result;
  char copy[4096];
  unsigned char answer[64];
  int number, file = open(words[0], O_RDONLY);
  if (fcntl(file, F_GETFL) < 0 || fstat(file, &status) || stat(words[0], &status) || lstat(words[0], &status)) return 1;
  errno = 0;
  if (pthread_create(&thread, 0, run, &status) || pthread_join(thread, &result) || result != &status || errno) return 2;
  if (sscanf("12 apples", "%d", &number) != 1 || number != 12 || strtol("30", 0, 10) != 30) return 3;
  memset(answer, count, (0));
  strcpy(copy, words[1]);
  if (count > 99) return res_query(copy, 1, 1, answer, sizeof answer) + dn_expand(answer, answer, answer, copy, 9);
  volatile __int128 wide = count;
  printf("%s glibc %d.%d %.3f %d %d\n", copy, __GLIBC__, __GLIBC_MINOR__, pow(exp(count), log(count)),
         (int)(wide * 1000000007 / 7 % 1000), __GLIBC_PREREQ(2, FLOOR) && !__GLIBC_PREREQ(2, FLOOR + 1));
  return 0;
}
"""
FLOORS = ["2.17", "2.28", "2.33", "2.34", "2.36", "2.38", "2.43"]
# The oldest real glibc at hand that has the floor.
TREES = {"2.17": "2.17", "2.28": "2.31", "2.33": "2.36", "2.34": "2.36", "2.36": "2.36", "2.38": "2.41", "2.43": "2.43"}
VARIANTS = [["-O0"], ["-O2", "-D_FORTIFY_SOURCE=2", "-D_FILE_OFFSET_BITS=64"]]
LIBRARIES = "-lm -lresolv -lpthread -lgcc -lgcc_s -lgcc_eh -lssp -lssp_nonshared -static-libgcc".split()


@pytest.fixture
def source(tmp_path):
    (tmp_path / "main.c").write_text(PROGRAM)
    return tmp_path


def build(linkshim, folder, target, floor, flags):
    """The program compiled and linked in two calls, without a word from either."""
    cc = linkshim.linker(f"{target}.{floor}-cc")
    minor = floor.split(".")[1]
    for call in (["-Wall", "-Wextra", "-Werror", *flags, f"-DFLOOR={minor}", "-c", "main.c"],
                 ["main.o", *LIBRARIES, "-o", "main"]):
        result = linkshim.run(cc, *call, cwd=folder)
        assert (result.stdout, result.stderr) == ("", ""), call
    return folder / "main"


@pytest.mark.parametrize("floor", FLOORS)
@pytest.mark.parametrize("arch", ["aarch64", "x86_64"])
def test_program(linkshim, source, glibc_tree, arch, floor):
    for flags in VARIANTS:
        program = build(linkshim, source, f"{arch}-unknown-linux-gnu", floor, flags)
        assert elf.read(program).machine == arch
        assert (2, 2) <= elf.read(program).newest_glibc() <= elf.version(floor)
        try:
            result = running.run(program, "word", arch=arch, tree=glibc_tree(TREES[floor], arch))
        except running.Unavailable as error:
            pytest.skip(str(error))
        assert (result.returncode, result.stdout, result.stderr) == (0, f"word glibc {floor} 4.000 287 1\n", "")


@pytest.mark.parametrize("target, floor", [
    ("i686-unknown-linux-gnu", "2.17"), ("armv7-unknown-linux-gnueabihf", "2.17"),
    ("riscv64gc-unknown-linux-gnu", "2.27"),
    ("powerpc64le-unknown-linux-gnu", "2.17"), ("s390x-unknown-linux-gnu", "2.34"),
    ("loongarch64-unknown-linux-gnu", "2.36"), ("mips64el-unknown-linux-gnuabi64", "2.38"),
    ("x86_64-unknown-linux-gnux32", "2.33"), ("armv5te-unknown-linux-gnueabi", "2.43"),
    ("powerpc-unknown-linux-gnu", "2.17"), ("riscv32gc-unknown-linux-gnu", "2.33"),
    ("aarch64_be-unknown-linux-gnu", "2.17"), ("armeb-unknown-linux-gnueabi", "2.17"),
    ("powerpc-unknown-linux-gnuspe", "2.17"),
    ("sparc64-unknown-linux-gnu", "2.17"),
])
def test_compiles(linkshim, source, target, floor):
    """Every family has its headers: with a check that words have the target's width."""
    (source / "main.c").write_text(PROGRAM.replace("volatile __int128", "volatile long long") +
                                   "_Static_assert(__WORDSIZE / 8 == sizeof(void *) , \"\");\n")
    minor = floor.split(".")[1]
    for flags in VARIANTS:
        result = linkshim.run(linkshim.linker(f"{target}.{floor}-cc"), "-Wall", "-Werror", *flags, f"-DFLOOR={minor}",
                              "-c", "main.c", cwd=source)
        assert (result.stdout, result.stderr) == ("", "")


def test_nothing_of_the_host(linkshim, source):
    """Every header comes from linkshim's folders or clang's own; so do the folders that are searched."""
    own = (linkshim.program.parent.parent / "share/linkshim/headers").resolve()
    cc = linkshim.linker("aarch64-unknown-linux-gnu.2.17-cc")
    said = linkshim.run(cc, "-H", "-v", "-DFLOOR=17", "-c", "main.c", cwd=source).stderr
    opened = re.findall(r"^\.+ (.*)$", said, re.M)
    searched = said.split("search starts here:")[-1].split("End of search list")[0].split()
    assert len(opened) > 50 and len(searched) > 4
    strangers = [path for path in opened + searched
                 if not path.startswith(str(own)) and not re.search(r"/lib/clang/\d+[^/]*/include", path)]
    assert strangers == []


def test_floor_decides_about_headers(linkshim, tmp_path):
    """mallinfo2 came with 2.33, fts64_open with 2.23, and speed_t became a number of bits a second with 2.42."""
    cases = [("2.33", "#include <malloc.h>\nstruct mallinfo2 m;", True),
             ("2.32", "#include <malloc.h>\nstruct mallinfo2 m;", False),
             ("2.32", "#include <sys/single_threaded.h>\nint f(void) { return __libc_single_threaded; }", True),
             ("2.31", "#include <sys/single_threaded.h>", False),
             ("2.22", "#include <fts.h>", False), ("2.23", "#include <fts.h>", True),
             ("2.41", "#include <termios.h>\n_Static_assert(B9600 == 13, \"\");", True),
             ("2.42", "#include <termios.h>\n_Static_assert(B9600 == 9600, \"\");", True)]
    found = []
    for floor, text, _ in cases:
        (tmp_path / "a.c").write_text(text + "\n")
        cc = linkshim.linker(f"x86_64-unknown-linux-gnu.{floor}-cc")
        result = linkshim.run(cc, "-D_FILE_OFFSET_BITS=64", "-c", "a.c", cwd=tmp_path, check=False)
        found.append((floor, text, result.returncode == 0))
    assert found == cases


def test_kernel_headers_for_musl(linkshim, tmp_path):
    (tmp_path / "a.c").write_text("#include <linux/fs.h>\n#include <linux/if_tun.h>\n#include <asm/unistd.h>\n"
                                  "#include <stdio.h>\nint call = __NR_openat;\n")
    linkshim.run(linkshim.linker("aarch64-unknown-linux-musl-cc"), "-Wall", "-Werror", "-c", "a.c", cwd=tmp_path)


def test_without_headers(linkshim, source, tmp_path):
    cc = linkshim.linker("aarch64-unknown-linux-gnu.2.17-cc")
    share = tmp_path / "empty"
    result = linkshim.run(cc, "-c", "main.c", cwd=source, check=False, LINKSHIM_SHARE=str(share))
    assert result.returncode == 1
    assert result.stderr.endswith(
        "linkshim: error: the C library's headers for aarch64-unknown-linux-gnu are not installed\n"
        f"  looked for  {share}/headers/glibc-2.31/arm64/include\n"
        f"  try: {from_sources('aarch64-unknown-linux-gnu')}\n")
