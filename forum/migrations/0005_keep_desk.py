from django.db import migrations, models


def fill(apps, schema_editor):
    """Take over at whose desk posts were written from what the assisted sessions have noted."""
    act = apps.get_model("communities", "AssistedAct")
    post = apps.get_model("forum", "Post")
    noted = act.objects.filter(object_kind__in=FIRST_OR_ITSELF, verb__in=WRITTEN).order_by("pk")
    for kind, key, body in noted.values_list("object_kind", "object_id", "session__body"):
        post.objects.filter(**{FIRST_OR_ITSELF[kind]: key}).filter(**WHICH[kind]).update(desk=body)


WRITTEN = ("topic.started", "topic.submitted", "post.replied", "post.submitted", "enquiry.received")
FIRST_OR_ITSELF = {"forum.post": "pk", "forum.topic": "topic", "forum.enquiry": "topic__enquiry"}
WHICH = {"forum.post": {}, "forum.topic": {"number": 1}, "forum.enquiry": {"number": 1}}


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0006_add_assisted_sessions"),
        ("forum", "0004_add_attachments"),
    ]

    operations = [
        migrations.AddField(
            model_name="post",
            name="desk",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=models.deletion.PROTECT,
                related_name="+",
                to="communities.body",
                verbose_name="代办单位",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
