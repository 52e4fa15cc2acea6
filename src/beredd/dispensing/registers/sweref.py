"""Positions in SWEREF 99 TM, the coordinates of Swedish authorities' files, to degrees."""

from math import asin, atan2, cos, cosh, degrees, radians, sin, sinh

SEMI_MAJOR_M = 6378137.0
FLATTENING = 1 / 298.257222101
CENTRAL_MERIDIAN_DEG = 15.0
SCALE = 0.9996
FALSE_EASTING_M = 500_000.0


def to_degrees(north_m: float, east_m: float) -> tuple[float, float]:
    """Latitude and longitude in degrees (SWEREF 99, within a metre of WGS 84) of a point in SWEREF 99 TM.

    Krüger's series for the Gauss conformal projection, good to a millimetre in Sweden. Source: Lantmäteriet,
    "Gauss Conformal Projection (Transverse Mercator), Krüger's formulas".
    """
    n = FLATTENING / (2 - FLATTENING)
    radius = SEMI_MAJOR_M / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    xi, eta = north_m / (SCALE * radius), (east_m - FALSE_EASTING_M) / (SCALE * radius)
    delta = (
        n / 2 - 2 / 3 * n**2 + 37 / 96 * n**3 - n**4 / 360,
        n**2 / 48 + n**3 / 15 - 437 / 1440 * n**4,
        17 / 480 * n**3 - 37 / 840 * n**4,
        4397 / 161280 * n**4,
    )
    x = xi - sum(d * sin(2 * k * xi) * cosh(2 * k * eta) for k, d in enumerate(delta, start=1))
    y = eta - sum(d * cos(2 * k * xi) * sinh(2 * k * eta) for k, d in enumerate(delta, start=1))
    conformal = asin(max(-1.0, min(1.0, sin(x) / cosh(y))))
    e2 = FLATTENING * (2 - FLATTENING)
    series = (
        e2 + e2**2 + e2**3 + e2**4,
        -(7 * e2**2 + 17 * e2**3 + 30 * e2**4) / 6,
        (224 * e2**3 + 889 * e2**4) / 120,
        -(4279 * e2**4) / 1260,
    )
    s = sin(conformal)
    latitude = conformal + s * cos(conformal) * sum(c * s ** (2 * k) for k, c in enumerate(series))
    return degrees(latitude), degrees(radians(CENTRAL_MERIDIAN_DEG) + atan2(sinh(y), cos(x)))


def is_sweref(north: float, east: float) -> bool:
    """Whether two numbers can be a point of Sweden in SWEREF 99 TM rather than degrees."""
    return 6.0e6 < north < 7.7e6 and 2.5e5 < east < 9.3e5
