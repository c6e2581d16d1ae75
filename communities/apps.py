from datetime import timedelta

from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "communities"
    verbose_name = "区域与单位"

    def ready(self) -> None:
        from communities import holdings, policies, residency  # noqa: F401 - `holdings` registers itself
        from communities.viewsets import home, inspection, workload

        policies.register()
        home.register()
        inspection.register()
        workload.register()
        residency.register()
        self._register_timer()

    @staticmethod
    def _register_timer() -> None:
        from communities.calendar import watch_years
        from communities.expiry import expire_memberships
        from events import timer

        timer.registry.register("calendar-years")(timer.Job(every=timedelta(days=1), run=watch_years))
        timer.registry.register("expired-memberships")(
            timer.Job(every=timedelta(hours=1), run=expire_memberships)
        )
