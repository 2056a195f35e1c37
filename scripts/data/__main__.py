"""Runs a maker or a checker of this package: `python3 -m data make NAME [ARGUMENT...]`, or `check`.

make_NAME.py and check_NAME.py each have `main(arguments)`, which returns the status, and a docstring whose first line
says what it does and which has the usage. Without a NAME all are listed.
"""
import ast
import importlib
import pathlib
import sys

from fetch.pool import PackError

HERE = pathlib.Path(__file__).resolve().parent


def modules(verb: str) -> dict[str, pathlib.Path]:
    """What there is to make, or to check: its name on the command line, and its module."""
    start = f"{verb}_"
    return {path.stem.removeprefix(start).replace("_", "-"): path for path in sorted(HERE.glob(f"{start}*.py"))}


def describe(path: pathlib.Path) -> str:
    """The first paragraph of a module's docstring, in one line."""
    return " ".join(ast.get_docstring(ast.parse(path.read_text())).split("\n\n")[0].split())


def main(verb: str, arguments: list[str]) -> int:
    command, known = f"scripts/{verb}-data", modules(verb)
    if not arguments or arguments[0] not in known:
        print(f"usage: {command} NAME [ARGUMENT...]; {command} NAME --help\n")
        print("\n".join(f"  {name:15} {describe(path)}" for name, path in known.items()))
        return 0 if not arguments or arguments[0] in ("-h", "--help") else 2
    name, *rest = arguments
    module = importlib.import_module(f"data.{known[name].stem}")
    if rest and rest[0] in ("-h", "--help"):
        print(module.__doc__.strip())
        return 0
    try:
        return module.main(rest) or 0
    except (PackError, OSError) as error:
        print(f"{command} {name}: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
