"""CMake's own tests: a selection of its small projects, configured with our toolchain file, built with a real cmake, and run.

What upstream's tests ask of a compiler that CMake finds by itself is asked of ours here: how it is identified, what it finds in
libraries and headers, and how programs, libraries, modules and exports are put together.
"""

import functools
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import sources
from bench import Bench, gnu_name
from model import Case, DoesNotApply, Suite, Unavailable, call

# Those that build and run a program. ExportImport is not among them: it has install(TARGETS ... RUNTIME_DEPENDENCIES), which CMake
# refuses in every cross build.
PROJECTS = ["AliasTarget", "Assembler", "CMakeCommands.link_directories", "CMakeCommands.target_compile_features",
            "CMakeCommands.target_link_options", "COnly", "CompileFeatures", "CompileOptions", "CxxDialect", "CxxOnly", "CxxSubdirC",
            "InterfaceLibrary", "LinkDirectory", "LinkLanguage", "LinkLine", "MathTest",
            "Module.CheckIPOSupported-C", "Module.CheckTypeSize", "ObjectLibrary", "OutName", "PositionIndependentTargets",
            "RuntimePath", "Simple", "StagingPrefix", "TryCompile"]
# Those that upstream lists in other words than ADD_TEST_MACRO, with their programs.
OTHERS = {"FindThreads.C-only": "", "FindThreads.CXX-only": "", "LibName": "lib/foobar", "LinkLineOrder": "Exec1", "ModuleDefinition": "example_exe",
          "Plugin": "bin/example"}
# Those that are configured, no more.
CONFIGURED = ["CheckCXXCompilerFlag", "CheckCXXSymbolExists", "CheckStructHasMember", "CheckSymbolExists", "CompilerIdC", "CompilerIdCXX"]
ONLY = {"ModuleDefinition": "-windows-"}
# CMake's tests do not find a header or library on purpose; policies are set for the versions that they were written for.
OPTIONS = ["-GNinja", "-Wno-dev", "-DCMAKE_BUILD_TYPE=Debug"]
# What upstream's list asks before it adds a test.
CONDITIONS = {"RuntimePath": "CMAKE_SHARED_LIBRARY_RUNTIME_C_FLAG"}


@dataclass(frozen=True)
class Kit:
    """A toolchain file, and what runs the programs that come of it; None where nothing does.

    CMake takes the file from the environment, so that a project inside a project uses it too."""
    toolchain: Path
    runner: list | None
    environment: dict


def make_kit(toolchain: Path, text: str, runner: list | None, environment: dict) -> Kit:
    emulator = f"set(CMAKE_CROSSCOMPILING_EMULATOR \"{';'.join(map(str, runner))}\")\n" if runner else ""
    toolchain.write_text(f"{text}\n{emulator}")
    return Kit(toolchain, runner, {**environment, "CMAKE_TOOLCHAIN_FILE": str(toolchain)})


def listed(tree: Path) -> dict[str, str]:
    """The program that each selected test of upstream's list runs; empty when it runs none."""
    found = dict(re.findall(r"^ *ADD_TEST_MACRO\((\S+) ?([^\s)$]*)\)$", (tree / "CMakeLists.txt").read_text(), re.M))
    return {name: found[name] for name in PROJECTS} | OTHERS


def configure(kit: Kit, source: Path, folder: Path) -> None:
    call(["cmake", *OPTIONS, "-S", source, "-B", folder / "build"], folder, seconds=300, environment=kit.environment, step="configure")


def check_condition(kit: Kit, variable: str, folder: Path) -> None:
    """Ends the case where upstream would not have added it: where the variable is not set."""
    (folder / "ask").mkdir()
    (folder / "ask/CMakeLists.txt").write_text(
        f"cmake_minimum_required(VERSION 3.13)\nproject(Ask C)\nif({variable})\n  message(STATUS \"It is set.\")\nendif()\n")
    said = call(["cmake", "-GNinja", "-S", "ask", "-B", "asked"], folder, environment=kit.environment, step="condition")
    if "It is set." not in said:
        raise DoesNotApply(f"upstream asks for {variable}")


