"""The settings as commands take them: ``--config FILE``, and what is wrong with them in one line."""

from pathlib import Path

import click

from monitor.commands.frame import Refusal
from monitor.settings.model import Settings
from monitor.settings.reading import NAME, SettingsError, find_settings, load_settings

config_option = click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"设置文件（默认是登记表旁边的 {NAME}，没有则用默认设置）",
)


def settings_file(config: Path | None, registry: Path | None = None) -> Path | None:
    """The file of the settings, None for none; Refusal where nobody may look for it."""
    try:
        return find_settings(config, registry)
    except SettingsError as error:
        raise Refusal(str(error)) from error


def chosen_settings(config: Path | None, registry: Path | None = None) -> Settings:
    """The settings to go by; ``registry`` is the registry of portals that was named. Refusal where they are wrong."""
    try:
        return load_settings(settings_file(config, registry))
    except SettingsError as error:
        raise Refusal(str(error)) from error
