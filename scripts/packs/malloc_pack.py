"""mimalloc for static musl programs, whose own allocator is slow with threads (docs/musl.md).

One object, which a link that asks for it has before everything else: no archive that comes later then brings another malloc.
"""
import pathlib
import shutil

from fetch import crates, llvm, pool
from packs import headers_pack, objects
from tables import targets

SOURCE = targets.ROOT / "sysroots/musl/mimalloc.c"
# mimalloc's own CMakeLists for a static library with musl comes to these. -Os is as fast as -O3 here, and a half its size.
FLAGS = """-std=gnu11 -nostdlibinc -DNDEBUG -DMI_BUILD_RELEASE -Os -fPIC -ffunction-sections -fdata-sections -fvisibility=hidden
 -fno-builtin-malloc -ftls-model=local-dynamic -fomit-frame-pointer -fno-unwind-tables -fno-asynchronous-unwind-tables
 -fno-stack-protector -Wa,--noexecstack -w -Qunused-arguments -pipe -Iinclude -Isrc""".split()
# What the C library's allocator has as well. musl's sources call some of it by other names, which stay musl's.
KEPT = "malloc calloc realloc free aligned_alloc posix_memalign memalign valloc malloc_usable_size reallocarray".split()


def pins() -> dict:
    return pool.readPins("mimalloc")


def sources() -> pathlib.Path:
    (name, pin), = pins()["crates"].items()
    return crates.sources({name: pin}) / f"{name}-{pin['version']}/c_src/mimalloc/v2"


def dependsOn(row: targets.Row) -> list:
    return [pathlib.Path(__file__), SOURCE, pins()]


def assemble(row: targets.Row, lib: pathlib.Path, share: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    """lib/mimalloc.o."""
    tree = work / "mimalloc"
    shutil.copytree(sources(), tree)
    shutil.copyfile(SOURCE, tree / SOURCE.name)
    text = pins()["_"].partition(":")[0]
    include = [word for folder in headers_pack.foldersOf(row, share) for word in ("-isystem", str(folder))]
    flags = [f"--target={row.llvm}", *row.flags, *FLAGS, f'-DLINKSHIM_TEXT="{text}"', *include, f"-ffile-prefix-map={tree}=/mimalloc"]
    clang = [llvm.tool("clang"), *flags]
    objects.run([*clang, "-Xclang", "-disable-llvm-passes", "-emit-llvm", "-c", SOURCE.name, "-o", "all.bc"], tree)
    # As LLVM's own links do: what is not for others becomes local before the code is made.
    objects.run([llvm.tool("opt"), "-passes=internalize,default<Os>", f"-internalize-public-api-list={','.join(KEPT)}", "all.bc",
                 "-o", "kept.bc"], tree)
    objects.run([*clang, "-c", "kept.bc", "-o", str(lib / "mimalloc.o")], tree)
