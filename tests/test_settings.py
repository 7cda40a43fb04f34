from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import ROOT, Settings, get_settings
from tests.assistants import ChangeSettings

VARIABLES = {str(field.validation_alias.choices[0]): name for name, field in Settings.model_fields.items()}  # type: ignore[union-attr]


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)


def test_without_any_variable_everything_runs_on_this_machine() -> None:
    settings = Settings()

    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.resolved_database_url == f"sqlite:///{Path('var/prepazka.db').resolve()}"
    assert settings.redis_url == settings.telegram_bot_token == settings.clock == ""
    assert settings.knowledge_dir == ROOT / "knowledge"
    assert (settings.knowledge_dir / "languages.yml").is_file()
    assert (settings.nlu_data_dir / "rules.yml").is_file()


def test_every_setting_has_a_variable_of_its_own_and_says_what_it_is() -> None:
    assert len(VARIABLES) == len(Settings.model_fields) >= 12
    assert {"PREPAZKA_HOST", "PREPAZKA_DATA_DIR", "DATABASE_URL", "REDIS_URL", "TELEGRAM_BOT_TOKEN"} <= VARIABLES.keys()
    for field in Settings.model_fields.values():
        assert field.description


def test_a_variable_sets_its_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREPAZKA_PORT", "9001")
    monkeypatch.setenv("PREPAZKA_DATA_DIR", "/srv/prepazka")

    settings = Settings()

    assert settings.port == 9001
    assert settings.resolved_database_url == "sqlite:////srv/prepazka/prepazka.db"


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u:p@db/x", "postgresql+psycopg://u:p@db/x"),
        ("postgresql://u:p@db/x?sslmode=require", "postgresql+psycopg://u:p@db/x?sslmode=require"),
        ("postgresql+psycopg://db/x", "postgresql+psycopg://db/x"),
        ("sqlite:////srv/x.db", "sqlite:////srv/x.db"),
    ],
)
def test_any_way_to_write_the_database_works(given: str, used: str) -> None:
    assert Settings(database_url=given).resolved_database_url == used


@pytest.mark.parametrize(
    ("variable", "value"), [("PREPAZKA_PORT", "http"), ("PREPAZKA_PORT", "70000"), ("PREPAZKA_RETENTION_DAYS", "0")]
)
def test_a_value_that_cannot_be_is_refused_by_name(change_settings: ChangeSettings, variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=variable):
        change_settings(**{variable: value})


def test_the_token_does_not_show_when_settings_are_printed() -> None:
    assert "123:abc" not in repr(Settings(telegram_bot_token="123:abc"))


def test_settings_are_read_once(change_settings: ChangeSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    first = change_settings(PREPAZKA_PORT=8001)

    monkeypatch.setenv("PREPAZKA_PORT", "8002")

    assert get_settings() is first
