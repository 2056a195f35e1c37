"""Wheels that are pinned in scripts/pins/apple.json by their version and SHA-256, and fetched by pip into the cache."""
import pathlib
import subprocess
import sys
import zipfile

from fetch import pool

# Of the systems that wheels name, from the newest: pip takes the first that it finds.
SYSTEMS = ["14_0_arm64", "13_0_arm64", "12_0_arm64", "11_0_arm64", "11_0_universal2", "10_13_universal2",
           "10_9_universal2", "10_6_universal2"]


def pythonOf(pin: dict) -> list[str]:
    """pip's options for the Python that a wheel is for: 3.13 unless the pin says so."""
    version = pin.get("python", "3.13")
    return ["--python-version", version, "--implementation", "cp", "--abi", "cp" + version.replace(".", ""), "--abi", "abi3", "--abi", "none"]


def wheel(name: str, pin: dict) -> zipfile.ZipFile:
    """The pinned wheel, fetched by pip unless it is in the cache."""
    root = pool.cacheRoot()
    root.mkdir(parents=True, exist_ok=True)
    pattern = f"{name.replace('-', '_').lower()}-{pin['version']}-*.whl"
    platforms = [pin["platform"]] if "platform" in pin else [f"macosx_{system}" for system in SYSTEMS]

    def found() -> pathlib.Path | None:
        return next((path for path in root.glob(pattern) if pool.digestOf(path) == pin["sha256"]), None)
    said = ""
    if not found():
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest",
                   str(root), *pythonOf(pin), *(word for platform in platforms for word in ("--platform", platform))]
        said = subprocess.run([*command, f"{name}=={pin['version']}"], capture_output=True, text=True).stderr
    path = found()
    if not path:
        raise pool.PackError(f"cannot fetch {name} {pin['version']} with the pinned SHA-256\n  pip said: "
                             f"{said.strip() or 'nothing'}\n  needs: apt-get install python3-pip")
    return zipfile.ZipFile(path)
