"""linkshim verify: the facts of real programs and libraries against what other readers say, what does not hold, and files
that are damaged."""

import json
import os
import random
import re
import struct
import subprocess
from pathlib import Path

import pytest

import macho
import objectfacts
import readelf

# One suite's glibc and libgcc_s for these, and the target that they are of.
ARCHITECTURES = {
    "x86_64": "x86_64-unknown-linux-gnu", "x32": "x86_64-unknown-linux-gnux32", "i386": "i686-unknown-linux-gnu",
    "aarch64": "aarch64-unknown-linux-gnu", "armhf": "armv7-unknown-linux-gnueabihf", "armel": "arm-unknown-linux-gnueabi",
    "riscv64": "riscv64gc-unknown-linux-gnu", "powerpc64le": "powerpc64le-unknown-linux-gnu", "powerpc64": "powerpc64-unknown-linux-gnu",
    "powerpc": "powerpc-unknown-linux-gnu", "s390x": "s390x-unknown-linux-gnu", "mips": "mips-unknown-linux-gnu",
    "mips64el": "mips64el-unknown-linux-gnuabi64", "mipsr6el": "mipsisa32r6el-unknown-linux-gnu", "sparc64": "sparc64-unknown-linux-gnu",
    "m68k": "m68k-unknown-linux-gnu"}
LIBRARIES = ["libc.so.6", "libm.so.6", "libpthread.so.0", "libgcc_s.so.1", "libnss_files.so.2"]
GLIBC = "2.36"


def verify(linkshim, *arguments):
    result = subprocess.run([linkshim.program, "verify", *map(str, arguments)], env=linkshim.environment, capture_output=True, text=True,
                            timeout=120)
    assert result.returncode in (0, 1), (arguments, result.returncode, result.stderr)
    return result


def facts(linkshim, *files, expect=0) -> list[dict]:
    result = verify(linkshim, "--json", *files)
    assert result.returncode == expect, result.stderr
    return json.loads(result.stdout)


def compare(found: dict, path: Path) -> None:
    """Every key that readelf speaks of."""
    wanted = readelf.facts(path)
    versions = {(row["library"], row["family"]): (row["version"], set(row["symbols"])) for row in found.get("versions", [])}
    assert {key: name for key, (name, _) in versions.items()} == {key: name for key, (name, _) in wanted["versions"].items()}, path
    for key, (_, users) in versions.items():  # readelf does not say of which library a symbol's version is
        assert users <= wanted["versions"][key][1], (path, key)
    for key in wanted.keys() - {"versions"}:
        value = found.get(key, [] if isinstance(wanted[key], list) else "" if isinstance(wanted[key], str) else None)
        assert (sorted(value) if key == "protections" else value) == wanted[key], (path, key)


@pytest.mark.parametrize("arch", ARCHITECTURES)
def test_a_distributions_libraries(linkshim, glibc_tree, arch):
    lib = glibc_tree(GLIBC, arch) / "lib"
    files = [lib / name for name in LIBRARIES if (lib / name).exists()] + sorted(lib.glob("ld*.so.[0-9]"))[:1]
    assert len(files) >= 4, sorted(path.name for path in lib.iterdir())
    for found, path in zip(facts(linkshim, *files), files, strict=True):
        compare(found, path)
    for other, target in ARCHITECTURES.items():
        result = verify(linkshim, "--target", target, *files)
        assert result.returncode == (0 if other == arch else 1), (target, result.stderr)
        if other != arch:
            assert result.stderr.startswith(f"linkshim: error: {len(files)} of {len(files)} files"), result.stderr


def test_this_machines_own_programs(linkshim):
    files = [Path(name) for name in ("/bin/sh", "/bin/ls", "/usr/bin/env", "/usr/bin/readelf", "/usr/bin/perl")]
    files = [path.resolve() for path in files if path.exists()]
    assert len(files) >= 3
    for found, path in zip(facts(linkshim, *files), files, strict=True):
        compare(found, path)
    assert verify(linkshim, "--target", "x86_64-unknown-linux-gnu", *files).returncode == 0
    result = verify(linkshim, "--target", "aarch64-unknown-linux-gnu", "--static", files[0])
    assert result.returncode == 1
    assert "is for x86_64, 64-bit little-endian" in result.stderr and "is not static: it needs" in result.stderr


