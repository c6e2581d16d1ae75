from datetime import timedelta

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "事件"

    def ready(self) -> None:
        """Register the timer's jobs that keep deliveries and tasks moving."""
        from events import jobs, timer

        register = timer.registry.register
        register("events.deliver")(timer.Job(every=timedelta(seconds=5), run=jobs.sweep_deliveries))
        register("events.requeue_tasks")(timer.Job(every=timedelta(seconds=10), run=jobs.sweep_tasks))
        register("events.prune")(timer.Job(every=timedelta(hours=6), run=jobs.throw_away))
