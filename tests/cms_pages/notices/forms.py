"""What the editor's form of a notice sends."""

from typing import Any

from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield


def notice_post(
    *, publish: bool = False, content: Any = None, chosen_areas: list[Any] | None = None, **fields: Any
) -> dict[str, Any]:
    """Return the data of a complete notice, with `fields` over it."""
    data = {
        "title": "周六清洗二次供水水箱",
        "kind": "outage",
        "summary": "本周六上午清洗水箱，请提前储水。",
        "content": streamfield(
            [("paragraph", rich_text("<p>本周六上午8时至12时清洗水箱。</p>"))] if content is None else content
        ),
        "attachments": inline_formset([]),
        "audience": "everyone",
        "effective_from": "",
        "effective_until": "",
        "pinned_until": "",
        "urgent_from": "",
        "urgent_until": "",
        "go_live_at": "",
        "expire_at": "",
        "comments": inline_formset([]),
        **fields,
    }
    if publish:
        data["action-publish"] = "1"
    flat = nested_form_data({key: value for key, value in data.items() if value is not None})
    # Several boxes of one name, which `nested_form_data` would number.
    return {**flat, "chosen_areas": [str(area.pk) for area in chosen_areas or []]}
