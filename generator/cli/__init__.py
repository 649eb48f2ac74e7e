"""The command line: parses, calls and prints; no other module prints."""

import gc
from importlib import import_module
from typing import Final

import click

from generator import __version__

# Where each command is, and what: nothing of the others is loaded to run one of them.
_COMMANDS: Final = {
    "new": ("generator.cli.new", "new"),
    "build": ("generator.cli.build", "build"),
    "serve": ("generator.cli.serve", "serve"),
    "check": ("generator.cli.check", "check"),
    "review": ("generator.cli.review", "review"),
    "print": ("generator.cli.print_command", "print_handout"),
    "figure": ("generator.cli.figures", "figure"),
    "figures": ("generator.cli.figures", "figures"),
    "schema": ("generator.cli.schema", "schema"),
}
# Nearly all that a command makes lives until its end: to look for what does not after each 700
# objects takes a tenth of a build.
_OBJECTS: Final = 50_000


class _Commands(click.Group):
    """Commands that are loaded when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 all of them, always
        """Their names, in the order in which a clinic needs them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """A command by its name."""
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=_Commands)
@click.version_option(__version__, prog_name="handouts")
def main() -> None:
    """Turn a clinic's exercise pages into a website and printed handouts."""
    gc.set_threshold(_OBJECTS, *gc.get_threshold()[1:])
