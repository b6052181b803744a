"""The engine that the settings ask for."""

from hanse.config import Config
from hanse.engines import Engine, Limits, Weights
from hanse.engines.local import Local
from hanse.engines.remote import Remote


def engine(config: Config, weights: Weights | None) -> Engine | None:
    """Return the server at engine_url if that is set, else the weights in a child of ours; None without either.

    Starts nothing and opens no connection.
    """
    if config.engine_url:
        return Remote(config.engine_url)
    if weights is None:
        return None
    return Local(weights, Limits(threads=config.engine_threads, memory_mb=config.engine_memory_mb))
