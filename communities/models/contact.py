"""Facts by which a body is reached, held once and shown everywhere."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.choices import ContactKind
from communities.contact_values import clean_value
from communities.models.body import Body
from communities.querysets import ContactFactQuerySet


class ContactFact(models.Model):
    """One phone number, address or the like. Pages refer to it; none copies it."""

    body = models.ForeignKey(
        Body, verbose_name=_("单位"), on_delete=models.CASCADE, related_name="contact_facts"
    )
    kind = models.CharField(_("类别"), max_length=10, choices=ContactKind.choices)
    label = models.CharField(_("用途"), max_length=30, blank=True, help_text=_("如“值班电话”“低保窗口”。"))
    value = models.CharField(_("内容"), max_length=200)
    is_public = models.BooleanField(_("公开"), default=True)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)

    objects = ContactFactQuerySet.as_manager()

    class Meta:
        verbose_name = _("联系方式")
        verbose_name_plural = _("联系方式")
        ordering = ["body", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "kind", "label", "value"], name="contact_fact_once"),
        ]

    def __str__(self) -> str:
        return f"{self.label or self.get_kind_display()}：{self.value}"

    def clean(self) -> None:
        """Bring `value` into its usual form.

        Raises:
            ValidationError: the value is not of its kind.
        """
        try:
            self.value = clean_value(self.kind, self.value)
        except ValidationError as error:
            raise ValidationError({"value": error.messages}) from None
