from django.http import HttpRequest

from design.display import Display, from_request


def display(request: HttpRequest) -> dict[str, Display | str]:
    """Give templates `display` and `display_next`, the address that the display switches come back to.

    Reads cookies only: touching the session here would make every page of the site uncacheable.
    """
    return {"display": from_request(request), "display_next": request.get_full_path()}
