"""The images that the template Dockerfile makes: built by buildah as docs/ship.md says, and run as an engine runs them."""

import os
import re
import shlex
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

import images
import running
from documents import blocks
from layout import PROGRAMS, ROOT
from image_running import Container, Image, get, mounted

pytestmark = [pytest.mark.long, pytest.mark.early, pytest.mark.together("the store of images")]

TEMPLATES = ROOT / "shim/templates"
PAGE = ROOT / "docs/ship.md"
TARGETS = [f"{arch}-unknown-linux-{libc}" for arch in ("x86_64", "aarch64") for libc in ("musl", "gnu")]
COMMANDS = [line for block in blocks("docs/ship.md") for line in block.splitlines()]
IMAGES = {"my-app": ("linux/amd64", "scratch"), "my-app:arm64": ("linux/arm64", "scratch"),
          "my-app:glibc": ("linux/amd64", "distroless"), "my-app:glibc-arm64": ("linux/arm64", "distroless")}
LIBRARIES = re.compile("libc[.]so|libgcc_s|ld-linux")


def command(tag: str) -> str:
    """The command of docs/ship.md that builds the image; the last image is the one before it, for another platform."""
    other = " --platform linux/arm64"
    if tag == "my-app:glibc-arm64":
        return command("my-app:glibc").replace("my-app:glibc", tag + other)
    (line,) = [line for line in COMMANDS if f" -t {tag} " in line]
    return line


@dataclass
class Engine:
    """Runs commands of `docker build` by buildah."""
    made: images.Images
    folder: Path
    environment: dict

    def __post_init__(self):
        # Without an engine there is nobody who sets BUILDPLATFORM for FROM, before buildah 1.29.
        words = [*self.made.buildah, "bud", "--isolation", "chroot", "--pull-never", "--layers", "--build-arg",
                 f"BUILDPLATFORM={images.BUILD_PLATFORM}"]
        self.folder.mkdir()
        script = self.folder / "docker"
        script.write_text(f'#!/bin/sh\n[ "$1" = build ] || exit 64\nshift\nexec {shlex.join(words)} "$@"\n')
        script.chmod(0o755)

    def run(self, line: str, project: Path, check=True) -> str:
        if "distroless" in line:
            self.made.distroless(images.CC, (re.findall("--platform ([^ ]+)", line) or [images.BUILD_PLATFORM])[0])
        done = subprocess.run(["bash", "-euc", line], cwd=project, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              timeout=900, env={**self.environment, "PATH": f"{self.folder}:{self.environment['PATH']}"})
        assert (done.returncode == 0) == check, f"{line}\n{done.stdout[-6000:]}"
        return done.stdout


@pytest.fixture(scope="module")
def engine(work, linkshim, toolchain, tmp_path_factory):
    """An engine that has the images which the Dockerfile starts from."""
    try:
        made = images.Images(work)
        made.rust({target: toolchain(target) for target in TARGETS}, c_compiler=False)
    except images.Unavailable as error:
        pytest.skip(str(error))
    prefix = str(linkshim.program.parents[1])
    engine = Engine(made, tmp_path_factory.mktemp("engine") / "bin", {**linkshim.environment, "LINKSHIM": prefix})
    engine.run(command("linkshim:0.1.0"), ROOT)
    yield engine
    made.close()
    assert str(made.folder) not in Path("/proc/self/mounts").read_text()


@pytest.fixture(scope="module")
def project(linkshim):
    """A function: the sample program in a new folder, prepared by `linkshim init`."""
    def make(folder: Path) -> Path:
        shutil.copytree(PROGRAMS / "ship", folder, ignore=shutil.ignore_patterns("target"))
        linkshim.run(linkshim.program, "init", "--yes", cwd=folder)
        for name in ("Dockerfile", ".dockerignore"):  # what a person would copy
            assert (folder / name).read_bytes() == (TEMPLATES / name).read_bytes()
        return folder
    return make


@pytest.fixture(scope="module")
def sources(project, tmp_path_factory):
    return project(tmp_path_factory.mktemp("ship") / "my-app")


@pytest.fixture(scope="module")
def built(engine, sources):
    """A function: the output of the build of an image, built once."""
    outputs = {}

    def get_output(tag: str) -> str:
        if tag not in outputs:
            outputs[tag] = engine.run(command(tag), sources)
        return outputs[tag]
    return get_output


@pytest.fixture
def image(engine, built, request):
    """The image that the test's parameter names, mounted."""
    built(request.param)
    with mounted(engine.made.buildah, f"localhost/{request.param}") as found:
        yield found, IMAGES[request.param][0]


