"""Summarise the published population rows as figures: log-means, log-standard deviations, correlations.

    python validation/overdose/derive_population.py DIR > src/beredd/content/parameters/overdose-population.toml

DIR holds the published rows (names and columns in docs/reference/overdose-parameters.md). The project keeps only the
figures. Every column also keeps nine standardised quantiles, so that a capped or skewed column (bioavailability is cut
off at 0.9) is redrawn so.
"""

import csv
import sys
from pathlib import Path

import numpy as np
from scipy.special import ndtri

FILES = {
    "opioid-fentanyl": (
        "opioid_pk_population_fentanyl.csv",
        ["V1_L", "V2_L", "V3_L", "CL_L_per_s", "Q2_L_per_s", "Q3_L_per_s"],
    ),
    "binding-fentanyl": ("binding_bootstrap_fentanyl.csv", ["kon_pM^-n_per_s", "koff_per_s", "n"]),
    "binding-carfentanil": ("binding_bootstrap_carfentanil.csv", ["kon_pM^-n_per_s", "koff_per_s", "n"]),
    "binding-naloxone": ("binding_bootstrap_naloxone.csv", ["kon_pM^-n_per_s", "koff_per_s", "n"]),
    "im-generic-2mg": (
        "naloxone_pk_population_IM_generic_2mg_2mL.csv",
        ["F", "ktr_per_s", "kin_per_s", "V1_mL", "CL_mL_per_s", "Qp_mL_per_s", "V2_mL"],
    ),
    "im-evzio-2mg": (
        "naloxone_pk_population_IM_EVZIO_2mg_0.4mL.csv",
        ["F", "ktr_per_s", "kin_per_s", "V1_mL", "CL_mL_per_s", "Qp_mL_per_s", "V2_mL"],
    ),
    "in-4mg": (
        "naloxone_pk_population_IN_4mg_repeat.csv",
        [
            "F",
            "F_after_3rd_single_f1",
            "F_after_2nd_double_f2",
            "ktr_per_s",
            "kin_per_s",
            "V1_mL",
            "CL_mL_per_s",
            "Qp_mL_per_s",
            "V2_mL",
        ],
    ),
    "iv": ("naloxone_pk_population_IV.csv", ["kel_per_s", "k12_per_s", "k13_per_s", "Vc_L"]),
}
LEVELS = (0.001, 0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975, 0.999)


def main(folder: Path) -> None:
    """Print the register."""
    print(
        "# Figures that describe the published virtual population, to draw new subjects (Gaussian copula, log scale)."
    )
    print(
        "# Made by validation/overdose/derive_population.py from the rows of Mann 2022 (doi 10.1002/cpt.2696) and its"
    )
    print("# intranasal extension (Strauss 2024); 2,000 subjects per block; blocks are independent of each other.")
    print(
        "# z_quantiles: the standardised log value at each level of [shape].levels; a normal column has the normal's.\n"
    )
    print(f"[shape]\nlevels = {list(LEVELS)}\nnormal = {[round(float(v), 4) for v in ndtri(LEVELS)]}\n")
    for name, (file, columns) in FILES.items():
        with (folder / file).open(encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream))
        logs = np.log([[float(row[c]) for c in columns] for row in rows])
        mean, sd = logs.mean(0), logs.std(0)
        # Rank correlation turned into the correlation of the underlying normals.
        ranks = logs.argsort(0).argsort(0)
        normal = ndtri((ranks + 0.5) / len(logs))
        correlation = np.corrcoef(normal.T)
        print(f"[block.{name}]")
        print(f'source = "{file}"')
        print(f"columns = {columns}".replace("'", '"'))
        print(f"log_mean = {[round(float(v), 5) for v in mean]}")
        print(f"log_sd = {[round(float(v), 5) for v in sd]}")
        print("correlation = [")
        for row in correlation:
            print(f"  {[round(float(v), 4) for v in row]},")
        print("]\nz_quantiles = [")
        for k in range(len(columns)):
            q = np.quantile((logs[:, k] - mean[k]) / sd[k], LEVELS)
            print(f"  {[round(float(v), 3) for v in q]},")
        print("]\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
