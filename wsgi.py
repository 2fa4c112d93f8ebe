"""Build Settings, build the app, nothing else."""

from portfolio.app import create_app
from portfolio.serving import parts_from_environment

app = create_app(parts_from_environment())
