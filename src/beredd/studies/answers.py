"""Questions that a report may ask of the engines: what each came to, by name, and what decided it.

    answer_to("dispensing.dose", {"scenario": "s5a-dos", "days": 28, "seed": 1}).values["patients_without_peak"]
    inputs_of("dispensing.dose", {…})["parameter takeover_work"]        # without computing anything

The program gives `answer_to` to `beredd.reports` as its port; reports know no engine.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from beredd.provenance import fingerprint
from beredd.studies.errors import StudyError

Value = int | float | str | None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a question came to: the engine's rules, named outputs, and a fingerprint of everything that came out."""

    engine: str
    result: str
    command: str
    values: Mapping[str, Value]


def kinds() -> tuple[str, ...]:
    """The kinds of question that can be asked."""
    return tuple(_ANSWERS)


def answer_to(kind: str, question: Mapping[str, Any]) -> Answer:
    """The answer to a question, computed anew. StudyError for a kind that there is not."""
    if kind not in _ANSWERS:
        raise StudyError("studies.cannot-compute", kind=kind, known=kinds())
    return _ANSWERS[kind](question)


def inputs_of(kind: str, question: Mapping[str, Any]) -> dict[str, str]:
    """What decides the answer, each with its fingerprint: rules, scenario, network and every parameter that is read."""
    return _INPUTS[kind](question) if kind in _INPUTS else {}


def _of(summary: Mapping[str, Any], values: Mapping[str, Value]) -> Answer:
    record = summary["provenance"]
    return Answer(engine=record["engine"], result=record["result"], command=record["command"], values=values)


def _dose(question: Mapping[str, Any]) -> Answer:
    from beredd.dispensing.dose import DoseQuestion, run_dose, summary_of

    asked = DoseQuestion(**question)
    summary = summary_of(asked, run_dose(**asked.as_data()))
    return _of(summary, {**summary["kpi"], "patients": summary["patients"]})


def _dose_inputs(question: Mapping[str, Any]) -> dict[str, str]:
    from beredd.dispensing.dose.network import load_dose_network
    from beredd.dispensing.dose.question import DoseQuestion, dose_register
    from beredd.dispensing.dose.run import ENGINE
    from beredd.dispensing.network import load_network
    from beredd.dispensing.parameters import load_parameters
    from beredd.dispensing.scenarios import load_scenario

    asked = DoseQuestion(**question)
    scenario = load_scenario(asked.scenario)
    network = load_network(asked.network or scenario.network)
    own = {**scenario.parameters, **scenario.dose_parameters, **asked.overrides}
    return {
        "engine": fingerprint(ENGINE),
        "scenario": scenario.fingerprint,
        "network": network.fingerprint,
        "dose network": load_dose_network(network).fingerprint,
        **_parameters((load_parameters(), dose_register()), own),
    }


def _chain(question: Mapping[str, Any]) -> Answer:
    from beredd.dispensing.experiment import run
    from beredd.dispensing.question import Question

    summary = run(**Question(**question).as_data())
    return _of(summary, {**summary["kpi"], "people": summary["people"]})


def _chain_inputs(question: Mapping[str, Any]) -> dict[str, str]:
    from beredd.dispensing.experiment import ENGINE
    from beredd.dispensing.network import load_network
    from beredd.dispensing.parameters import load_parameters
    from beredd.dispensing.question import Question
    from beredd.dispensing.scenarios import load_scenario

    asked = Question(**question)
    scenario = load_scenario(asked.scenario)
    network = load_network(asked.network or scenario.network)
    return {
        "engine": fingerprint(ENGINE),
        "scenario": scenario.fingerprint,
        "network": network.fingerprint,
        **_parameters((load_parameters(),), {**scenario.parameters, **asked.overrides}),
    }


def _compare(question: Mapping[str, Any]) -> Answer:
    """For each measure the leading national figure's difference: `ID_effect`, `ID_low`, `ID_high`."""
    from beredd.dispensing.measures import CompareQuestion, compare, find_measures

    asked = CompareQuestion(**question)
    summary = compare(asked)
    leading = summary["leading"]
    values: dict[str, Value] = {"replicates": summary["replicates"], "days": summary["days"], "leading": leading}
    for row in summary["effects"]:
        if (row["kpi"], row["area"], row["tier"]) == (leading, "national", "all"):
            values |= {f"{_stem(row['measure'])}_{name}": row[name] for name in ("effect", "low", "high")}
            values["without"] = row["without"]
    values |= {f"{_stem(row['measure'])}_place": row["place"] for row in summary["ranking"]}
    for name, together in find_measures(asked.measures).items():
        told = list(together.values())
        values |= {
            f"{_stem(name)}_name": " + ".join(one.name.sv for one in told),
            f"{_stem(name)}_cost_class": ", ".join(dict.fromkeys(one.cost_class for one in told)),
            f"{_stem(name)}_decides": "; ".join(dict.fromkeys(one.decides.sv for one in told)),
            f"{_stem(name)}_pays": "; ".join(dict.fromkeys(one.pays.sv for one in told)),
            f"{_stem(name)}_tags": ", ".join(dict.fromkeys(tag for one in told for tag in one.tags)),
        }
    return _of(summary, values)


