"""Settings: read once from the environment by name (`PORTFOLIO_*`), refused at start when they are unsafe.

A default is right in production and fit to be public. No setting turns sign-in, the ledger or sealing off.
"""

from dataclasses import dataclass, field
from pathlib import Path

from environs import Env

from portfolio.demo import people

LOOPBACK = ("127.0.0.1", "localhost")
"""The names a trial answers to unless told others: a page elsewhere cannot make a browser speak to it."""


class SettingsRefused(Exception):
    """The service does not start with these settings; the message names the setting and the remedy."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the service is told from outside. Paths are absolute; `mongodb` None means the embedded database."""

    trial: bool
    demo: bool
    data_folder: Path
    keyring_folder: Path
    mongodb: str | None = field(repr=False)
    keys_mongodb: str | None = field(repr=False)
    mongod: Path | None
    database: str
    https: bool
    hosts: tuple[str, ...]
    port: int
    threads: int
    proxies: int = 0
    """Web servers of ours in front, each noting in X-Forwarded-For whom it answers; production has one at least."""

    @property
    def keys_database(self) -> str:
        """The key store's own database."""
        return f"{self.database}_keys"


def from_environment(*, demo: bool = False) -> Settings:
    """Settings of this process. Raises SettingsRefused."""
    env = Env(prefix="PORTFOLIO_")
    trial = env.bool("TRIAL", False) or demo
    demo = env.bool("DEMO", False) or demo
    home = Path(env.str("HOME", "~/.local/share/portfolio")).expanduser().absolute()
    settings = Settings(
        trial=trial,
        demo=demo,
        data_folder=env.path("DATA", home / "data").absolute(),
        keyring_folder=env.path("KEYRING", home / "keyring").absolute(),
        mongodb=env.str("MONGODB", None),
        keys_mongodb=env.str("KEYS_MONGODB", None),
        mongod=env.path("MONGOD", None),
        database=env.str("DATABASE", "portfolio"),
        https=env.bool("HTTPS", not trial),
        hosts=tuple(env.list("HOSTS", list(LOOPBACK) if trial else [])),
        port=env.int("PORT", 8080),
        threads=env.int("THREADS", 32),
        proxies=env.int("PROXIES", 0 if trial else 1),
    )
    return checked(settings)


def checked(settings: Settings) -> Settings:
    """The settings, or SettingsRefused: production takes no demo world, plain HTTP or embedded database."""
    if settings.trial:
        return settings
    if settings.demo:
        raise SettingsRefused("The demo world runs only in trial mode: set PORTFOLIO_TRIAL=1.")
    if not settings.https:
        raise SettingsRefused("PORTFOLIO_HTTPS=0 is for trial mode only: put the service behind HTTPS.")
    if settings.mongodb is None:
        raise SettingsRefused("PORTFOLIO_MONGODB must name a replica set: the embedded database is for trials.")
    if people.kept(settings.data_folder):
        raise SettingsRefused("PORTFOLIO_DATA holds the demo world, whose passwords are public: begin in an empty one.")
    if not settings.hosts:
        raise SettingsRefused("PORTFOLIO_HOSTS must list the host names people use.")
    return settings
