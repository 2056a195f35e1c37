"""Odd and hostile input: names that shells and response files stumble over, very long and very deep command lines, files
cut anywhere. A link is right byte for byte, or fails without a crash and without a file."""

import os
import resource
import shutil
import subprocess
from pathlib import Path

import pytest

GNU, WINDOWS, MAC, WASM = "x86_64-unknown-linux-gnu", "x86_64-pc-windows-gnu", "aarch64-apple-darwin", "wasm32-wasip1"
MSVC = "x86_64-pc-windows-msvc"
# Folder names; what stands in front makes each folder another one.
ODD = {
    "spaces": b"a  b c", "quotes": b"it's \"quoted\"", "commas": b"a,b,,c", "backslashes": b"a\\b\\\\c\\", "newline": b"a\nb",
    "not UTF-8": b"\xff\xfe\x80z", "UTF-8": "Grüße-日本".encode(), "shell": b"$HOME `x` ;&|<>(){}*?[]!#~", "hyphen": b"-o", "at": b"@args",
    "equals": b"a=b:c", "control": b"\x01\t\x7f",
}


@pytest.fixture(scope="module")
def objects(linkshim, tmp_path_factory):
    """main.o, a library's object, and the program of the two, made in a folder with a plain name."""
    folder = tmp_path_factory.mktemp("objects")
    (folder / "main.c").write_text("int other(void);\nint main(void) { return other(); }\n")
    (folder / "other.c").write_text("int other(void) { return 7; }\n")
    cc = linkshim.linker(f"{GNU}.2.17-cc")
    for name in "main", "other":
        linkshim.run(cc, "-O1", "-c", f"{name}.c", cwd=folder)
    linkshim.run(linkshim.linker(f"{GNU}-ar"), "rcs", "libother.a", "other.o", cwd=folder)
    linkshim.run(cc, "main.o", "-L.", "-lother", "-o", "wanted", cwd=folder)
    assert subprocess.run([folder / "wanted"]).returncode == 7
    return folder


def call(linkshim, words: list, cwd=None, name=f"{GNU}.2.17-cc", timeout=120) -> subprocess.CompletedProcess:
    return subprocess.run([os.fsencode(linkshim.linker(name)), *map(os.fsencode, words)], cwd=cwd, env=linkshim.environment,
                          capture_output=True, timeout=timeout)


def good(result, out, objects) -> None:
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
    with open(out, "rb") as made:
        assert made.read() == (objects / "wanted").read_bytes()


def quoted(word: bytes, style: str) -> bytes:
    if style == "rustc":  # one argument a line; backslash and space are escaped
        return word.replace(b"\\", b"\\\\").replace(b" ", b"\\ ") + b"\n"
    return b'"' + word.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"\n'


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("way", ["arguments", "gnu file", "rustc file", "relative"])
def test_odd_names(way, kind, linkshim, objects, tmp_path):
    """Objects, library folders and the output in such a folder; libraries by -l, -L, -Wl and by their names."""
    if way == "rustc file" and kind == "newline":
        pytest.skip("has no meaning: rustc's files have one argument a line")
    folder = os.path.join(os.fsencode(tmp_path), b"x" + ODD[kind]) if way != "relative" else ODD[kind]
    place = os.path.join(os.fsencode(tmp_path), folder)
    shutil.copytree(os.fsencode(objects), place)
    cwd = tmp_path if way == "relative" else None
    shown = b"./" + folder if way == "relative" and kind in ("hyphen", "at") else folder
    words = [shown + b"/main.o", b"-L", shown, b"-lother", b"-o", shown + b"/out"]
    if "file" in way:
        file = tmp_path / ("linker-arguments" if way == "rustc file" else "words.rsp")  # rustc's files have that name
        file.write_bytes(b"".join(quoted(word, way.split()[0]) for word in words))
        result = call(linkshim, [b"@" + os.fsencode(file)])
    else:
        result = call(linkshim, words, cwd=cwd)
    good(result, os.path.join(place, b"out"), objects)
    # The archive by its path, the output joined.
    result = call(linkshim, [shown + b"/main.o", shown + b"/libother.a", b"-o" + shown + b"/second"], cwd=cwd)
    good(result, os.path.join(place, b"second"), objects)


@pytest.mark.parametrize("kind", ODD)
def test_odd_names_of_sources(kind, linkshim, tmp_path):
    """A compile and link in one call, with an include folder, a dependency file and a temporary folder of that name."""
    folder = os.path.join(os.fsencode(tmp_path), b"x" + ODD[kind])
    os.mkdir(folder)
    Path(os.fsdecode(folder), "part.h").write_text("#define PART 5\n")
    Path(os.fsdecode(folder), "main.c").write_text('#include "part.h"\nint main(void) { return PART; }\n')
    result = subprocess.run([os.fsencode(linkshim.linker(f"{GNU}.2.17-cc")), b"-I", folder, folder + b"/main.c", b"-MMD", b"-MF",
                             folder + b"/main.d", b"-o", folder + b"/out"], capture_output=True, timeout=60,
                            env={**{os.fsencode(k): os.fsencode(v) for k, v in linkshim.environment.items()}, b"TMPDIR": folder})
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
    assert subprocess.run([folder + b"/out"]).returncode == 5
    assert sorted(os.listdir(folder)) == [b"main.c", b"main.d", b"out", b"part.h"]


