"""What the task worker does for pictures."""

from django_tasks import task

from media.models import Image
from media.sizes import make_all


@task()
def make_sizes(image_id: int) -> None:
    """Make the sizes of a picture that was just stored, in all formats; made twice, nothing changes."""
    image = Image.objects.filter(pk=image_id).first()
    if image is not None:
        make_all(image)
