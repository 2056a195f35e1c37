"""Every way in which rustc links: kinds of output, dialects, LTO, debug information, and link arguments of users."""

import glob
import os
from dataclasses import dataclass, field

import pytest

import elf
import glibc_trees
import running
from layout import PROGRAMS, arch_of
from toolchain import forget

pytestmark = pytest.mark.apart("target")

GNU = ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"]
MUSL = ["x86_64-unknown-linux-musl", "aarch64-unknown-linux-musl"]
HELLO = "hello 7 5\n"
GNU_NAME = {"x86_64-unknown-linux-gnu": "x86_64-linux-gnu", "aarch64-unknown-linux-gnu": "aarch64-linux-gnu"}
INTERPRETER = {"x86_64": "/lib64/ld-linux-x86-64.so.2", "aarch64": "/lib/ld-linux-aarch64.so.1"}


def linker_name(target: str) -> str:
    return f"{target}.2.17-cc" if target.endswith("gnu") else f"{target}-cc"


def value_of(facts: elf.Elf, name: str) -> int | None:
    return next((symbol.value for symbol in facts.symbols if symbol.name == name), None)


def without_versions(needed: list[str]) -> set[str]:
    """libm.so.6 → libm: what is needed, whatever the C library calls its version."""
    return {name.split(".so")[0] for name in needed}


@pytest.mark.parametrize("name", ["-cc", "-gcc", "-clang", ".2.17-cc", ".2.17-gcc", ".2.17-clang", ".2.17-ld"])
@pytest.mark.parametrize("target", GNU)
def test_plain_gnu_executable(target, name, linkshim, toolchain, rustc, execute):
    """Names that rustc reads as different dialects give the same program.

    With a floor in the name rustc always speaks cc, to -ld too: it takes what follows the last dot for a file extension.
    """
    out = rustc(toolchain(target), "hello.rs", linker=linkshim.linker(f"{target}{name}"))
    facts, arch = elf.read(out), arch_of(target)
    assert (facts.machine, facts.type, facts.interpreter) == (arch, "dyn", INTERPRETER[arch])
    assert {"libgcc_s", "libc"} <= without_versions(facts.needed)
    assert without_versions(facts.needed) <= {"libgcc_s", "libc", "libm", "libdl", "libpthread", "librt",
                                              glibc_trees.INTERPRETER[arch].split(".so")[0]}
    assert (facts.bind_now, facts.relro, facts.executable_stack) == (True, True, False)
    assert facts.newest_glibc() <= (2, 17), facts.versions
    assert execute(out, target) == HELLO


@pytest.mark.parametrize("name", ["-ld", "-ld.lld"])
@pytest.mark.parametrize("target", GNU)
def test_raw_linker(target, name, linkshim, toolchain, rustc, execute):
    """rustc names no start file to a linker that is called ld: it comes from linkshim, since no input has _start."""
    out = rustc(toolchain(target), "hello.rs", linker=linkshim.linker(f"{target}{name}"))
    facts = elf.read(out)
    assert (facts.machine, facts.type) == (arch_of(target), "dyn")
    assert {"libgcc_s", "libc"} <= without_versions(facts.needed)
    assert facts.newest_glibc() <= (2, 17), facts.versions
    assert execute(out, target) == HELLO


@pytest.mark.parametrize("target", MUSL)
def test_plain_musl_executable(target, linkshim, toolchain, rustc, execute):
    out = rustc(toolchain(target), "hello.rs", linker=linkshim.linker(f"{target}-cc"))
    facts, arch = elf.read(out), arch_of(target)
    # rustc asks for a static-pie on x86_64, for a fixed address on aarch64.
    assert (facts.machine, facts.type) == (arch, {"x86_64": "dyn", "aarch64": "exec"}[arch])
    assert (facts.static, facts.versions, facts.executable_stack) == (True, {}, False)
    assert execute(out, target) == HELLO


@pytest.mark.parametrize("target", MUSL)
def test_dynamic_musl(target, linkshim, toolchain, rustc):
    out = rustc(toolchain(target), "hello.rs", "-Ctarget-feature=-crt-static", linker=linkshim.linker(f"{target}-cc"))
    facts, arch = elf.read(out), arch_of(target)
    assert (facts.type, facts.interpreter) == ("dyn", f"/lib/ld-musl-{arch}.so.1")
    assert set(facts.needed) == {"libc.so", "libgcc_s.so.1"}


@dataclass
class Case:
    """hello.rs linked with more flags. `{out}` in a flag is the folder of the output."""
    name: str
    flags: list[str]
    check: object = None                        # (facts, folder) → nothing, or an assertion
    files: dict = field(default_factory=dict)   # written beside the output
    targets: tuple = tuple(GNU + MUSL)


