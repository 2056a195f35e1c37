"""Apple's targets without an SDK: what is linked is read back, since nothing here runs it."""

import json
import re
import shutil
import subprocess

import pytest

import macho
import toolchain as rust
from layout import PROGRAMS, ROOT

pytestmark = pytest.mark.early

ARM, INTEL = "aarch64-apple-darwin", "x86_64-apple-darwin"
SYSTEM, CXX, OBJC = "/usr/lib/libSystem.B.dylib", "/usr/lib/libc++.1.dylib", "/usr/lib/libobjc.A.dylib"


def framework(name: str, letter: str = "A") -> str:
    return f"/System/Library/Frameworks/{name}.framework/Versions/{letter}/{name}"


FOUNDATION, APP_KIT, CF, SECURITY = (framework("Foundation", "C"), framework("AppKit", "C"), framework("CoreFoundation"),
                                     framework("Security"))


@pytest.fixture
def headers(pack):
    """The packs of both architectures, with the C library's headers."""
    for target in (ARM, INTEL):
        pack(target)


@pytest.fixture
def cc(linkshim, tmp_path):
    """A function: calls a tool in a fresh folder, where `files` are; returns the call's result."""
    def call(name, *arguments, files=None, check=True, **environment):
        for path, content in (files or {}).items():
            (tmp_path / path).write_text(content)
        return linkshim.run(linkshim.linker(name), *arguments, cwd=tmp_path, check=check, **environment)
    return call


def check_once(facts: macho.MachO) -> None:
    """macOS 26 ends a program that loads a library twice."""
    assert len(facts.libraries) == len(set(facts.libraries)), facts.libraries


@pytest.mark.parametrize("target, machine, oldest", [(ARM, "arm64", "11.0"), (INTEL, "x86_64", "10.12")])
def test_c_and_cxx(target, machine, oldest, headers, cc, tmp_path):
    cc(f"{target}-cc", "-O1", "a.c", "-o", "a", "-lz", files={"a.c": """
#include <pthread.h>
#include <stdio.h>
#include <sys/stat.h>
#include <zlib.h>
static void *thread(void *data) { return data; }
int main(int count, char **words) {
  struct stat status;
  pthread_t id;
  pthread_create(&id, 0, thread, 0);
  if (__builtin_available(macOS 14.0, *)) puts(zlibVersion());
  __int128 wide = count;
  return stat(words[0], &status) + (int)(wide * wide / (count + 1));
}"""})
    facts = macho.read(tmp_path / "a")
    assert (facts.machine, facts.type, facts.platform, facts.oldest) == (machine, "program", "macos", oldest)
    # For systems before 10.15 @available asks CoreFoundation.
    assert [name for name in facts.libraries if name != CF] == ["/usr/lib/libz.1.dylib", SYSTEM]
    assert facts.needed["_zlibVersion"] == "/usr/lib/libz.1.dylib"
    assert facts.needed["_pthread_create"] == facts.needed["___divti3"] == SYSTEM
    # Intel's ABI has two of these; a program for today's systems wants the one with 64-bit inodes.
    assert ("_stat$INODE64" if machine == "x86_64" else "_stat") in facts.needed
    assert facts.signed == (machine == "arm64")
    cc(f"{target}-c++", "b.cpp", "-o", "b", files={"b.cpp": """
#include <iostream>
#include <stdexcept>
int main(int count, char **) {
  try {
    if (count > 1) throw std::runtime_error("more");
  } catch (const std::exception &error) { std::cout << error.what(); }
}"""}, MACOSX_DEPLOYMENT_TARGET="12.0")
    facts = macho.read(tmp_path / "b")
    assert (facts.oldest, facts.libraries) == ("12.0", [CXX, SYSTEM])
    assert facts.needed["___cxa_throw"] == facts.needed["__ZNSt3__14coutE"] == CXX


