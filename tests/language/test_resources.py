"""The resource file is the same for the same inputs, small when loaded, and refused when it isn't ours."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bot.errors import NotTrained
from bot.language import resources as room
from bot.language.arrays import Arrays, read_arrays, write_arrays
from bot.language.lexicon import Lexicon, build_lexicon
from bot.language.resources import LanguageResources
from bot.language.train_repair import own_words
from bot.language.typos import TypoIndex, build_typo_index

_LOAD = """
import sys, time, psutil, numpy
from pathlib import Path
from bot.language.resources import LanguageResources
before = psutil.Process().memory_info().rss
start = time.process_time()
loaded = LanguageResources.load(Path(sys.argv[1]))
seconds = time.process_time() - start
from tests.language.measure import FORMS, expected_of
for name in FORMS:
    for text, code, form in expected_of(name):
        loaded.model.identify(text)
        loaded.repair.repair(text, code, form)
assert "wordfreq" not in sys.modules and "symspellpy" not in sys.modules
print(seconds, (psutil.Process().memory_info().rss - before) / 1e6)
"""


_BUILD = """
import sys
from pathlib import Path
from bot.language.resources import build_language_resources
from tests.language.measure import CORPUS, OFFICE_WORDS
build_language_resources(Path(sys.argv[1]), CORPUS, OFFICE_WORDS)
"""


def test_same_inputs_give_the_same_bytes(resource_dir: Path, tmp_path: Path) -> None:
    """The second build runs with another order of sets and dictionaries' hashes."""
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    subprocess.run([sys.executable, "-c", _BUILD, tmp_path], check=True, env=environment)
    first, second = ((folder / room.FILE_NAME).read_bytes() for folder in (resource_dir, tmp_path))
    assert len(first) > 1_000_000
    assert first == second


def test_loading_is_quick_and_small_and_without_training_tables(resource_dir: Path) -> None:
    done = subprocess.run([sys.executable, "-c", _LOAD, resource_dir], check=True, capture_output=True, text=True)
    seconds, megabytes = map(float, done.stdout.split())
    assert seconds < 1
    assert megabytes < 60


def test_the_knowledge_bases_own_words_are_known_and_proposed() -> None:
    plan = room.PLANS["cs"]
    own = own_words(["Portál jendův", "Jendův portál"], plan)
    arrays, rows = build_lexicon({"práce": 5.0}, own, {}, plan.shape, 10, 10)
    lexicon = Lexicon(arrays)
    typos = TypoIndex(build_typo_index(rows, own, plan.typo_shape, 10, 10), lexicon, plan.typo_shape, plan.inflected)
    assert lexicon.owns("jendův") and not lexicon.owns("práce")
    assert typos.correction("jnedův") == "jendův"


def test_a_word_seen_once_is_not_yet_a_word() -> None:
    assert own_words(["Zadost podejte"], room.PLANS["cs"]) == {}


def test_missing_foreign_outdated_and_cut_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / room.FILE_NAME
    with pytest.raises(NotTrained):
        LanguageResources.load(tmp_path)
    path.write_bytes(b"something else")
    with pytest.raises(NotTrained):
        LanguageResources.load(tmp_path)
    write_arrays(path, room.FORMAT + 1, {"a": np.arange(3)})
    with pytest.raises(NotTrained):
        LanguageResources.load(tmp_path)
    write_arrays(path, room.FORMAT, {"a": np.arange(3000)})
    path.write_bytes(path.read_bytes()[:-5000])
    with pytest.raises(NotTrained):
        read_arrays(path, room.FORMAT)


def test_arrays_come_back_as_they_were(tmp_path: Path) -> None:
    arrays: Arrays = {"a/x": np.arange(6, dtype=np.uint8).reshape(2, 3), "b": np.array([], dtype=np.uint32)}
    write_arrays(tmp_path / "file", 7, arrays)
    read = read_arrays(tmp_path / "file", 7)
    assert read.keys() == arrays.keys()
    assert all(np.array_equal(read[name], array) and read[name].dtype == array.dtype for name, array in arrays.items())