# What linkshim itself links, and which target it is told: a program of C that needs no headers, or one with a C library.
BARE = "int main(void) { return 3; }\n"
HOSTED = '#include <stdio.h>\nint main(int count, char **words) { printf("%d %s\\n", count, words[0]); return 0; }\n'
LIBRARY = "int shared_answer(void) { return 42; }\n"
OWN = {  # name → target, source, options
    "macos-arm64": ("aarch64-apple-darwin", BARE, []), "macos-x86_64": ("x86_64-apple-darwin", BARE, ["-Wl,-headerpad,0x100"]),
    "macos-dylib": ("aarch64-apple-darwin", LIBRARY, ["-dynamiclib"]), "macos-object": ("x86_64-apple-darwin", BARE, ["-c"]),
    "windows": ("x86_64-pc-windows-gnu", HOSTED, []), "windows-dll": ("x86_64-pc-windows-gnu", LIBRARY, ["-shared"]),
    "windows-object": ("x86_64-pc-windows-gnu", LIBRARY, ["-c"]), "wasi-p1": ("wasm32-wasip1", HOSTED, []),
    "wasi-p2": ("wasm32-wasip2", HOSTED, []), "wasm-object": ("wasm32-wasip1", LIBRARY, ["-c"]),
    "wasm-none": ("wasm32-unknown-unknown", LIBRARY, ["-nostdlib", "-Wl,--no-entry", "-Wl,--export=shared_answer"]),
    "musl-static": ("aarch64-unknown-linux-musl", HOSTED, ["-static"]), "gnu": ("aarch64-unknown-linux-gnu.2.17", HOSTED, []),
    "gnu-x86_64": ("x86_64-unknown-linux-gnu.2.28", HOSTED, ["-g", "-Wl,-z,now"]), "arm-object": ("armv7-unknown-linux-gnueabihf", LIBRARY, ["-c"]),
}
MACOS = ["macos-arm64", "macos-x86_64", "macos-dylib"]
WINDOWS = ["windows", "windows-dll"]
PACKED = ("windows", "wasi-", "musl-", "gnu")  # those whose C library comes in a pack


@pytest.fixture
def own(linkshim, pack, work):
    """A function: the path of one of OWN, linked once."""
    def make(name: str) -> Path:
        target, source, options = OWN[name]
        if name.startswith(PACKED) and "-object" not in name:
            pack(target.split(".2.")[0])
        folder = work / "verify"
        folder.mkdir(exist_ok=True)
        path = folder / name
        if not path.exists():
            (folder / f"{name}.c").write_text(source)
            linkshim.run(linkshim.linker(f"{target}-cc"), "-O1", f"{name}.c", *options, "-o", f"{name}.new", cwd=folder)
            made = next(found for found in (folder / f"{name}.new", folder / f"{name}.new.exe") if found.exists())
            made.rename(path)
        return path
    return make


@pytest.mark.long(name="wasi-p2")
@pytest.mark.parametrize("name", OWN)
def test_what_linkshim_links_is_of_its_target(linkshim, own, name):
    path, target = own(name), OWN[name][0]
    result = verify(linkshim, "--target", target, path)
    assert result.returncode == 0, result.stderr
    for other in {spec for spec, *_ in OWN.values()} | {"riscv64gc-unknown-linux-musl", "aarch64-apple-ios", "i686-pc-windows-gnu"}:
        different = other.split(".2.")[0] != target.split(".2.")[0]
        if (name, other) in (("wasm-none", "wasm32-wasip1"), ("musl-static", "aarch64-unknown-linux-gnu.2.17")) or \
                name == "wasm-object" and other.startswith("wasm32"):
            continue  # nothing in such a file is of one of them alone
        if different:
            assert verify(linkshim, "--target", other, path).returncode == 1, (name, other)


def test_elf_of_our_own(linkshim, own):
    for name in "gnu", "gnu-x86_64", "musl-static":
        (found,) = facts(linkshim, own(name))
        compare(found, own(name))
    assert verify(linkshim, "--static", own("musl-static")).returncode == 0
    assert "is not static: it needs libc.so.6" in verify(linkshim, "--static", own("gnu")).stderr
    result = verify(linkshim, "--require", "pie,relro,nx,stripped", own("gnu-x86_64"))
    assert "is not stripped" in result.stderr and "RELRO" not in result.stderr


