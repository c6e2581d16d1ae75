from datetime import timedelta

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "检索"

    def ready(self) -> None:
        """Enter this app's parts in the registries of the apps below; importing is entering."""
        from events import timer
        from search import alerts, holdings, indexing, jobs, moves, sections, similar, workbench  # noqa: F401

        timer.registry.register("search.check")(timer.Job(every=timedelta(hours=1), run=jobs.check_index))
        timer.registry.register("search.catch_up")(
            timer.Job(every=timedelta(minutes=1), run=jobs.wake_deliveries)
        )
        timer.registry.register("search.alerts")(timer.Job(every=timedelta(hours=1), run=alerts.alert))
