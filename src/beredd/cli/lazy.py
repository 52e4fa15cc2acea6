"""A command group that imports a noun's module the first time that noun is used, so that --help stays fast."""

import importlib

import typer.main
from typer.core import TyperGroup


class LazyGroup(TyperGroup):
    """Top-level group over `nouns`: name -> (module with a Typer `app`, help).

    Typer's own group and not click's: Typer carries a click of its own, and a usage error raised by one is not
    understood by the other.
    """

    def __init__(self, *args, nouns, **kwargs):
        super().__init__(*args, rich_markup_mode=None, **kwargs)
        self.nouns = nouns

    def list_commands(self, ctx):
        return sorted(self.nouns)

    def get_command(self, ctx, cmd_name):
        if cmd_name not in self.nouns:
            return None
        command = typer.main.get_command(importlib.import_module(self.nouns[cmd_name][0]).app)
        command.name = cmd_name
        return command

    def format_commands(self, ctx, formatter):
        with formatter.section("Nouns"):
            formatter.write_dl([(noun, self.nouns[noun][1]) for noun in sorted(self.nouns)])
