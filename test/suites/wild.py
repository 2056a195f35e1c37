"""wild's tests, those in C and assembler, as far as plain lld passes them: what clang with lld links right, linkshim links right.

A test's source says in its directives what it is linked with, whether by the linker itself or by a compiler, and what must come of it:
symbols, sections, segments, messages, and a program that ends with 42.
"""

import functools
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import directives
import elf_checks
import sources
from bench import Bench, first_word
from directives import Config, Input
from model import Case, DoesNotApply, Failed, Suite, Unavailable, call

RIGHT = 42  # the status of a program that has found all in order
EMULATION = {"x86_64": "elf_x86_64", "aarch64": "aarch64elf"}
LOADER = {"x86_64": "/lib64/ld-linux-x86-64.so.2", "aarch64": "/lib/ld-linux-aarch64.so.1"}
MODES = {"static": ["-static"], "unspecified": []}


@dataclass(frozen=True)
class Tools:
    """A driver for each language, the linker, the words before a program, and what a static link by a driver is told of glibc's archive."""
    cc: list
    cxx: list
    ld: list
    runner: list
    architecture: str
    environment: dict
    static: dict

    def driver(self, name: str) -> list:
        return self.cxx if "++" in name else self.cc


@dataclass(frozen=True)
class Place:
    """A test's own folder, and where its files are built."""
    source: Path
    folder: Path

    def file(self, name: str) -> Path:
        """A file of the test, or else one that several have."""
        own = self.source / name
        return own if own.exists() else self.source.parent / "common" / name

    def words(self, words: list[str]) -> list[str]:
        """Those of a directive with its two kinds of path filled in."""
        return [re.sub(r"(?<![\w.])\./", f"{self.source}/", word.replace("$OUT_DIR", str(self.folder))) for word in words]


def compiled(tools: Tools, place: Place, config: Config, source: Path, words: list[str]) -> Path:
    if source.suffix == ".o":
        return source
    if source.suffix not in (".c", ".cc", ".s"):
        raise DoesNotApply(f"{source.suffix} is not built here")
    variant = [f"-DVARIANT={config.single['Variant']}"] if "Variant" in config.single else []
    output = place.folder / f"{source.name}.o"
    compiler = tools.driver("c++" if source.suffix == ".cc" else "cc")
    call([*compiler, *variant, "-Werror=attributes", "-c", source, *place.words(words), "-o", output], place.folder,
         environment=tools.environment, step="compile")
    return output


