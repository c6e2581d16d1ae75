from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DesignConfig(AppConfig):
    """The look of the site. It has no models and imports no other app."""

    name = "design"
    label = "design"
    verbose_name = _("界面设计")
