"""Which tests a run takes, and which of them share a process.

Each test belongs to one of three tiers; a run takes its own tier and those before it:

  everyday   what `scripts/test` runs: all that has no mark
  all        what CI runs, `scripts/test --all`: what the mark `long` names
  nightly    `scripts/test --nightly`: what the mark `nightly` names, and what `pairs` leaves out

Marks name cases by their parameters: long(target="a", floor=["2.17", "2.28"]) are two cases, and long is every case. A
value that has a name goes by that name. Several marks on a test add up.

pairs("a", "b", "c") leaves out cases as long as each two values of different parameters still meet in one; by keyword, a
function of the case's parameters counts as a parameter. The plans of what it leaves out are in test/golden.
"""

import itertools
import os

import pytest

TIERS = ("everyday", "all", "nightly")


def pytest_addoption(parser):
    parser.addoption("--tier", choices=TIERS, default="all", help="which tests run: everyday, all (the default), nightly")


MARKS = """quick: the one small case that shows the way through
long(**ids): cases that take too long for every day, or need a pack that the everyday run does not make
nightly(**ids): cases of the nightly run alone
pairs(*names, **functions): outside of the nightly run, only so many cases that each two values meet
early: takes long, and begins first, so that no process is left waiting for it at the end
together(name): shares something with tests of other files that have the same mark
apart(*names): cases with other values of these parameters may run in another process"""


def pytest_configure(config):
    for line in MARKS.splitlines():
        config.addinivalue_line("markers", line)


def ids_of(item) -> dict[str, str]:
    """Each parameter of the case with its value as text."""
    callspec = getattr(item, "callspec", None)
    if not callspec:
        return {}
    return {name: text_of(value) for name, value in callspec.params.items()}


def text_of(value) -> str:
    return str(getattr(value, "name", None) or getattr(value, "__name__", None) or value)


def is_named(item, mark) -> bool:
    """Whether the mark's ids are those of the case."""
    ids = ids_of(item)
    unknown = set(mark.kwargs) - set(ids)
    if unknown:
        raise pytest.UsageError(f"{item.nodeid}: the mark {mark.name} names {', '.join(unknown)}, which is no parameter")
    return all(ids[name] in map(text_of, wanted if isinstance(wanted, list) else [wanted])
               for name, wanted in mark.kwargs.items())


def check_marks(items: list) -> None:
    """A mark that names no case at all is a slip of the pen."""
    named: dict = {}
    for item in items:
        for mark in (mark for name in ("long", "nightly") for mark in item.iter_markers(name)):
            key = (item.path, item.originalname, str(mark))
            named[key] = named.get(key, False) or is_named(item, mark)
    if wrong := [f"{path.name}::{test}: {mark}" for (path, test, mark), good in named.items() if not good]:
        raise pytest.UsageError("marks that name no case: " + ", ".join(wrong))


def has(item, name: str) -> bool:
    return any(is_named(item, mark) for mark in item.iter_markers(name))


def pairwise(rows: list[tuple]) -> set[int]:
    """Indexes of rows such that each two values that meet in any row meet in one of these: the row with most new pairs
    first."""
    pairs = [set(itertools.combinations(enumerate(row), 2)) for row in rows]
    missing, chosen = set().union(*pairs), set()
    while missing:
        best = max(range(len(rows)), key=lambda index: (len(pairs[index] & missing), -index))
        chosen.add(best)
        missing -= pairs[best]
    return chosen


def left_out_by_pairs(items: list) -> set:
    """The cases that the mark `pairs` leaves to the nightly run."""
    functions: dict = {}
    for item in items:
        if mark := item.get_closest_marker("pairs"):
            functions.setdefault((item.path, item.originalname), (mark, []))[1].append(item)
    left = set()
    for mark, cases in functions.values():
        rows = [(*(ids_of(case)[name] for name in mark.args), *(make(case.callspec.params) for make in mark.kwargs.values()))
                for case in cases]
        kept = pairwise(rows)
        left |= {case for index, case in enumerate(cases) if index not in kept}
    return left


def tier_of(item, left: set) -> str:
    if has(item, "nightly") or item in left:
        return "nightly"
    return "all" if has(item, "long") else "everyday"


def group_of(item) -> str:
    """The tests of a file run in one process, one after the other, but for parameters that `apart` names."""
    if together := item.get_closest_marker("together"):
        return together.args[0]
    mark = item.get_closest_marker("apart")
    names = mark.args if mark else ()
    return ":".join([str(item.path.relative_to(item.config.rootpath)), *(ids_of(item).get(name, "") for name in names)])


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    if not config.option.keyword and all(os.path.isdir(argument) for argument in config.args):
        check_marks(items)
    left = left_out_by_pairs(items)
    wanted = TIERS[:TIERS.index(config.getoption("tier")) + 1]
    tiers = {item: tier_of(item, left) for item in items}
    config.hook.pytest_deselected(items=[item for item in items if tiers[item] not in wanted])
    items[:] = [item for item in items if tiers[item] in wanted]
    for item in items:
        item.add_marker(pytest.mark.xdist_group(group_of(item)))
    items.sort(key=lambda item: (not item.get_closest_marker("quick"), not item.get_closest_marker("early")))