def test_frameworks(cc, tmp_path):
    """Each symbol is bound to the library that has it, also when an umbrella brought that."""
    source = "\n".join(f'extern char v{i} __asm("{name}");' for i, name in enumerate(WHERE))
    uses = " + ".join(f"v{i}" for i in range(len(WHERE)))
    cc(f"{ARM}-cc", "-nostdlibinc", "a.c", "-o", "a", "-framework", "Cocoa", "-framework", "AppKit", "-framework",
       "Security", "-weak_framework", "Metal", "-framework", "Carbon", "-framework", "CoreServices", "-lobjc", "-lobjc",
       files={"a.c": f"{source}\nint main(void) {{ return {uses}; }}"})
    facts = macho.read(tmp_path / "a")
    assert {name: facts.needed[name] for name in WHERE} == WHERE
    assert facts.weak_libraries == [framework("Metal")]
    check_once(facts)


WHERE = {"_NSApp": APP_KIT, "_OBJC_CLASS_$_NSWindow": APP_KIT, "_OBJC_CLASS_$_NSString": FOUNDATION,
         "_OBJC_CLASS_$_NSObject": OBJC, "_objc_msgSend": OBJC, "_class_addMethod": OBJC,
         "_CFRelease": CF, "_kCFTypeArrayCallBacks": CF, "_SecItemCopyMatching": SECURITY, "_kSecClass": SECURITY,
         "_MTLCreateSystemDefaultDevice": framework("Metal"), "_RegisterEventHotKey": framework("Carbon"),
         "_FSEventStreamCreate": framework("CoreServices"), "_CGEventPost": framework("CoreGraphics"),
         "_dispatch_async": SYSTEM}


def test_libraries(cc, tmp_path):
    sources = {"a.c": "int kept(void) { return 1; } int other(void) { return 2; }", "list": "_kept\n",
               "b.c": "int kept(void); int later(void); int both(void) { return kept() + later(); }"}
    cc(f"{ARM}-cc", "-nostdlibinc", "-dynamiclib", "-install_name", "@rpath/liba.dylib", "-current_version", "2.1",
       "-exported_symbols_list", "list", "a.c", "-o", "liba.dylib", files=sources)
    facts = macho.read(tmp_path / "liba.dylib")
    assert (facts.type, facts.name, facts.exported, facts.signed) == ("library", "@rpath/liba.dylib", {"_kept"}, True)
    cc(f"{ARM}-cc", "-nostdlibinc", "-bundle", "b.c", "-L.", "-la", "-undefined", "dynamic_lookup",
       "-Wl,-rpath,@loader_path", "-o", "b.so")
    facts = macho.read(tmp_path / "b.so")
    assert (facts.type, facts.needed, facts.rpaths) == (
        "bundle", {"_kept": "@rpath/liba.dylib", "_later": "flat", "dyld_stub_binder": SYSTEM}, ["@loader_path"])


