"""Archives of linkshim's own `ar`, where no LLVM is installed, for every object format: their index, and a link with them."""

import subprocess

import pytest

HIDE_LLVM = """for folder in /usr/lib/llvm-*; do mount -t tmpfs none "$folder" || exit 9; done
exec env -u RUSTUP_HOME PATH=/nonexistent HOME=/nonexistent "$0" "$@" """
# The function that the linker starts a program with, and the arguments that leave out everything else.
TARGETS = {"x86_64-unknown-linux-gnu": ("_start", ["-nostdlib", "-static"]), "aarch64-apple-darwin": ("main", []),
           "x86_64-pc-windows-gnu": ("mainCRTStartup", ["-nostdlib"]), "wasm32-unknown-unknown": ("_start", ["-nostdlib"])}


@pytest.fixture
def own(linkshim, tmp_path):
    """A function: calls a tool that finds no LLVM; it must succeed. Returns what it says."""
    def call(name: str, *arguments: str) -> str:
        done = subprocess.run(["unshare", "--mount", "--map-root-user", "sh", "-c", HIDE_LLVM, linkshim.linker(name), *arguments],
                              cwd=tmp_path, env=linkshim.environment, capture_output=True, text=True)
        if "unshare" in done.stderr:
            pytest.skip(done.stderr)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout
    return call


@pytest.mark.parametrize("target", TARGETS)
def test_links(target, own, linkshim, tmp_path):
    entry, bare = TARGETS[target]
    (tmp_path / "one.c").write_text("int one(int x) { return x + 1; }\n")
    (tmp_path / "two.c").write_text("int two(int x) { return x + 2; }\n")
    (tmp_path / "main.c").write_text(f"int one(int); int two(int); int {entry}(void) {{ return one(two(-3)); }}\n")
    cc = linkshim.linker(f"{target}-cc")
    for name in "one", "two", "main":
        linkshim.run(cc, "-c", "-ffreestanding", f"{name}.c", "-o", f"{name}.o", cwd=tmp_path)
    assert own(f"{target}-ar", "rcs", "libours.a", "one.o", "two.o") == ""
    assert own(f"{target}-ar", "t", "libours.a") == "one.o\ntwo.o\n"
    first = (tmp_path / "libours.a").read_bytes()
    assert own(f"{target}-ranlib", "libours.a") == ""
    assert (tmp_path / "libours.a").read_bytes() == first
    index = linkshim.run("llvm-nm-22", "--print-armap", "libours.a", cwd=tmp_path).stdout.split("\n\n")[0]
    mangled = "_" if "apple" in target else ""
    assert index.splitlines() == ["Archive map", f"{mangled}one in one.o", f"{mangled}two in two.o"]
    linkshim.run(cc, *bare, "main.o", "-L.", "-lours", "-o", "program", cwd=tmp_path)
