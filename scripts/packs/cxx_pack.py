"""LLVM's libc++ and libc++abi: an archive for each target, and headers that all share (docs/c.md)."""
import hashlib
import json
import pathlib
import shutil

from fetch import pool, whole
from packs import headers_pack, mingw_pack, objects, runtimes_pack
from tables import targets

OWN = targets.ROOT / "sysroots/runtimes"
FLAGS = """-std=c++23 -nostdinc++ -nostdlibinc -fno-stack-protector -fomit-frame-pointer -ffunction-sections
 -fdata-sections -fno-unique-section-names -fvisibility-inlines-hidden -fsized-deallocation -fPIC -w
 -Qunused-arguments -Wa,--noexecstack -pipe -DNDEBUG -D_LIBCPP_BUILDING_LIBRARY -D_LIBCPP_REMOVE_TRANSITIVE_INCLUDES
 -D_LIBCXXABI_BUILDING_LIBRARY -DLIBCXX_BUILDING_LIBCXXABI -DLIBC_NAMESPACE=__llvm_libc_common_utils -Ilibcxx/src
 -Ilibcxxabi/include""".split()
HIDDEN = ["-fvisibility=hidden", "-D_LIBCPP_DISABLE_VISIBILITY_ANNOTATIONS",
          "-D_LIBCXXABI_DISABLE_VISIBILITY_ANNOTATIONS"]
# What most sources read anyhow, precompiled: a third less work, and the same bytes.
PRECOMPILED = """algorithm chrono filesystem fstream functional iostream locale memory mutex string system_error
 vector""".split()
# libc++'s headers for what no target here has, or what a compiler does not open by name.
LEFT_OUT = ("__cxx03", "CMakeLists.txt", "__config_site.in", "module.modulemap.in", "libcxx.imp")
# libc++ warns of each system older than macOS 11 or iOS 15, for which it keeps to what the oldest libc++.dylib that it
# knows of has. Rust's own oldest systems are older, and -Werror would refuse every C++ source for them.
OLD_SYSTEM_WARNING = '#  warning "The selected platform is no longer supported by libc++."\n'


def recipe() -> dict:
    return json.loads((OWN / "cxx.json").read_text())


def dependsOn(row: targets.Row) -> list:
    """What the bytes of libc++.a depend on, beside the headers of the C library."""
    own = [path for path in sorted(OWN.glob("cxx/*")) if path.is_file()]
    return [pathlib.Path(__file__), OWN / "cxx.json", *own] if row.cxx else []


def fillHeaders(folder: pathlib.Path) -> None:
    """v1/ of libc++ and libc++abi, and their licence."""
    tree = pool.sourceTree(pool.readPins("llvm"))
    v1 = folder / "v1"
    shutil.copytree(tree / "libcxx/include", v1, ignore=shutil.ignore_patterns(*LEFT_OUT))
    shutil.copyfile(tree / "libcxx/vendor/llvm/default_assertion_handler.in", v1 / "__assertion_handler")
    shutil.copyfile(OWN / "cxx/__config_site", v1 / "__config_site")
    leaveOutWarning(v1 / "__configuration/availability.h")
    for name in ("cxxabi.h", "__cxxabi_config.h"):
        shutil.copyfile(tree / "libcxxabi/include" / name, v1 / name)
    shutil.copyfile(tree / "libunwind/LICENSE.TXT", folder / "LICENSE.llvm")


def leaveOutWarning(header: pathlib.Path) -> None:
    text = header.read_text()
    if text.count(OLD_SYSTEM_WARNING) != 1:
        raise pool.PackError(f"{header.name} of libc++ warns of old systems in other words than {OLD_SYSTEM_WARNING!r}")
    header.write_text(text.replace(OLD_SYSTEM_WARNING, ""))


