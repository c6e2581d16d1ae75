from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "moderation"
    verbose_name = "审核"

    def ready(self) -> None:
        """Enter this app's parts in the registries of the apps below; importing is entering."""
        from moderation import carrying, holdings, oversight, sections, telling, workbench  # noqa: F401
