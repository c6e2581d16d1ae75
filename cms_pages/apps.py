from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CmsPagesConfig(AppConfig):
    name = "cms_pages"
    verbose_name = "栏目与页面"

    def ready(self) -> None:
        """Enter this app's parts in the registries of the apps below; importing is entering."""
        from cms_pages import area_lifecycle, handover, subscriptions, workload  # noqa: F401
        from cms_pages.actions import tell_file_changed  # noqa: F401
        from cms_pages.consultations import wiring as consultations  # noqa: F401
        from cms_pages.disclosures import wiring as disclosures  # noqa: F401
        from cms_pages.error_reports import wiring as error_reports  # noqa: F401
        from cms_pages.guides import wiring as guides  # noqa: F401
        from cms_pages.inspection import wiring as inspection  # noqa: F401
        from cms_pages.load_seeds import wiring as seeds  # noqa: F401
        from cms_pages.notices import wiring  # noqa: F401
        from cms_pages.page_cache import consumer  # noqa: F401
        from cms_pages.publication import schedule, telling  # noqa: F401
        from cms_pages.release import on_release
        from cms_pages.reports import columns  # noqa: F401
        from cms_pages.services import wiring as services_wiring  # noqa: F401
        from cms_pages.staff import wiring as staff  # noqa: F401
        from cms_pages.word import wiring as word  # noqa: F401

        post_migrate.connect(on_release, sender=self)
