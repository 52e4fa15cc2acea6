"""The eleven outputs that every correct engine prints alike."""

import zlib
from dataclasses import asdict, dataclass

import numpy as np

from beredd.dispensing.bench.instance import Instance


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a run of dispensing-bench ends with; all whole numbers."""

    lines: int
    pharmacies: int
    missed_line_days: int
    requests: int
    dispensed: int
    same_day: int
    backlog_sum: int
    stock_end: int
    delivered: int
    crc32_backlog: int
    crc32_missed_by_product: int

    def as_dict(self) -> dict[str, int]:
        """The outputs by name, in the agreed order."""
        return asdict(self)


def sum_up(
    instance: Instance,
    *,
    missed: np.ndarray,
    backlog: np.ndarray,
    requests: int,
    dispensed: int,
    same_day: int,
    stock_end: int,
    delivered: int,
) -> Outcome:
    """The outcome from missed line-days per product (K,) and pending lines per day and home pharmacy (H, P)."""
    return Outcome(
        lines=instance.n_lines,
        pharmacies=instance.n_pharmacies,
        missed_line_days=int(missed.sum()),
        requests=int(requests),
        dispensed=int(dispensed),
        same_day=int(same_day),
        backlog_sum=int(backlog.sum()),
        stock_end=int(stock_end),
        delivered=int(delivered),
        crc32_backlog=_crc32(backlog),
        crc32_missed_by_product=_crc32(missed),
    )


def _crc32(values: np.ndarray) -> int:
    """CRC-32 of the values as C-ordered little-endian int64."""
    return zlib.crc32(np.ascontiguousarray(values, dtype="<i8").tobytes())