@pytest.mark.parametrize("word", ["-shared", "-c", "-L", "-static", "--version", "-###", "@file", "-"])
def test_output_with_the_name_of_an_option(word, linkshim, objects, tmp_path):
    result = call(linkshim, [objects / "main.o", objects / "other.o", "-o", word], cwd=tmp_path)
    if word == "@file":  # no such file: the word itself, as GCC and clang have it
        assert result.returncode in (0, 1)
        return
    if word == "-":  # standard output for lld
        assert result.returncode == 0
        return
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
    assert os.listdir(tmp_path) == [word]
    plain = call(linkshim, [objects / "main.o", objects / "other.o", "-o", "plain"], cwd=tmp_path)
    assert plain.returncode == 0 and (tmp_path / word).read_bytes() == (tmp_path / "plain").read_bytes()


def test_empty_arguments(linkshim, objects, tmp_path):
    """Build tools leave them where a variable is empty; clang and lld take none of them for a file."""
    result = call(linkshim, [objects / "main.o", "", "-L", objects, "", "-lother", "-o", tmp_path / "out", ""])
    good(result, tmp_path / "out", objects)
    assert call(linkshim, ["-o", ""], cwd=tmp_path).returncode != 0
    assert os.listdir(tmp_path) == ["out"]


@pytest.mark.parametrize("way", ["arguments", "file", "windows file"])
def test_two_megabytes(way, linkshim, objects, tmp_path):
    """As many arguments as the system takes, and more than that in a file: they leave in a file."""
    size = 2_000_000
    folders = [f"-L{tmp_path}/a-folder-that-is-not-there/{i:08}" for i in range(size // (len(str(tmp_path)) + 40))]
    words = [*folders, str(objects / "main.o"), "-L", str(objects), "-lother", "-o", str(tmp_path / "out")]
    if way == "arguments":
        limit = resource.getrlimit(resource.RLIMIT_STACK)
        if limit[1] == resource.RLIM_INFINITY:
            resource.setrlimit(resource.RLIMIT_STACK, (max(limit[0], 64 << 20), limit[1]))
        try:
            result = call(linkshim, words)
        finally:
            resource.setrlimit(resource.RLIMIT_STACK, limit)
    else:
        text = "\n".join(words)
        (tmp_path / "linker-arguments").write_bytes(("\ufeff" + text).encode("utf-16-le") if way == "windows file" else text.encode())
        result = call(linkshim, [f"@{tmp_path}/linker-arguments"])
    good(result, tmp_path / "out", objects)


@pytest.mark.parametrize("target", [WINDOWS, MAC, WASM, GNU])
def test_long_lines_of_every_linker(target, linkshim, pack, tmp_path):
    """400 KB in a file leave in a file for each flavour of lld, and for clang."""
    if target in (WINDOWS, WASM):
        pack(target)
    (tmp_path / "f.c").write_text("int main(void) { return 0; }\n")
    words = [f"-L{tmp_path}/a-folder-that-is-not-there/{i:06}" for i in range(400_000 // (len(str(tmp_path)) + 40))]
    made = call(linkshim, ["-c", tmp_path / "f.c", "-o", tmp_path / "f.o", *[f"-I{word[2:]}" for word in words]], name=f"{target}-cc")
    assert (made.returncode, made.stderr) == (0, b"")
    (tmp_path / "line").write_text("\n".join([*words, str(tmp_path / "f.o"), "-o", str(tmp_path / "out.exe")]))
    result = call(linkshim, [f"@{tmp_path}/line"], name=f"{target}-cc")
    assert (result.returncode, result.stdout, b"error" in result.stderr) == (0, b"", False), result.stderr[:2000]
    assert (tmp_path / "out.exe").stat().st_size > 100


# The target, how its libraries are named and made, and what its linker is told to make one without a C library.
LONG = {
    GNU: ("-shared", "-nostdlib"), WINDOWS: ("-shared", "-nostdlib", "-Wl,-e,f"), MAC: ("-shared",),
    WASM: ("-nostdlib", "-Wl,--no-entry"), MSVC: ("/dll", "/noentry", "/nodefaultlib"),
}


@pytest.mark.parametrize("target", LONG)
def test_long_lines_keep_names(target, linkshim, tmp_path):
    """What comes in a long file goes to the compiler, the archiver and the linker in one, quoted as each of them reads it."""
    folder = tmp_path / "it's \"a\" b\\c\\ d"
    folder.mkdir()
    (folder / "f.c").write_text("int f(void) { return 0; }\n")
    padding = [f"{tmp_path}/a-folder-that-is-not-there/{i:06}" for i in range(60_000 // (len(str(tmp_path)) + 40))]
    windows = target == MSVC
    include, library, out = ("-I", "/libpath:", "/out:") if windows else ("-I", "-L", "-o")
    # lib.exe is told archives and objects, so its line is padded by objects.
    names = [folder / f"{i:0200}.o" for i in range(200)]

    def run(tool, words):
        file = tmp_path / "line"
        text = subprocess.list2cmdline(map(str, words)) if windows else "\n".join(quoted(os.fsencode(word), "gnu").decode() for word in words)
        file.write_bytes(("\ufeff" + text).encode("utf-16-le") if windows else text.encode())
        result = call(linkshim, [f"@{file}"], name=f"{target}-{tool}")
        assert (result.returncode, result.stdout) == (0, b""), result
    run("clang" if windows else "cc", ["-c", *(include + word for word in padding), folder / "f.c", "-o", folder / "f.o"])
    for name in names:
        os.link(folder / "f.o", name)
    run("ar", [f"/out:{folder}/f.lib", *names] if windows else ["rcs", folder / "f.lib", *names])
    run("cc", [*LONG[target], *(library + word for word in padding), folder / "f.o", f"{out}{folder}/made.dll"])
    assert {"f.o", "f.lib", "made.dll"} <= {name for name in os.listdir(folder)}
    assert subprocess.run(["llvm-ar-22", "t", folder / "f.lib"], capture_output=True, text=True).stdout.count(".o\n") == len(names)


def test_nested_response_files(linkshim, objects, tmp_path):
    """Many levels are read; one that is never done is one error."""
    deep = 900
    for i in range(deep):
        (tmp_path / f"{i}.rsp").write_text(f"@{tmp_path}/{i + 1}.rsp\n")
    (tmp_path / f"{deep}.rsp").write_text(f"{objects}/main.o {objects}/other.o -o {tmp_path}/out\n")
    result = call(linkshim, [f"@{tmp_path}/0.rsp"])
    assert (result.returncode, result.stderr) == (0, b"") and subprocess.run([tmp_path / "out"]).returncode == 7
    (tmp_path / "a.rsp").write_text(f"@{tmp_path}/b.rsp\n")
    (tmp_path / "b.rsp").write_text(f"@{tmp_path}/a.rsp @{tmp_path}/a.rsp\n")
    result = call(linkshim, [f"@{tmp_path}/a.rsp"])
    assert result.returncode == 1 and result.stderr.count(b"error: ") == 1 and b".rsp" in result.stderr
    # Each file names the next one ten times: far more arguments than there are bytes.
    for i in range(12):
        (tmp_path / f"wide{i}.rsp").write_text(f"@{tmp_path}/wide{i + 1}.rsp\n" * 10)
    (tmp_path / "wide12.rsp").write_text("-O2\n")
    result = call(linkshim, [f"@{tmp_path}/wide0.rsp"])
    assert result.returncode == 1 and result.stderr.count(b"error: ") == 1


@pytest.mark.parametrize("target", [GNU, WINDOWS, MAC, WASM])
def test_files_cut_anywhere(target, linkshim, pack, tmp_path):
    """Objects and archives that end too early, of every format: a failure without a crash and without a file."""
    if target in (WINDOWS, WASM):
        pack(target)
    (tmp_path / "f.c").write_text("int main(void) { return 0; }\n")
    assert call(linkshim, ["-c", "f.c"], cwd=tmp_path, name=f"{target}-cc").returncode == 0
    assert call(linkshim, ["rcs", "f.a", "f.o"], cwd=tmp_path, name=f"{target}-ar").returncode == 0
    for name in "f.o", "f.a":
        whole = (tmp_path / name).read_bytes()
        for size in {0, 1, 4, 7, 8, 9, 20, 60, 64, 68, 100, len(whole) // 2, len(whole) - 1}:
            (tmp_path / f"cut-{name}").write_bytes(whole[:size])
            result = call(linkshim, [f"cut-{name}", "-o", "out"], cwd=tmp_path, name=f"{target}-cc")
            told = (name, size, result)
            assert result.returncode >= 0 and result.returncode < 126, told  # 128 and above: a shell's death by a signal
            if result.returncode == 0:  # what is cut off was not needed: it is linked, or it was an empty archive or script
                assert any((tmp_path / out).exists() for out in ("out", "out.exe")), told
                assert size >= 8 or size in (0, 1, 4, 7), told
            else:
                assert b"error" in result.stderr and not (tmp_path / "out").exists(), told
            for out in "out", "out.exe":
                (tmp_path / out).unlink(missing_ok=True)