def arguments(*words: str) -> list[str]:
    return [f"-Clink-arg={word}" for word in words]


def has_section(name):
    def check(facts, _):
        assert name in facts.sections
    return check


def no_symbols(facts, _):
    assert facts.symbols == [] and ".debug_info" not in facts.sections


def no_debug(facts, _):
    assert facts.symbols and ".debug_info" not in facts.sections


def is_fixed(facts, _):
    assert facts.type == "exec"


def answer_is_42(facts, _):
    assert value_of(facts, "linkshim_answer") == 42


def map_is_written(facts, folder):
    assert ".text" in (folder / "hello map").read_text()


def one_and_two_are_one(facts, _):
    assert value_of(facts, "linkshim_one") == value_of(facts, "linkshim_two") is not None


def one_and_two_differ(facts, _):
    assert value_of(facts, "linkshim_one") != value_of(facts, "linkshim_two")


def one_is_exported(facts, _):
    assert "linkshim_one" in facts.exported and "linkshim_two" not in facts.exported


def rpath_is_origin(facts, _):
    assert facts.rpath == "$ORIGIN/../lib"


def binds_late(facts, _):
    assert not facts.bind_now


def package_is_there(facts, folder):
    assert (folder / "out.dwp").stat().st_size > 1000


def pieces_are_there(facts, folder):
    assert list(folder.glob("*.dwo"))


LTO = ["-Copt-level=2", "-Cembed-bitcode=yes"]
CASES = [
    Case("non-pie", ["-Crelocation-model=static"], is_fixed),
    Case("lto fat", [*LTO, "-Clto=fat"]),
    Case("lto thin", [*LTO, "-Clto=thin"]),
    Case("linker-plugin-lto", ["-Copt-level=2", "-Clinker-plugin-lto"]),
    Case("optimised for size", ["-Copt-level=z", "-Ccodegen-units=1"]),
    Case("many codegen units", ["-Ccodegen-units=64"]),
    Case("strip=debuginfo", ["-g", "-Cstrip=debuginfo"], no_debug),
    Case("strip=symbols", ["-g", "-Cstrip=symbols"], no_symbols),
    Case("split-debuginfo=off", ["-g", "-Csplit-debuginfo=off"], has_section(".debug_info")),
    Case("split-debuginfo=packed", ["-g", "-Csplit-debuginfo=packed"], package_is_there),
    Case("split-debuginfo=unpacked", ["-g", "-Csplit-debuginfo=unpacked"], pieces_are_there),
    Case("partial relro", ["-Crelro-level=partial"], binds_late, targets=tuple(GNU)),
    Case("defsym", arguments("-Wl,--defsym=linkshim_answer=0x2a"), answer_is_42),
    Case("defsym in two words", arguments("-Wl,--defsym,linkshim_answer=42"), answer_is_42),
    Case("defsym by -Xlinker", arguments("-Xlinker", "--defsym=linkshim_answer=42"), answer_is_42),
    Case("map", arguments("-Wl,-Map={out}/hello map"), map_is_written),
    Case("version script", arguments("-Wl,--version-script={out}/exports.map"),
         files={"exports.map": "{ local: *; };\n"}),
    Case("dynamic list", arguments("-Wl,--dynamic-list={out}/dynamic list"), one_is_exported,
         files={"dynamic list": "{ linkshim_one; };\n"}, targets=tuple(GNU)),
    Case("no icf", [], one_and_two_differ),
    Case("icf", arguments("-Wl,--icf=all"), one_and_two_are_one),
    Case("export-dynamic-symbol", arguments("-Wl,--export-dynamic-symbol=linkshim_one"), one_is_exported,
         targets=tuple(GNU)),
    Case("rpath", arguments("-Wl,-rpath,$ORIGIN/../lib"), rpath_is_origin, targets=tuple(GNU)),
    Case("rpath with commas", arguments("-Wl,-rpath=$ORIGIN/../lib,--enable-new-dtags"), rpath_is_origin,
         targets=tuple(GNU)),
    Case("build id", arguments("-Wl,--build-id=sha1"), has_section(".note.gnu.build-id")),
    Case("gdb index", ["-g", *arguments("-Wl,--gdb-index")], has_section(".gdb_index")),
    Case("compressed debug information", ["-g", *arguments("-Wl,--compress-debug-sections=zlib")]),
    Case("section start", arguments("-Wl,--section-start=.linkshim=0x70000000")),
    Case("linker named too", arguments("-fuse-ld=lld")),
    *(Case(f"accepted: {words}", arguments(*words.split())) for words in [
        "-Wl,--threads=1", "-Wl,-z,text", "-Wl,-z,separate-code", "-Wl,-z,noseparate-code",
        "-Wl,-z,muldefs", "-Wl,-z,max-page-size=65536", "-Wl,-z,nostart-stop-gc", "-Wl,-z,noexecstack",
        "-Wl,-z,stack-size=8388608", "-Wl,--allow-multiple-definition", "-Wl,-Bsymbolic-functions",
        "-Wl,--exclude-libs,ALL", "-Wl,--push-state,--as-needed -Wl,--pop-state", "-Wl,--start-group -lc -Wl,--end-group",
        "-Wl,--no-undefined", "-Wl,-z,defs", "-Wl,--hash-style=gnu", "-Wl,--no-gc-sections", "-Wl,--sort-section=alignment",
        "-Wl,-O2", "-Wl,-u,linkshim_one", "-Wl,--undefined=linkshim_one", "-Wl,--no-rosegment", "-Wl,--pack-dyn-relocs=none",
        "-Wl,--warn-common",
        "-Wl,--no-warnings", "-Wl,--eh-frame-hdr", "-pthread", "-rdynamic", "-s", "-g", "-O2", "-m64", "-pipe", "-Wall",
        "-fPIC", "-static-libgcc",
    ]),
]


