"""What the settings say: records with the defaults of a set-up that writes nothing."""

from dataclasses import dataclass
from datetime import time
from typing import Final, Literal

from monitor.settings.secrets import Secret

ChannelKind = Literal["dingtalk", "wecom", "feishu", "mail", "apprise"]
Bulletin = Literal["daily", "weekly", "monthly", "quarterly"]
Level = Literal["error", "warning", "info"]

BULLETINS: Final[tuple[Bulletin, ...]] = ("daily", "weekly", "monthly", "quarterly")
LEVELS: Final[tuple[Level, ...]] = ("error", "warning", "info")
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Serve:
    """Where the server listens; ``base_url`` is how people reach it, for links in messages, empty for no links."""

    host: str = "127.0.0.1"
    port: int = 8600
    base_url: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When what is done, in Beijing time; None for never.

    ``weekly`` is a day of the week (0 is Monday), ``monthly`` a day of the month.
    """

    run: time | None = time(6)
    digest: time | None = time(8, 30)
    weekly: int | None = 0
    monthly: int | None = 1
    quarterly: bool = True


@dataclass(frozen=True, slots=True)
class RuleChoice:
    """By which rules is judged."""

    profile: Literal["national", "strict"] = "national"
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to people, and what they want to be told by it.

    ``address`` is the service's (empty for its own), ``url`` Apprise's whole
    address, a secret. ``severity`` is the level from which on alerts are told,
    ``portals`` the only ones (empty for all), ``limit`` the bytes that a
    message may have (None for the service's own limit).
    """

    name: str
    kind: ChannelKind
    address: str = ""
    token: Secret | None = None
    secret: Secret | None = None
    url: Secret | None = None
    user: str = ""
    password: Secret | None = None
    sender: str = ""
    to: tuple[str, ...] = ()
    severity: Level = "info"
    portals: tuple[str, ...] = ()
    health: bool = True
    bulletins: tuple[Bulletin, ...] = ("daily",)
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """All that ``nianbao.toml`` says."""

    serve: Serve = Serve()
    schedule: Schedule = Schedule()
    rules: RuleChoice = RuleChoice()
    channels: tuple[Channel, ...] = ()
