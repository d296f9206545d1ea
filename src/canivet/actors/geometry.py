"""Positions: metres between two of them, and degrees from the metres of the legal projection of France."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import asin, atan, atan2, cos, degrees, exp, hypot, log, pi, radians, sin, sqrt

#: (latitude, longitude), degrees, WGS 84.
Point = tuple[float, float]
#: Rounds of the inverse projection: each gains about two digits, double precision is reached in six.
ROUNDS = 8
#: Rounds in which discs that overlap are moved apart.
SPREADING_ROUNDS = 12


def distance_m(one: Point, other: Point, parameters: Mapping[str, float]) -> float:
    """Metres between two points on a sphere (haversine formula).

    >>> round(distance_m((46.0, 0.0), (46.0, 0.01), {"earth_radius_m": 6371008.8}))
    772
    """
    latitude, latitude_2 = radians(one[0]), radians(other[0])
    half = (
        sin((latitude_2 - latitude) / 2) ** 2
        + cos(latitude) * cos(latitude_2) * sin(radians(other[1] - one[1]) / 2) ** 2
    )
    return 2 * parameters["earth_radius_m"] * asin(min(1.0, sqrt(half)))


def from_lambert93(x: float, y: float, parameters: Mapping[str, float]) -> Point:
    """Latitude and longitude of a point of the Lambert-93 projection (IGN, algorithms NTG_71, 2 and 4).

    Metropolitan France only: overseas, the same columns hold other projections.

    >>> from canivet.commons import load
    >>> known = {row["id"]: float(row["value"]) for row in load().rows("actors/parameters")}
    >>> tuple(round(value, 4) for value in from_lambert93(652469.02, 6862035.26, known))
    (48.8566, 2.3522)
    """
    n, eccentricity = parameters["lambert93_n"], parameters["grs80_eccentricity"]
    east, north = x - parameters["lambert93_xs"], parameters["lambert93_ys"] - y
    isometric = -log(hypot(east, north) / parameters["lambert93_c"]) / n
    latitude = 2 * atan(exp(isometric)) - pi / 2
    for _ in range(ROUNDS):
        flattened = eccentricity * sin(latitude)
        ratio = ((1 + flattened) / (1 - flattened)) ** (eccentricity / 2)
        latitude = 2 * atan(ratio * exp(isometric)) - pi / 2
    longitude = radians(parameters["lambert93_meridian"]) + atan2(east, north) / n
    return degrees(latitude), degrees(longitude)


def hull(points: Iterable[Point]) -> list[Point]:
    """Convex outline of points, counter-clockwise in the plane of (longitude, latitude).

    >>> hull([(0, 0), (0, 2), (2, 2), (2, 0), (1, 1)])
    [(0, 0), (0, 2), (2, 2), (2, 0)]
    """
    ordered = sorted({(lon, lat) for lat, lon in points})
    if len(ordered) < 3:
        return [(lat, lon) for lon, lat in ordered]
    lower = _half(ordered)
    upper = _half(ordered[::-1])
    return [(lat, lon) for lon, lat in lower[:-1] + upper[:-1]]


def _half(ordered: list[Point]) -> list[Point]:
    kept: list[Point] = []
    for point in ordered:
        while len(kept) > 1 and _turn(kept[-2], kept[-1], point) <= 0:
            kept.pop()
        kept.append(point)
    return kept


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def apart(spots: Sequence[tuple[float, float]], radii: Sequence[float]) -> list[tuple[float, float]]:
    """Discs moved just enough not to overlap, as far as a few rounds can; always the same way.

    >>> apart([(0.0, 0.0), (4.0, 0.0)], [5.0, 5.0])
    [(-3.0, 0.0), (7.0, 0.0)]
    """
    moved = [list(spot) for spot in spots]
    for _ in range(SPREADING_ROUNDS):
        for one in range(len(moved)):
            for other in range(one + 1, len(moved)):
                wide, high = moved[other][0] - moved[one][0], moved[other][1] - moved[one][1]
                gap = hypot(wide, high)
                lack = radii[one] + radii[other] - gap
                if lack > 0:
                    # Two at the very same spot part sideways.
                    east, south = (wide / gap, high / gap) if gap else (1.0, 0.0)
                    moved[one][0] -= east * lack / 2
                    moved[one][1] -= south * lack / 2
                    moved[other][0] += east * lack / 2
                    moved[other][1] += south * lack / 2
    return [(x, y) for x, y in moved]
