"""Adds up what scripts/test ran: the JUnit files of the test runners, and the parts that have none.

The last line is `N passed, N failed, N skipped`; the status is 1 when anything failed, or nothing ran.
"""
import pathlib
import sys
import xml.etree.ElementTree as ElementTree

OWN_RESULTS = ("unit and golden tests", "one end-to-end case", "end-to-end tests")


def count(path: pathlib.Path) -> tuple[int, int, int]:
    passed = failed = skipped = 0
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif case.find("skipped") is not None or case.get("result") == "skipped":
            skipped += 1
        else:
            passed += 1
    return passed, failed, skipped


def main(folder: pathlib.Path) -> int:
    total = [0, 0, 0]
    for path in sorted(folder.glob("*.xml")):
        total = [a + b for a, b in zip(total, count(path))]
    print("\n== time by part")
    for line in (folder / "parts").read_text().splitlines():
        status, seconds, name = line.split(" ", 2)
        print(f"{seconds:>6} s  {'' if status == '0' else 'FAILED  '}{name}")
        if not name.startswith(OWN_RESULTS):
            total[0 if status == "0" else 1] += 1
        elif status != "0" and total[1] == 0:
            total[1] += 1  # the runner itself failed
    print(f"\n{total[0]} passed, {total[1]} failed, {total[2]} skipped")
    return 1 if total[1] or not total[0] else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
