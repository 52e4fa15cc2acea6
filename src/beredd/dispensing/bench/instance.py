"""An instance of dispensing-bench: arrays as specified, validated once, so that the engines may trust them."""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from beredd.dispensing.errors import InstanceError
from beredd.wording import Sentence

PACK_DAYS = (30, 60, 90)
MAX_PRODUCTS = 1 << 16
MAX_DAYS = 3_660
MAX_INT16, MAX_INT32 = (1 << 15) - 1, (1 << 31) - 1

ARRAYS = {
    # name: type in memory
    "off": np.int64,
    "product": np.uint16,
    "pack_days": np.uint8,
    "visit_day": np.int16,
    "runout_day": np.int16,
    "reorder_point": np.int32,
    "order_up_to": np.int32,
    "capacity": np.int32,
    "closed": np.bool_,
    "alternative": np.int32,
}
SCALARS = ("n_products", "horizon_days", "seed", "delivery_days", "max_lead")


@dataclass(frozen=True, kw_only=True, eq=False)
class Instance:
    """Everything an engine needs; arrays are read-only and C-contiguous. L lines, P pharmacies, K products."""

    off: np.ndarray
    """(P+1,) int64: lines off[p] … off[p+1]-1 are at home at pharmacy p."""
    product: np.ndarray
    """(L,) uint16, 0 … K-1."""
    pack_days: np.ndarray
    """(L,) uint8, days one pack lasts: 30, 60 or 90."""
    visit_day: np.ndarray
    """(L,) int16, first day the line is asked for."""
    runout_day: np.ndarray
    """(L,) int16, day the home stock ends; may be negative (already without)."""
    reorder_point: np.ndarray
    """(P*K,) int32, cell = pharmacy * K + product."""
    order_up_to: np.ndarray
    """(P*K,) int32, not below reorder_point."""
    capacity: np.ndarray
    """(P,) int32, service attempts per day."""
    closed: np.ndarray
    """(P,) bool, shut during the outage."""
    alternative: np.ndarray
    """(P,) int32, the open pharmacy a diverted line goes to; itself when open."""
    n_products: int
    horizon_days: int
    seed: int
    outage_days: tuple[int, int]
    """First day and the day after the last."""
    delivery_days: int
    max_lead: int
    """Leads are 0 … max_lead-1 days."""
    divert_share: float
    """0..1, of lines at a closed pharmacy that go to the alternative."""

    @property
    def n_lines(self) -> int:
        """L."""
        return len(self.product)

    @property
    def n_pharmacies(self) -> int:
        """P."""
        return len(self.capacity)

    def __post_init__(self):
        for name in ARRAYS:
            getattr(self, name).flags.writeable = False


