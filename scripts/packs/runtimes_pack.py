"""LLVM's libunwind and compiler-rt builtins for a pack that has a C library's headers already."""
import json
import pathlib
import shutil

from fetch import llvm, pool
from packs import headers_pack, mingw_pack, objects
from tables import targets

COMMON = """-nostdlibinc -ffreestanding -fno-stack-protector -fomit-frame-pointer -ffunction-sections
 -fdata-sections -fvisibility=hidden -fPIC -O2 -w -Qunused-arguments -Wa,--noexecstack -pipe""".split()
# Hidden: a static unwinder must not be exported from what it is linked into.
UNWIND = """-D_LIBUNWIND_IS_NATIVE_ONLY -D_LIBUNWIND_HIDE_SYMBOLS -DNDEBUG -funwind-tables -fstrict-aliasing
 -Iinclude -Isrc""".split()
UNWIND_SOURCES = """src/libunwind.cpp src/Unwind-EHABI.cpp src/Unwind-seh.cpp src/UnwindLevel1.c src/UnwindLevel1-gcc-ext.c
 src/Unwind-sjlj.c src/UnwindRegistersRestore.S src/UnwindRegistersSave.S""".split()
MODELS = {"cas": (1, 2, 4, 8, 16), "swp": (1, 2, 4, 8), "ldadd": (1, 2, 4, 8), "ldclr": (1, 2, 4, 8),
          "ldeor": (1, 2, 4, 8), "ldset": (1, 2, 4, 8)}
# What the source of the outline atomics defines and does not undefine.
LSE_MACROS = """SIZE MODEL S UXT B SUFF A L M N BARRIER x w s NAME LDXR STXR tmp0 tmp1 tmp2 CAS LDXP STXP CASP SWP LDNM
 OP OPN LDOP""".split()


def base(row: targets.Row, include: pathlib.Path | list[pathlib.Path], work: pathlib.Path) -> list[str]:
    """What every source is compiled with; `include` is the folder of the C library's headers, or several."""
    folders = include if isinstance(include, list) else [include]
    chosen = mingw_pack.defines(row)
    headers = [word for folder in folders for word in ("-isystem", str(folder))]
    return [f"--target={row.llvm}", *row.flags, *COMMON, *chosen, *headers, f"-ffile-prefix-map={work}=/llvm"]


def unwind(row: targets.Row, include: pathlib.Path, lib: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    """lib/libunwind.a, and libgcc_eh.a as another name of it."""
    tree = work / "libunwind"
    shutil.copytree(pool.sourceTree(pool.readPins("llvm")) / "libunwind", tree)
    build = objects.Build(tree, [*base(row, include, tree), *UNWIND], oneByOne)
    cxx = ["-std=c++17", "-nostdinc++", "-fno-exceptions", "-fno-rtti"]
    made = build.compile([s for s in UNWIND_SOURCES if s.endswith(".cpp")], cxx)
    made += build.compile([s for s in UNWIND_SOURCES if s.endswith(".c")], ["-std=c99", "-fexceptions"])
    made += build.compile([s for s in UNWIND_SOURCES if s.endswith(".S")])
    build.archive(lib / "libunwind.a", made)
    (lib / "libgcc_eh.a").symlink_to("libunwind.a")


def table() -> dict:
    return json.loads((targets.ROOT / "sysroots/runtimes/builtins.json").read_text())


def builtinFiles(arch: str) -> tuple[list[str], dict]:
    """The builtins of the architecture `arch`, and its entry: flags, our `own` sources, generic ones
    that it is `without`, that of outline atomics, whether there is a libatomic (clang has no lock-free words for m68k)."""
    facts = table()
    entry = facts["architectures"][arch]
    chosen: dict[str, str] = {}
    for name in [f for g in entry["groups"] for f in facts["groups"][g]] + entry["files"]:
        chosen[pathlib.PurePath(name).stem] = name
    for name in entry.get("without", []):
        del chosen[pathlib.PurePath(name).stem]
    return sorted(chosen.values()), entry


def outlineAtomics(build: objects.Build, source: str) -> list[str]:
    """Compiles one object for each helper (__aarch64_cas4_acq, ...): `source` with operation, size and order defined.

    All are preprocessed at once, and become C files that hold nothing but assembly, so that they compile as a batch."""
    text = ""
    for operation, sizes in MODELS.items():
        for size in sizes:
            for model in (1, 2, 3, 4, 5):
                text += f"@@@ aarch64/outline_{operation}{size}_{model}.c\n#define L_{operation}\n"
                text += f"#define SIZE {size}\n#define MODEL {model}\n#include \"{source}\"\n#undef L_{operation}\n"
                text += "".join(f"#undef {name}\n" for name in LSE_MACROS)
    (build.folder / "outline.S").write_text(text)
    objects.run([llvm.tool("clang"), *build.flags, "-DHAS_ASM_LSE", "-E", "-P", "outline.S", "-o", "outline.s"],
                build.folder)
    made = []
    for part in (build.folder / "outline.s").read_text().split("@@@ ")[1:]:
        name, code = part.split("\n", 1)
        (build.folder / name).write_text("__asm__(" + json.dumps(code) + ");\n")
        made.append(name)
    return build.compile(made)


def builtins(row: targets.Row, include: pathlib.Path | list[pathlib.Path], lib: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    """lib/libclang_rt.builtins.a, libgcc.a as another name of it, and libatomic.a."""
    tree = work / "builtins"
    shutil.copytree(pool.sourceTree(pool.readPins("llvm")) / "compiler-rt/lib/builtins", tree)
    flags = [*base(row, include, tree), "-fno-builtin", "-DVISIBILITY_HIDDEN", "-I.",
             f"-I{targets.ROOT}/sysroots/runtimes/include"]
    build = objects.Build(tree, flags, oneByOne)
    files, facts = builtinFiles(row.builtinsArch)
    own, extra, atomics = facts.get("own", []), facts.get("flags", []), facts.get("outlineAtomics")
    if mingw_pack.isOurs(row):
        files, atomics = files + facts["windows"], None  # clang calls no such helper there
    for name in own:
        shutil.copyfile(targets.ROOT / "sysroots/runtimes" / name, tree / name)
    made = build.compile([*files, *own], extra)
    if atomics:
        made += outlineAtomics(build, atomics)
    build.archive(lib / "libclang_rt.builtins.a", made)
    (lib / "libgcc.a").symlink_to("libclang_rt.builtins.a")
    if facts.get("libatomic", True):
        build.archive(lib / "libatomic.a", build.compile(["atomic.c"]))


def dependsOn(row: targets.Row) -> list:
    """What the bytes of the runtimes depend on, beside the headers of the C library."""
    files, facts = builtinFiles(row.builtinsArch)
    own = [targets.ROOT / "sysroots/runtimes" / name for name in facts.get("own", [])]
    include = sorted(p for p in (targets.ROOT / "sysroots/runtimes/include").rglob("*") if p.is_file())
    return [pathlib.Path(__file__), pool.readPins("llvm"), files, facts, *own, *include]


def assemble(row: targets.Row, lib: pathlib.Path, share: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    """Adds the runtimes of musl."""
    include = headers_pack.foldersOf(row, share)
    unwind(row, include, lib, work, oneByOne)
    builtins(row, include, lib, work, oneByOne)


def hasBuiltins(row: targets.Row) -> bool:
    return row.builtinsArch in table()["architectures"]


def assembleGnu(row: targets.Row, lib: pathlib.Path, share: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    """Adds the builtins of a glibc target, compiled against its oldest headers."""
    builtins(row, headers_pack.foldersOf(row, share), lib, work, oneByOne)
