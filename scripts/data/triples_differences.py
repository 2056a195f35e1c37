"""What check_triples compares and counts, and the differences that are right as they are."""
import fnmatch
import threading

# Where the table differs from what a tool says, and why the table is right. Patterns over triple and check; where there is
# a release, the difference is that of rustc's releases up to it.
EXPLAINED = [
    # rustc
    ("wasm32-wasip1-threads", "rustc llvm triple", "clang's name, which later releases have too", (1, 97)),
    ("wasm32-wali-linux-musl", "rustc llvm triple", "a name of its own came later", (1, 96)),
    ("x86_64-unknown-l4re-uclibc", "rustc pie", "later releases say it", (1, 98)),
    ("powerpc64-ibm-aix", "rustc dialect", "flavour `unix` is AIX's own ld here"),
    ("powerpc64-ibm-aix", "rustc lld flavor", "lld has no XCOFF"),
    ("nvptx64-nvidia-cuda", "rustc format", "the specification names none; the output is text"),
    ("wasm32-wali-linux-musl", "rustc format", "the specification forgets it; rustc makes WebAssembly"),
    # clang's driver
    ("*-freebsd", "clang emulation", "the ending _fbsd, for FreeBSD's mark in the file, is right for all; "
                                     "clang passes it for few"),
    ("*-netbsd*", "clang emulation", "NetBSD's own emulations are unknown to lld"),
    ("aarch64-unknown-managarm-mlibc", "clang emulation", "aarch64managarm is unknown to lld"),
    ("*-linux-gnu_ilp32", "clang *", "clang takes the triple for the 64-bit ABI"),
    ("mips*-linux-musl", "clang interpreter", "musl adds -sf to the loader for soft float, clang does not"),
    ("*-uclibc*", "clang interpreter", "rustc's llvm-target says gnu"),
    ("aarch64-unknown-linux-pauthtest", "clang interpreter", "clang 22 takes the triple for glibc"),
    ("*-wrs-vxworks*", "clang interpreter", "rustc's llvm-target says linux-gnu"),
    ("*-unikraft-linux-musl", "clang interpreter", "a unikernel has no loader; llvm-target says linux-musl"),
    ("x86_64-unknown-linux-none", "clang interpreter", "no C library, no loader"),
    ("s390x-unknown-none-softfloat", "clang interpreter", "rustc's llvm-target says linux-gnu"),
    ("x86_64-lynx-lynxos178", "clang interpreter", "clang takes the triple for the Hurd"),
    ("i686-apple-darwin", "clang emulation", "ld64's name is i386"),
    ("*-illumos", "clang interpreter", "clang leaves it to the system's own ld"),
    ("*-solaris", "clang interpreter", "as above"),
    ("riscv64gc-unknown-redox", "clang interpreter", "clang takes the triple for bare metal"),
    ("csky-*", "clang takes the flags", "the distributions' clang has no C-SKY; rustc's triple is not clang's either"),
    ("xtensa-*", "clang takes the flags", "Espressif's clang alone knows the chips"),
    # lld
    ("mipsel-sony-psp", "lld links", "clang 22 marks code for -msingle-float as of double precision, which rustc's LLVM 23 "
                                     "does not"),
    ("powerpc64-*", "lld refuses", "lld takes the objects, but writes ELFv2 calls: wrong for ELFv1"),
    ("sparc64-*", "lld refuses", "lld takes the objects, but knows no TLS and no dynamic relocations of data"),
    ("sparcv9-*", "lld refuses", "as above"),
]


class Checker:
    """Counts comparisons and keeps the differences."""

    def __init__(self, release=(0, 0)):
        self.count = 0
        self.release = release  # of the rustc that the table is compared with
        self.differences = []
        self.explained = 0
        self.used = set()
        self.lock = threading.Lock()

    def differ(self, triple, check, table, tool):
        with self.lock:
            for i, (pattern, checks, _, *until) in enumerate(EXPLAINED):
                if until and self.release > until[0]:
                    continue
                if fnmatch.fnmatchcase(triple, pattern) and fnmatch.fnmatchcase(check, checks):
                    self.explained += 1
                    self.used.add(i)
                    return
            self.differences.append(f"{triple}: {check}: the table has {table!r}, the tool {tool!r}")

    def same(self, triple, check, table, tool):
        with self.lock:
            self.count += 1
        if table != tool:
            self.differ(triple, check, table, tool)

    def unneeded(self):
        """The explanations that no difference needed."""
        return [rule for i, rule in enumerate(EXPLAINED)
                if i not in self.used and not (rule[3:] and self.release > rule[3])]
