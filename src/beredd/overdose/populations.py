"""Virtual populations: the published rows from a folder the user names, or subjects drawn from fitted distributions.

A population is columns of numbers, one row per subject. Blocks (opioid kinetics, opioid binding, naloxone binding, each
product's kinetics) are independent of each other, as in the published population; within a block columns correlate.
"""

import csv
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from scipy.special import ndtri

from beredd.overdose.errors import BadParameterFile
from beredd.overdose.substances import (
    DEPOT_KINETICS,
    OPIOID_RATES,
    Opioid,
    Product,
    products,
    substance,
)
from beredd.parameters import tables
from beredd.provenance import file_fingerprint, fingerprint, philox_plain

FENTANYL_ROWS = "opioid_pk_population_fentanyl.csv"
BINDING_COLUMNS = {"k_on": "kon_pM^-n_per_s", "k_off": "koff_per_s", "hill": "n"}
DEPOT_COLUMNS = {
    "bioavailability": "F",
    "k_transit": "ktr_per_s",
    "k_absorption": "kin_per_s",
    "central_ml": "V1_mL",
    "clearance_ml_per_s": "CL_mL_per_s",
    "exchange_ml_per_s": "Qp_mL_per_s",
    "peripheral_ml": "V2_mL",
}
REPEAT_COLUMNS = {"bioavailability_f1": "F_after_3rd_single_f1", "bioavailability_f2": "F_after_2nd_double_f2"}
IV_COLUMNS = {
    "iv_volume_l": "Vc_L",
    **{f"iv_{k}": f"{k.replace('_', '')}_per_s" for k in ("k_el", "k12", "k21", "k13", "k31")},
}

Columns = dict[str, np.ndarray]


@dataclass(frozen=True, kw_only=True)
class Population:
    """Columns of numbers for the n subjects of a run, and where they come from."""

    name: str
    subjects: np.ndarray
    """Subject numbers, from 1."""
    opioid: Columns
    """volume_l, k_out, k12 … (1/s), k_on, k_off, hill."""
    antagonist_binding: dict[str, Columns]
    """Substance -> k_on, k_off, hill."""
    antagonist: dict[str, tuple[Columns, ...]]
    """Product -> one set of columns per curve that fits its label."""
    inputs: dict[str, str]
    """Name of each file or register -> fingerprint."""

    is_published: bool = False
    """Published rows, not drawn."""

    @property
    def n(self) -> int:
        """Number of subjects."""
        return len(self.subjects)


def published(folder: Path, opioid: Opioid, wanted: list[Product], n: int) -> Population:
    """The first n published subjects, from files named and laid out as docs/reference/overdose-parameters.md says."""
    if not folder.is_dir():
        raise BadParameterFile("overdose.no-folder", folder=folder)
    read: dict[str, Columns] = {}
    inputs: dict[str, str] = {}

    def rows(file: str, columns: dict[str, str]) -> Columns:
        if file not in read:
            read[file] = _read_rows(folder / file)
            inputs[file] = file_fingerprint(folder / file)
        return _take(folder / file, read[file], columns, n)

    kinetics = rows(FENTANYL_ROWS, {"volume_l": "V1_L", **{k: f"{k.replace('_', '')}_per_s" for k in OPIOID_RATES}})
    binding = rows(f"binding_bootstrap_{opioid.binding_rows}.csv", BINDING_COLUMNS)
    naloxone = rows("binding_bootstrap_naloxone.csv", BINDING_COLUMNS)
    antagonist = {}
    for product in wanted:
        if product.is_iv:
            columns = rows(product.rows, IV_COLUMNS)
        else:
            repeats = REPEAT_COLUMNS if "bioavailability_f1" in products()[product.rows_product].curves[0] else {}
            columns = rows(product.rows, {**DEPOT_COLUMNS, **repeats})
        antagonist[product.id] = _curves(product, columns)
    subjects = np.arange(1, n + 1)
    found = _assemble("published rows", subjects, opioid, kinetics, binding, naloxone, antagonist, inputs)
    return replace(found, is_published=True)


