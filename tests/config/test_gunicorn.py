"""What the web server believes of a request."""

import pytest
from gunicorn.config import Config
from gunicorn.http.message import Request
from gunicorn.http.unreader import IterUnreader

from config import gunicorn as settings


@pytest.fixture
def server():
    config = Config()
    for name, value in vars(settings).items():
        if name in config.settings:
            config.set(name, value)
    return config


@pytest.mark.parametrize("header", ["SCRIPT_NAME", "PATH_INFO"])
def test_nobody_moves_the_site_below_another_path_by_a_header(server, header):
    sent = f"GET /fuzimiao/ HTTP/1.1\r\nHost: localhost\r\n{header}: /fuzimiao\r\n\r\n".encode()
    request = Request(server, IterUnreader([sent]), ("127.0.0.1", 40000))
    assert [name for name, _value in request.headers] == ["HOST"]
