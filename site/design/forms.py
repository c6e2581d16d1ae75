"""How every form of the site is drawn: label, hint, error, field, and a summary of the errors at the top."""

from typing import Any, Final

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

# allauth and Wagtail's public pages ask for `as_p`, Django's own for `as_div`: all get the one design. No
# form of Wagtail's admin is drawn by these; a test looks after that.
_REPLACED: Final = {
    "django/forms/div.html": "design/forms/form.html",
    "django/forms/p.html": "design/forms/form.html",
    "django/forms/ul.html": "design/forms/form.html",
}


class DesignFormRenderer(TemplatesSetting):
    """For the setting FORM_RENDERER; keeps the widgets of `django.forms`, which has to be installed."""

    form_template_name = "design/forms/form.html"
    field_template_name = "design/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Draw with the design's template where there is one, else with Django's."""
        return super().render(_REPLACED.get(template_name, template_name), context, request)
