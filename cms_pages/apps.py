from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CmsPagesConfig(AppConfig):
    name = "cms_pages"
    verbose_name = "栏目与页面"

    def ready(self) -> None:
        """Enter this app's parts in the registries of the apps below."""
        from cms_pages import area_lifecycle
        from cms_pages.notices import wiring
        from cms_pages.page_cache import consumer
        from cms_pages.publication import schedule
        from cms_pages.release import on_release

        assert area_lifecycle.observer and consumer.let_go and wiring.receivers and schedule.publish_due
        post_migrate.connect(on_release, sender=self)
