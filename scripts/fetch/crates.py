"""Crates that are pinned by their version and SHA-256, fetched by cargo into its own cache."""
import os
import pathlib
import subprocess
import tempfile
import tomllib

from fetch import pool


def sources(pins: dict) -> pathlib.Path:
    """The folder where cargo unpacks crates, as NAME-VERSION, these ones among them."""
    with tempfile.TemporaryDirectory(prefix="linkshim-crates-") as scratch:
        folder = pathlib.Path(scratch)
        (folder / "src").mkdir()
        (folder / "src/lib.rs").write_text("")
        lines = ["[package]", 'name = "names"', 'version = "0.0.0"', 'edition = "2021"', "[dependencies]"]
        lines += [f'{name} = "={pin["version"].split("+")[0]}"' for name, pin in pins.items()]
        (folder / "Cargo.toml").write_text("\n".join(lines) + "\n")
        try:
            done = subprocess.run(["cargo", "fetch", "--quiet"], cwd=folder, capture_output=True, text=True)
        except FileNotFoundError:
            raise pool.PackError(f"cargo is missing; it fetches {', '.join(pins)}") from None
        if done.returncode:
            raise pool.PackError(f"cargo cannot fetch {', '.join(pins)}\n  cargo said: {done.stderr.strip()}")
        locked = {(p["name"], p["version"]): p.get("checksum")
                  for p in tomllib.loads((folder / "Cargo.lock").read_text())["package"]}
    for name, pin in pins.items():
        if locked.get((name, pin["version"])) != pin["sha256"]:
            raise pool.PackError(f"{name} {pin['version']} is not the pinned one: its SHA-256 is not {pin['sha256']}")
    home = pathlib.Path(os.environ.get("CARGO_HOME") or pathlib.Path.home() / ".cargo")
    for registry in home.glob("registry/src/*"):
        if all((registry / f"{name}-{pin['version']}").is_dir() for name, pin in pins.items()):
            return registry
    raise pool.PackError(f"cargo unpacked no crates below {home}")
