"""compiler-rt's builtins: the functions that clang calls and a C library has not, such as __divti3.

sysroots/runtimes/builtins.json lists the sources by architecture and platform. They are compiled against the headers of
the C library where there is one, else freestanding.
"""
import json
import pathlib
import shutil
import subprocess

from fetch import llvm, pool
from packs import headers_pack, mingw_pack, objects
from tables import targets

COMMON = """-nostdlibinc -ffreestanding -fno-stack-protector -fomit-frame-pointer -ffunction-sections
 -fdata-sections -fvisibility=hidden -fPIC -O2 -w -Qunused-arguments -Wa,--noexecstack -pipe""".split()
OPERATIONS = {"cas": (1, 2, 4, 8, 16), "swp": (1, 2, 4, 8), "ldadd": (1, 2, 4, 8), "ldclr": (1, 2, 4, 8),
              "ldeor": (1, 2, 4, 8), "ldset": (1, 2, 4, 8)}
# What the source of the outline atomics defines and does not undefine.
LSE_MACROS = """SIZE MODEL S UXT B SUFF A L M N BARRIER x w s NAME LDXR STXR tmp0 tmp1 tmp2 CAS LDXP STXP CASP SWP LDNM
 OP OPN LDOP""".split()
OWN = targets.ROOT / "sysroots/runtimes"


def table() -> dict:
    return json.loads((OWN / "builtins.json").read_text())


def architecture(row: targets.Row) -> str:
    """The target's architecture in the table, or one that is not there."""
    small = row.builtinsArch == "arm" and any(word in ("-march=armv6-m", "-march=armv8-m.base") for word in row.flags)
    return "thumb1" if small else row.builtinsArch


def isOldThumb(row: targets.Row) -> bool:
    """Whether the target's code is the first Thumb, in which the assembly for Arm cannot be written. Processors with that
    run Arm code too, and branches between both are the linker's matter."""
    old = any(word in ("-march=armv4t", "-march=armv5te", "-march=armv6", "-march=armv6k") for word in row.flags)
    return old and "-mthumb" in row.flags


def platform(row: targets.Row) -> str:
    if mingw_pack.isOurs(row):
        return "windows"
    if row.startFiles == "msvc":
        return "msvc"
    if row.libc == "darwin":
        return "apple"
    if row.arch.startswith("wasm"):
        return "wasm"
    return "bsd" if row.stubAbi else "linux" if row.muslArch or row.glibcAbi else "bare"


def knowsType(row: targets.Row, name: str, flags: list[str]) -> bool:
    """Whether a function can have a value of that type in the target's code: kernels' has no floating point numbers."""
    command = [llvm.tool("clang"), f"--target={row.llvm}", *row.flags, *flags, "-w", "-x", "c", "-S", "-o", "/dev/null", "-"]
    return subprocess.run(command, input=f"{name} f({name} a) {{ return a; }}", text=True, capture_output=True).returncode == 0


def arguments(row: targets.Row) -> list[str]:
    """What tells the sources how arguments travel: compiler-rt's own build asks the compiler as well."""
    return ["-marm"] * isOldThumb(row) + ["-DCOMPILER_RT_ARMHF_TARGET"] * ("-mfloat-abi=hard" in row.flags) + \
        ["-DCOMPILER_RT_HAS_FLOAT16"] * knowsType(row, "_Float16", []) + safeHandlers(row)


def safeHandlers(row: targets.Row) -> list[str]:
    """What says of assembly that it has no exception handlers: link.exe's dialect refuses others for 32-bit x86."""
    return ["-include", str(OWN / "include/safeseh.h")] * (row.startFiles == "msvc" and row.arch == "x86")