def makeHeaders(share: pathlib.Path) -> bool:
    """Makes share/c++, which all targets use; false when it is up to date."""
    place = share / "c++"
    digest = hashlib.sha256(json.dumps(pool.readPins("llvm")).encode())
    for path in (pathlib.Path(__file__), OWN / "cxx/__config_site"):
        digest.update(path.read_bytes())
    stamp = place / "recipe"
    if stamp.is_file() and stamp.read_text().strip() == digest.hexdigest():
        return False
    with whole.replacing(place) as fresh:
        fillHeaders(fresh)
        (fresh / "recipe").write_text(digest.hexdigest() + "\n")
    return True


def assemble(row: targets.Row, lib: pathlib.Path, share: pathlib.Path, work: pathlib.Path, oneByOne: bool) -> None:
    """Adds libc++.a, and libc++abi.a as another name of it, to the libraries of a target that has C++."""
    if not row.cxx:
        return
    headers = share / "c++"
    cHeaders = headers_pack.foldersOf(row, share) + ([OWN / "include"] if row.muslArch else [])
    if not (lib / "libunwind.a").exists():
        runtimes_pack.unwind(row, cHeaders, lib, work, oneByOne)
    tree, build = pool.sourceTree(pool.readPins("llvm")), work / "cxx"
    for part in ("libcxx/src", "libcxxabi/src", "libcxxabi/include"):
        shutil.copytree(tree / part, build / part)
    shutil.copyfile(OWN / "cxx/eh_globals.cpp", build / "libcxxabi/src/eh_globals.cpp")
    includes = [word for folder in [headers / "v1", *cHeaders] for word in ("-isystem", str(folder))]
    names = [f"-ffile-prefix-map={folder}=/{name}"
             for folder, name in ((build, "llvm"), (tree, "llvm"), (headers, "c++"), (share, "share"))]
    libc = [f"-D__LINKSHIM_GLIBC_MINOR__={row.glibcFirst.split('.')[1]}"] if row.glibcFirst else []
    if row.glibcFirst and row.pointerBits == 32:
        libc.append("-D_FILE_OFFSET_BITS=64")  # std::filesystem and large files, or inodes of 64 bits
    flags = [f"--target={row.llvm}", *row.flags, *FLAGS, *libc, *includes, *names, f"-I{tree}/libc",
             f"-I{tree}/libunwind/include"]
    compiler, facts = objects.Build(build, flags, oneByOne), recipe()
    sources = {kind: [f"libcxx/src/{name}" for name in names] for kind, names in facts["libcxx"].items()}
    sources["hidden"] += [f"libcxxabi/src/{name}" for name in [*facts["libcxxabi"]["hidden"], "eh_globals.cpp"]]
    extra = mingw_pack.defines(row)
    if mingw_pack.isOurs(row):  # nothing is exported from a static library
        sources = {kind: [name for name in names if name not in facts["windows"]["without"]]
                   for kind, names in sources.items()}
        sources["alone"] += facts["windows"]["alone"]
        extra += [*HIDDEN[1:], "-D_CRT_RAND_S"]  # random.cpp asks for rand_s, after what is precompiled
        if row.libc == "ucrt":  # whose own printf takes a long double for a double
            extra.append("-D__USE_MINGW_ANSI_STDIO=1")
    (build / "plain.h").write_text("".join(f"#include <{name}>\n" for name in PRECOMPILED))
    header = compiler.precompiled("plain.h", ["-Os", *extra])
    work = compiler.started(sources["fast"], ["-O2", *extra]) + compiler.started(sources["alone"], ["-Os", *extra])
    work += compiler.started(sources["hidden"], ["-Os", *extra, *HIDDEN])
    compiler.finish([header])
    compiler.finish(work + compiler.started(sources["plain"], ["-Os", *extra, "-include-pch", "plain.h.pch"]))
    made = [name.removesuffix(".cpp") + ".o" for names in sources.values() for name in names]
    compiler.archive(lib / "libc++.a", sorted(made))
    (lib / "libc++abi.a").symlink_to("libc++.a")
