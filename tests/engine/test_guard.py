import importlib
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.engine import guard

SERVING = "import bot.engine.assistant, bot.engine.rasa_agent"
TRAINING = (
    "import bot.engine.training; import rasa.model_training, rasa.engine.recipes.default_recipe, rasa.engine.graph"
)
COMMAND_LINE = "import bot.engine; import rasa.__main__"
HEAVY = ("tensorflow", "tensorflow_hub", "tensorflow_text", "keras", "torch", "transformers")


@pytest.mark.parametrize("work", [SERVING, TRAINING, COMMAND_LINE], ids=["serving", "training", "command line"])
def test_no_tensorflow_is_imported_and_no_real_module_that_would_need_it(work: str) -> None:
    report = f"import sys; {work}; print(*sorted(sys.modules))"

    modules = subprocess.run([sys.executable, "-W", "ignore", "-c", report], capture_output=True, text=True, check=True)

    loaded = modules.stdout.split()
    assert len([name for name in loaded if name.startswith("rasa.")]) > 30
    assert not [name for name in loaded if name.split(".")[0] in HEAVY]
    assert [name for name in loaded if name in guard.UNUSED_RASA_MODULES], "nothing was stood in for"


def test_every_module_stood_in_for_is_really_one_of_rasa() -> None:
    root = Path(importlib.util.find_spec("rasa").submodule_search_locations[0])  # type: ignore[union-attr, index]
    assert len(guard.UNUSED_RASA_MODULES) > 10

    for name in guard.UNUSED_RASA_MODULES:
        assert (root.parent / name.replace(".", "/")).with_suffix(".py").is_file(), name


@pytest.mark.parametrize("name", sorted(guard.UNUSED_RASA_MODULES))
def test_unused_modules_of_rasa_are_stand_ins_that_can_be_named_but_not_run(name: str) -> None:
    thing = importlib.import_module(name).Anything

    class Derived(thing):  # type: ignore[misc, valid-type]
        pass

    assert issubclass(Derived, thing)
    assert isinstance(thing.of_its_own, type)
    with pytest.raises(RuntimeError, match=r"isn't part of this installation \(bot/engine/guard\.py\)"):
        Derived()


def test_what_python_asks_modules_for_is_not_made_up() -> None:
    module = importlib.import_module("rasa.core.channels.slack")

    assert not hasattr(module, "__wrapped__")
    assert not hasattr(module.SlackInput, "__abstract_nonsense__")


@pytest.fixture
def without_boto3() -> Iterator[None]:
    taken = {name: sys.modules.pop(name) for name in list(sys.modules) if name.split(".")[0] == "boto3"}
    yield
    for name in [name for name in sys.modules if name.split(".")[0] == "boto3"]:
        del sys.modules[name]
    sys.modules.update(taken)


@pytest.mark.usefixtures("without_boto3")
def test_an_sdk_that_is_installed_wins_over_its_stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert importlib.import_module("boto3.session").__name__ == "boto3.session"
    del sys.modules["boto3"], sys.modules["boto3.session"]
    (tmp_path / "boto3").mkdir()
    (tmp_path / "boto3" / "__init__.py").write_text("REAL = True\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    assert importlib.import_module("boto3").REAL is True


def test_a_module_that_nobody_stands_in_for_is_still_missed() -> None:
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("rasa.core.channels.carrier_pigeon")


def test_installing_again_changes_nothing() -> None:
    before = list(sys.meta_path)

    guard.install()

    assert sys.meta_path == before


def test_rasa_tells_nobody_about_its_use(monkeypatch: pytest.MonkeyPatch) -> None:
    from rasa import telemetry

    assert telemetry.is_telemetry_enabled() is False
