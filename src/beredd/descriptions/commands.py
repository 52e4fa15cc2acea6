"""The command line that asks a description again: values unrounded, every word quoted."""

import shlex
from collections.abc import Collection, Sequence
from typing import Any

from beredd.descriptions.description import Description
from beredd.descriptions.fields import limits
from beredd.provenance import fingerprint

PROGRAM = "beredd"


def command_words(
    command: Sequence[str],
    question: Description,
    *more: str | float,
    but: Collection[str] = (),
    in_file: str = "",
) -> tuple[str, dict[str, str]]:
    """(the command line, the files that it names with their fingerprints).

    command   the command with its arguments, each a word
    more      options of the command that are no fields
    but       fields that those say already
    in_file   the kind of question, where it does not fit into options and stands in a file
    """
    if in_file:
        name = f"{in_file.replace('.', '-')}-{question.fingerprint}.json"
        return _line(command, ("--question", name), more), {name: fingerprint(question.as_file().encode())}
    options: list[Any] = []
    for name, value in question.as_data().items():
        option = limits(type(question))[name].option
        if name in but or value is None or value is False:
            continue
        if isinstance(value, list | tuple):
            options += [word for one in value for word in (option, one)]
        elif isinstance(value, dict):
            options += [word for key, one in value.items() for word in (option, f"{key}={one!r}")]
        else:
            options += [option] if value is True else [option, value]
    return _line(command, options, more), {}


def _line(*parts: Collection[Any]) -> str:
    words = (repr(word) if isinstance(word, float) else str(word) for part in parts for word in part)
    return shlex.join([PROGRAM, *words])