def test_link_words(headers, cc, tmp_path):
    """What build systems and people ask Apple's driver for."""
    cc(f"{ARM}-cc", "-c", "kept.c", files={"kept.c": "int kept(void) { return 1; }", "Info.plist": "<plist>of ours</plist>"})
    cc(f"{ARM}-ar", "rcs", "libkept.a", "kept.o")
    main = {"main.c": "#include <stdio.h>\nint unused(void) { return 2; }\nint main(void) { return puts(\"x\"); }"}
    cc(f"{ARM}-cc", "-g", "-arch", "arm64", "-mmacosx-version-min=12.1", "main.c", "-o", "main", "-dead_strip", "-Wl,-S",
       "-Wl,-headerpad_max_install_names", "-sectcreate", "__TEXT", "__info_plist", "Info.plist", "-Wl,-force_load,libkept.a",
       "-Wl,-rpath,@executable_path/../lib", "-rpath", "@loader_path", "-needed-lz", "-weak-lsqlite3", "-weak_framework",
       "Metal", "-Wl,-needed_framework,Security", files=main)
    facts = macho.read(tmp_path / "main")
    assert (facts.oldest, facts.signed, facts.rpaths) == ("12.1", True, ["@executable_path/../lib", "@loader_path"])
    assert facts.libraries == ["/usr/lib/libz.1.dylib", "/usr/lib/libsqlite3.dylib", framework("Metal"), SECURITY, SYSTEM]
    assert facts.weak_libraries == ["/usr/lib/libsqlite3.dylib", framework("Metal")]
    assert "_unused" not in facts.exported
    data = (tmp_path / "main").read_bytes()
    assert b"<plist>of ours</plist>" in data and b"main.c" not in data
    for lto in ("-flto", "-flto=thin"):
        cc(f"{ARM}-cc", "-O2", lto, "-target", "arm64-apple-macos13.2", "main.c", "kept.c", "-o", "lto")
        facts = macho.read(tmp_path / "lto")
        assert (facts.oldest, facts.signed, facts.needed["_puts"]) == ("13.2", True, SYSTEM)
    objectiveC = {"own.m": "__attribute__((objc_root_class)) @interface A @end\n@implementation A @end\n"
                           "int main(void) { return 0; }"}
    cc(f"{ARM}-cc", "-fobjc-arc", "own.m", "-o", "own", files=objectiveC)
    facts = macho.read(tmp_path / "own")
    assert facts.libraries[:2] == [FOUNDATION, OBJC] and "_OBJC_CLASS_$_A" in facts.exported
    failed = cc(f"{ARM}-cc", "-c", "window.m", files={"window.m": "#import <AppKit/AppKit.h>\n"}, check=False)
    assert failed.returncode and "export SDKROOT=/path/to/MacOSX.sdk" in failed.stderr


def apple_rows(linkshim) -> list[dict]:
    rows = json.loads(linkshim.run(linkshim.program, "targets", "--json").stdout)
    return [row for row in rows if row["format"] == "Mach-O" and row["lld"]]


def test_every_system(linkshim, cc, tmp_path):
    """A C program for each row that lld links: its architecture, system and oldest version."""
    rows = apple_rows(linkshim)
    assert len(rows) >= 19
    for row in rows:
        cc(f"{row['triple']}-cc", "-nostdlibinc", "a.c", "-o", "a",
           files={"a.c": "int puts(const char *); int main(void) { return puts(\"x\"); }"})
        facts = macho.read(tmp_path / "a")
        # What old systems read does not tell a simulator from its device.
        assert facts.platform in (row["platform"], row["platform"].removesuffix("-simulator")), row["triple"]
        assert facts.needed["_puts"] == SYSTEM
        assert facts.oldest == row["osFloor"], row["triple"]
        assert row["emulation"].startswith(facts.machine), row["triple"]


def test_std_program(linkshim, chain, rustc):
    """All of std for one architecture; the other is in the nightly run."""
    out = rustc(chain(ARM), PROGRAMS / "std_all/src/main.rs", linker=linkshim.linker(f"{ARM}-cc"))
    check_std(macho.read(out), "arm64", "11.0")


def check_std(facts: macho.MachO, machine: str, oldest: str) -> None:
    assert (facts.machine, facts.platform, facts.oldest) == (machine, "macos", oldest)
    assert facts.signed == (machine == "arm64")
    assert facts.libraries in ([SYSTEM], ["/usr/lib/libiconv.2.dylib", SYSTEM], [SYSTEM, "/usr/lib/libiconv.2.dylib"])
    assert facts.needed["__tlv_bootstrap"] == facts.needed["__Unwind_Backtrace"] == SYSTEM
    assert "flat" not in facts.needed.values()


def members(archive: bytes) -> dict[str, bytes]:
    """The files in an archive with names as BSD's ar writes them, less the index."""
    assert archive.startswith(b"!<arch>\n")
    found, at = {}, 8
    while at < len(archive):
        name, size = archive[at:at + 16].decode().strip(), int(archive[at + 48:at + 58])
        body = archive[at + 60:at + 60 + size]
        if name.startswith("#1/"):
            length = int(name[3:])
            name, body = body[:length].rstrip(b"\0").decode(), body[length:]
        if not name.startswith("__.SYMDEF"):
            found[name] = body
        at += 60 + size + size % 2
    return found


