"""`prepazka rasa …`, run for real: the repository stays a project that Rasa's own command line understands."""

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.engine.rasa_cli import DEFAULTS, run_rasa, with_defaults
from bot.engine.training import CONFIG, DOMAIN
from bot.settings import ROOT
from tests.assistants import ChangeSettings
from tests.conftest import prepazka_environment, run_prepazka
from tests.engine.small_content import small_knowledge, small_nlu_data

START_SECONDS = 60.0


def test_rasas_own_help_is_shown(trained_data_dir: Path) -> None:
    help_text = run_prepazka("rasa", "--help", data_dir=trained_data_dir).stdout

    assert "usage: rasa" in help_text
    assert {"train", "shell", "test"} <= set(help_text.split())


def test_rasa_finds_the_dialogue_data_valid(trained_data_dir: Path) -> None:
    validated = run_prepazka("rasa", "data", "validate", data_dir=trained_data_dir)

    assert validated.returncode == 0


def test_rasa_finds_a_rule_with_an_action_that_is_not_there(trained_data_dir: Path, nlu_data_copy: Path) -> None:
    rules = nlu_data_copy / "rules.yml"
    rules.write_text(rules.read_text("utf-8").replace("action_clarify", "action_nowhere"), "utf-8")

    with pytest.raises(subprocess.CalledProcessError) as failed:
        run_prepazka("rasa", "data", "validate", data_dir=trained_data_dir, PREPAZKA_NLU_DATA_DIR=str(nlu_data_copy))

    assert failed.value.returncode == 1


def test_a_command_that_rasa_does_not_know_fails_as_rasa_fails(trained_data_dir: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        run_prepazka("rasa", "carrier-pigeon", data_dir=trained_data_dir)

    assert failed.value.returncode == 2
    assert "invalid choice: 'carrier-pigeon'" in failed.value.stderr
    assert "Traceback" not in failed.value.stderr


def test_every_default_is_an_option_of_that_command() -> None:
    from rasa.__main__ import create_argument_parser

    assert DEFAULTS
    for command in DEFAULTS:
        parsed = create_argument_parser().parse_args(with_defaults(list(command)))
        assert callable(parsed.func), command


def test_what_is_given_wins_over_the_project(tmp_path: Path, change_settings: ChangeSettings) -> None:
    from rasa.__main__ import create_argument_parser

    change_settings(PREPAZKA_DATA_DIR=tmp_path)
    mine = str(tmp_path / "mine")

    for given in (["shell", "-m", mine], ["shell", f"--model={mine}"], ["shell", "--model", mine]):
        parsed = create_argument_parser().parse_args(with_defaults(given))
        assert parsed.model == mine
        assert Path(parsed.endpoints) == ROOT / "endpoints.yml"


def test_training_points_at_this_project(tmp_path: Path, change_settings: ChangeSettings) -> None:
    change_settings(PREPAZKA_DATA_DIR=tmp_path)

    command = with_defaults(["train", "nlu", "--debug"])

    assert command[:2] == ["train", "nlu"]
    assert command[-1] == "--debug"
    for option, value in (("--config", CONFIG), ("--domain", DOMAIN), ("--out", tmp_path / "models")):
        assert command[command.index(option) + 1] == str(value)


def test_a_command_of_its_own_is_left_alone() -> None:
    assert with_defaults([]) == []
    assert with_defaults(["--version"]) == ["--version"]
    assert with_defaults(["export", "--endpoints", "x.yml"]) == ["export", "--endpoints", "x.yml"]


def test_the_exit_code_of_rasa_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import rasa.__main__

    for raised, code in ((SystemExit(), 0), (SystemExit(3), 3), (SystemExit("broken"), 1), (None, 0)):

        def main(raised: SystemExit | None = raised) -> None:
            if raised is not None:
                raise raised

        monkeypatch.setattr(rasa.__main__, "main", main)
        monkeypatch.setattr(sys, "argv", sys.argv)
        assert run_rasa(["--version"]) == code


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def action_server(data_dir: Path) -> Iterator[str]:
    """A real `prepazka actions`; its address."""
    port = free_port()
    command = [sys.executable, "-m", "bot.cli", "actions", "--port", str(port)]
    process = subprocess.Popen(command, env=prepazka_environment(data_dir), stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + START_SECONDS
    while not _lives(url):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.1)
    yield url
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=30)


def _lives(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health", timeout=2).status_code == 200
    except httpx.TransportError:
        return False


def test_one_can_talk_in_rasas_own_shell(action_server: str, data_dir: Path, tmp_path: Path) -> None:
    endpoints = (ROOT / "endpoints.yml").read_text("utf-8")
    assert "http://127.0.0.1:5055" in endpoints
    (tmp_path / "endpoints.yml").write_text(endpoints.replace("http://127.0.0.1:5055", action_server), "utf-8")

    talked = run_prepazka(
        *("rasa", "shell", "--endpoints", str(tmp_path / "endpoints.yml"), "--port", str(free_port())),
        data_dir=data_dir,
        text='Jak dlouho dostanu podporu?\n/change_language{"language": "uk"}\n/greet\n/stop\n',
        LOG_LEVEL="ERROR",
    ).stdout

    assert '"topic": "unemployment-benefit-amount"' in talked
    assert '"language": "cs"' in talked
    assert '"language": "uk"' in talked
    assert "/ask_topic" in talked


def test_rasa_itself_can_train_and_measure_and_the_model_in_service_stays(data_dir: Path, tmp_path: Path) -> None:
    content: dict[str, Any] = {
        "PREPAZKA_KNOWLEDGE_DIR": str(small_knowledge(tmp_path / "knowledge")),
        "PREPAZKA_NLU_DATA_DIR": str(small_nlu_data(tmp_path / "nlu_data")),
    }
    current = (data_dir / "models" / "current.json").read_text("utf-8")

    trained = run_prepazka("rasa", "train", "nlu", data_dir=data_dir, **content)
    run_prepazka("rasa", "test", "nlu", data_dir=data_dir, **content)

    assert "Your Rasa model is trained and saved" in trained.stdout
    assert (data_dir / "models" / "rasa-cli.tar.gz").is_file()
    assert (data_dir / "models" / "current.json").read_text("utf-8") == current
    assert "greet" in json.loads((data_dir / "results" / "intent_report.json").read_text("utf-8"))
