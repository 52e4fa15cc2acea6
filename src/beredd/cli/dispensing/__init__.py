"""`beredd dispensing …`: each command in a file of its own, registered here."""

import importlib

import typer

app = typer.Typer(no_args_is_help=True, help="The national dispensing chain.", pretty_exceptions_enable=False)


@app.callback()
def noun() -> None:
    """Typer would drop the command's name while there is only one; a callback keeps `beredd dispensing COMMAND`."""


# Each module has `register(app)`. Kept as a list so that the commands' order in --help is ours.
for _module in (
    "run",
    "describe",
    "levers",
    "measures",
    "siting",
    "failures",
    "network",
    "dose",
    "validate",
    "sensitivity",
    "bench",
    "importing",
):
    importlib.import_module(f"beredd.cli.dispensing.{_module}").register(app)
