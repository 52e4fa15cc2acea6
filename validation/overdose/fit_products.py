"""Fit the transit model to label kinetics of products without published curves; prints register entries and the fit.

    python validation/overdose/fit_products.py

A label gives the peak (Cmax), its time (Tmax) and the area under the curve (AUC), not the first minutes, and those
decide the outcome. So every curve that meets the label within the stated tolerance is kept: three dispositions (those
of the published formulations; nalmefene has its own), both orders of the two absorption rates, and Tmax as printed and
early and late within its tolerance.
"""

import numpy as np
from scipy.optimize import least_squares

from beredd.overdose.constants import register
from beredd.overdose.kinetics import label_kinetics

CMAX_TOLERANCE, AUC_TOLERANCE, TMAX_TOLERANCE = 0.05, 0.10, 0.15
NALMEFENE = {
    "central_ml": 15200.0,
    "clearance_ml_per_s": 63.7e3 / 3600,
    "exchange_ml_per_s": 81.3e3 / 3600,
    "peripheral_ml": 522000.0,
}
"""Apparent disposition of Laffont 2024 (doi 10.3389/fpsyt.2024.1399803), table 1, at 74.7 kg; F is relative to it."""

LABELS = {
    "nyxoid-1.8mg": {"dose_mg": 1.8, "cmax_ng_per_ml": 2.87, "tmax_min": 30.0},
    "respinal-1.26mg": {"dose_mg": 1.26, "cmax_ng_per_ml": 2.36, "tmax_min": 20.2, "auc_ng_h_per_ml": 2.62},
    "im-0.4mg": {"dose_mg": 0.4, "cmax_ng_per_ml": 1.07, "tmax_min": 20.0, "auc_ng_h_per_ml": 1.7},
    "nalmefene-in-2.7mg": {"dose_mg": 3.0, "cmax_ng_per_ml": 12.2, "tmax_min": 15.0, "auc_ng_h_per_ml": 46.6},
}
DISPOSITION = ("central_ml", "clearance_ml_per_s", "exchange_ml_per_s", "peripheral_ml")


def kinetics_of_label(curve: dict[str, float], dose_mg: float) -> tuple[float, float, float]:
    """(Cmax ng/mL, Tmax min, AUC ng h/mL) of one dose."""
    return tuple(label_kinetics(curve, dose_mg).values())


def fit(
    label: dict[str, float], disposition: dict[str, float], order: float, tmax_min: float
) -> dict[str, float] | None:
    """A curve with this disposition and order of absorption rates that meets the label, or None.

    Volumes may be scaled together, at a price, where a label's peak and area ask for faster elimination.
    """

    def curve(x) -> dict[str, float]:
        slow, ratio, scale = np.exp(x[1]), 1.0 + np.exp(x[2]), np.exp(x[3])
        ktr, kin = (slow, slow * ratio) if order > 0 else (slow * ratio, slow)
        own = {k: v if k.startswith("clearance") else v * scale for k, v in disposition.items()}
        return {"bioavailability": 1.2 / (1.0 + np.exp(-x[0])), "k_transit": ktr, "k_absorption": kin, **own}

    def misfit(x) -> list[float]:
        cmax, tmax, auc = kinetics_of_label(curve(x), label["dose_mg"])
        terms = [np.log(cmax / label["cmax_ng_per_ml"]), np.log(tmax / tmax_min), 0.02 * x[3], 0.002 * (x[2])]
        if "auc_ng_h_per_ml" in label:
            terms.append(np.log(auc / label["auc_ng_h_per_ml"]))
        return terms

    bounds = ([-6, -10, -6, -1.5], [6, -2, 5, 1.5])
    best = min(
        (least_squares(misfit, [-0.5, slow, ratio, 0.0], bounds=bounds) for slow, ratio in ((-5.5, 0.0), (-8.5, 3.0))),
        key=lambda result: result.cost,
    )
    found = {k: float(v) for k, v in curve(best.x).items()}
    cmax, tmax, auc = kinetics_of_label(found, label["dose_mg"])
    is_met = abs(cmax / label["cmax_ng_per_ml"] - 1) <= CMAX_TOLERANCE
    is_met &= abs(tmax / label["tmax_min"] - 1) <= TMAX_TOLERANCE + 0.01
    if "auc_ng_h_per_ml" in label:
        is_met &= abs(auc / label["auc_ng_h_per_ml"] - 1) <= AUC_TOLERANCE
    # Nalmefene's disposition is apparent (relative to its own bioavailability), so its share may pass 1.
    return found if is_met and found["bioavailability"] <= (1.2 if label["dose_mg"] == 3.0 else 1.0) else None


def main() -> None:
    """Print each product's curves as register lines, and the fit as comments."""
    published = register("overdose-products")["products"]
    for name, label in LABELS.items():
        if name.startswith("nalmefene"):
            dispositions = {
                f"nalmefene, volumes x {scale:g}": {
                    k: v if k.startswith("clearance") else v * scale for k, v in NALMEFENE.items()
                }
                for scale in (1.0, 0.5, 2.0)
            }
        else:
            dispositions = {
                k: {d: published[k]["kinetics"][d] for d in DISPOSITION}
                for k in ("in-4mg", "im-evzio-2mg", "im-generic-2mg")
            }
        print(f"# {name}: {label}\ncurves = [")
        for k, disposition in dispositions.items():
            # Early and late Tmax, each with the order of rates that starts earlier, or later, for the same peak.
            trials = [(1.0 - TMAX_TOLERANCE, -1.0), (1.0 + TMAX_TOLERANCE, 1.0)]
            nominal = (1.0, -1.0 if name.startswith("nalmefene") else 1.0)
            for factor, order in [nominal, *trials] if k == next(iter(dispositions)) else trials:
                found = fit(label, disposition, order, factor * label["tmax_min"])
                if found is not None:
                    cmax, tmax, auc = kinetics_of_label(found, label["dose_mg"])
                    short = ", ".join(f"{key} = {value:.5g}" for key, value in found.items())
                    print(f"  {{ {short} }},  # {k}: Cmax {cmax:.2f}, Tmax {tmax:.1f} min, AUC {auc:.2f}")
        print("]\n")


if __name__ == "__main__":
    main()