@pytest.mark.pairs("case", arch=lambda of: arch_of(of["target"]), libc=lambda of: of["target"].rsplit("-", 1)[1])
@pytest.mark.parametrize("target, case", [pytest.param(target, case, id=f"{target}-{case.name}")
                                          for case in CASES for target in case.targets])
def test_flags(target, case, linkshim, toolchain, rustc, execute, tmp_path):
    """The plan of each for every target is in test/golden (linker-arguments, driver-arguments)."""
    for name, content in case.files.items():
        (tmp_path / name).write_text(content)
    flags = [flag.replace("{out}", str(tmp_path)) for flag in case.flags]
    out = rustc(toolchain(target), "hello.rs", *flags, linker=linkshim.linker(linker_name(target)))
    if case.check:
        case.check(elf.read(out), tmp_path)
    assert execute(out, target) == HELLO


@pytest.mark.parametrize("target", GNU + MUSL)
def test_names_with_spaces(target, linkshim, toolchain, rustc, execute, tmp_path):
    """Spaces, quotes, a comma and a backslash in the folder, in the output and in a library's folder."""
    folder = tmp_path / "a folder, with 'quotes' \"two\" and \\"
    folder.mkdir()
    source = folder / "main file.rs"
    source.write_text((PROGRAMS / "small/hello.rs").read_text())
    out = rustc(toolchain(target), source, "--crate-name=main", f"-L{folder}", linker=linkshim.linker(linker_name(target)),
                output=folder / "hello out")
    assert execute(out, target) == HELLO


