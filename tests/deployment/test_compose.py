"""The services of docker-compose.yml find each other, get settings that the program knows, and no secret is in it."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
import typer
import yaml

from bot import cli
from bot.settings import ROOT, Settings
from tests.deployment import dockerfile

TEXT = (ROOT / "docker-compose.yml").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
VARIABLE = re.compile(r"\$\{(?P<name>[A-Z_]+)(?P<rest>[^}]*)\}")
FINAL = dockerfile.stages()[-1]


def _filled_in(text: str, **values: str) -> str:
    """The text as Compose would read it: `${NAME:-default}` and `${NAME:?complaint}`."""

    def value(found: re.Match[str]) -> str:
        default = found["rest"].removeprefix(":-") if found["rest"].startswith(":-") else ""
        return values.get(found["name"]) or default

    return VARIABLE.sub(value, text)


def _environment(name: str) -> dict[str, str]:
    environment: Mapping[str, object] = SERVICES[name].get("environment", {})
    return {key: _filled_in(str(value), POSTGRES_PASSWORD="s3cret") for key, value in environment.items()}


def _has_health_check(name: str) -> bool:
    check = SERVICES[name].get("healthcheck", {})
    return "test" in check or (
        name in OURS and not check.get("disable") and bool(dockerfile.named(FINAL, "HEALTHCHECK"))
    )


def test_it_has_the_parts_that_the_architecture_names() -> None:
    assert set(SERVICES) == {"web", "telegram", "proxy", "postgres", "redis"}
    assert set(OURS) == {"web", "telegram"}
    assert SERVICES["web"]["deploy"]["replicas"] == 2
    assert SERVICES["postgres"]["image"].startswith("postgres:17")
    assert SERVICES["redis"]["image"].startswith("redis:7")


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_an_image_or_is_built_here(name: str) -> None:
    service = SERVICES[name]
    assert service.get("image")
    if "build" in service:
        assert (ROOT / service["build"] / "Dockerfile").is_file()


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_waits_for_what_it_needs_and_can_reach_it(name: str) -> None:
    for other, how in SERVICES[name].get("depends_on", {}).items():
        assert other in SERVICES
        assert how["condition"] == "service_healthy"
        assert _has_health_check(other)
        assert set(SERVICES[name]["networks"]) & set(SERVICES[other]["networks"])


def test_what_is_named_is_declared_and_used() -> None:
    networks = {network for service in SERVICES.values() for network in service["networks"]}
    assert networks == set(COMPOSE["networks"])
    mounts = [mount.split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])]
    assert {mount for mount in mounts if not mount.startswith(".")} == set(COMPOSE["volumes"])
    files = [mount for mount in mounts if mount.startswith(".")]
    assert files == ["./deploy/Caddyfile"]
    assert (ROOT / files[0]).is_file()


def test_only_the_proxy_is_open_to_the_world_and_it_reaches_no_store() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    for store in ("postgres", "redis"):
        assert not set(SERVICES["proxy"]["networks"]) & set(SERVICES[store]["networks"])
        assert all(COMPOSE["networks"][network]["internal"] for network in SERVICES[store]["networks"])


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_a_setting_of_the_program(name: str) -> None:
    known = {str(field.validation_alias.choices[0]) for field in Settings.model_fields.values()}  # type: ignore[union-attr]
    assert {"DATABASE_URL", "REDIS_URL", "PUBLIC_URL"} <= set(_environment(name)) <= known
    Settings.model_validate({key: value for key, value in _environment(name).items() if value})


@pytest.mark.parametrize("name", OURS)
def test_the_addresses_lead_to_the_services(name: str) -> None:
    environment, postgres = _environment(name), _environment("postgres")
    database, redis = urlsplit(environment["DATABASE_URL"]), urlsplit(environment["REDIS_URL"])
    assert (database.scheme, database.hostname, database.port) == ("postgresql", "postgres", 5432)
    assert database.username == postgres["POSTGRES_USER"]
    assert database.password == postgres["POSTGRES_PASSWORD"] == "s3cret"
    assert database.path == "/" + postgres["POSTGRES_DB"]
    assert (redis.scheme, redis.hostname, redis.port) == ("redis", "redis", 6379)


def test_the_program_and_the_proxy_agree_on_the_public_address() -> None:
    assert _environment("web")["PUBLIC_URL"] == _environment("proxy")["PUBLIC_URL"] != ""
    upstream = re.search(r"name \{\$WEB_HOST:(\w+)\}", (ROOT / "deploy" / "Caddyfile").read_text("utf-8"))
    assert upstream
    assert upstream[1] == "web"


def test_telegram_is_a_profile_and_alone_has_its_token() -> None:
    assert [name for name, service in SERVICES.items() if "profiles" in service] == ["telegram"]
    assert SERVICES["telegram"]["profiles"] == ["telegram"]
    assert [name for name in OURS if "TELEGRAM_BOT_TOKEN" in _environment(name)] == ["telegram"]
    assert "replicas" not in SERVICES["telegram"].get("deploy", {})


def test_what_the_services_run_are_commands_of_the_program() -> None:
    commands = set(cast(Any, typer.main.get_command(cli.app)).commands)
    for service in OURS.values():
        program, *arguments = service.get("command") or dockerfile.named(FINAL, "CMD")[0].words
        assert program == "prepazka"
        assert set(arguments[:1]) <= commands


def test_a_model_is_there_whatever_volumes_are() -> None:
    data = dockerfile.environment(FINAL)["PREPAZKA_DATA_DIR"]
    for service in OURS.values():
        assert [mount for mount in service.get("volumes", []) if mount.split(":")[1].startswith(data)] == []


def test_secrets_come_from_outside_and_have_no_default() -> None:
    asked = {found["name"]: found["rest"] for found in VARIABLE.finditer(TEXT)}
    secrets = {name: rest for name, rest in asked.items() if re.search("PASSWORD|TOKEN|SECRET|KEY", name)}
    assert set(secrets) == {"POSTGRES_PASSWORD", "TELEGRAM_BOT_TOKEN"}
    assert secrets["POSTGRES_PASSWORD"].startswith(":?")
    assert secrets["TELEGRAM_BOT_TOKEN"] == ":-"


def test_the_example_of_an_environment_names_all_that_can_be_set() -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    example = dict(line.split("=", 1) for line in lines if re.match("[A-Z]", line))
    assert set(example) == {found["name"] for found in VARIABLE.finditer(TEXT)}
    for name, value in example.items():
        assert value == _filled_in(next(found[0] for found in VARIABLE.finditer(TEXT) if found["name"] == name))


def test_compose_itself_accepts_it() -> None:
    if not shutil.which("docker") or subprocess.run(["docker", "compose", "version"], capture_output=True).returncode:
        pytest.skip("no docker client with the compose plugin")
    command = ["docker", "compose", "--profile", "telegram", "config", "--quiet"]
    refused = subprocess.run(command, cwd=ROOT, env={"POSTGRES_PASSWORD": ""}, capture_output=True, text=True)
    assert refused.returncode != 0
    assert "POSTGRES_PASSWORD" in refused.stderr
    subprocess.run(command, cwd=ROOT, env={"POSTGRES_PASSWORD": "s3cret"}, check=True)
