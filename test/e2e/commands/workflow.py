"""Runs the shell steps of a GitHub workflow, and those of composite actions, as a runner would: expressions filled in,
GITHUB_ENV and GITHUB_PATH taken over between steps, bash as GitHub calls it. What it meets and does not know is an error.
"""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import yaml

BASH = ["bash", "--noprofile", "--norc", "-eo", "pipefail"]


class Failed(AssertionError):
    pass


@dataclass
class Runner:
    """One job's machine. `actions` holds, by its name without a version, what a `uses` step does: a function of the
    inputs, or the folder of a composite action and inputs that it gets beside."""
    project: Path
    scratch: Path
    environment: dict
    context: dict
    actions: dict
    left_out: set = field(default_factory=set)   # names of steps that are not run
    ran: list = field(default_factory=list)

    def __post_init__(self):
        (self.scratch / "temp").mkdir(parents=True)
        self.environment = {**self.environment, "RUNNER_TEMP": str(self.scratch / "temp"), "GITHUB_ACTIONS": "true"}

    def value(self, expression: str, context: dict) -> str:
        name = expression.strip()
        if name not in context:
            raise Failed(f"the expression {name} is not known here")
        return context[name]

    def fill(self, text, context: dict) -> str:
        return re.sub(r"\$\{\{(.*?)\}\}", lambda found: self.value(found[1], context), str(text))

    def holds(self, condition: str, context: dict) -> bool:
        if compared := re.fullmatch(r"([\w.]+) (==|!=) '([^']*)'", condition):
            return (self.value(compared[1], context) == compared[3]) == (compared[2] == "==")
        if begins := re.fullmatch(r"startsWith\(([\w.]+), '([^']*)'\)", condition):
            return self.value(begins[1], context).startswith(begins[2])
        raise Failed(f"the condition {condition} is not known here")

    def job(self, job: dict, matrix: dict) -> None:
        context = {**self.context, **{f"matrix.{name}": str(value) for name, value in matrix.items()}}
        if "if" in job and not self.holds(job["if"], context):
            return
        environment = {name: self.fill(value, context) for name, value in job.get("env", {}).items()}
        self.steps(job["steps"], context, environment)

    def steps(self, steps: list, context: dict, environment: dict) -> None:
        for step in steps:
            name = step.get("name", step.get("uses"))
            if name in self.left_out or ("if" in step and not self.holds(step["if"], context)):
                continue
            if "uses" in step:
                inputs = {key: self.fill(value, context) for key, value in step.get("with", {}).items()}
                self.use(step["uses"], inputs, environment)
            else:
                own = {key: self.fill(value, context) for key, value in step.get("env", {}).items()}
                self.shell(name, self.fill(step["run"], context), {**environment, **own})
            self.ran.append(name)

    def use(self, uses: str, inputs: dict, environment: dict) -> None:
        name, _, version = uses.partition("@")
        if not version or name not in self.actions:
            raise Failed(f"the action {uses} is not known here")
        action = self.actions[name]
        if callable(action):
            action(self, inputs)
            return
        folder, given = action
        described = yaml.safe_load((folder / "action.yml").read_text())
        unknown = set(inputs) - set(described["inputs"])
        if unknown or any(what.get("required") and key not in inputs for key, what in described["inputs"].items()):
            raise Failed(f"{uses} gets the inputs {sorted(inputs)}")
        values = {key: str(what.get("default", "")) for key, what in described["inputs"].items()} | inputs | given
        context = {**self.context, "github.action_repository": name, "github.action_ref": version,
                   **{f"inputs.{key}": value for key, value in values.items()}}
        if any(step.get("shell") != "bash" for step in described["runs"]["steps"]):
            raise Failed("a step of a composite action has to name its shell")
        self.steps(described["runs"]["steps"], context, environment)

    def shell(self, name: str, script: str, environment: dict) -> None:
        for variable in ("GITHUB_ENV", "GITHUB_PATH"):
            path = self.scratch / variable
            path.write_text("")
            environment = {**environment, variable: str(path)}
        path = self.scratch / "step.sh"
        path.write_text(script)
        done = subprocess.run([*BASH, path], cwd=self.project, env={**self.environment, **environment}, timeout=900,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode:
            raise Failed(f"step {name} ended with {done.returncode}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
        self.environment |= read_environment((self.scratch / "GITHUB_ENV").read_text())
        for folder in (self.scratch / "GITHUB_PATH").read_text().split("\n"):
            if folder:
                self.environment["PATH"] = f"{folder}:{self.environment['PATH']}"


def read_environment(text: str) -> dict:
    """`name=value` lines, and values between `name<<MARK` and `MARK`."""
    values, lines = {}, iter(text.splitlines())
    for line in lines:
        if block := re.fullmatch(r"(\w+)<<(.+)", line):
            rest = []
            while (part := next(lines)) != block[2]:
                rest.append(part)
            values[block[1]] = "\n".join(rest)
        elif "=" in line:
            name, _, values_text = line.partition("=")
            values[name] = values_text
        elif line:
            raise Failed(f"GITHUB_ENV has the line {line}")
    return values


def matrix_of(job: dict) -> list[dict]:
    matrix = job.get("strategy", {}).get("matrix", {"include": [{}]})
    if set(matrix) != {"include"}:
        raise Failed(f"a matrix of {sorted(matrix)} is not known here")
    return matrix["include"]


def uploads(artifacts: Path):
    """A stand-in for actions/upload-artifact: copies what the path names into a folder of its own."""
    def act(runner: Runner, inputs: dict) -> None:
        found = sorted(runner.project.glob(inputs["path"]))
        if not found:
            raise Failed(f"no file is at {inputs['path']}")
        (artifacts / inputs["name"]).mkdir(parents=True)
        for path in found:
            shutil.copy(path, artifacts / inputs["name"])
    return act


def downloads(artifacts: Path):
    """A stand-in for actions/download-artifact with merge-multiple."""
    def act(runner: Runner, inputs: dict) -> None:
        if inputs["merge-multiple"] != "True":
            raise Failed("artifacts in folders are not known here")
        (runner.project / inputs["path"]).mkdir(parents=True)
        for path in artifacts.glob("*/*"):
            shutil.copy(path, runner.project / inputs["path"])
    return act


def stand_in(folder: Path, name: str, script: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}")
    os.chmod(folder / name, 0o755)
