"""A C program linked dynamically against musl's stubs, run by the loader of the distribution's musl."""

import pytest

import elf
import glibc_trees
import running

# By target: the distribution's architecture, QEMU's name in running.py, the loader.
TARGETS = {
    "armv7-unknown-linux-musleabihf": ("armhf", "armhf", "ld-musl-armhf.so.1"),
    "i686-unknown-linux-musl": ("i386", "i386", "ld-musl-i386.so.1"),
    "riscv64gc-unknown-linux-musl": ("riscv64", "riscv64", "ld-musl-riscv64.so.1"),
    "s390x-unknown-linux-musl": ("s390x", "s390x", "ld-musl-s390x.so.1"),
}
# No headers: they come with a pack, which a dynamic link does not need.
SOURCE = """
int printf(const char *, ...);
int pthread_create(void **, const void *, void *(*)(void *), void *);
int pthread_join(void *, void **);
double sin(double);
extern char **environ;
static _Thread_local int local = 5;
static int constructed;
__attribute__((constructor)) static void construct(void) { constructed++; }
static void *thread(void *number) { local += *(int *)number; *(int *)number = local; return number; }
int main(int count, char **words) {
  void *id, *result;
  int number = 37;
  if (pthread_create(&id, 0, thread, &number) || pthread_join(id, &result)) return 1;
  printf("%s %d %d %d %d %.3f\\n", words[count - 1], number, local, constructed, environ[0] != 0, sin(count));
  return 0;
}
"""


@pytest.mark.long(target=list(TARGETS)[1:])
@pytest.mark.parametrize("flags", [(), ("-fno-pie", "-no-pie")], ids=["pie", "no-pie"])
@pytest.mark.parametrize("target", TARGETS)
def test_runs(target, flags, linkshim, tmp_path):
    architecture, arch, loader = TARGETS[target]
    (tmp_path / "main.c").write_text(SOURCE)
    linkshim.run(linkshim.linker(f"{target}-cc"), *flags, "main.c", "-o", "main", "-lm", "-lpthread", cwd=tmp_path)
    facts = elf.read(tmp_path / "main")
    assert (facts.type, facts.interpreter, facts.needed) == ("exec" if flags else "dyn", f"/lib/{loader}", ["libc.so"])
    try:
        tree = glibc_trees.musl_tree(architecture, loader)
        result = running.run(tmp_path / "main", "word", arch=arch, tree=tree)
    except (glibc_trees.Unavailable, running.Unavailable) as error:
        pytest.skip(str(error))
    assert (result.returncode, result.stdout, result.stderr) == (0, "word 42 5 1 1 0.909\n", "")
