"""GCC's compat tests: two halves of a program that hand each other values of every kind, one made by GCC, the other by us.

Both ways round, linked by us. The halves agree when both compilers follow the platform's ABI, and our libraries serve GCC's
objects: exceptions thrown in one half are caught in the other.
"""

import functools
import shutil
from dataclasses import dataclass
from pathlib import Path

import sources
from bench import Bench, gnu_name, platform
from dejagnu import not_for, options
from model import Case, DoesNotApply, Suite, Unavailable, call

TREE = "gcc/testsuite"
# What clang lacks is left out by the tests in both halves alike.
COMMON = ["-w", "-O0", "-DSKIP_DECIMAL_FLOAT"]
C_FLAGS = ["-std=gnu17", *COMMON]
CXX_FLAGS = COMMON
# Of the files of invented structures, with GCC's own number of them, each of this distance is taken: a whole run is some minutes then.
EVERY = 10


@dataclass(frozen=True)
class Pair:
    """The compilers of the two halves for a language; the first one links."""
    ours: list
    gcc: list


@dataclass(frozen=True)
class Program:
    """The three files of a test, in the order of their names: the main one, _x and _y."""
    main: Path
    include: tuple[Path, ...]
    flags: tuple[str, ...] = ()

    def part(self, letter: str) -> Path:
        return self.main.with_name(self.main.name.replace("_main", f"_{letter}"))


def compile_part(compiler: list, source: Path, program: Program, target: str, environment: dict, folder: Path, name: str) -> str:
    flags = CXX_FLAGS if source.suffix == ".C" else C_FLAGS
    search = [f"-I{place}" for place in program.include]
    call([*compiler, *flags, *program.flags, *options(source, platform(target)), *search, "-c", source, "-o", name], folder,
         environment=environment, step=f"compile {name}")
    return name


def exchange(pair: Pair, runner: list, target: str, program: Program, environment: dict, folder: Path) -> None:
    """Builds both halves by both, and runs the two mixtures."""
    if why := not_for(program.main, platform(target), C_FLAGS):
        raise DoesNotApply(why)
    parts = {(letter, maker): compile_part(compiler, program.part(letter), program, target, environment, folder, f"{letter}-{maker}.o")
             for letter in "xy" for maker, compiler in (("ours", pair.ours), ("gcc", pair.gcc))}
    main = compile_part(pair.ours, program.main, program, target, environment, folder, "main.o")
    for first, second in (("ours", "gcc"), ("gcc", "ours")):
        output = f"{first}-{second}"
        call([*pair.ours, main, parts["x", first], parts["y", second], "-lm", "-o", output], folder, environment=environment,
             step=f"link {output}")
        call([*runner, f"./{output}"], folder, environment=environment, step=f"program {output}")


def generated(tree: Path, language: str, folder: Path) -> list[Path]:
    """The main files that GCC's generator of structures writes."""
    source = tree / language / "compat"
    folder.mkdir(parents=True, exist_ok=True)
    random = [tree / "gcc.dg/compat" / name for name in ("generate-random.c", "generate-random_r.c")]
    generator = folder / "generate"
    call(["gcc", "-w", "-DSKIP_DECIMAL_FLOAT", "-o", generator, source / "struct-layout-1_generate.c", *random], folder, seconds=600)
    call([generator, "-s", source, "-d", folder], folder)
    return sorted(folder.glob("*_main.*"))[::EVERY]


def programs(tree: Path, folder: Path) -> dict[str, Program]:
    """By the names of the cases."""
    c, cxx = tree / "gcc.dg/compat", tree / "g++.dg/compat"
    found = {path.relative_to(tree): Program(path, (c, cxx)) for path in (*c.glob("*_main.c"), *cxx.rglob("*_main.C"))}
    for language in ("gcc.dg", "g++.dg"):
        # They print which of their structures the halves do not agree on.
        found |= {Path(language, "struct-layout-1", path.name): Program(path, (c, cxx), ("-DDBG",))
                  for path in generated(tree, language, folder / language)}
    return {str(name.with_suffix("")).replace("_main", "").replace("/compat", ""): program
            for name, program in sorted(found.items())}


def gcc_for(target: str, cxx: bool) -> str:
    name = f"{gnu_name(target)}-{'g++' if cxx else 'gcc'}"
    if not (found := shutil.which(name)):
        raise Unavailable(f"{name} is missing: scripts/install-test-needs")
    return found


def cases(bench: Bench, target: str) -> list[Case]:
    tree = sources.debian("gcc") / TREE
    bench.need_pack(target)
    found = []
    for name, program in programs(tree, bench.work / "generated").items():
        cxx = program.main.suffix == ".C"
        pair = Pair([bench.tool(target, "c++" if cxx else "cc")], [gcc_for(target, cxx)])
        plain = Pair([*bench.clang(target, cxx), *(["-static-libstdc++"] if cxx else [])], pair.gcc)
        found.append(Case(name, functools.partial(exchange, pair, bench.runner(target), target, program, bench.environment),
                          functools.partial(exchange, plain, bench.runner(target, "2.36"), target, program, bench.environment)))
    return found


SUITE = Suite(
    name="gcc-compat", title="GCC's compat tests: half of each program by GCC", version=sources.PINS["debian"]["gcc"]["version"],
    targets=("aarch64-unknown-linux-gnu.2.17", "x86_64-unknown-linux-gnu.2.17"),
    sample={"aarch64-unknown-linux-gnu.2.17": 3, "x86_64-unknown-linux-gnu.2.17": 3},
    cases=cases)
