"""The command line as an operator uses it: real processes, so that what is printed is what they see."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.errors import NotTrained
from bot.settings import ROOT, Settings
from tests.assistants import ChangeSettings
from tests.conftest import run_prepazka

COMMANDS = {
    *("up", "train", "check", "understand", "chat", "evaluate", "bench"),
    *("telegram", "actions", "rasa", "settings"),
}
WIDE: dict[str, Any] = {"COLUMNS": "400", "NO_COLOR": "1"}


def failing(*arguments: str, data_dir: Path, text: str = "", **settings: Any) -> subprocess.CalledProcessError:
    """What a command that must fail said; never a traceback."""
    with pytest.raises(subprocess.CalledProcessError) as failed:
        run_prepazka(*arguments, data_dir=data_dir, text=text, **WIDE, **settings)
    assert "Traceback" not in failed.value.stderr
    return failed.value


def test_the_help_names_every_command() -> None:
    registered = {info.name or info.callback.__name__ for info in app.registered_commands if info.callback}

    text = CliRunner().invoke(app, ["--help"], env=WIDE).stdout

    assert registered >= COMMANDS
    for command in registered:
        assert re.search(rf"^\W*{command}\s+\w", text, re.MULTILINE), command


@pytest.mark.parametrize("command", sorted(COMMANDS - {"rasa"}))
def test_every_command_explains_itself(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"], env=WIDE)

    assert result.exit_code == 0
    description = result.stdout.split("\n\n")[0] + result.stdout
    assert command in description
    assert len(description.strip()) > 80


def test_an_unknown_command_fails_with_the_way_to_help(tmp_path: Path) -> None:
    error = failing("carrier-pigeon", data_dir=tmp_path)

    assert error.returncode == 2
    assert "carrier-pigeon" in error.stderr
    assert "--help" in error.stderr


def test_settings_are_listed_with_their_variables_and_without_secrets(tmp_path: Path) -> None:
    listed = run_prepazka(
        "settings",
        data_dir=tmp_path,
        TELEGRAM_BOT_TOKEN="123:very-secret",
        DATABASE_URL="postgresql://prepazka:s3cr/t@db@example.cz:5432/x",
        REDIS_URL="redis://:s3cret@example.cz/0",
        **WIDE,
    ).stdout

    for field in Settings.model_fields.values():
        assert str(field.validation_alias.choices[0]) in listed  # type: ignore[union-attr]
    assert str(tmp_path) in listed
    assert "very-secret" not in listed
    assert "s3cr" not in listed
    assert "postgresql://prepazka:***@example.cz:5432/x" in listed


def test_a_setting_that_cannot_be_is_one_plain_line(tmp_path: Path) -> None:
    error = failing("settings", data_dir=tmp_path, PREPAZKA_PORT="http")

    assert error.returncode == 1
    assert error.stderr.startswith("SettingsError: PREPAZKA_PORT: ")
    assert len(error.stderr.splitlines()) == 1


def test_the_repositorys_own_content_passes_the_check(tmp_path: Path) -> None:
    checked = run_prepazka("check", "--today", "2026-11-23", data_dir=tmp_path, **WIDE)

    assert checked.returncode == 0
    assert " error " not in checked.stdout


def test_the_check_names_file_line_and_mend(tmp_path: Path) -> None:
    knowledge = Path(shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge"))
    path = knowledge / "topics" / "retraining" / "uk.md"
    lines = path.read_text("utf-8").splitlines()
    place = next(number for number, line in enumerate(lines) if "{" in line)
    lines[place] = re.sub(r"\{[^}]*\}", "{no-such-fact}", lines[place], count=1)
    path.write_text("\n".join(lines) + "\n", "utf-8")

    error = failing(*("check", "--today", "2026-11-23"), data_dir=tmp_path, PREPAZKA_KNOWLEDGE_DIR=str(knowledge))

    assert error.returncode == 1
    (fault,) = [line for line in error.stdout.splitlines() if "There is no fact “no-such-fact”" in line]
    assert fault.startswith(f"topics/retraining/uk.md:{place + 1}: ")
    assert "add the fact to facts.yml" in fault
    assert " to mend" in error.stderr


def test_the_check_asks_for_a_day_as_people_can_write_it(tmp_path: Path) -> None:
    error = failing("check", "--today", "31.12.2026", data_dir=tmp_path)

    assert error.returncode == 2
    assert "write it as 2026-12-31" in error.stderr


def test_what_needs_a_model_says_how_to_get_one(tmp_path: Path, change_settings: ChangeSettings) -> None:
    error = failing("understand", data_dir=tmp_path)
    change_settings(PREPAZKA_DATA_DIR=tmp_path)

    assert error.returncode == 1
    assert error.stderr == "NotTrained: There is no trained model yet. Run `prepazka train`.\n"
    for command in ("chat", "evaluate"):
        assert isinstance(CliRunner().invoke(app, [command]).exception, NotTrained)


def test_a_model_that_was_changed_is_not_loaded(data_dir: Path) -> None:
    model = data_dir / "models" / json.loads((data_dir / "models" / "current.json").read_text("utf-8"))["file"]
    content = model.read_bytes()
    model.unlink()
    model.write_bytes(content + b"\0")

    error = failing("understand", data_dir=data_dir, text="ahoj\n")

    assert error.stderr.startswith("NotTrained: ")
    assert "isn't the file that was trained here" in error.stderr
    assert error.stdout == ""


def test_telegram_without_a_token_says_so_at_once(tmp_path: Path) -> None:
    error = failing("telegram", data_dir=tmp_path / "data", TELEGRAM_BOT_TOKEN="")

    assert "TELEGRAM_BOT_TOKEN" in error.stderr
    assert not (tmp_path / "data").exists(), "nothing was trained for it"


def test_train_if_needed_does_nothing_when_the_model_fits_the_content(data_dir: Path) -> None:
    before = sorted(path.name for path in (data_dir / "models").iterdir())

    trained = run_prepazka("train", "--if-needed", data_dir=data_dir)

    assert trained.stdout == ""
    assert sorted(path.name for path in (data_dir / "models").iterdir()) == before


def test_evaluating_an_empty_folder_says_what_belongs_there(tmp_path: Path) -> None:
    error = failing("evaluate", "--path", str(tmp_path), data_dir=tmp_path)

    assert "holds no questions" in error.stderr


def test_in_a_chat_a_number_presses_a_button_and_an_empty_line_ends(data_dir: Path) -> None:
    screen = run_prepazka("chat", "--lang", "en", data_dir=data_dir, text="1\n1\n\n2\n", **WIDE).stdout

    welcome, answer, facet, end = screen.split("> ")
    assert "  1 Register at the office" in welcome
    assert "Act 435/2004" in answer
    assert "  1 " in answer
    assert facet.strip()
    assert facet != answer
    assert end.strip() == ""
