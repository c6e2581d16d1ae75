"""Consultations made before get the address that their title gives; the old one leads there."""

from django.db import migrations

from communities.pinyin import slug_base, unique_slug

OLD = r"^[0-9]{8}-[0-9a-f]{6}$"
RESERVED = {"feed", "consultations"}


def name_after_title(apps, schema_editor):
    consultations = apps.get_model("cms_pages", "ConsultationPage").objects.filter(slug__regex=OLD)
    for consultation in consultations.order_by("pk"):
        old = consultation.url_path
        parent_path = consultation.path[:-4]
        pages = apps.get_model("wagtailcore", "Page").objects.filter(
            path__startswith=parent_path, depth=consultation.depth
        )
        slug = unique_slug(
            slug_base(consultation.title),
            taken={*pages.values_list("slug", flat=True), *RESERVED},
            fallback="consultation",
        )
        new = f"{old[: -len(consultation.slug) - 1]}{slug}/"
        pages.filter(pk=consultation.pk).update(slug=slug, url_path=new)
        _rename_revisions(apps, consultation, slug, new)
        _lead_on(apps, consultation, old)


def _rename_revisions(apps, consultation, slug, url_path):
    """A draft that is published later would bring the old address back."""
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(
        object_id=str(consultation.pk), content_type_id=consultation.content_type_id
    )
    for revision in revisions:
        revision.content = {**revision.content, "slug": slug, "url_path": url_path}
        revision.save(update_fields=["content"])


def _lead_on(apps, consultation, old):
    for root in apps.get_model("wagtailcore", "Site").objects.values_list("root_page__url_path", flat=True):
        if not old.startswith(root):
            continue
        for route in ("", "/opinion/"):
            apps.get_model("wagtailredirects", "Redirect").objects.get_or_create(
                old_path=f"/{old[len(root) :]}".rstrip("/") + route.rstrip("/"),
                site=None,
                defaults={"redirect_page_id": consultation.pk, "automatically_created": True},
            )


class Migration(migrations.Migration):
    dependencies = [
        ("cms_pages", "0017_mask_pictures"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    # The old addresses lead on, and the new ones stay right where the code goes back.
    operations = [migrations.RunPython(name_after_title, migrations.RunPython.noop)]