def test_universal(linkshim, headers, tmp_path):
    """Cargo builds for both architectures, and a dylib and an archive with C in them are both files, byte for byte."""
    empty, made = tmp_path / "sysroot", tmp_path / "made"
    empty.mkdir()
    linkshim.run("cargo", "linkshim", "build", "--locked", "--target", "universal2-apple-darwin",
                 cwd=PROGRAMS / "universal", RUSTC_BOOTSTRAP="1", RUSTFLAGS=f"--sysroot={empty}", RUSTC="/usr/bin/rustc",
                 CARGO="/usr/bin/cargo", CARGO_TARGET_DIR=str(made))
    lipo, folder = [linkshim.program, "lipo"], made / "universal2-apple-darwin/debug"
    assert {path.name for path in folder.iterdir()} == {"libuniversal.a", "libuniversal.dylib"}
    libraries, archives = (macho.parts(folder / name) for name in ("libuniversal.dylib", "libuniversal.a"))
    for machine, target in (("x86_64", INTEL), ("arm64", ARM)):
        assert libraries[machine] == (made / target / "debug/libuniversal.dylib").read_bytes()
        assert archives[machine] == (made / target / "debug/libuniversal.a").read_bytes()
        facts = macho.parse(libraries[machine])
        assert (facts.machine, facts.exported, facts.needed["_getpid"]) == (machine, {"_exported"}, SYSTEM)
        assert facts.signed == (machine == "arm64")
        objects = [macho.parse(body) for body in members(archives[machine]).values()]
        assert {one.machine for one in objects} == {machine}
        assert {"_exported", "_answer"} <= set().union(*(one.exported for one in objects))
    for name, parts in (("libuniversal.dylib", libraries), ("libuniversal.a", archives)):
        assert linkshim.run(*lipo, "-archs", folder / name).stdout == "x86_64 arm64\n"
        linkshim.run(*lipo, folder / name, "-thin", "arm64", "-output", tmp_path / "thin")
        assert (tmp_path / "thin").read_bytes() == parts["arm64"]
        linkshim.run(*lipo, "-create", made / ARM / "debug" / name, made / INTEL / "debug" / name, "-output",
                     tmp_path / "again")
        assert macho.parts(tmp_path / "again") == parts
        if reader := shutil.which("llvm-lipo-22"):
            assert linkshim.run(reader, "-archs", folder / name).stdout.split() == ["x86_64", "arm64"]


RELEASES = [({"STRIP": "symbols"}, {"_exported"}, False), ({"STRIP": "debuginfo"}, {"_exported"}, False),
            ({"DEBUG": "true", "SPLIT_DEBUGINFO": "packed"}, {"_exported"}, True),
            ({"DEBUG": "true", "SPLIT_DEBUGINFO": "unpacked", "LTO": "fat"}, {"_exported"}, False)]


@pytest.mark.parametrize("profile, exported, gathers", RELEASES, ids=[" ".join(row[0].values()) for row in RELEASES])
def test_release(profile, exported, gathers, linkshim, headers, tmp_path):
    """rustc calls rust-objcopy and dsymutil by these names; a signature is good after them."""
    empty, made = tmp_path / "sysroot", tmp_path / "made"
    empty.mkdir()
    linkshim.run("cargo", "linkshim", "build", "--release", "--locked", "--target", ARM, cwd=PROGRAMS / "universal",
                 RUSTC_BOOTSTRAP="1", RUSTFLAGS=f"--sysroot={empty}", RUSTC="/usr/bin/rustc", CARGO="/usr/bin/cargo",
                 CARGO_TARGET_DIR=str(made), **{f"CARGO_PROFILE_RELEASE_{name}": value for name, value in profile.items()})
    library = made / ARM / "release/libuniversal.dylib"
    facts = macho.read(library)
    assert (facts.signed, facts.exported, facts.needed["_getpid"]) == (True, exported, SYSTEM)
    debug = made / ARM / "release/libuniversal.dylib.dSYM/Contents/Resources/DWARF/libuniversal.dylib"
    assert debug.exists() == gathers
    if gathers:
        assert b"answer.c" in debug.read_bytes()


