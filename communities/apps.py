from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "communities"
    verbose_name = "区域与主体"

    def ready(self) -> None:
        from communities import policies

        policies.register()
