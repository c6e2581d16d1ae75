"""Which tokens a page depends on, and which an event changes."""

from hypothesis import given
from hypothesis import strategies as st

from cms_pages.page_cache.generations import names_changed_by, names_for

ids = st.integers(min_value=1, max_value=40)
paths = st.lists(ids, min_size=1, max_size=6, unique=True).map(
    lambda keys: "".join(f"{key}/" for key in [1000, *keys])
)


@given(page=paths, event=paths)
def test_a_page_goes_exactly_when_the_event_is_above_below_or_in_its_area(page, event):
    related = page.startswith(event) or event.startswith(page)
    changed = bool(set(names_for(page)) & names_changed_by([event]))
    # Keys are unique in a real tree; here the same key may stand at two places, which only lets more go.
    assert changed or not related


def test_siblings_do_not_touch_each_other():
    assert not set(names_for("1/7/42/")) & names_changed_by(["1/7/43/"])
    assert not set(names_for("1/8/")) & names_changed_by(["1/7/43/"])
    assert set(names_for("1/7/")) & names_changed_by(["1/7/43/"])
