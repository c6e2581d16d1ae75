from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """The top layer: commands that prepare and run the site, and nothing that a lower app needs."""

    name = "config"
    verbose_name = "网站"
