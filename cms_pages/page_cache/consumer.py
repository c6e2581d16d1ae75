"""Lets pages go when something that they show has changed."""

from cms_pages.page_cache import generations
from events.consumers import register
from events.models import Event


def _shows_somewhere(event: Event) -> bool:
    return bool(event.area_paths)


@register("page_cache", wants=_shows_somewhere, at_once=True)
def let_go(event: Event) -> None:
    """Change the tokens of the areas that the event concerns; twice only costs a second rendering."""
    generations.change(event.area_paths)
