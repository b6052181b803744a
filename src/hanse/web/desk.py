"""What the routes share: the house, the rivers, the templates, who has missed a password, what is being learned."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from hanse.store.database import Store
from hanse.web.attempts import Attempts
from hanse.web.learner import Learner
from hanse.web.pages import Pages
from hanse.web.rivers import Home, Rivers


@dataclass(frozen=True)
class Desk:
    """Made once for each app. asking: the few threads in which questions run."""

    house: Home
    rivers: Rivers
    pages: Pages
    attempts: Attempts
    learner: Learner
    asking: ThreadPoolExecutor

    @property
    def store(self) -> Store:
        """Return the one database."""
        return self.house.store

    @property
    def closing(self) -> threading.Event:
        """Return the event that is set when the server stops."""
        return self.learner.closing

    @property
    def cookie(self) -> str:
        """Return the session cookie's name; with the port, since browsers don't tell ports of a host apart."""
        return f"hanse_{self.house.config.port}"


def _desk(request: Request) -> Desk:
    return cast("Desk", request.app.state.desk)


TheDesk = Annotated[Desk, Depends(_desk)]
