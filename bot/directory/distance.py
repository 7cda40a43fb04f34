"""How far two points are from each other, as the crow flies."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088
"""The mean radius; the earth's flatness changes a Czech distance by less than half a percent."""

KEPT_DECIMALS = 2
"""About one kilometre: enough to tell the nearest office, too little to tell somebody's home."""


@dataclass(frozen=True)
class Position:
    """Degrees north and east (WGS 84)."""

    latitude: float
    longitude: float

    def coarse(self) -> "Position":
        """The position as far as it may be kept."""
        return Position(round(self.latitude, KEPT_DECIMALS), round(self.longitude, KEPT_DECIMALS))

    def __str__(self) -> str:
        return f"{self.latitude:.{KEPT_DECIMALS}f},{self.longitude:.{KEPT_DECIMALS}f}"

    @classmethod
    def parse(cls, text: str) -> "Position":
        """From `50.09,14.42`. Raises ValueError for anything else."""
        latitude, longitude = map(float, text.split(","))
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise ValueError(f"{text!r} isn't on the earth")
        return cls(latitude, longitude)


def kilometres(one: Position, other: Position) -> float:
    """By the haversine formula, which stays exact for short distances."""
    north, east = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    chord = sin(north / 2) ** 2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(east / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(chord))
