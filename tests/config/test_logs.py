import json
import logging
import logging.config

import pytest
import structlog

from config.logs import logging_settings


@pytest.fixture
def written(capsys):
    """Log in one style and return what was written; the suite's own settings come back afterwards."""
    before = logging.getLogger().handlers[:], logging.getLogger().level
    # The very lists: a logger that wrote before holds on to them; `capture_logs` changes them in place.
    configured = structlog.get_config()

    def write(style, log):
        logging.config.dictConfig(logging_settings(style=style, level="INFO"))
        log()
        return capsys.readouterr().err

    yield write
    logging.config.dictConfig(logging_settings(style="console", level="WARNING"))
    structlog.configure(**configured)
    logging.getLogger().handlers[:], logging.getLogger().level = before[0], before[1]


def test_production_writes_one_json_object_to_a_line_with_the_requests_id(written):
    def log():
        with structlog.contextvars.bound_contextvars(request_id="r-1"):
            structlog.get_logger("ours").info("通知已发布", pages=2)
            logging.getLogger("theirs").warning("a library says %s", "so")

    lines = [json.loads(line) for line in written("json", log).splitlines()]
    assert [(line["event"], line["request_id"], line["level"]) for line in lines] == [
        ("通知已发布", "r-1", "info"),
        ("a library says so", "r-1", "warning"),
    ]


@pytest.mark.parametrize("style", ["json", "console"])
def test_no_log_line_holds_a_secret(written, style):
    def log():
        structlog.get_logger("ours").info(
            "signed_in",
            password="hunter2",
            session_key="hunter2",
            csrf_token="hunter2",
            phone="hunter2",
            request="GET /accounts/password/reset/key/1-hunter2-and-a-long-key/?next=hunter2",
        )

    assert "hunter2" not in written(style, log)


def test_a_failure_is_written_with_its_traceback(written):
    def log():
        try:
            raise ValueError("broken page")
        except ValueError:
            structlog.get_logger("ours").exception("publishing_failed")

    line = json.loads(written("json", log))
    assert "broken page" in line["exception"]
