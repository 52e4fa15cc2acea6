"""From degrees to the plane of Swedish maps."""

import math

Point = tuple[float, float]


def sweref99tm(lon_deg: float, lat_deg: float) -> Point:
    """Easting and northing in metres, SWEREF 99 TM, by Krüger's series to the fourth order (as Lantmäteriet does)."""
    a, f, lon0, k0, e0 = 6378137.0, 1 / 298.257222101, math.radians(15.0), 0.9996, 500000.0
    e2, n = f * (2 - f), f / (2 - f)
    lat, dlon = math.radians(lat_deg), math.radians(lon_deg) - lon0
    s = math.sin(lat)
    conformal = math.atan(math.sinh(math.atanh(s) - math.sqrt(e2) * math.atanh(math.sqrt(e2) * s)))
    xi = math.atan2(math.tan(conformal), math.cos(dlon))
    eta = math.atanh(math.cos(conformal) * math.sin(dlon))
    beta = (
        n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16,
        13 * n**2 / 48 - 3 * n**3 / 5,
        61 * n**3 / 240,
    )
    radius = a / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    north = xi + sum(b * math.sin(2 * i * xi) * math.cosh(2 * i * eta) for i, b in enumerate(beta, 1))
    east = eta + sum(b * math.cos(2 * i * xi) * math.sinh(2 * i * eta) for i, b in enumerate(beta, 1))
    return k0 * radius * east + e0, k0 * radius * north
