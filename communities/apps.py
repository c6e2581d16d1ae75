from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "communities"
    verbose_name = "区域与主体"

    def ready(self) -> None:
        from communities import holdings, policies, residency  # noqa: F401 - `holdings` registers itself

        policies.register()
        residency.register()
