"""Forms: names, hints and errors that a screen reader finds."""

import re
from pathlib import Path

import pytest
import wagtail.admin
import wagtail.users
from django import forms
from django.forms.renderers import get_default_renderer
from django.template import Context, Template

from design.forms import DesignFormRenderer


class PlaceForm(forms.Form):
    name = forms.CharField(label="姓名", help_text="与身份证一致")
    phone = forms.CharField(label="电话", required=False)
    tell = forms.ChoiceField(label="通知", choices=[("a", "短信"), ("b", "电话")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="同意")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def tag_of(html, name):
    return re.search(rf'<(?:input|select|textarea)[^>]*name="{name}"[^>]*>', html).group()


def test_the_site_draws_forms_with_the_design():
    assert isinstance(get_default_renderer(), DesignFormRenderer)


@pytest.mark.parametrize("source", ["{{ form }}", "{{ form.as_div }}", "{{ form.as_p }}", "{{ form.as_ul }}"])
def test_every_way_of_drawing_a_form_gives_the_design(source):
    html = Template(source).render(Context({"form": PlaceForm()}))
    assert html.count('class="field') >= 4
    assert 'type="hidden" name="secret"' in html


def test_a_field_has_its_label_and_hint():
    html = str(PlaceForm())
    assert '<label class="field__label" for="id_name">姓名</label>' in html
    assert 'id="id_name_helptext">与身份证一致' in html
    assert 'aria-describedby="id_name_helptext"' in tag_of(html, "name")
    assert "aria-invalid" not in html
    assert "data-error-summary" not in html


def test_only_what_may_be_left_out_says_so():
    html = str(PlaceForm())
    assert html.count("（选填）") == 1
    assert "电话 <span" in html


def test_an_error_is_named_at_the_field_and_linked_from_the_summary():
    html = str(PlaceForm({"tell": "", "phone": "12"}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in tag_of(html, "name")
    assert 'aria-invalid="true"' in tag_of(html, "name")
    assert 'id="id_name_error"' in html
    assert 'href="#id_name"' in html
    assert 'role="alert"' in html
    assert 'value="12"' in tag_of(html, "phone")


def test_a_group_of_choices_is_a_fieldset_that_the_summary_leads_to():
    html = str(PlaceForm({}))
    assert '<fieldset id="id_tell_field"' in html
    assert 'aria-describedby="id_tell_error"' in html
    assert 'href="#id_tell_field"' in html
    assert '<legend class="field__label">通知' in html


def test_a_lone_tick_box_has_its_words_behind_it():
    html = str(PlaceForm())
    assert re.search(
        r'<input type="checkbox"[^>]*id="id_agree"[^>]*><label for="id_agree">同意</label>', html
    )


def test_errors_of_the_whole_form_are_in_the_summary():
    form = PlaceForm({"name": "王", "tell": "a", "agree": "on"})
    assert form.is_valid()
    form.add_error(None, "这个时段已经满了")
    html = str(form)
    assert html.count("这个时段已经满了") == 1
    assert "data-error-summary" in html


def test_what_people_typed_is_escaped_in_errors():
    form = PlaceForm({"name": "a", "tell": "<b>x</b>", "agree": "on"})
    assert "<b>x</b>" not in str(form)


def test_a_form_without_ids_is_still_drawn():
    html = str(PlaceForm({}, auto_id=False))
    assert 'href="#' not in html
    assert 'id="_' not in html


def test_formsets_use_the_same_fields():
    formset = forms.formset_factory(PlaceForm, extra=2)()
    assert str(formset).count('<label class="field__label"') == 4


def test_no_page_of_the_admin_is_drawn_by_these_templates():
    for package in (wagtail.admin, wagtail.users):
        for path in (Path(package.__file__).parent / "templates").rglob("*.html"):
            assert not re.search(r"\.as_(p|div|ul)\b|\{\{ *form *\}\}", path.read_text(encoding="utf-8")), (
                path
            )
