"""Runs what an image holds as a container engine would: its entry point, as its user, with its environment alone, in its
own files, as the first process of a process namespace. A program of another architecture runs under qemu, which is put
beside it. Nothing of that needs an engine; buildah mounts the image.
"""

import http.client
import json
import os
import select
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

QEMU = "/qemu-static"


@dataclass(frozen=True)
class Image:
    root: Path
    config: dict      # Entrypoint, User, Env, … of the image

    @property
    def files(self) -> dict[str, int]:
        """What the image holds: each file and its size."""
        return {str(path.relative_to(self.root)): path.lstat().st_size for path in self.root.rglob("*")
                if path.is_symlink() or path.is_file()}


@contextmanager
def mounted(buildah: list[str], name: str):
    """The image of that name, mounted from a container that is removed afterwards."""
    def call(*words) -> str:
        done = subprocess.run([*buildah, *words], capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, f"buildah {' '.join(words)}: {done.stderr}"
        return done.stdout.strip()
    container = call("from", "--pull-never", name)
    try:
        facts = json.loads(call("inspect", "--type", "image", name))
        yield Image(Path(call("mount", container)), facts["OCIv1"]["config"])
    finally:
        call("rm", container)


class Container:
    """A running program of an image."""

    def __init__(self, image: Image, environment: dict, emulator: str | None = None):
        (image.root / "proc").mkdir(exist_ok=True)
        words = ["/usr/bin/unshare", "--pid", "--fork", "--kill-child", f"--mount-proc={image.root}/proc",
                 "/usr/sbin/chroot", f"--userspec={image.config['User']}", str(image.root)]
        if emulator:
            shutil.copy(emulator, f"{image.root}{QEMU}")
            words.append(QEMU)
        variables = dict(row.split("=", 1) for row in image.config.get("Env", []))
        self._outer = subprocess.Popen([*words, *image.config["Entrypoint"]], env={**variables, **environment},
                                       cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def line(self, seconds: float = 20) -> str:
        """The next line of output."""
        ready, _, _ = select.select([self._outer.stdout], [], [], seconds)
        assert ready, "nothing was printed"
        return self._outer.stdout.readline()

    def stop(self, number: int = signal.SIGTERM, seconds: float = 20) -> tuple[int, float, str]:
        """Sends the signal; gives the status, the seconds that it took, and what was printed meanwhile."""
        start = time.monotonic()
        self._signal(number)
        output, _ = self._outer.communicate(timeout=seconds)
        return self._outer.returncode, time.monotonic() - start, output

    def close(self) -> None:
        self._outer.kill()  # the program goes with it: --kill-child
        self._outer.wait(20)
        self._outer.stdout.close()

    def _signal(self, number: int) -> None:
        """To the program itself, from outside of its namespace, as an engine sends it."""
        outer = self._outer.pid
        (child,) = Path(f"/proc/{outer}/task/{outer}/children").read_text().split()
        os.kill(int(child), number)


def get(port: int, path: str, timeout: float = 10) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()
