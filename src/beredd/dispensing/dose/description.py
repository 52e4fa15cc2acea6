"""The dose chain of a network in numbers: operators, plants, clusters, stop days, patients per county."""

from typing import Any

import numpy as np

from beredd.dispensing.dose.network import DoseNetwork
from beredd.dispensing.network import Network


def describe_dose(network: Network, dose: DoseNetwork) -> dict[str, Any]:
    """Everything that the tables say, ready for JSON; rolls per working day are what the stop days ask for."""
    own = np.bincount(dose.county_plant, dose.county_patients, len(dose.plant_id))
    return {
        "network": network.name,
        "fingerprint": dose.fingerprint,
        "patients": int(dose.county_patients.sum()),
        "operators": [
            {"id": name, "name": shown} for name, shown in zip(dose.operator_id, dose.operator_name, strict=True)
        ],
        "plants": [
            {
                "id": dose.plant_id[p],
                "name": dose.plant_name[p],
                "owner": dose.operator_id[dose.plant_operator[p]],
                "county_code": dose.plant_county[p],
                "machines": int(dose.plant_machines[p]),
                "shifts": int(dose.plant_shifts[p]),
                "staff_per_shift": int(dose.plant_machines[p] * dose.plant_staff_per_machine[p]),
                "capacity_rolls_per_day": int(dose.plant_capacity[p]),
                "rolls_per_day": round(own[p] / 10, 1),
                "patients": int(own[p]),
                "stock_days": int(dose.plant_stock_days[p]),
            }
            for p in range(len(dose.plant_id))
        ],
        "clusters": [
            {
                "id": dose.cluster_id[n],
                "name": dose.cluster_name[n],
                "plant": dose.plant_id[dose.cluster_plant[n]],
                "operator": dose.operator_id[dose.plant_operator[dose.cluster_plant[n]]],
                "stop_hour": int(dose.cluster_stop_h[n]),
                "patients": int(dose.county_patients[dose.county_cluster == n].sum()),
            }
            for n in range(len(dose.cluster_id))
        ],
        "counties": [
            {
                "county_code": code,
                "county": network.county_name[c],
                "patients": int(dose.county_patients[c]),
                "cluster": dose.cluster_id[dose.county_cluster[c]],
                "plant": dose.plant_id[dose.county_plant[c]],
                "operator": dose.operator_id[dose.plant_operator[dose.county_plant[c]]],
            }
            for c, code in enumerate(network.county_code)
        ],
        "stop_days": [
            {
                "stop_weekday": int(day) + 1,
                "first_intake_day": int(intake),
                "share": round(float(share), 6),
            }
            for day, intake, share in zip(dose.stop_weekday, dose.first_intake_day, dose.stop_share, strict=True)
        ],
        "roll_groups": [name for name, goes in zip(network.group_id, dose.group_in_roll, strict=True) if goes],
    }
