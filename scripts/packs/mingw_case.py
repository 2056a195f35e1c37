"""The file by which clang finds mingw-w64's headers whatever the case of their names, as on Windows."""
import json
import os
import pathlib

FILE = "any-case.json"


def entries(folder: pathlib.Path, relative: str) -> list[dict]:
    """What a folder holds, in the words of clang's virtual file system."""
    found = []
    for path in sorted(folder.iterdir()):
        place = f"{relative}/{path.name}"
        found.append({"name": path.name, "type": "directory", "contents": entries(path, place)} if path.is_dir() else
                     {"name": path.name, "type": "file", "external-contents": place})
    return found


def make(share: pathlib.Path) -> bool:
    """Writes share/mingw/any-case.json, which names the headers relative to itself; false when it is as it should be."""
    place = share / "mingw"
    overlay = {"version": 0, "case-sensitive": False, "root-relative": "overlay-dir", "overlay-relative": True,
               "roots": [{"name": "include", "type": "directory", "contents": entries(place / "include", "include")}]}
    text = json.dumps(overlay, separators=(",", ":")) + "\n"
    target = place / FILE
    if target.is_file() and target.read_text() == text:
        return False
    partial = target.with_name(f".new-{os.getpid()}-{FILE}")
    partial.write_text(text)
    partial.replace(target)
    return True