def test_names_that_rustc_calls(linkshim, tmp_path):
    for name, words in (("rust-objcopy", "llvm-objcopy"), ("dsymutil", "LLVM")):
        linkshim.run("ln", "-s", linkshim.program, tmp_path / name)
        assert words in linkshim.run(tmp_path / name, "--version").stdout
    nothing = linkshim.run(tmp_path / "dsymutil", "a", check=False, PATH=str(tmp_path / "empty"))
    assert nothing.returncode == 1 and nothing.stderr.count("error:") == 1


@pytest.mark.nightly  # rcodesign: cargo install apple-codesign, five minutes of CPU
def test_rcodesign(linkshim, cc, tmp_path):
    """Another program reads our signatures, and signs our files again with a certificate."""
    sign = shutil.which("rcodesign")
    assert sign, "cargo install apple-codesign --no-default-features"
    for target, name in ((ARM, "arm"), (INTEL, "intel")):
        cc(f"{target}-cc", "-nostdlibinc", "a.c", "-o", name,
           files={"a.c": "int puts(const char *); int main(void) { return puts(\"x\"); }"})
    linkshim.run(linkshim.program, "lipo", "-create", "intel", "arm", "-output", "both", cwd=tmp_path)
    linkshim.run(sign, "generate-self-signed-certificate", "--person-name", "T", "--algorithm", "ecdsa", "--p12-file",
                 "own.p12", "--p12-password", "x", cwd=tmp_path)
    for name in ("arm", "both"):
        told = linkshim.run(sign, "print-signature-info", tmp_path / name).stdout
        assert told.count("flags: CodeSignatureFlags(ADHOC | LINKER_SIGNED)") == 1 and "cms: null" in told, told
        linkshim.run(sign, "sign", tmp_path / name, tmp_path / "adhoc")
        found = macho.parts(tmp_path / "adhoc") if name == "both" else {"arm64": (tmp_path / "adhoc").read_bytes()}
        assert all(macho.parse(part).signed for part in found.values())
        linkshim.run(sign, "sign", "--timestamp-url", "none", "--p12-file", "own.p12", "--p12-password", "x", name, "certified",
                     cwd=tmp_path)
        result = linkshim.run(sign, "verify", tmp_path / "certified")
        assert "no problems detected!" in result.stdout + result.stderr


BAD = [
    ("a framework without a stub", ["-framework", "Nowhere"], {}, ["no stub of the framework Nowhere", "SDKROOT="]),
    ("an SDK that is not there", [], {"SDKROOT": "/nonexistent/MacOSX.sdk"},
     ["SDKROOT names no folder", "/nonexistent/MacOSX.sdk"]),
    ("no file with exported symbols", ["-dynamiclib", "-exported_symbols_list", "none"], {}, ["none"]),
    ("an exported symbol that is not there", ["-dynamiclib", "-Wl,-exported_symbol,_absent"], {}, ["_absent"]),
    ("a symbol that the stubs lack", ["-Wl,-u,_absent"], {}, ["_absent", "export SDKROOT=/path/to/MacOSX.sdk"]),
    ("an object of Linux", ["foreign.o"], {}, ["foreign.o", "x86_64 ELF"]),
    ("another architecture", ["-arch", "x86_64"], {}, ["-arch names another", "lipo -create"]),
    ("another system", ["-target", "arm64-apple-ios15.0"], {}, ["aarch64-apple-ios-cc"]),
    ("objects joined into one", ["-r"], {}, ["does not join objects"]),
    ("a sanitizer", ["-fsanitize=address"], {}, ["no runtime", "leave out"]),
]