def builtinFiles(row: targets.Row) -> tuple[list[str], dict]:
    """The sources for the target, and its facts: flags, our `own` sources, that of outline atomics, and whether there is
    a libatomic."""
    facts = table()
    entry, where = facts["architectures"][architecture(row)], facts["platforms"][platform(row)]
    known = {name: knowsType(row, name, entry.get("flags", [])) for name in set(facts["needs"].values())}
    groups = [group for group in entry["groups"]
              if known.get(facts["needs"].get(group), True) and group not in where.get("withoutGroups", [])]
    names = [f for g in groups for f in facts["groups"][g]] + entry["files"]
    names += where.get("files", []) + entry.get(platform(row), [])
    chosen = {pathlib.PurePath(name).stem: name for name in names}
    for name in where.get("without", []):
        chosen.pop(pathlib.PurePath(name).stem, None)
    kept = {key: entry[key] for key in ("own", "outlineAtomics") if key in entry and known["double"]}
    if "own" in kept:
        kept["own"] = [name for name in kept["own"] if name not in where.get("without", [])]
    flags = [*entry.get("flags", []), *arguments(row)]
    libatomic = entry.get("libatomic", True) and where.get("libatomic", True)
    return sorted(chosen.values()), {**kept, "flags": flags, "libatomic": libatomic}


def base(row: targets.Row, include: pathlib.Path | list[pathlib.Path], work: pathlib.Path) -> list[str]:
    """What every source of a runtime is compiled with; `include` is the folder of the C library's headers, or several."""
    folders = include if isinstance(include, list) else [include]
    fixed = row.format == "wasm" or row.startFiles == "msvc" or "-mno-abicalls" in row.flags
    common = [word for word in COMMON if not (fixed and word == "-fPIC")]
    headers = [word for folder in folders for word in ("-isystem", str(folder))]
    return [f"--target={row.llvm}", *row.flags, *common, *mingw_pack.defines(row), *headers,
            f"-ffile-prefix-map={work}=/llvm"]


def outlineAtomics(build: objects.Build, source: str) -> list[str]:
    """Compiles one object for each helper (__aarch64_cas4_acq, ...): `source` with operation, size and order defined.

    All are preprocessed at once, and become C files that hold nothing but assembly, so that they compile as a batch."""
    text = ""
    for operation, sizes in OPERATIONS.items():
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


def builtins(row: targets.Row, include: pathlib.Path | list[pathlib.Path], lib: pathlib.Path, work: pathlib.Path,
             oneByOne: bool) -> None:
    """lib/libclang_rt.builtins.a, libgcc.a as another name of it, and libatomic.a."""
    tree = work / "builtins"
    shutil.copytree(pool.sourceTree(pool.readPins("llvm")) / "compiler-rt/lib/builtins", tree)
    flags = [*base(row, include, tree), "-fno-builtin", "-DVISIBILITY_HIDDEN", "-I.", f"-I{OWN}/include"]
    build = objects.Build(tree, flags, oneByOne)
    files, facts = builtinFiles(row)
    own = facts.get("own", [])
    for name in own:
        shutil.copyfile(OWN / name, tree / name)
    made = build.compile(sorted({*files, *own}), facts["flags"])
    if "outlineAtomics" in facts:
        made += outlineAtomics(build, facts["outlineAtomics"])
    build.archive(lib / "libclang_rt.builtins.a", made)
    (lib / "libgcc.a").symlink_to("libclang_rt.builtins.a")
    if facts["libatomic"]:
        build.archive(lib / "libatomic.a", build.compile(["atomic.c"]))


def dependsOn(row: targets.Row) -> list:
    """What the bytes of the builtins depend on; other modules name the headers of a C library that they bring."""
    headers = headers_pack.dependsOn(row) if row.glibcAbi else [pool.readPins("apple")["ziglang"]] if row.stubAbi else []
    files, facts = builtinFiles(row)
    own = [OWN / name for name in facts.get("own", [])]
    include = sorted(p for name in ("include", "bare") for p in (OWN / name).rglob("*") if p.is_file())
    return [pathlib.Path(__file__), pool.readPins("llvm"), files, facts, *own, *include, *headers]


def assembleGnu(row: targets.Row, lib: pathlib.Path, share: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    """Those of a glibc target, compiled against its oldest headers."""
    builtins(row, headers_pack.foldersOf(row, share), lib, work, oneByOne)


def assembleAlone(row: targets.Row, lib: pathlib.Path, share: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    """Those of a target that has nothing else in its pack: a BSD's are compiled against its headers."""
    system = share / "headers" / row.stubAbi.partition("-")[0]
    include = [system / row.arch / "include", system / "all/include"] if row.stubAbi else OWN / "bare"
    builtins(row, include, lib, work, oneByOne)