def load_instance(path: Path) -> Instance:
    """Read and validate an .npz file; InstanceError names file, array, what was found and what is allowed."""
    try:
        with np.load(path, allow_pickle=False) as archive:
            raw = {name: archive[name] for name in archive.files}
    except FileNotFoundError:
        raise InstanceError("bench.no-file", file=path) from None
    except (OSError, ValueError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise InstanceError("bench.unreadable", file=path, reason=error) from None
    return make_instance(raw, origin=str(path))


def make_instance(raw: Mapping[str, np.ndarray | np.generic], *, origin: str) -> Instance:
    """Validate named arrays into an Instance; `origin` begins each message."""
    wanted = {f.name for f in fields(Instance)}
    if missing := sorted(wanted - raw.keys()):
        found = sorted(raw) or Sentence("bench.none")
        raise InstanceError("bench.missing", file=origin, array=missing[0], found=found)
    if unknown := sorted(raw.keys() - wanted):
        raise InstanceError("bench.unknown", file=origin, array=unknown[0], allowed=sorted(wanted))
    check = _Check(raw, origin)

    products = check.scalar("n_products", 1, MAX_PRODUCTS)
    horizon = check.scalar("horizon_days", 1, MAX_DAYS)
    seed = check.scalar("seed", 0, (1 << 64) - 1)
    delivery = check.scalar("delivery_days", 1, MAX_INT32)
    max_lead = check.scalar("max_lead", 1, 1 << 15)
    outage = check.outage()
    share = check.share()

    off = check.integers("off", None, 0, MAX_INT32, Sentence("bench.per-pharmacy-and-one"))
    if len(off) < 2 or off[0] != 0 or (np.diff(off) < 0).any():
        raise InstanceError("bench.off", file=origin, found=_shown(off))
    pharmacies, lines = len(off) - 1, int(off[-1])
    per_line, per_pharmacy = (lines, Sentence("bench.per-line")), (pharmacies, Sentence("bench.per-pharmacy"))
    per_cell = (pharmacies * products, Sentence("bench.per-pharmacy-and-product"))
    arrays = {
        "off": off,
        "product": check.integers("product", per_line[0], 0, products - 1, per_line[1]),
        "pack_days": check.integers("pack_days", per_line[0], 1, 255, per_line[1]),
        "visit_day": check.integers("visit_day", per_line[0], 0, MAX_INT16, per_line[1]),
        "runout_day": check.integers("runout_day", per_line[0], -MAX_INT16, MAX_INT16, per_line[1]),
        "reorder_point": check.integers("reorder_point", per_cell[0], -1, MAX_INT32, per_cell[1]),
        "order_up_to": check.integers("order_up_to", per_cell[0], 0, MAX_INT32, per_cell[1]),
        "capacity": check.integers("capacity", per_pharmacy[0], 0, MAX_INT32, per_pharmacy[1]),
        "closed": check.integers("closed", per_pharmacy[0], 0, 1, per_pharmacy[1]),
        "alternative": check.integers("alternative", per_pharmacy[0], 0, pharmacies - 1, per_pharmacy[1]),
    }
    check.where(~np.isin(arrays["pack_days"], PACK_DAYS), "pack_days", arrays["pack_days"], Sentence("bench.packs"))
    check.where(
        arrays["reorder_point"] > arrays["order_up_to"],
        "reorder_point",
        arrays["reorder_point"],
        Sentence("bench.at-most-order-up-to"),
    )
    closed, alternative = arrays["closed"].astype(bool), arrays["alternative"]
    own = np.arange(pharmacies)
    check.where(~closed & (alternative != own), "alternative", alternative, Sentence("bench.itself"))
    # With nobody to divert, an instance in which every pharmacy closes is sound.
    if share > 0.0 and outage[0] < outage[1]:
        check.where(closed & closed[alternative], "alternative", alternative, Sentence("bench.another-open"))
    return Instance(
        **{name: np.ascontiguousarray(values, dtype=ARRAYS[name]) for name, values in arrays.items()},
        n_products=products,
        horizon_days=horizon,
        seed=seed,
        outage_days=outage,
        delivery_days=delivery,
        max_lead=max_lead,
        divert_share=share,
    )


class _Check:
    """One message form for everything that can be wrong with one array."""

    def __init__(self, raw: Mapping[str, np.ndarray | np.generic], origin: str):
        self.raw = raw
        self.origin = origin

    def refuse(self, name: str, found: object, allowed: Sentence) -> InstanceError:
        return InstanceError("bench.wrong", file=self.origin, array=name, found=found, allowed=allowed)

    def integers(self, name: str, length: int | None, low: int, high: int, per: Sentence) -> np.ndarray:
        values = np.asarray(self.raw[name])
        if values.dtype.kind not in "iub":
            raise self.refuse(name, Sentence("bench.of-type", type=values.dtype), Sentence("bench.whole-numbers"))
        if values.ndim != 1 or (length is not None and len(values) != length):
            counted = Sentence("bench.a-list", per=per)
            if length is not None:
                counted = Sentence("bench.so-many", count=length, per=per)
            raise self.refuse(name, Sentence("bench.of-shape", shape=repr(values.shape)), counted)
        self.where((values < low) | (values > high), name, values, Sentence("bench.between", low=low, high=high))
        return values

    def where(self, wrong: np.ndarray, name: str, values: np.ndarray, allowed: Sentence) -> None:
        """Refuse the first entry marked wrong."""
        if wrong.any():
            first = int(np.argmax(wrong))
            raise InstanceError(
                "bench.wrong-entry",
                file=self.origin,
                array=name,
                found=values[first],
                position=first,
                allowed=allowed,
            )

    def scalar(self, name: str, low: int, high: int) -> int:
        value = np.asarray(self.raw[name])
        if value.size != 1 or value.dtype.kind not in "iu":
            raise self.refuse(name, _shown(value), Sentence("bench.one-whole-number", low=low, high=high))
        number = int(value.reshape(-1)[0])
        if not low <= number <= high:
            raise self.refuse(name, number, Sentence("bench.between", low=low, high=high))
        return number

    def outage(self) -> tuple[int, int]:
        value = np.asarray(self.raw["outage_days"])
        if value.shape != (2,) or value.dtype.kind not in "iu" or not 0 <= int(value[0]) <= int(value[1]):
            raise self.refuse("outage_days", _shown(value), Sentence("bench.two-days"))
        return int(value[0]), int(value[1])

    def share(self) -> float:
        value = np.asarray(self.raw["divert_share"])
        if value.size != 1 or value.dtype.kind not in "fiu" or not 0.0 <= float(value.reshape(-1)[0]) <= 1.0:
            raise self.refuse("divert_share", _shown(value), Sentence("bench.one-share"))
        return float(value.reshape(-1)[0])


def _shown(values: np.ndarray) -> str:
    """A few of the values, for a message."""
    flat = np.asarray(values).reshape(-1)
    text = ", ".join(str(v) for v in flat[:6].tolist())
    return f"[{text}{', …' if flat.size > 6 else ''}]"