def archive(kind: str, path: Path, objects: list[Path]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    how = {"ThinArchive": ["--thin"], "BsdArchive": ["--format=bsd"]}.get(kind, [])
    names = [file.relative_to(path.parent) if kind == "ThinArchive" and file.is_relative_to(path.parent) else file for file in objects]
    call(["llvm-ar-22", "cr", *how, path, *names], path.parent, step="archive")
    return path


def script(place: Place, source: Path) -> Path:
    text = source.read_text()
    if "$OUT_DIR" not in text:
        return source
    path = place.folder / source.name
    path.write_text(text.replace("$OUT_DIR", str(place.folder)))
    return path


def objects_of(tools: Tools, place: Place, config: Config, given: Input) -> list[tuple[Path, list]]:
    """The input's files compiled, each with what its own directives ask to be linked with it."""
    found = []
    for name, words in given.files:
        source, own = place.file(name), config
        if given.kind == "Shared":
            (own,) = directives.read(source, config)
        beside = inputs(tools, place, own)
        options = own.words["CompSoArgs" if given.kind == "Shared" else "CompArgs"]
        found.append((compiled(tools, place, own, source, [*options, *words]), beside))
    return found


def built(tools: Tools, place: Place, config: Config, given: Input) -> list:
    """The words that stand for the input in the link."""
    config, first = config.without_inputs(), place.file(given.files[0][0])
    output = place.folder / given.output if given.output else None
    if given.kind.endswith("LinkerScript"):
        path = script(place, first)
        return ["-T", path] if given.kind == "LinkerScript" else [path]
    if first.suffix == ".a":
        path = first
    else:
        objects = objects_of(tools, place, config, given)
        if given.kind.endswith("Archive"):
            path = archive(given.kind, output or place.folder / f"{first.stem}.a", [file for file, _ in objects])
        elif given.kind == "Object":
            path = objects[0][0]
        else:
            kind, ending = ("-shared", ".so") if given.kind == "Shared" else ("-r", ".r.o")
            path = output or objects[0][0].with_suffix(f".lld{ending}")
            path.parent.mkdir(parents=True, exist_ok=True)
            words = [word for file, beside in objects for word in (file, *beside)]
            link(tools, place, config, path, [*config.words["LinkArgs"], *config.words["LinkSoArgs"], kind], words)
    return [word.replace("$OUT_DIR", str(place.folder)).replace("$O", str(path)) for word in given.words]


def inputs(tools: Tools, place: Place, config: Config) -> list:
    return [word for given in config.inputs for word in built(tools, place, config, given)]


def link(tools: Tools, place: Place, config: Config, output: Path, options: list[str], words: list) -> str:
    """What the linker says. wild binds at the start unless told, so the tests are written for that."""
    options = ["-z", "now", *place.words(options)]
    environment = {**tools.environment, **config.environment}
    if (driver := config.single.get("LinkerDriver", "none")) not in ("", "none"):
        command = [*tools.driver(driver), *options]
        environment |= tools.static if {"-static", "-static-pie"} & {*options} else {}
    else:
        mode = MODES.get(config.single.get("Mode", "static"), ["-dynamic-linker", LOADER[tools.architecture]])
        gc = [] if "-r" in options else ["--gc-sections"]
        command = [*tools.ld, "-m", EMULATION[tools.architecture], *mode, *gc, *options]
    named = [] if "-o" in options else ["-o", output]
    return call([*command, *named, *words, *place.words(config.words["PostLinkArgs"])], place.folder,
                environment=environment, step="link")


def said(config: Config, text: str) -> None:
    for name, pattern in config.said:
        folded = "(?i-u)"  # as Rust writes it
        if not re.search(pattern.replace(folded, ""), text, re.I if folded in pattern else 0):
            raise Failed(f"{name}: nothing of {pattern} in: {text}", "message")


def run(tools: Tools, place: Place, config: Config, program: Path) -> None:
    if config.single.get("RunEnabled") == "false" or config.fails:
        return
    command = [*tools.runner, program]
    if function := config.single.get("RunDynSym"):
        if tools.runner:
            return
        ask = f"import ctypes, os; os._exit(ctypes.CDLL({str(program)!r})[{function!r}]())"
        command = ["python3", "-c", ask]
    # `call` wants 0.
    call(["sh", "-c", f'"$@"; status=$?; [ $status = {RIGHT} ] || {{ echo "status $status"; exit 1; }}', "sh", *command], place.folder,
         environment=tools.environment, step="program")


def expect_instructions(tools: Tools, place: Place, config: Config) -> list[tuple[str, str]]:
    """Those that the output must have at a place, as a check of its bytes."""
    found = []
    for index, text in enumerate(config.instructions):
        section, offset, instructions = text.split(None, 2)
        source, raw = place.folder / f"instructions{index}.s", place.folder / "instructions.bin"
        source.write_text(".text\n" + instructions.replace(";", "\n") + "\n")
        path = compiled(tools, place, config.without_inputs(), source, config.words["CompArgs"])
        call(["llvm-objcopy-22", "-O", "binary", "--only-section=.text", path, raw], place.folder)
        data, begin = raw.read_bytes(), int(offset, 0)
        found.append(("ExpectSectionBytes", f"{section}=0x{data.hex()} {begin}..{begin + len(data)}"))
    return found


def one(tools: Tools, source: Path, config: Config, folder: Path) -> None:
    """Builds, holds against what is expected, and runs."""
    place = Place(source.parent, folder)
    checks = [*config.checks, *expect_instructions(tools, place, config)]
    words = [compiled(tools, place, config.without_inputs(), source, config.words["CompArgs"]), *inputs(tools, place, config)]
    output = folder / source.name.replace(source.suffix, f"{source.suffix}.out")
    try:
        text = link(tools, place, config, output, config.words["LinkArgs"], words if config.single.get("AutoAddObjects") != "false" else [])
    except Failed as error:
        if not config.fails or error.step != "link":
            raise
        said(config, error.output)
        return
    if config.fails:
        raise Failed("linked, and should not", "link")
    said(config, text)
    if output.exists():
        elf_checks.check(output, checks)
        run(tools, place, config, output)
    elif checks:
        raise Failed("no output", "link")


def compare(plain: Tools, ours: Tools, source: Path, config: Config, folder: Path) -> None:
    """Runs the test with plain lld, and with us where that went well."""
    if config.unknown:
        raise DoesNotApply(f"{config.unknown} is not read here")
    for name, tools in (("plain", plain), ("ours", ours)):
        (folder / name).mkdir()
        try:
            one(tools, source, config, folder / name)
        except Failed as error:
            if name == "plain":
                raise DoesNotApply(f"plain lld does not pass it: {error.text}") from error
            raise


def primary(folder: Path) -> Path | None:
    """The source that holds a test's directives; None where that is in another language."""
    return next((path for ending in ("c", "cc", "s") if (path := folder / f"{folder.name}.{ending}").exists()), None)


def tools_of(bench: Bench, target: str) -> tuple[Tools, Tools]:
    arch = first_word(target)
    if not (lld := shutil.which("ld.lld-22")):
        raise Unavailable("ld.lld-22 is missing: scripts/install-test-needs")
    runner = bench.runner(target)
    plain = Tools(bench.clang(target), bench.clang(target, cxx=True), [lld], runner, arch, bench.environment, {})
    # glibc's archive is nothing that linkshim brings.
    static = {f"LINKSHIM_SYSROOT_{target.partition('.')[0]}": "/" if arch == "x86_64" else str(bench.system(target))}
    ours = Tools([bench.tool(target, "cc")], [bench.tool(target, "c++")], [bench.tool(target, "ld")], runner, arch, bench.environment, static)
    return plain, ours


def cases(bench: Bench, target: str) -> list[Case]:
    tree = sources.crate("wild-linker") / "tests/sources/elf"
    bench.need_pack(target)
    plain, ours = tools_of(bench, target)
    found = []
    for source in filter(None, map(primary, sorted(tree.iterdir()))):
        for config in directives.read(source):
            if config.is_for(plain.architecture):
                found.append(Case(f"{source.parent.name}/{config.name}", functools.partial(compare, plain, ours, source, config)))
    return found


SUITE = Suite(
    name="wild", title="wild's tests in C and assembler, those that plain lld passes", version=sources.PINS["crates"]["wild-linker"]["version"],
    targets=("x86_64-unknown-linux-gnu.2.36", "aarch64-unknown-linux-gnu.2.36"),
    sample={"x86_64-unknown-linux-gnu.2.36": 12, "aarch64-unknown-linux-gnu.2.36": 8},
    cases=cases)