def test_elf_without_sections_and_debug_information_alone(linkshim, own, tmp_path):
    """The loader reads no sections, and so the facts of a program without any are the same."""
    objcopy = ["/usr/lib/llvm-22/bin/llvm-objcopy"]
    linkshim.run(*objcopy, "--strip-sections", own("gnu"), tmp_path / "bare")
    (whole,), (bare,) = facts(linkshim, own("gnu")), facts(linkshim, tmp_path / "bare")
    for key in whole.keys() - {"file", "size", "stripped", "buildId"}:
        assert bare.get(key) == whole[key], key
    linkshim.run(*objcopy, "--only-keep-debug", own("gnu-x86_64"), tmp_path / "split.debug")
    linkshim.run(*objcopy, "--strip-all", f"--add-gnu-debuglink={tmp_path / 'split.debug'}", own("gnu-x86_64"), tmp_path / "split")
    debug, split = facts(linkshim, tmp_path / "split.debug", tmp_path / "split")
    assert (debug["kind"], debug["debugInfo"]) == ("debug information", True)
    assert (split["stripped"], split["debugInfo"], split["debugLink"]) == (True, False, "split.debug")


@pytest.mark.parametrize("name", MACOS)
def test_macho(linkshim, own, name):
    """Against the reader that the tests of Apple's targets have."""
    path = own(name)
    wanted = macho.read(path)
    (found,) = facts(linkshim, path)
    names = {"program": "executable", "library": "shared library"}
    assert (found["format"], found["kind"], found["abi"]) == ("mach-o", names[wanted.type], wanted.machine)
    assert (found["platform"], found["minimumSystem"], found["sdk"]) == (wanted.platform, wanted.oldest, wanted.sdk)
    assert (found["needed"], found.get("soname")) == (wanted.libraries, wanted.name)
    assert found["signature"] == ("linker-signed" if wanted.signed else "none")


def test_universal(linkshim, own, tmp_path):
    fat = tmp_path / "fat"
    linkshim.run(linkshim.program, "lipo", "-create", own("macos-arm64"), own("macos-x86_64"), "-output", fat)
    (found,) = facts(linkshim, fat)
    assert found["format"] == "universal" and [part["name"] for part in found["parts"]] == ["x86_64", "arm64"]
    for part in found["parts"]:
        (alone,) = facts(linkshim, own(f"macos-{part['name']}"))
        assert {key: value for key, value in part.items() if key != "name"}.items() <= alone.items()
    for target, status in {"aarch64-apple-darwin": 0, "x86_64-apple-darwin": 0, "arm64e-apple-darwin": 1, "aarch64-apple-ios": 1}.items():
        assert verify(linkshim, "--target", target, fat).returncode == status, target
    assert verify(linkshim, "--max-size", str(fat.stat().st_size - 1), fat).returncode == 1
    assert "a part for x86_64 that has no signature" in verify(linkshim, "--require", "signed", fat).stderr


def test_macho_that_no_mac_takes(linkshim, own, tmp_path):
    """A signed program that was changed, one whose signature is gone, and a library that is named twice."""
    data = bytearray(own("macos-arm64").read_bytes())
    data[data.index(b"__TEXT")] ^= 0x20
    (tmp_path / "changed").write_bytes(data)
    assert "was changed after it was signed: page 0" in verify(linkshim, tmp_path / "changed").stderr
    data = bytearray(own("macos-arm64").read_bytes())
    at, commands = 32, int.from_bytes(data[16:20], "little")
    for _ in range(commands):
        if data[at:at + 4] == b"\x1d\0\0\0":  # LC_CODE_SIGNATURE becomes LC_LINKER_OPTIMIZATION_HINT
            data[at] = 0x2e
        at += int.from_bytes(data[at + 4:at + 8], "little")
    (tmp_path / "unsigned").write_bytes(data)
    assert "has no signature, and arm64 systems run no code without one" in verify(linkshim, tmp_path / "unsigned").stderr
    data = bytearray(own("macos-x86_64").read_bytes())
    at = data.index(b"/usr/lib/libSystem.B.dylib") - 24
    size = int.from_bytes(data[at + 4:at + 8], "little")
    end = 32 + int.from_bytes(data[20:24], "little")
    data[end:end + size] = data[at:at + size]
    data[16] += 1
    data[20:24] = (end - 32 + size).to_bytes(4, "little")
    (tmp_path / "twice").write_bytes(data)
    assert "loads /usr/lib/libSystem.B.dylib twice, which dyld refuses" in verify(linkshim, tmp_path / "twice").stderr