@pytest.mark.parametrize("name, arguments, environment, words", BAD, ids=[row[0] for row in BAD])
def test_bad_input(name, arguments, environment, words, linkshim, cc, tmp_path):
    (tmp_path / "foreign.o").write_bytes(bytes.fromhex("7f454c4602010100" + "00" * 8 + "01003e0001000000" + "00" * 40))
    cc(f"{ARM}-cc", "-nostdlibinc", "-c", "a.c", files={"a.c": "int main(void) { return 0; }"})
    result = cc(f"{ARM}-cc", "a.o", "-o", "out", *arguments, check=False, **environment)
    assert result.returncode == 1 and result.stdout == ""
    assert all(word in result.stderr for word in words), result.stderr
    assert result.stderr.count("error:") == 1, result.stderr
    assert not (tmp_path / "out").exists()


@pytest.fixture(scope="session")
def chain(linkshim, work):
    """A function: the toolchain of a target, with the std that test_std_program uses."""
    def get(target: str) -> rust.Toolchain:
        return rust.find_all(work, {target: linkshim.linker(f"{target}-cc")}, linkshim.environment)[target]
    return get


# Of each program's symbols, some; and for all of them what the name says.
BOUND = {"certificates": {"_SecTrustSettingsCopyCertificates": SECURITY, "_CFRelease": CF},
         "https": {"_SSLHandshake": SECURITY, "_SecTrustEvaluateWithError": SECURITY, "_CFRelease": CF},
         "window": {"_objc_msgSend": OBJC, "_class_getInstanceMethod": OBJC},
         "c": {"_pthread_mutex_lock": SYSTEM}}
FAMILIES = [("_k?(Sec|SSL)[A-Z]", SECURITY), ("_k?CF[A-Z]", CF), ("_(objc|sel|class|object|method|protocol)_", OBJC)]


def check_crate(facts: macho.MachO, name: str, machine: str, oldest: str) -> None:
    assert (facts.machine, facts.platform, facts.oldest, facts.sdk) == (machine, "macos", oldest, "15.5")
    assert facts.signed == (machine == "arm64")
    assert {symbol: facts.needed.get(symbol) for symbol in BOUND[name]} == BOUND[name], name
    for pattern, library in FAMILIES:
        assert {facts.needed[symbol] for symbol in facts.needed if re.match(pattern, symbol)} <= {library}, pattern
    assert "flat" not in facts.needed.values()
    assert (APP_KIT in facts.libraries) == (name == "window")
    check_once(facts)


@pytest.mark.long
@pytest.mark.parametrize("target", [ARM, pytest.param(INTEL, marks=pytest.mark.nightly)])
def test_crates(target, headers, chain, linkshim, work):
    """rustls with the system's certificates, the system's own TLS, a window, and libraries in C."""
    folder, chain = work / "target-apple", chain(target)
    linkshim.run("cargo", "linkshim", "build", "--locked", "--target", target, cwd=PROGRAMS / "apple", timeout=3000,
                 **{**chain.variables(None), "CARGO_TARGET_DIR": str(folder), "CARGO": chain.cargo})
    for name in BOUND:
        program = folder / target / "debug" / name
        check_crate(macho.read(program), name, *(("arm64", "11.0") if target == ARM else ("x86_64", "10.12")))
        if target == ARM and (reader := shutil.which("rcodesign")):
            told = linkshim.run(reader, "print-signature-info", program).stdout
            assert "ADHOC" in told, told


@pytest.mark.nightly  # std for two architectures
def test_universal_std(chain, linkshim, work):
    folder = work / "target-universal"
    variables = {**chain(ARM).variables(None), **chain(INTEL).variables(None)}
    linkshim.run("cargo", "linkshim", "build", "--locked", "--target", "universal2-apple-darwin", cwd=PROGRAMS / "std_all",
                 timeout=1200, **{**variables, "CARGO_TARGET_DIR": str(folder), "CARGO": chain(ARM).cargo})
    both = folder / "universal2-apple-darwin/debug/std_all"
    parts = macho.parts(both)
    check_std(macho.parse(parts["arm64"]), "arm64", "11.0")
    check_std(macho.parse(parts["x86_64"]), "x86_64", "10.12")
    if sign := shutil.which("rcodesign"):
        told = linkshim.run(sign, "print-signature-info", both).stdout
        assert told.count("flags: CodeSignatureFlags(ADHOC | LINKER_SIGNED)") == 1, told
