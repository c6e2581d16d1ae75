from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = "居务公开"

    def ready(self) -> None:
        """Enter this app's parts in the registries of the apps below; importing is entering."""
        from disclosure import jobs, lifecycle, telling  # noqa: F401