@pytest.mark.parametrize("name", WINDOWS)
def test_pe(linkshim, own, name):
    """Against llvm-readobj."""
    path = own(name)
    said = subprocess.run([objectfacts.TOOL, "--file-headers", "--coff-imports", path], capture_output=True, text=True, check=True).stdout
    (found,) = facts(linkshim, path)
    imports = {}
    for block in re.findall(r"^Import \{\n(.*?)^\}", said, re.S | re.M):
        imports[re.search(r"Name: (.*)", block).group(1)] = len(re.findall(r"^  Symbol:", block, re.M))
    assert {row["library"]: row["symbols"] for row in found.get("imports", [])} == imports
    assert found["needed"] == list(imports) and (name != "windows" or imports)
    flags = {"pie": "DYNAMIC_BASE", "nx": "NX_COMPAT"}
    for key, word in flags.items():
        assert found[key] == (f"IMAGE_DLL_CHARACTERISTICS_{word} " in said), key
    assert ("high-entropy" in found["protections"]) == ("HIGH_ENTROPY_VA" in said)
    assert found["kind"] == ("shared library" if "IMAGE_FILE_DLL" in said else "executable")
    assert found["stripped"] == (objectfacts.field(said, "SymbolCount") == "0")
    version = [objectfacts.field(said, f"{part}SubsystemVersion") for part in ("Major", "Minor")]
    subsystem = {"IMAGE_SUBSYSTEM_WINDOWS_CUI": "console", "IMAGE_SUBSYSTEM_WINDOWS_GUI": "gui"}[objectfacts.field(said, "Subsystem").split()[0]]
    assert (found["subsystem"], found["minimumSystem"]) == (subsystem, ".".join(version))
    assert (found["architecture"], found["system"], found["signature"]) == ("x86_64", "windows", "none")


def test_msvc(linkshim, pack, tmp_path):
    """Nothing but Windows is wanted, and the PDB is the program's until it is away or another one's."""
    target, program, pdb = "x86_64-pc-windows-msvc", tmp_path / "main.exe", tmp_path / "main.pdb"
    pack(target)
    (tmp_path / "main.c").write_text("int puts(const char *);\nint main(void) { return puts(\"hello\"); }\n")
    asked = ["--target", target, "--max-windows", "10", "--require", "pdb,no-runtime-dlls,pie,nx,high-entropy", program]
    linkshim.run(linkshim.linker(f"{target}-cc"), "-g", "main.c", "-o", program, cwd=tmp_path)
    (found,) = facts(linkshim, program)
    assert (found["libc"], found["debugFile"], "runtimeDlls" in found) == ("UCRT", "same build", False)
    assert all(re.match(r"api-ms-win-crt-|kernel32|ntdll", name.lower()) for name in found["needed"]), found["needed"]
    assert verify(linkshim, *asked).returncode == 0
    data = bytearray(pdb.read_bytes())
    at = data.index(bytes.fromhex(found["buildId"][:32]))
    data[at] ^= 1
    pdb.write_bytes(data)
    assert "where there is one of another build" in verify(linkshim, *asked).stderr
    pdb.unlink()
    assert "main.pdb, which is not there" in verify(linkshim, *asked).stderr


@pytest.mark.parametrize("name", ["wasi-p1", "wasm-none"])
def test_wasm(linkshim, own, name):
    """Against Node."""
    path = own(name)
    script = """const module = new WebAssembly.Module(require('fs').readFileSync(process.argv[1])), count = {};
for (const {module: name} of WebAssembly.Module.imports(module)) count[name] = (count[name] || 0) + 1;
console.log(JSON.stringify([count, WebAssembly.Module.exports(module).map(one => one.name),
                            WebAssembly.Module.customSections(module, 'name').length > 0]));"""
    imports, exports, named = json.loads(linkshim.run("node", "-e", script, path).stdout)
    (found,) = facts(linkshim, path)
    assert {row["library"]: row["symbols"] for row in found.get("imports", [])} == imports
    assert found["kind"] == ("executable" if "_start" in exports else "module")
    assert found["stripped"] != named and found["sharedMemory"] is False
    assert found.get("wasi") == ("preview1" if name == "wasi-p1" else None)


