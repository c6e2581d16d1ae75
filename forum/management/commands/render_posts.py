from typing import Any

from django.core.management.base import BaseCommand

from forum.markdown import VERSION, render
from forum.models import Post
from forum.writing import people_named


class Command(BaseCommand):
    help = "Makes the HTML anew of every post that an older version of the rules for Markdown has made."

    def handle(self, *_args: Any, **_options: Any) -> None:
        count = 0
        for post in Post.objects.exclude(html_version=VERSION).order_by("pk").iterator(chunk_size=500):
            html = render(post.text, people_named(post.text))
            count += Post.objects.filter(pk=post.pk, text=post.text).update(html=html, html_version=VERSION)
        self.stdout.write(f"{count} posts made anew.")
