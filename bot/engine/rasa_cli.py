"""Rasa's own command line on this project, behind the same guard and with this project's files as defaults."""

import os
import sys
from collections.abc import Sequence

from bot.engine import places
from bot.engine.training import CONFIG, DOMAIN
from bot.settings import ROOT, get_settings

Options = tuple[str, ...]

_BUILD: Options = ("--config", "{config}", "--domain", "{domain}")
_STORED: Options = ("--out", "{models}", "--fixed-model-name", "rasa-cli")
_TALK: Options = ("--model", "{models}", "--endpoints", "{endpoints}")
_NLU: Options = ("--nlu", "{data}")
# Plots would need matplotlib, which nothing else here does.
_MEASURE: Options = ("--model", "{models}", "--out", "{results}", "--no-plot")

DEFAULTS: dict[tuple[str, ...], Options] = {
    ("train",): (*_BUILD, *_STORED, "--data", "{data}"),
    ("train", "nlu"): (*_BUILD, *_STORED, *_NLU),
    ("train", "core"): (*_BUILD, *_STORED, "--stories", "{data}"),
    ("run",): _TALK,
    ("shell",): _TALK,
    ("shell", "nlu"): ("--model", "{models}"),
    ("test",): (*_BUILD, *_MEASURE, *_NLU, "--endpoints", "{endpoints}"),
    ("test", "nlu"): (*_BUILD, *_MEASURE, *_NLU),
    ("test", "core"): ("--model", "{models}", "--out", "{results}", "--endpoints", "{endpoints}"),
    ("data", "validate"): (*_BUILD, "--data", "{data}"),
    ("data", "validate", "stories"): (*_BUILD, "--data", "{data}"),
    ("data", "split", "nlu"): _NLU,
}


def run_rasa(arguments: Sequence[str]) -> int:
    """Run `rasa <arguments>`; options that aren't given point at this project. Returns the exit code."""
    command = with_defaults(list(arguments))
    os.environ["RASA_MAX_CACHE_SIZE"] = "0"  # as in bot/engine/training.py
    os.environ["RASA_CACHE_DIRECTORY"] = str(get_settings().data_dir / "cache" / "rasa")
    from rasa.__main__ import main  # slow to import: only who asks for Rasa pays for it

    sys.argv = ["rasa", *command]
    try:
        main()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    return 0


def with_defaults(arguments: list[str]) -> list[str]:
    """The command with this project's files; they stand before the caller's own options, of which the last wins."""
    command = max((known for known in DEFAULTS if tuple(arguments[: len(known)]) == known), key=len, default=())
    files = {
        "config": CONFIG,
        "domain": DOMAIN,
        "data": get_settings().nlu_data_dir,
        "models": places.models_dir(),
        "endpoints": ROOT / "endpoints.yml",
        "results": get_settings().data_dir / "results",
    }
    ours = [part.format(**files) for part in DEFAULTS.get(command, ())]
    return [*command, *ours, *arguments[len(command) :]]