@pytest.mark.long
def test_component(linkshim, own):
    (found,) = facts(linkshim, own("wasi-p2"))
    assert (found["kind"], found["wasi"], found["linkage"]) == ("component", "preview2", "static")
    assert found["needed"] and all(re.fullmatch(r"wasi:[a-z]+/[a-z-]+@0\.2\.\d+", name) for name in found["needed"])
    assert set(found["needed"]) <= set(re.findall(r"wasi:[a-z]+/[a-z-]+@0\.2\.\d+", own("wasi-p2").read_bytes().decode("latin-1")))


def test_archive(linkshim, own, tmp_path):
    """Members are looked at one by one, and a foreign one is named."""
    linkshim.run(linkshim.program.with_name("linkshim"), "links", tmp_path / "bin", "aarch64-unknown-linux-musl")
    ar = tmp_path / "bin/aarch64-linux-musl-ar"
    (tmp_path / "readme.txt").write_text("no object\n")
    linkshim.run(ar, "rcs", "mixed.a", own("arm-object"), own("windows-object"), "readme.txt", cwd=tmp_path)
    (found,) = facts(linkshim, tmp_path / "mixed.a")
    assert [(part["name"], part["format"]) for part in found["parts"]] == [("arm-object", "elf"), ("windows-object", "coff")]
    result = verify(linkshim, "--target", "armv7-unknown-linux-gnueabihf", tmp_path / "mixed.a")
    assert result.returncode == 1 and "holds windows-object, which is COFF" in result.stderr and "arm-object," not in result.stderr
    assert verify(linkshim, "--target", "armv7-unknown-linux-gnueabi", tmp_path / "mixed.a").stderr.count("float ABI hard") == 1
    linkshim.run("/usr/lib/llvm-22/bin/llvm-ar", "rcsT", "thin.a", own("arm-object"), cwd=tmp_path)
    assert "is a thin archive" in verify(linkshim, tmp_path / "thin.a").stderr
    cut = (tmp_path / "mixed.a").read_bytes()
    (tmp_path / "cut.a").write_bytes(cut[:-30])
    assert verify(linkshim, tmp_path / "cut.a").returncode == 1


# Small files of every format, and some of a distribution.
DAMAGED = ["macos-arm64", "macos-dylib", "macos-object", "windows", "windows-dll", "windows-object", "wasi-p1", "wasi-p2", "wasm-object",
           "wasm-none", "musl-static", "gnu", "arm-object"]


def possible_ends(data: bytes) -> set[int]:
    """Where a file may end without a loss: a module or component behind a section, a program for Windows behind its strings."""
    if data[:2] == b"MZ":
        header = int.from_bytes(data[60:64], "little") + 4
        symbols, count = struct.unpack_from("<II", data, header + 8)
        strings = symbols + 18 * count
        return set(range(strings + int.from_bytes(data[strings:strings + 4], "little"), len(data)))
    at, ends = 8, {8}
    while data[:4] == b"\0asm" and at < len(data):
        at, size, shift = at + 1, 0, 0
        while True:
            byte = data[at]
            at, size, shift = at + 1, size | (byte & 127) << shift, shift + 7
            if byte < 128:
                break
        at += size
        ends.add(at)
    return ends if len(ends) > 1 else set()


def check_copies(linkshim, folder: Path, copies: list[bytes]) -> list[dict]:
    """Verifies all copies in one call, with everything asked, as JSON and as text: facts or a reason for each, and no crash."""
    folder.mkdir(parents=True)
    for i, data in enumerate(copies):
        (folder / f"{i:04}").write_bytes(data)
    files = sorted(folder.iterdir())
    text = verify(linkshim, "--target", "x86_64-unknown-linux-gnu.2.17", "--static", "--require", "pie,relro,nx,stripped", *files)
    assert "do not hold" in text.stderr and len(text.stdout) < 200 * sum(len(data) for data in copies)
    result = verify(linkshim, "--json", *files)
    found = json.loads(result.stdout)
    assert [row["file"] for row in found] == [str(path) for path in files]
    assert all("format" in row or row["faults"] for row in found)
    return found


