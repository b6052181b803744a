from pathlib import Path

import pytest

from hanse.config import Config
from hanse.errors import NotAllowed
from hanse.routing import policy


def allowed(url: str) -> str:
    return policy.allow(Config(Path("home"), engine_url=url))


def test_a_model_of_our_own_runs_here() -> None:
    assert allowed("") == "local"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "192.168.1.20", "10.0.0.5", "172.16.3.4"])
def test_a_computer_of_the_house_that_the_owner_named_is_allowed(host: str) -> None:
    assert allowed(f"http://{host}:8080") == host


@pytest.mark.parametrize("host", ["example.com", "8.8.8.8", "172.32.0.1", "api.provider.eu", "localhost.example.com"])
def test_nothing_leaves_the_house(host: str) -> None:
    with pytest.raises(NotAllowed, match="would leave"):
        allowed(f"https://{host}/v1")
