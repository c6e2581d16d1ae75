"""What is logged, and how it looks: lines to read at a desk, JSON for a machine, secrets in neither.

Everything goes through structlog, so that a library's line carries the request's id, too.
"""

import re
from pathlib import Path
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

SECRET_NAME = re.compile(
    r"password|passwd|secret|token|authorization|cookie|session_?key|api_?key|id_number|phone", re.IGNORECASE
)
# Addresses that let whoever has them act for somebody: a password reset, a confirmation.
SECRET_PATH = re.compile(r"(/(?:reset|confirm|key|token)[\w-]*/)(?:key/)?[^/?\s]{12,}")
HIDDEN = "[hidden]"


def without_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Hide what no log may hold: values under telling names, keys in addresses, every query string."""
    for name, value in event.items():
        if SECRET_NAME.search(name):
            event[name] = HIDDEN
        elif name in {"request", "path", "url"} and isinstance(value, str):
            # A query holds what people search for, and links that were mailed to them.
            event[name] = SECRET_PATH.sub(rf"\1{HIDDEN}", value.partition("?")[0])
    return event


def processors() -> list[Any]:
    """Return what every line passes, ours and a library's."""
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S", utc=False),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.UnicodeDecoder(),
        without_secrets,
    ]


def logging_settings(*, style: str, level: str, folder: Path | None = None) -> dict[str, Any]:
    """Return Django's LOGGING, and set up structlog to match.

    Args:
        style: `json`, one object to a line, or `console`.
        level: the least level that is written, such as `INFO`.
        folder: where the same lines are kept in a file a day (`config.log_files`); None for nowhere.
    """
    shared = processors()
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    if style == "json":
        ending = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    else:
        ending = [
            structlog.dev.ConsoleRenderer(
                colors=False, pad_event_to=24, exception_formatter=structlog.dev.plain_traceback
            )
        ]
    handlers: dict[str, Any] = {"site": {"class": "logging.StreamHandler", "formatter": "site"}}
    if folder is not None:
        handlers["files"] = {
            "class": "config.log_files.DailyFileHandler",
            "formatter": "site",
            "folder": folder,
        }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "site": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *ending],
            }
        },
        "handlers": handlers,
        "root": {"handlers": [*handlers], "level": level},
        "loggers": {
            # Django's own handlers would write each line a second time.
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "level": "INFO", "propagate": True},
            # Said by the request's own line already, with its id.
            "django.request": {"level": "ERROR", "propagate": True},
            "django_structlog": {"level": level, "propagate": True},
            # One line for each task and each second of waiting is for debugging.
            "django_tasks": {"level": "WARNING", "propagate": True},
            "django_tasks_db": {"level": "WARNING", "propagate": True},
            "axes": {"level": "WARNING", "propagate": True},
            # Who published what is an event of ours; loading the demonstration would write hundreds of lines.
            "wagtail": {"level": "WARNING", "propagate": True},
            "PIL": {"level": "INFO", "propagate": True},
        },
    }