def damage_all(linkshim, folder: Path, data: bytes, seed: str) -> None:
    """Cut at many places, and with some bytes changed, mostly near the beginning where the tables are."""
    chance = random.Random(seed)
    cuts = sorted({*range(0, 130), *(chance.randrange(len(data)) for _ in range(100)), *range(len(data) - 30, len(data))} & set(range(len(data))))
    whole = possible_ends(data)
    for cut, row in zip(cuts, check_copies(linkshim, folder / "cut", [data[:cut] for cut in cuts]), strict=True):
        assert not row["ok"] or cut in whole, (seed, cut, row)
    copies = []
    for _ in range(250):
        copy = bytearray(data)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(min(len(copy), chance.choice([64, 512, 4096, len(copy)])))
            copy[at] = chance.choice([0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)])
        copies.append(bytes(copy))
    check_copies(linkshim, folder / "changed", copies)


@pytest.mark.long(name="wasi-p2")
@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_files_of_our_own(linkshim, own, tmp_path, name):
    damage_all(linkshim, tmp_path, own(name).read_bytes(), name)


@pytest.mark.parametrize("arch", ["x86_64", "powerpc", "mips64el", "armhf"])
def test_damaged_libraries(linkshim, glibc_tree, tmp_path, arch):
    path = glibc_tree(GLIBC, arch) / "lib/libnss_files.so.2"
    damage_all(linkshim, tmp_path, path.read_bytes(), arch)


def test_bad_input(linkshim, tmp_path):
    """A sentence for each file, and for an option that makes no sense."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty").touch()
    (tmp_path / "text").write_text("hello\n")
    (tmp_path / "script").write_text("#!/bin/sh\n")
    (tmp_path / "Main.class").write_bytes(b"\xca\xfe\xba\xbe\0\0\0\x37" + bytes(100))
    (tmp_path / "\x1b[31mred\n").write_bytes(b"x")
    (tmp_path / "-dash").write_bytes(b"x")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    names = {"folder": "is a folder", "empty": "is empty", "text": "is no program, library or object of a known format",
             "script": "it is a script", "Main.class": "it is a class file of Java", "pipe": "is no regular file", "missing": "is not there",
             "loop": "is not there", "-dash": "is no program"}
    result = subprocess.run([linkshim.program, "verify", "--", *names, "\x1b[31mred\n"], cwd=tmp_path, env=linkshim.environment,
                            capture_output=True, text=True, timeout=60)
    assert result.returncode == 1 and "\x1b" not in result.stdout + result.stderr
    for name, words in names.items():
        assert re.search(rf"^  {name} +.*{words}", result.stderr, re.M), (name, result.stderr)
    for arguments, words in {("--max-glibc", "new"): "new is neither", ("--max-glibc", "2.17.x"): "2.17.x is neither", ("--max-size", "-1"): "-1 is none",
                             ("--target", "x86_64-unknown-linux-gnuu"): "x86_64-unknown-linux-gnu",
                             ("--target", "x86_64-unknown-linux-gnu.9.9"): "9.9", ("--require", "fast"): "pie, relro",
                             ("--static=yes",): "no option", (): "needs a file"}.items():
        files = ["/bin/sh"] if arguments else []
        result = verify(linkshim, *arguments, *files)
        assert result.returncode == 1 and words in result.stderr and result.stdout == "", (arguments, result.stderr)


def test_requirements_on_a_program_of_this_machine(linkshim):
    """All that does not hold is said, of each file; the others are still reported."""
    ls = Path("/bin/ls").resolve()
    result = verify(linkshim, "--max-glibc", "2.3", "--max-size", "1k", "--forbid-needed", "libc.so.*", "--require", "signed", ls, "/bin/sh")
    assert result.returncode == 1 and result.stderr.startswith("linkshim: error: 2 of 2 files are not what was asked for")
    for words in ("wants GLIBC_2.34 of libc.so.6, newer than glibc 2.3: __libc_start_main", "has no signature",
                  "needs libc.so.6, which is forbidden", "more than the 1024 that are allowed"):
        assert f"{ls}" in result.stderr and words in result.stderr, words
    assert verify(linkshim, "--needed-only", "libc.so.6,libselinux.so.1,libpcre*,ld-linux*", "--require", "pie,nx,stripped", ls).returncode == 0
