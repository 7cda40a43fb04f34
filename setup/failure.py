"""The one error of this folder."""


class NoUv(Exception):
    """This way doesn't lead to a uv on this machine; the text says why."""