def _read_rows(path: Path) -> Columns:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            table = list(csv.reader(stream))
    except FileNotFoundError:
        raise BadParameterFile("overdose.no-file", folder=path.parent, file=path.name) from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadParameterFile("overdose.unreadable", file=path.name, reason=error) from None
    if len(table) < 2:
        raise BadParameterFile("overdose.no-rows", file=path.name)
    columns: Columns = {}
    for k, name in enumerate(table[0]):
        try:
            columns[name] = np.array([float(row[k]) for row in table[1:]])
        except (ValueError, IndexError):
            bad = next(j for j, row in enumerate(table[1:], 2) if len(row) <= k or not _is_number(row[k]))
            raise BadParameterFile("overdose.no-number", file=path.name, column=name, row=bad) from None
    return columns


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _take(path: Path, have: Columns, wanted: dict[str, str], n: int) -> Columns:
    taken = {}
    for name, column in wanted.items():
        if column not in have:
            raise BadParameterFile("overdose.no-column", file=path.name, column=column, found=have)
        values = have[column]
        if len(values) < n:
            raise BadParameterFile("overdose.too-few", file=path.name, found=len(values), asked=n)
        values = values[:n]
        wrong = ~(np.isfinite(values) & (values > 0.0))
        if wrong.any():
            line = int(np.argmax(wrong)) + 2
            found = values[line - 2]
            raise BadParameterFile("overdose.not-positive", file=path.name, found=found, column=column, row=line)
        if name.startswith("bioavailability") and (values > 1.0).any():
            line = int(np.argmax(values > 1.0)) + 2
            raise BadParameterFile("overdose.no-share", file=path.name, found=values[line - 2], row=line)
        taken[name] = values
    return taken


FASTEST_PER_S = 0.9
"""Absorption and transit faster than this count as this: the longest step (3 s) stays stable, and the drug comes less
than a second later. The published rows stay below 0.73; the published code cuts off at 10."""


def _curves(product: Product, columns: Columns) -> tuple[Columns, ...]:
    """The product's population: a fitted curve varies as the nearest published formulation does around its typical."""
    if product.is_iv:
        return (columns,)
    columns = {**columns, **{k: np.minimum(columns[k], FASTEST_PER_S) for k in ("k_transit", "k_absorption")}}
    if product.id == product.rows_product:
        return (columns,)
    typical = products()[product.rows_product].curves[0]
    scaled = []
    for curve in product.curves:
        own = {k: curve[k] * columns[k] / typical[k] for k in DEPOT_KINETICS}
        own["bioavailability"] = np.minimum(own["bioavailability"], 1.0)
        own |= {k: np.minimum(own[k], FASTEST_PER_S) for k in ("k_transit", "k_absorption")}
        scaled.append(own)
    return tuple(scaled)


def _assemble(name, subjects, opioid, kinetics, binding, naloxone, antagonist, inputs) -> Population:
    own = {
        "volume_l": kinetics["volume_l"],
        **{k: kinetics[k] * opioid.rate_factors[k] for k in OPIOID_RATES},
        **binding,
    }
    # Nalmefene has no bootstrap of its own: naloxone's rows times the ratio of the typical values.
    ratio = {k: substance("nalmefene").binding[k] / substance("naloxone").binding[k] for k in BINDING_COLUMNS}
    return Population(
        name=name,
        subjects=subjects,
        opioid=own,
        antagonist_binding={"naloxone": naloxone, "nalmefene": {k: naloxone[k] * ratio[k] for k in naloxone}},
        antagonist=antagonist,
        inputs=inputs,
    )


# --- subjects drawn from fitted distributions -------------------------------------------------------------------------

BLOCKS = (
    "opioid-fentanyl", "binding-fentanyl", "binding-carfentanil", "binding-naloxone",
    "im-generic-2mg", "im-evzio-2mg", "in-4mg", "iv",
)  # fmt: skip
"""The order numbers the random streams; append only."""


