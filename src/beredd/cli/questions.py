"""Commands that ask a description: their options are made of it, and `--question FILE` stands for all of them.

    @app.command()
    @asking(Question, without=("arms",))
    def run(asked: dict, question: Path | None, json: Json = False) -> None:

The function gets the options that were given as `asked`, field -> value as written: the description reads and checks.
"""

import functools
import inspect
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from beredd.descriptions import Description, Fault, Limit, Refused, limits, read_question
from beredd.wording import Sentence

Q = TypeVar("Q", bound=Description)


def asking(model: type[Description], *, without: Collection[str] = ()) -> Callable[[Callable], Callable]:
    """Gives a command an option for each field of the description; those in `without` the command words itself."""
    fields = {name: limit for name, limit in limits(model).items() if name not in without}
    added = [_parameter(name, limit) for name, limit in fields.items()]
    file = Annotated[Path | None, typer.Option("--question", help="JSON or TOML file with the whole question.")]
    added.append(inspect.Parameter("question", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=file))

    def decorated(command: Callable) -> Callable:
        own = list(inspect.signature(command, eval_str=True).parameters.values())[2:]  # after `asked` and `question`

        @functools.wraps(command)
        def with_options(**given: Any) -> Any:
            asked = {name: given.pop(name) for name in fields}
            asked = {name: pairs(value) if isinstance(value, list) else value for name, value in asked.items()}
            return command({name: value for name, value in asked.items() if value not in (None, False, {})}, **given)

        plain = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in own]
        with_options.__signature__ = inspect.Signature([*added, *plain])  # type: ignore[attr-defined]
        with_options.__annotations__ = {one.name: one.annotation for one in (*added, *plain)}
        return with_options

    return decorated


def question_of(model: type[Q], asked: dict[str, Any], file: Path | None) -> Q:
    """The description that a file holds, or that the options make; both at once is refused."""
    if file is None:
        return model(**asked)
    if asked:
        option = limits(model)[next(iter(asked))].option
        raise Refused(faults=[Fault("question", Sentence("cli.question-and-options", option=option))])
    return read_question(file, model)


def pairs(texts: Collection[str]) -> dict[str, str]:
    """NAME=VALUE texts as a dictionary; the description judges names and values."""
    found = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise Refused(faults=[Fault("overrides", Sentence("cli.no-pair", text=text))])
        found[name.strip()] = value
    return found


def _parameter(name: str, limit: Limit) -> inspect.Parameter:
    is_flag, is_pairs = limit.default is False, isinstance(limit.default, dict)
    option = typer.Option(
        limit.option,
        help=" ".join(filter(None, (limit.description, _ends(limit), _default(limit)))),
        metavar=None if is_flag else "NAME=VALUE" if is_pairs else _range(limit),
        show_default=False,
    )
    kind: Any = bool if is_flag else list[str] | None if is_pairs else str | None
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        default=False if is_flag else None,
        annotation=Annotated[kind, option],
    )


def _default(limit: Limit) -> str:
    if limit.default in (None, False, "") or isinstance(limit.default, dict | tuple):
        return ""
    return f"Default {limit.default}."


def _ends(limit: Limit) -> str:
    if limit.low is None or limit.high is None:
        return f"One of {', '.join(limit.choices)}." if limit.choices and len(limit.choices) <= 6 else ""
    low, high = (f"{end:.16g}" for end in (limit.low, limit.high))
    above, below = ("above " if limit.is_low_open else ""), ("below " if limit.is_high_open else "")
    return f"{above}{low} to {below}{high}.".capitalize()


def _range(limit: Limit) -> str:
    if limit.choices:
        return "|".join(limit.choices) if len(limit.choices) <= 6 else "ID"
    return "NUMBER" if limit.kind in ("number", "whole") else "TEXT"
