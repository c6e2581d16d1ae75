from datetime import timedelta

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """The top layer: commands that prepare and run the site, and nothing that a lower app needs."""

    name = "config"
    verbose_name = "网站"

    def ready(self) -> None:
        from config import request_address  # noqa: F401 - it registers itself
        from config.log_files import keep_log_files
        from config.memory import give_back
        from events import timer

        give_back()
        timer.registry.register("config.keep_log_files")(
            timer.Job(every=timedelta(hours=1), run=keep_log_files)
        )
