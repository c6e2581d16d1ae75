"""How the web server runs: in `make run`, and in the container by `--config python:config.gunicorn`."""

from pathlib import Path

from gunicorn.glogging import Logger

from config.env import integer

workers = integer("WEB_WORKERS", default=2, least=1)
# Threads, because a visitor on a slow line must not hold a whole worker.
worker_class = "gthread"
threads = integer("WEB_THREADS", default=4, least=1)
# Loaded once and shared; a worker alone would take about 150 MB.
preload_app = True
timeout = 60
graceful_timeout = 8
keepalive = 5
# Whatever leaks is given back now and then, and not by all workers at once.
max_requests = 10_000
max_requests_jitter = 1_000
control_socket_disable = True
# The site lies at the root of its host. Gunicorn would believe a visitor's `SCRIPT_NAME` header where a proxy
# on the same machine hands it on, and the page cache would then keep the home page under another's address.
forwarder_headers = ""
# The workers' heartbeats are file times, which a slow disk would delay.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - memory, made for this
proc_name = "qinhuai-web"


class SiteLogger(Logger):
    """Gunicorn's lines go where all lines go, and look the same."""

    def setup(self, cfg: object) -> None:
        """Leave the handlers to Django's LOGGING."""
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            log.handlers.clear()
            log.propagate = True


logger_class = SiteLogger