@pytest.mark.parametrize("target", ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-musl"])
def test_line_too_long_for_exec(target, linkshim, toolchain, rustc, execute, tmp_path):
    """More than the system lets through: rustc falls back to @file, and so must what it calls."""
    filler = [f"-Clink-arg=-L/nonexistent/{number:06}-{'x' * 180}" for number in range(14000)]
    listing = tmp_path / "rustc arguments"
    listing.write_text("\n".join([*filler, "-Clink-arg=-Wl,--defsym=linkshim_answer=42"]) + "\n")
    out = rustc(toolchain(target), "hello.rs", f"@{listing}", linker=linkshim.linker(linker_name(target)))
    assert value_of(elf.read(out), "linkshim_answer") == 42
    assert execute(out, target) == HELLO


@pytest.mark.parametrize("target", GNU + MUSL)
def test_library_of_the_c_library(target, linkshim, toolchain, rustc, execute):
    out = rustc(toolchain(target), "links_m.rs", linker=linkshim.linker(linker_name(target)))
    assert execute(out, target) == "0.765198\n"


@pytest.mark.parametrize("target", GNU + MUSL)
def test_library_of_the_host_is_not_taken(target, linkshim, toolchain, rustc):
    """libz of this machine must not answer a cross link; the message names the library."""
    result = rustc(toolchain(target), "links_z.rs", linker=linkshim.linker(linker_name(target)), check=False)
    assert result.returncode == 1 and "-lz" in result.stderr, result.stderr


@pytest.mark.parametrize("target", GNU)
def test_cdylib(target, linkshim, toolchain, rustc, execute):
    chain, linker = toolchain(target), linkshim.linker(linker_name(target))
    library = rustc(chain, "shared.rs", "--crate-type=cdylib", linker=linker, output="libshared.so")
    facts = elf.read(library)
    assert (facts.type, facts.interpreter) == ("dyn", None)
    assert facts.exported == {"linkshim_add", "linkshim_caught"}
    assert facts.newest_glibc() <= (2, 17), facts.versions
    program = rustc(chain, "loads.rs", linker=linker, output="loads")
    assert execute(program, target, library) == "42 6\n"


@pytest.mark.parametrize("target", MUSL)
def test_cdylib_of_dynamic_musl(target, linkshim, toolchain, rustc):
    library = rustc(toolchain(target), "shared.rs", "--crate-type=cdylib", "-Ctarget-feature=-crt-static",
                    linker=linkshim.linker(linker_name(target)), output="libshared.so")
    facts = elf.read(library)
    assert (facts.type, facts.interpreter, facts.versions.keys() - {"libgcc_s.so.1"}) == ("dyn", None, set())
    assert facts.exported == {"linkshim_add", "linkshim_caught"}
    assert set(facts.needed) == {"libc.so", "libgcc_s.so.1"}


def std_folder(linkshim, chain) -> str:
    """Where the target's libstd-*.so lies."""
    question = (chain.rustc, "--print", "target-libdir", "--target", chain.target, *chain.rustc_flags)
    return linkshim.run(*question, **chain.environment).stdout.strip()


@pytest.mark.parametrize("target", GNU)
def test_prefer_dynamic(target, linkshim, toolchain, rustc, execute):
    """std as a shared library."""
    chain = toolchain(target)
    if not glob.glob(f"{std_folder(linkshim, chain)}/libstd-*.so"):
        pytest.skip("cargo built this std without its shared form; rustup's has it")
    out = rustc(chain, "hello.rs", "-Cprefer-dynamic", linker=linkshim.linker(linker_name(target)))
    facts = elf.read(out)
    assert [name for name in facts.needed if name.startswith("libstd-")]
    assert execute(out, target, libraries=[std_folder(linkshim, chain)]) == HELLO


@pytest.mark.parametrize("target", GNU)
def test_workspace(target, linkshim, toolchain, cargo, execute, work):
    """A dylib, a cdylib, a procedural macro and a build script, with nothing set but the linker."""
    chain = toolchain(target)
    for package in ("app", "shared"):
        cargo(chain, "workspace", "build", "-p", package, linker=linkshim.linker(linker_name(target)))
    folder = work / f"target-{target}" / target / "debug"
    wanted = f"x86_64-unknown-linux-gnu for {target}\nmihsknil\na-b-c\ntrue\n"
    libraries = [folder / "deps", std_folder(linkshim, chain)]
    assert execute(folder / "app", target, libraries=libraries) == wanted
    assert elf.read(folder / "libshared.so").exported == {"linkshim_add", "linkshim_caught"}


def test_host_tools_with_the_target_linker(linkshim, toolchain, work):
    """Without --target cargo links build scripts and macros with the target's linker too: they must run here."""
    target = "x86_64-unknown-linux-gnu"
    chain = toolchain(target)
    folder = work / "target-host"
    forget(folder, "app", "dynamic", "macros")
    linkshim.run(chain.cargo, "build", "--locked", "-p", "app", cwd=PROGRAMS / "workspace",
                 **{"CARGO_TARGET_DIR": str(folder), **chain.variables(linkshim.linker(f"{target}.2.17-cc"))})
    result = linkshim.run(folder / "debug/app", LD_LIBRARY_PATH=f"{folder}/debug/deps:{std_folder(linkshim, chain)}")
    assert result.stdout == f"{target} for {target}\nmihsknil\na-b-c\ntrue\n"


@pytest.mark.parametrize("target", GNU)
def test_config_of_the_guides(target, linkshim, toolchain, cargo, glibc_tree, work, tmp_path):
    """`linker = "aarch64-linux-gnu-gcc"` in .cargo/config.toml, and our link of that name first on PATH."""
    name = GNU_NAME[target]
    linkshim.linker(f"{name}-gcc")
    config = tmp_path / "config.toml"
    config.write_text(f'[target.{target}]\nlinker = "{name}-gcc"\n')
    environment = {"PATH": f"{linkshim.links}{os.pathsep}{linkshim.environment['PATH']}"}
    cargo(toolchain(target), "std_all", "build", "--config", config, linker=None, environment=environment)
    out = work / f"target-{target}" / target / "debug/std_all"
    assert elf.read(out).newest_glibc() <= (2, 17)
    running.check_std_all(out, arch_of(target), glibc_tree("2.17", arch_of(target)))
