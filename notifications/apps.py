from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "站内通知"

    def ready(self) -> None:
        from notifications import holdings, inspection, parts  # noqa: F401 - these register themselves

        parts.register()
