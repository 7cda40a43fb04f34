"""One plain file of named arrays, mapped into memory.

Mapped because several web processes then share the pages, and untouched parts of a language never become resident.
Deterministic: the same arrays give the same bytes (no time stamps, no pickle).
"""

import json
import mmap
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.errors import NotTrained

MAGIC = b"PREPAZKA-ARRAYS\n"
_ALIGN = 64

Arrays = dict[str, NDArray[np.generic]]


def write_arrays(path: Path, form: int, arrays: Mapping[str, NDArray[np.generic]]) -> None:
    """Write the arrays in name order; `form` is the version of what they mean. Replaces the file in one step."""
    directory, blobs, offset = [], [], 0
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        blob = array.tobytes()
        directory.append({"name": name, "dtype": array.dtype.str, "shape": array.shape, "offset": offset})
        blobs.append(blob + b"\0" * (-len(blob) % _ALIGN))
        offset += len(blobs[-1])
    head = json.dumps({"format": form, "arrays": directory}, sort_keys=True).encode()
    head += b" " * (-(len(MAGIC) + 8 + len(head)) % _ALIGN)
    partial = path.with_suffix(path.suffix + ".partial")
    partial.write_bytes(b"".join([MAGIC, len(head).to_bytes(8, "little"), head, *blobs]))
    partial.replace(path)


def read_arrays(path: Path, form: int) -> Arrays:
    """The arrays of a file, read-only. Raises `NotTrained` for a missing, foreign or outdated file."""
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise NotTrained(f"no language resources at {path.name}: run the training") from error
    start = len(MAGIC) + 8
    if data[: len(MAGIC)] != MAGIC:
        raise NotTrained(f"{path.name} is not a file of language resources")
    body = start + int.from_bytes(data[len(MAGIC) : start], "little")
    head = json.loads(data[start:body])
    if head["format"] != form:
        raise NotTrained(f"{path.name} has format {head['format']}, this program reads {form}: run the training")
    return {entry["name"]: _mapped(data, body, entry) for entry in head["arrays"]}


def _mapped(data: mmap.mmap, body: int, entry: dict[str, object]) -> NDArray[np.generic]:
    shape = tuple(int(n) for n in entry["shape"])  # type: ignore[attr-defined]
    dtype = np.dtype(str(entry["dtype"]))
    count = int(np.prod(shape, dtype=np.int64))
    offset = body + int(str(entry["offset"]))
    if offset + count * dtype.itemsize > len(data):
        raise NotTrained("the file of language resources is cut short: run the training")
    return np.frombuffer(data, dtype=dtype, count=count, offset=offset).reshape(shape)


def subset(arrays: Mapping[str, NDArray[np.generic]], prefix: str) -> Arrays:
    """The arrays below `prefix/`, under their short names."""
    return {name.removeprefix(prefix + "/"): array for name, array in arrays.items() if name.startswith(prefix + "/")}
