"""The recipe for AWS Lambda: a zip with one program for arm64, which answers events as the service hands them out."""

import os
import shutil
import subprocess
import zipfile

import pytest

import elf
from layout import PROGRAMS, ROOT
from runtime_api import RuntimeApi

TARGET = "aarch64-unknown-linux-musl"
pytestmark = pytest.mark.long

RECIPE = ROOT / "shim/templates/lambda.sh"


@pytest.fixture(scope="module")
def make_zip(work, linkshim, toolchain, tmp_path_factory):
    """A function: copies the project to a new folder and makes its zip there; what the crates gave is shared."""
    chain = toolchain(TARGET)
    variables = {**chain.variables(None), "CARGO": chain.cargo, "CARGO_TARGET_DIR": str(work / "target-lambda")}

    def make(name: str, umask: int = 0o022, **environment):
        folder = tmp_path_factory.mktemp("lambda") / name
        shutil.copytree(PROGRAMS / "lambda", folder, ignore=shutil.ignore_patterns("target"))
        shutil.copy(RECIPE, folder)
        done = subprocess.run(["sh", "lambda.sh"], cwd=folder, umask=umask, capture_output=True, text=True, timeout=600,
                              env={**linkshim.environment, **variables, **environment})
        assert done.returncode == 0, done.stdout + done.stderr
        assert sorted(os.listdir(folder)) == ["Cargo.lock", "Cargo.toml", "lambda.sh", "lambda.zip", "src"]
        return folder / "lambda.zip"
    return make


@pytest.fixture(scope="module")
def archive(make_zip):
    return make_zip("one")


@pytest.fixture
def bootstrap(archive, tmp_path):
    subprocess.run(["unzip", "-q", archive, "-d", tmp_path], check=True)
    return tmp_path / "bootstrap"


def test_zip_holds_one_executable_program(archive, bootstrap):
    (entry,) = zipfile.ZipFile(archive).infolist()
    assert (entry.filename, entry.external_attr >> 16, entry.extra) == ("bootstrap", 0o100755, b"")
    assert os.access(bootstrap, os.X_OK)
    program = elf.read(bootstrap)
    assert (program.machine, program.static) == ("aarch64", True)
    assert entry.file_size < 4_000_000


def test_zip_twice_the_same(archive, make_zip):
    other = make_zip("another-folder", umask=0o077, TZ="Pacific/Auckland", USER="somebody")
    assert other.read_bytes() == archive.read_bytes()


def test_a_failure_leaves_the_zip_that_is_there(linkshim, tmp_path):
    (tmp_path / "lambda.zip").write_text("old")
    (tmp_path / "tmp").mkdir()
    done = subprocess.run(["sh", RECIPE], cwd=tmp_path, capture_output=True, text=True,
                          env={**linkshim.environment, "TMPDIR": str(tmp_path / "tmp")})
    assert done.returncode != 0 and "Cargo.toml" in done.stderr
    assert (tmp_path / "lambda.zip").read_text() == "old"
    assert os.listdir(tmp_path / "tmp") == []


def test_three_events(bootstrap, linkshim):
    api = RuntimeApi([{"numbers": [1, 2, 3]}, {"numbers": []}, {"numbers": [40, 2]}])
    variables = {"AWS_LAMBDA_RUNTIME_API": api.address, "AWS_LAMBDA_FUNCTION_NAME": "my-app",
                 "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128", "AWS_LAMBDA_FUNCTION_VERSION": "1",
                 "AWS_LAMBDA_LOG_STREAM_NAME": "stream", "AWS_LAMBDA_LOG_GROUP_NAME": "group"}
    running = subprocess.Popen([linkshim.program, "run", TARGET, "--", bootstrap],
                               env={**linkshim.environment, **variables})
    try:
        answers = [api.answers.get(timeout=60) for _ in range(3)]
        assert running.poll() is None  # it waits for the next event
    finally:
        running.kill()
        running.wait()
        api.close()
    assert api.faults == []
    ids = [api.request_id(number) for number in range(3)]
    assert [(answer.kind, answer.request) for answer in answers] == list(zip(["response", "error", "response"], ids))
    assert answers[0].body == {"sum": 6, "arch": "aarch64", "request": ids[0]}
    assert answers[2].body == {"sum": 42, "arch": "aarch64", "request": ids[2]}
    assert answers[1].body["errorMessage"] == "an event without numbers"
    assert answers[1].body["errorType"]
    assert answers[1].headers["lambda-runtime-function-error-type"]