@pytest.fixture
def started(image):
    """The image, with its program running and its port."""
    found, platform = image
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    emulator = None if platform == "linux/amd64" else running.prefix("aarch64")[0]
    container = Container(found, {"PORT": str(port)}, emulator)
    try:
        assert container.line() == f"listening on 0.0.0.0:{port}\n"
        yield container, port
    finally:
        container.close()


every_image = pytest.mark.parametrize("image", IMAGES, indirect=True)


@every_image
def test_image_holds_what_it_should(image):
    found, _ = image
    assert (found.config["Entrypoint"], found.config["User"]) == (["/my-app"], "65532:65532")
    assert "Cmd" not in found.config or not found.config["Cmd"]
    files = found.files
    if any(LIBRARIES.search(name) for name in files):
        assert not {"bin/sh", "usr/bin/sh", "bin/bash"} & set(files)
    else:
        assert sorted(files) == ["etc/ssl/certs/ca-certificates.crt", "my-app"]
    certificates = ssl.create_default_context(cafile=found.root / "etc/ssl/certs/ca-certificates.crt")
    assert len(certificates.get_ca_certs()) > 50
    assert os.stat(found.root / "my-app").st_mode & 0o7777 == 0o755


@every_image
def test_image_listens_on_port_and_stops_on_sigterm(image, started):
    container, port = started
    arch = "x86_64" if image[1] == "linux/amd64" else "aarch64"
    libc = "gnu" if any(LIBRARIES.search(name) for name in image[0].files) else "musl"
    assert get(port, "/") == (200, f"hello from {arch} {libc}\n")
    status, lines = get(port, "/user")
    assert lines.split() == ["Uid:", *["65532"] * 4, "Gid:", *["65532"] * 4, "NSpid:", "1"]
    assert get(port, "/none")[0] == 404
    for probed in probes():
        assert get(port, probed) == (200, "ok\n")
    code, seconds, output = container.stop()
    assert (code, output) == (0, "stopped\n")
    assert seconds < 1


def probes() -> set[str]:
    """Every path that the services' files say is asked for health."""
    return {path for name in ("cloud-run.yaml", "container-app.yaml")
            for path in re.findall(r"path: (\S+)", yaml.dump(yaml.safe_load((TEMPLATES / name).read_text())))}


@pytest.mark.parametrize("image", ["my-app", "my-app:glibc-arm64"], indirect=True)
def test_a_request_is_finished_before_the_end(started):
    container, port = started
    answers = []
    asking = threading.Thread(target=lambda: answers.append(get(port, "/slow")))
    asking.start()
    time.sleep(0.1)
    code, seconds, _ = container.stop()
    asking.join()
    assert answers == [(200, "slow\n")]
    assert code == 0 and 0.1 < seconds < 1


@pytest.mark.parametrize("image", ["my-app"], indirect=True)
def test_interrupt_stops_it_as_well(started):
    container, _ = started
    code, _, output = container.stop(signal.SIGINT)
    assert (code, output) == (0, "stopped\n")


def test_process_1_without_a_handler_is_not_stopped():
    """What the tests above would see of a server that does not handle SIGTERM."""
    sleeper = Container(Image(Path("/"), {"User": "65532:65532", "Entrypoint": ["/usr/bin/sleep", "20"]}), {})
    try:
        time.sleep(0.2)
        with pytest.raises(subprocess.TimeoutExpired):
            sleeper.stop(seconds=1)
    finally:
        sleeper.close()


def test_a_changed_source_keeps_the_layer_of_the_dependencies(engine, built, project, tmp_path):
    built("my-app")
    changed = project(tmp_path / "my-app")
    source = changed / "greeting/src/lib.rs"
    word = f"goodbye-{time.time_ns()}"  # a run before this one left its layers
    source.write_text(source.read_text().replace("HELLO", word.upper()))
    # As after a checkout of an old commit: older than everything that was built.
    os.utime(source, (1_000_000_000, 1_000_000_000))
    output = engine.run(command("my-app").replace("-t my-app ", "-t my-app:changed "), changed)
    steps = re.split(r"(?m)^\[\d/\d\] STEP \d+/\d+: ", output)
    (dependencies,) = [step for step in steps if step.startswith("RUN cargo linkshim build")]
    (program,) = [step for step in steps if step.startswith("RUN find") and "cargo linkshim build" in step]
    assert "Using cache" in dependencies and "Compiling" not in dependencies
    assert "Using cache" not in program
    assert sorted(re.findall(r"Compiling (\S+)", program)) == ["greeting", "my-app", "words"]
    with mounted(engine.made.buildah, "localhost/my-app:changed") as found:
        assert word.encode() in (found.root / "my-app").read_bytes()