def _stem(measure: str) -> str:
    return measure.replace("-", "_").replace("+", "_and_")


def _compare_inputs(question: Mapping[str, Any]) -> dict[str, str]:
    from beredd.dispensing.dose.network import load_dose_network
    from beredd.dispensing.dose.question import dose_register
    from beredd.dispensing.experiment import ENGINE
    from beredd.dispensing.measures import CompareQuestion, find_measures
    from beredd.dispensing.network import load_network
    from beredd.dispensing.parameters import load_parameters
    from beredd.dispensing.scenarios import load_scenario

    asked = CompareQuestion(**question)
    scenario = load_scenario(asked.scenario)
    network = load_network(asked.network or scenario.network)
    found = {
        "engine": fingerprint(ENGINE),
        "scenario": scenario.fingerprint,
        "network": network.fingerprint,
        **{
            f"measure {name}": fingerprint([repr(one.effects) for one in together.values()])
            for name, together in find_measures(asked.measures).items()
        },
    }
    registers: tuple = (load_parameters(),)
    if scenario.dose:
        found["dose network"] = load_dose_network(network).fingerprint
        registers = (load_parameters(), dose_register())
    return found | _parameters(registers, {**scenario.parameters, **scenario.dose_parameters})


def _overdose(question: Mapping[str, Any]) -> Answer:
    """For each way of giving an antagonist the share whose heart stopped, per cent: `NAME_arrest_percent`."""
    from beredd import overdose

    summary = overdose.document(overdose.simulate(overdose.Question(**question)))
    values: dict[str, Value] = {}
    for arm in summary["arms"]:
        values[f"{_name(arm['name'])}_arrest_percent"] = arm["cardiac_arrest_pct"]
    return _of(summary, values | {"people": summary["arms"][0]["n"]})


def _overdose_inputs(question: Mapping[str, Any]) -> dict[str, str]:
    from beredd.overdose.question import Question
    from beredd.overdose.results import ENGINE
    from beredd.parameters import load

    Question(**question)
    return {"engine": fingerprint(ENGINE), **_parameters([load(name) for name in _OVERDOSE], {})}


_OVERDOSE = ("overdose", "overdose-opioids", "overdose-population", "overdose-products", "overdose-strategies")


def _need(question: Mapping[str, Any]) -> Answer:
    """A plan for the invented figures that come with the program: no statistics of anybody."""
    from beredd import need
    from beredd.need.demonstration import demonstration

    summary = need.document(need.make_plan(demonstration(), need.Question(**question)))
    return _of(summary, {name: value for name, value in summary["totals"].items() if not isinstance(value, dict)})


def _need_inputs(question: Mapping[str, Any]) -> dict[str, str]:
    from beredd import need
    from beredd.need.demonstration import demonstration_csv
    from beredd.need.results import ENGINE

    asked = need.Question(**question)
    own = {f"parameter {name}": fingerprint(value) for name, value in asked.values().items()}
    return {"engine": fingerprint(ENGINE), "table": fingerprint(demonstration_csv().encode()), **own}


def _name(arm: str) -> str:
    return "".join(one if one.isalnum() else "_" for one in arm.lower())


def _parameters(registers: Iterable[Any], own: Mapping[str, float]) -> dict[str, str]:
    return {
        f"parameter {name}": fingerprint(value)
        for register in registers
        for name, value in register.resolve({key: one for key, one in own.items() if key in register}).items()
    }


_ANSWERS: dict[str, Callable[[Mapping[str, Any]], Answer]] = {
    "dispensing.dose": _dose,
    "dispensing.run": _chain,
    "dispensing.compare": _compare,
    "overdose.answer": _overdose,
    "need.plan": _need,
}
_INPUTS: dict[str, Callable[[Mapping[str, Any]], dict[str, str]]] = {
    "dispensing.dose": _dose_inputs,
    "dispensing.run": _chain_inputs,
    "dispensing.compare": _compare_inputs,
    "overdose.answer": _overdose_inputs,
    "need.plan": _need_inputs,
}