def build_and_run(kit: Kit, source: Path, program: str, folder: Path) -> None:
    if variable := CONDITIONS.get(source.name):
        check_condition(kit, variable, folder)
    configure(kit, source, folder)
    call(["cmake", "--build", "build"], folder, seconds=600, environment=kit.environment, step="build")
    if not program or kit.runner is None:
        return
    where = folder / "build" / program
    suffix = ".exe" if not where.is_file() else ""
    call([*kit.runner, f"{where}{suffix}"], where.parent, environment=kit.environment, step="program")


def without_program(kit: Kit, source: Path, folder: Path) -> None:
    configure(kit, source, folder)


def toolchain_of(bench: Bench, target: str) -> str:
    done = subprocess.run([bench.linkshim.program, "env", target, "--format", "cmake"], env=bench.environment, capture_output=True, text=True)
    if done.returncode:
        raise Unavailable(f"linkshim env {target} --format cmake: {done.stderr}")
    return done.stdout


def our_kit(bench: Bench, target: str) -> Kit:
    runner, environment = None, bench.environment
    if "windows" in target:
        runner, environment = bench.wine(target)
    elif "-linux-" in target:
        runner = bench.runner(target) or ["/usr/bin/env"]  # as with any other system, CMake is told how programs run
    return make_kit(bench.work / f"{target}.cmake", toolchain_of(bench, target), runner, environment)


def toolchain_text(system: str, compilers: dict[str, Path | str]) -> str:
    """A toolchain file as CMake's manual has it."""
    return f"set(CMAKE_SYSTEM_NAME {system})\n" + "".join(f"set(CMAKE_{language}_COMPILER {path})\n" for language, path in compilers.items())


def gcc_kit(bench: Bench, target: str, kit: Kit) -> Kit | None:
    """GCC for the same system; nothing where this machine has none."""
    name = "x86_64-w64-mingw32" if "windows" in target else gnu_name(target)
    if not shutil.which(f"{name}-gcc"):
        return None
    text = toolchain_text("Windows" if "windows" in target else "Linux",
                          {"C": f"{name}-gcc", "CXX": f"{name}-g++", "ASM": f"{name}-gcc"})
    runner = kit.runner if "windows" in target else bench.runner(target, "2.36") or kit.runner
    return make_kit(bench.work / f"gcc-{target}.cmake", text, runner, kit.environment)


def zig_kit(bench: Bench, target: str) -> Kit:
    """zig for an Apple system, whose programs nothing here runs."""
    drivers = {"C": "cc", "CXX": "c++", "ASM": "cc"}
    text = toolchain_text("Darwin", {language: bench.zig(target, name) for language, name in drivers.items()})
    tools = "".join(f"set(CMAKE_{name} {shutil.which(program)})\n" for name, program in
                    (("AR", "llvm-ar-22"), ("RANLIB", "llvm-ranlib-22"), ("INSTALL_NAME_TOOL", "llvm-install-name-tool-22")))
    return make_kit(bench.work / f"zig-{target}.cmake", text + tools, None, bench.environment)


def cases(bench: Bench, target: str) -> list[Case]:
    tree = sources.debian("cmake") / "Tests"
    bench.need_pack(target)
    kit = our_kit(bench, target)
    other = zig_kit(bench, target) if "apple" in target else gcc_kit(bench, target, kit)
    found = []
    for name, program in listed(tree).items():
        if ONLY.get(name, "") in target:
            step = functools.partial(build_and_run, source=tree / name.replace(".", "/"), program=program)
            found.append((name, step))
    found += [(f"CMakeOnly.{name}", functools.partial(without_program, source=tree / "CMakeOnly" / name)) for name in CONFIGURED]
    return [Case(name, lambda folder, step=step: step(kit, folder=folder),
                 (lambda folder, step=step: step(other, folder=folder)) if other else None) for name, step in sorted(found)]


SUITE = Suite(
    name="cmake", title="a selection of CMake's own tests", version=sources.PINS["debian"]["cmake"]["version"],
    targets=("x86_64-unknown-linux-gnu.2.17", "aarch64-unknown-linux-gnu.2.17", "aarch64-unknown-linux-musl", "x86_64-pc-windows-gnu",
             "aarch64-apple-darwin"),
    sample={}, cases=cases)