def drawn(opioid: Opioid, wanted: list[Product], n: int, seed: int) -> Population:
    """n subjects drawn from the fitted distributions; subject i is the same whatever n and whichever products."""
    kinetics = _draw("opioid-fentanyl", n, seed)
    volume = kinetics["V1_L"]
    rates = {
        "volume_l": volume,
        "k_out": kinetics["CL_L_per_s"] / volume,
        "k12": kinetics["Q2_L_per_s"] / volume,
        "k21": kinetics["Q2_L_per_s"] / kinetics["V2_L"],
        "k13": kinetics["Q3_L_per_s"] / volume,
        "k31": kinetics["Q3_L_per_s"] / kinetics["V3_L"],
    }
    binding = _rename(_draw(f"binding-{opioid.binding_rows}", n, seed), BINDING_COLUMNS)
    naloxone = _rename(_draw("binding-naloxone", n, seed), BINDING_COLUMNS)
    antagonist: dict[str, tuple[Columns, ...]] = {}
    for product in wanted:
        columns = _draw(product.rows_product, n, seed)
        if product.is_iv:
            typical = product.curves[0]
            columns |= {k: np.full(n, typical[f"iv_{k[:3]}"]) for k in ("k21_per_s", "k31_per_s")}
            antagonist[product.id] = (_rename(columns, IV_COLUMNS),)
        else:
            repeats = {k: v for k, v in REPEAT_COLUMNS.items() if v in columns}
            antagonist[product.id] = _curves(product, _rename(columns, {**DEPOT_COLUMNS, **repeats}))
    inputs = {"overdose-population": fingerprint(tables("overdose-population"))}
    subjects = np.arange(1, n + 1)
    return _assemble("drawn from fitted distributions", subjects, opioid, rates, binding, naloxone, antagonist, inputs)


def _rename(columns: Columns, names: dict[str, str]) -> Columns:
    return {ours: columns[theirs] for ours, theirs in names.items()}


@cache
def _shape(block: str) -> tuple[tuple[str, ...], np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(columns, log-means, log-sds, root of the correlation, standardised quantiles, the normal's there)."""
    table = tables("overdose-population")
    entry = table["block"][block]
    size, vectors = np.linalg.eigh(np.array(entry["correlation"]))
    root = vectors * np.sqrt(np.maximum(size, 0.0))
    return (
        tuple(entry["columns"]),
        np.array(entry["log_mean"]),
        np.array(entry["log_sd"]),
        root,
        np.array(entry["z_quantiles"]),
        np.array(table["shape"]["normal"]),
    )


def _draw(block: str, n: int, seed: int) -> Columns:
    """Gaussian copula: correlated normals, each bent to its column's standardised quantiles, then to the log scale."""
    columns, mean, sd, root, quantiles, normal = _shape(block)
    stream = BLOCKS.index(block)
    free = np.empty((n, len(columns)))
    for i in range(n):
        for k in range(0, len(columns), 4):
            words = philox_plain(i + 1, k // 4, stream, 0, seed & 0xFFFFFFFF, seed >> 32)
            free[i, k : k + 4] = [(word + 0.5) / 2.0**32 for word in words][: len(columns) - k]
    z = ndtri(free) @ root.T
    bent = np.empty_like(z)
    for k in range(len(columns)):
        # Straight lines between the kept quantiles; the outermost pieces go on beyond them, but never past a cap.
        bent[:, k] = np.interp(z[:, k], normal, quantiles[k])
        for end, inner, beyond in ((0, 1, z[:, k] < normal[0]), (-1, -2, z[:, k] > normal[-1])):
            slope = (quantiles[k, end] - quantiles[k, inner]) / (normal[end] - normal[inner])
            bent[beyond, k] = quantiles[k, end] + slope * (z[beyond, k] - normal[end])
    values = np.exp(mean + sd * bent)
    return {name: values[:, k] for k, name in enumerate(columns)}


def typical(opioid: Opioid, wanted: list[Product]) -> Population:
    """One subject: everybody's typical values."""
    naloxone = {k: np.array([v]) for k, v in substance("naloxone").binding.items()}
    kinetics = {"volume_l": np.array([opioid.volume_l]), **{k: np.array([v]) for k, v in opioid.rates.items()}}
    binding = {k: np.array([v]) for k, v in opioid.binding.items()}
    antagonist = {
        product.id: tuple({k: np.array([v]) for k, v in curve.items()} for curve in product.curves)
        for product in wanted
    }
    # Typical rates are the opioid's own: its factors are already in them.
    plain = {k: v / opioid.rate_factors.get(k, 1.0) for k, v in kinetics.items()}
    return _assemble("typical patient", np.array([0]), opioid, plain, binding, naloxone, antagonist, {})
