"""Run the service: the embedded database in trial mode, the web server's processes, the demo world if asked for."""

from portfolio.settings import from_environment
from portfolio.wiring import Parts, assemble
from storage.database import open_database


def parts_from_environment() -> Parts:
    """The parts of one worker process, connected as its environment says."""
    settings = from_environment()
    databases = open_database(
        settings.mongodb or "",
        keys_uri=settings.keys_mongodb,
        name=settings.database,
        keys_name=settings.keys_database,
    )
    return assemble(settings, databases)
