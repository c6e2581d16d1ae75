from datetime import timedelta

from django.apps import AppConfig


class MarkingConfig(AppConfig):
    name = "tests.events.marking"
    label = "marking"

    def ready(self) -> None:
        from events import consumers, timer
        from tests.events.marking import work

        consumers.register("marking", wants=lambda event: event.verb == "user.marked")(work.mark_event)
        timer.registry.register("marking.tick")(timer.Job(every=timedelta(seconds=1), run=work.mark_tick))
        timer.registry.register("marking.broken")(timer.Job(every=timedelta(seconds=1), run=work.break_down))
        timer.registry.register("marking.slow")(timer.Job(every=timedelta(hours=1), run=work.dawdle))