def test_workspace_without_a_package_of_its_own(engine, tmp_path):
    """The program in a member, by another name than its package's, with paths and files that are read by its build."""
    folder = tmp_path / "work space"
    files = {
        "Cargo.toml": '[workspace]\nmembers = ["members/*"]\nresolver = "2"\n',
        "README.md": "first\n",
        "members/app/Cargo.toml": '[package]\nname = "service"\nversion = "0.1.0"\nedition = "2021"\nbuild = "make.rs"\n'
                                  '[[bin]]\nname = "my-app"\npath = "src/start here.rs"\n'
                                  '[dependencies]\nlibrary = { path = "../library" }\n',
        "members/app/make.rs": 'fn main() { println!("cargo::rustc-env=READ={}", '
                               'std::fs::read_to_string("../../README.md").unwrap().trim()); }\n',
        "members/app/src/start here.rs": 'mod part;\nfn main() { println!("{} {}", env!("READ"), part::text()); }\n',
        "members/app/src/part.rs": 'pub fn text() -> &\'static str { library::TEXT.trim() }\n',
        "members/library/Cargo.toml": '[package]\nname = "library"\nversion = "0.1.0"\nedition = "2021"\n',
        "members/library/src/lib.rs": 'pub const TEXT: &str = include_str!("../../../README.md");\n',
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    for name in ("Dockerfile", ".dockerignore"):
        shutil.copy(TEMPLATES / name, folder)
    subprocess.run(["cargo", "generate-lockfile", "--offline"], cwd=folder, check=True,
                   capture_output=True)
    line = command("my-app").replace("-t my-app ", "-t my-app:workspace ")
    for word in (f"first-{time.time_ns()}", "second"):
        (folder / "README.md").write_text(word + "\n")
        os.utime(folder / "README.md", (1_000_000_000, 1_000_000_000))
        engine.run(line, folder)
        with mounted(engine.made.buildah, "localhost/my-app:workspace") as found:
            done = subprocess.run([found.root / "my-app"], capture_output=True, text=True)
        assert done.stdout == f"{word} {word}\n"


def test_a_program_that_its_image_could_not_start_ends_the_build(engine, built, sources):
    built("my-app:glibc")
    line = command("my-app:glibc").replace(images.CC, "scratch").replace("my-app:glibc", "my-app:wrong")
    output = engine.run(line, sources, check=False)
    assert "/out/my-app: " in output and "static" in output.split("/out/my-app: ")[-1]
    assert engine.made.call("images", "-q", "localhost/my-app:wrong", check=False).returncode != 0


def compressed(engine: Engine, tag: str, folder: Path) -> int:
    """What a registry would store and transfer."""
    engine.made.call("push", "-q", f"localhost/{tag}", f"oci:{folder}:image")
    return sum(path.stat().st_size for path in (folder / "blobs/sha256").iterdir())


def megabytes(size: int) -> str:
    return f"{size / 1e6:.2f} MB"


def table(engine: Engine, tmp_path: Path) -> str:
    rows = ["| platform | on | program | image | compressed |", "|---|---|---|---|---|"]
    for tag, (platform, base) in IMAGES.items():
        with mounted(engine.made.buildah, f"localhost/{tag}") as found:
            files = found.files
        sizes = [files["my-app"], sum(files.values()), compressed(engine, tag, tmp_path / tag.replace(":", "-"))]
        rows.append(f"| {platform} | {base} | {' | '.join(map(megabytes, sizes))} |")
    return "\n".join(rows) + "\n"


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"([\d.]+) MB", text)]


def test_the_table_of_sizes_is_what_is_built(engine, built, tmp_path):
    for tag in IMAGES:
        built(tag)
    made, page = table(engine, tmp_path), PAGE.read_text()
    print(made)
    printed = re.search(r"<!-- image sizes: .*? -->\n(.*?)<!-- end", page, re.S)[1]
    if os.environ.get("LINKSHIM_WRITE_TABLES"):
        PAGE.write_text(page.replace(printed, made) if printed else page.replace("<!-- end of image", made + "<!-- end of image"))
        return
    assert re.sub(r"[\d.]+ MB", "", printed) == re.sub(r"[\d.]+ MB", "", made)
    # Another release of Rust or of the certificates moves them a little.
    assert numbers(printed) == pytest.approx(numbers(made), rel=0.15), f"docs/ship.md needs the table:\n{made}"


def test_every_command_of_the_page_is_run():
    run = {command(tag) for tag in ("linkshim:0.1.0", "my-app", "my-app:arm64", "my-app:glibc")}
    assert run | {"sh lambda.sh"} == set(COMMANDS)  # the last by test_lambda.py
