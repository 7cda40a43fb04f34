"""Rasa's own command line on this project, behind the same guard and with this project's files as defaults."""

import os
import sys
from collections.abc import Sequence

from bot.engine import places
from bot.engine.training import CONFIG, DOMAIN
from bot.settings import get_settings

DEFAULTS: dict[str, tuple[tuple[str, str], ...]] = {
    "train": (
        ("--config", str(CONFIG)),
        ("--domain", str(DOMAIN)),
        ("--data", "{data}"),
        ("--out", "{models}"),
        ("--fixed-model-name", "rasa-cli"),
    ),
    "shell": (("--model", "{models}"), ("--endpoints", "{endpoints}")),
    "test": (("--model", "{models}"), ("--config", str(CONFIG)), ("--domain", str(DOMAIN))),
    "data": (("--domain", str(DOMAIN)), ("--data", "{data}")),
}


def run_rasa(arguments: Sequence[str]) -> int:
    """Run `rasa <arguments>`; options that aren't given point at this project. Returns the exit code."""
    command = with_defaults(list(arguments))
    os.environ["RASA_CACHE_DIRECTORY"] = str(get_settings().data_dir / "cache" / "rasa")
    from rasa.__main__ import main  # slow to import: only who asks for Rasa pays for it

    sys.argv = ["rasa", *command]
    try:
        main()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    return 0


def with_defaults(arguments: list[str]) -> list[str]:
    """The command with this project's files for every option that was left out."""
    values = {"data": str(get_settings().nlu_data_dir), "models": str(places.models_dir()), "endpoints": "endpoints.yml"}
    missing = [
        part
        for option, value in DEFAULTS.get(arguments[0] if arguments else "", ())
        if option not in arguments
        for part in (option, value.format(**values))
    ]
    return [*arguments, *missing]
