"""The image is built by the commands that CI runs, from files that exist, and says truly how it is to be run."""

import http.server
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from threading import Thread

import pytest

from bot.channels.web import health
from bot.settings import ROOT, Settings
from tests.deployment import dockerfile
from tests.deployment.make import make

BUILD, FINAL = dockerfile.stages()
CONTENT = {"bot", "actions", "knowledge", "nlu_data"}


def _copied(stage: dockerfile.Stage) -> set[str]:
    """What the stage takes from the project."""
    copies = [copy.words[:-1] for copy in dockerfile.named(stage, "COPY") if not copy.from_stage]
    return {source for sources in copies for source in sources}


def _make_steps() -> list[str]:
    return [run.text for run in dockerfile.named(BUILD, "RUN") if run.text.startswith("make ")]


def _only(stage: dockerfile.Stage, name: str) -> dockerfile.Instruction:
    found = dockerfile.named(stage, name)
    assert len(found) == 1
    return found[0]


def test_it_is_built_by_the_steps_that_ci_runs() -> None:
    ci = re.findall(r"^step (make .+)$", (ROOT / ".ci" / "run").read_text("utf-8"), re.MULTILINE)
    assert _make_steps() == ["make install", "make train"]
    assert ci[:2] == _make_steps()


def test_those_steps_install_what_is_locked_and_train() -> None:
    targets = [step.removeprefix("make ") for step in _make_steps()]
    shown = make("-n", *targets).stdout
    commands = [line.split() for line in shown.splitlines()]
    assert any(command[1:4] == ["sync", "--frozen", "--no-dev"] for command in commands)
    assert any(command[0].endswith("/prepazka") and command[1] == "train" for command in commands)


@pytest.mark.parametrize("stage", [BUILD, FINAL], ids=["build", "final"])
def test_what_it_copies_exists_and_reaches_the_builder(stage: dockerfile.Stage) -> None:
    copied = _copied(stage)
    assert copied >= CONTENT
    assert [source for source in copied if not (ROOT / source).exists()] == []
    assert {Path(source).parts[0] for source in copied} <= dockerfile.sent_to_the_builder()


def test_what_reaches_the_builder_exists_and_is_no_secret() -> None:
    sent = dockerfile.sent_to_the_builder()
    assert [name for name in sent if not (ROOT / name).exists()] == []
    assert sent.isdisjoint({".env", ".git", "var", ".venv"})


def test_the_code_that_runs_is_the_code_that_trained() -> None:
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert set(packages["packages"]) <= CONTENT
    places = [
        {copy.text for copy in dockerfile.named(stage, "COPY") if copy.words[0] in CONTENT} for stage in (BUILD, FINAL)
    ]
    assert places[0] == places[1]
    assert _only(BUILD, "WORKDIR") == _only(FINAL, "WORKDIR")


def test_it_has_the_python_of_the_project() -> None:
    version = (ROOT / ".python-version").read_text("utf-8").strip()
    bases = [_only(stage, "FROM").words[0] for stage in (BUILD, FINAL)]
    assert bases == [f"python:{version}-slim"] * 2


def test_the_model_of_the_build_is_where_the_program_looks() -> None:
    folder = dockerfile.environment(BUILD)["PREPAZKA_DATA_DIR"]
    assert dockerfile.environment(FINAL)["PREPAZKA_DATA_DIR"] == folder
    assert [folder, folder] in [copy.words for copy in dockerfile.named(FINAL, "COPY") if copy.from_stage]


def test_its_settings_are_settings_of_the_program() -> None:
    variables = {str(field.validation_alias.choices[0]) for field in Settings.model_fields.values()}  # type: ignore[union-attr]
    used = {name for name in dockerfile.environment(FINAL) if name.startswith("PREPAZKA_")}
    assert used
    assert used <= variables


def test_all_tell_the_same_port() -> None:
    port = _only(FINAL, "EXPOSE").text
    assert dockerfile.environment(FINAL)["PREPAZKA_PORT"] == port
    assert f"http://127.0.0.1:{port}/" in _only(FINAL, "HEALTHCHECK").text
    assert f"{{$WEB_PORT:{port}}}" in (ROOT / "deploy" / "Caddyfile").read_text("utf-8")


def test_it_runs_the_program_and_not_as_root() -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    assert _only(FINAL, "CMD").words[0] in scripts
    assert _only(FINAL, "USER").text not in ("root", "0")
    after = FINAL[FINAL.index(_only(FINAL, "USER")) :]
    assert {"RUN", "COPY"}.isdisjoint(instruction.name for instruction in after)


@pytest.mark.parametrize(("status", "healthy"), [(200, True), (503, False)])
def test_the_health_check_tells_ready_from_not_ready(status: int, healthy: bool) -> None:
    asked: list[str] = []

    class Program(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Program)
    Thread(target=server.handle_request, daemon=True).start()
    command = _only(FINAL, "HEALTHCHECK").text.partition("CMD ")[2]
    command = command.replace(_only(FINAL, "EXPOSE").text, str(server.server_port))
    _, *arguments = dockerfile.Instruction("CMD", command).words
    done = subprocess.run([sys.executable, *arguments], capture_output=True, env=os.environ, timeout=30)
    server.server_close()
    assert (done.returncode == 0) is healthy
    assert asked == ["/health/ready"]
    assert asked[0] in {getattr(route, "path", "") for route in health.router.routes}
