from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "站内通知"

    def ready(self) -> None:
        # All but `parts` register themselves.
        from notifications import assisting, handover, holdings, inspection, mergers, parts, subscribing  # noqa: F401

        parts.register()
