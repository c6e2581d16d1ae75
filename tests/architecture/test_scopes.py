"""Who sees what is said in one place for each model, and no register of the workbench goes without."""

from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.models import get_snippet_models

from communities.viewsets.scoped import ScopedViewSet
from tests.architecture.house import our_apps


def ours(subclass):
    return subclass.__module__.split(".")[0] in {app.label for app in our_apps()}


def subclasses(parent):
    for child in parent.__subclasses__():
        yield child
        yield from subclasses(child)


def test_every_register_of_the_workbench_is_scoped():
    stock = [
        str(found)
        for found in subclasses(ModelViewSet)
        if ours(found) and not issubclass(found, ScopedViewSet)
    ]
    assert not stock, f"{stock}: a stock ModelViewSet forgets whose row it is; derive from ScopedViewSet."
    assert not [
        model for model in get_snippet_models() if model._meta.app_label in {a.label for a in our_apps()}
    ]


def test_every_register_says_who_finds_its_rows():
    registers = [found for found in subclasses(ScopedViewSet) if ours(found)]
    assert registers
    silent = [
        str(found)
        for found in registers
        if found.scope is ScopedViewSet.scope
        and not hasattr(found.model._default_manager.all(), "visible_to")
    ]
    assert not silent, f"{silent}: give the model's queryset `visible_to(user)`, or the register a `scope`."
