from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ForumConfig(AppConfig):
    name = "forum"
    verbose_name = "社区论坛"

    def ready(self) -> None:
        """Enter this app's parts in the registries of the apps below; importing is entering."""
        from forum import (  # noqa: F401
            assistable,
            attaching,
            enquiry_telling,
            holdings,
            lifecycle,
            moderated,
            oversight,
            sections,
            telling,
            timing,
        )
        from forum.release import on_release

        post_migrate.connect(on_release, sender=self)
