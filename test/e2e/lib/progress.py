"""Says how far a run has come, every ten seconds, and notes the processor time of each test in the JUnit file."""

import resource
import time

import pytest

EVERY = 10  # seconds


def used() -> float:
    """Seconds of processor time of this process and of those that it has waited for."""
    times = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in times)


class Progress:
    def __init__(self, config):
        self.config = config
        self.total, self.counts = 0, {"passed": 0, "failed": 0, "skipped": 0}
        self.start = self.said = time.monotonic()

    def pytest_collection_finish(self, session):
        self.total = self.total or len(session.items)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node, ids):
        self.total = len(ids)

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(self, report, config):
        """No letter for each test: the lines below say it."""
        return report.outcome if report.when == "call" or not report.passed else "", "", ""

    def pytest_runtest_logreport(self, report):
        ended = report.when == "call" or report.skipped or report.failed
        if ended:
            self.counts[report.outcome] += 1
        if report.failed:
            self.say(f"FAILED {report.nodeid}")
        elif ended and time.monotonic() - self.said > EVERY:
            self.say(report.nodeid.partition("@")[0])

    def say(self, what: str) -> None:
        self.said = time.monotonic()
        seconds = int(self.said - self.start)
        others = "".join(f", {count} {name}" for name, count in self.counts.items() if count and name != "passed")
        done = sum(self.counts.values())
        terminal = self.config.pluginmanager.getplugin("terminalreporter")
        terminal.write_line(f"{seconds // 60:3}:{seconds % 60:02}  {done} of {self.total} done{others}  {what}")
        terminal.flush()


def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Progress(config), "linkshim-progress")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item):
    item.cpu_before = used()
    yield


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    if call.when == "teardown":
        item.user_properties.append(("cpu", f"{used() - item.cpu_before:.2f}"))
    yield
