"""Opioids and antagonist products the model can run, from the registers in `content/parameters`."""

import re
from dataclasses import dataclass, field
from functools import cache

from beredd.overdose.errors import BadQuantity, UnknownName
from beredd.parameters import load, tables

OFFERED_INTRAVENOUS = ("iv-0.4mg", "iv-2mg")
PUBLISHED, FITTED = "published", "fitted"

OPIOID_RATES = ("k_out", "k12", "k21", "k13", "k31")
BINDING = ("k_on", "k_off", "hill")
DEPOT_KINETICS = (
    "bioavailability", "k_transit", "k_absorption",
    "central_ml", "clearance_ml_per_s", "exchange_ml_per_s", "peripheral_ml",
)  # fmt: skip
REPEAT_KINETICS = ("bioavailability_f1", "bioavailability_f2")
IV_KINETICS = ("iv_volume_l", "iv_k_el", "iv_k12", "iv_k21", "iv_k13", "iv_k31")


@dataclass(frozen=True, kw_only=True)
class Opioid:
    """An opioid: typical kinetics and binding. Rates in 1/s, volume in L, binding in pM."""

    id: str
    name_sv: str
    name_en: str
    status: str
    source: str
    molar_mass: float
    volume_l: float
    rates: dict[str, float]
    k_effect: float
    binding: dict[str, float]
    rate_factors: dict[str, float]
    """Multiply the rates of fentanyl's population by these."""
    binding_rows: str
    """Whose binding rows the population uses, `fentanyl` or `carfentanil`."""
    doses_mg: tuple[float, ...]
    dose_limit_mg: float


@dataclass(frozen=True, kw_only=True)
class Substance:
    """An antagonist substance: binding (pM, s), effect-site rate and molar mass."""

    id: str
    molar_mass: float
    k_effect: float
    binding: dict[str, float]


@dataclass(frozen=True, kw_only=True)
class Product:
    """An antagonist product. `curves` are the kinetics that fit its label; a published product has exactly one."""

    id: str
    name_sv: str
    name_en: str
    status: str
    source: str
    substance: Substance
    route: str
    dose_mg: float
    rows: str
    """File of published population rows; for a fitted product those of the nearest formulation, scaled."""
    rows_product: str
    curves: tuple[dict[str, float], ...]
    label: dict[str, float] = field(default_factory=dict)
    """Figures of the label that the curves were fitted to: cmax_ng_per_ml, tmax_min, auc_ng_h_per_ml."""
    why: str = ""
    is_swedish: bool = False
    """Authorised and used in Sweden."""

    @property
    def is_iv(self) -> bool:
        """Given into a vein."""
        return self.route == "iv"


@cache
def opioids() -> dict[str, Opioid]:
    """All opioids by id: those of the published model."""
    table = tables("overdose-opioids")
    found = {}
    for name in ("fentanyl", "carfentanil"):
        entry, values = table[name], load("overdose-opioids").section(name)
        found[name] = Opioid(
            id=name,
            name_sv=entry["name"]["sv"],
            name_en=entry["name"]["en"],
            status=entry["status"],
            source=entry["source"],
            molar_mass=values["molar_mass"],
            volume_l=values["volume_l"],
            rates={rate: values[rate] for rate in OPIOID_RATES},
            k_effect=values["k_effect"],
            binding={k: values[k] for k in BINDING},
            rate_factors=entry.get("factors", dict.fromkeys(OPIOID_RATES, 1.0)),
            binding_rows=name,
            doses_mg=values["doses_mg"],
            dose_limit_mg=values["dose_limit_mg"],
        )
    return found


def opioid(name: str) -> Opioid:
    """One opioid by id."""
    if name not in opioids():
        raise UnknownName("overdose.unknown-opioid", field="opioid", found=name, allowed=opioids())
    return opioids()[name]


@cache
def substance(name: str) -> Substance:
    """One antagonist substance by id."""
    values = load("overdose-products").section(name)
    return Substance(
        id=name,
        molar_mass=values["molar_mass"],
        k_effect=values["k_effect"],
        binding={k: values[k] for k in BINDING},
    )


_IV = re.compile(r"iv-(\d+(?:\.\d+)?)mg")


@cache
def products() -> dict[str, Product]:
    """All products by id, without the intravenous ones, whose dose is part of the name (`iv-0.4mg`)."""
    table = tables("overdose-products")["products"]
    return {name: _product(name, table[name], table[name]["dose_mg"]) for name in table if name != "iv"}


def _product(name: str, entry: dict, dose_mg: float) -> Product:
    substance_ = substance(entry["substance"])
    nearest = entry.get("population_like", "iv" if entry["route"] == "iv" else name)
    rows = tables("overdose-products")["products"][nearest]["rows"]
    curves = tuple(entry["curves"]) if entry["status"] == FITTED else (entry["kinetics"],)
    return Product(
        id=name,
        name_sv=entry["name"]["sv"],
        name_en=entry["name"]["en"],
        status=entry["status"],
        source=entry["source"],
        substance=substance_,
        route=entry["route"],
        dose_mg=dose_mg,
        rows=rows,
        rows_product=nearest,
        curves=curves,
        label=entry.get("label", {}),
        why=entry.get("why", ""),
        is_swedish=entry.get("in_sweden", False),
    )


@cache
def offered_products() -> dict[str, Product]:
    """Products that people choose among: those of the register and two doses into a vein."""
    return {**products(), **{name: product(name) for name in OFFERED_INTRAVENOUS}}


def product(name: str) -> Product:
    """One product by id; `iv-…mg` for any intravenous dose."""
    if name in products():
        return products()[name]
    entry = tables("overdose-products")["products"]["iv"]
    match = _IV.fullmatch(name)
    if match is None:
        known = (*products(), "iv-2mg")
        raise UnknownName("overdose.unknown-product", field="antagonist", found=name, allowed=known)
    dose_mg = float(match[1])
    if not 0.0 < dose_mg <= entry["dose_limit_mg"]:
        limit = entry["dose_limit_mg"]
        raise BadQuantity("overdose.iv-dose", field="antagonist", product=name, found=dose_mg, high=limit)
    return _product(name, entry, dose_mg)
