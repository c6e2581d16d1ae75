"""Icons, QR codes and the areas' drawings."""

import re

import pytest
import segno
from django.template import Context, Template, TemplateSyntaxError

from design import drawings, icons, qr


def render(source, **context):
    return Template("{% load design %}" + source).render(Context(context))


def test_an_icon_is_hidden_from_screen_readers_and_comes_from_the_sprite():
    html = render('{% icon "phone" class="icon-large" %}')
    assert 'aria-hidden="true"' in html
    assert 'class="icon icon-large"' in html
    assert 'href="/static/design/img/icons.svg#phone"' in html


def test_a_misspelt_icon_is_found_when_the_template_is_read():
    with pytest.raises(TemplateSyntaxError, match="fone"):
        Template('{% load design %}{% icon "fone" %}')


def test_an_icon_needs_a_name():
    with pytest.raises(TemplateSyntaxError):
        Template("{% load design %}{% icon %}")


def test_an_unknown_icon_from_data_draws_nothing_for_visitors():
    assert render("{% icon name %}", name="nonsense") == ""
    assert render("{% icon name %}") == ""


def test_an_unknown_icon_from_data_is_an_error_while_developing(settings):
    settings.DEBUG = True
    with pytest.raises(ValueError, match="nonsense"):
        render("{% icon name %}", name="nonsense")


def test_the_sprite_has_its_icons_once_and_its_licence_beside_it():
    ids = re.findall(r'<symbol id="([^"]+)"', icons.SPRITE.read_text(encoding="utf-8"))
    assert len(ids) == len(set(ids)) >= 60
    assert "ISC License" in icons.SPRITE.with_name("LUCIDE-LICENSE").read_text(encoding="utf-8")


def test_a_qr_code_has_a_name_and_no_style():
    html = render("{% qr url %}", url='https://example.org/?a=1&b="2"')
    assert ' role="img"' in html
    assert 'aria-label="二维码：https://example.org/?a=1&amp;b=&quot;2&quot;"' in html
    assert "style" not in html


def test_a_qr_code_holds_every_module_of_the_symbol():
    html = str(qr.qr_svg("http://127.0.0.1:8000/fuzimiao/"))
    dark = sum(int(width) for width in re.findall(r"h(\d+)v1", html))
    matrix = segno.make("http://127.0.0.1:8000/fuzimiao/", error="m", micro=False).matrix
    assert dark == sum(map(sum, matrix))


@pytest.mark.parametrize(
    ("name", "motif"),
    [
        ("文德桥社区居委会", "bridge"),
        ("中华门街道", "gate"),
        ("乌衣巷社区居委会", "lane"),
        ("月牙湖街道", "lake"),
        ("饮虹园社区居委会", "garden"),
        ("雨花塔村村委会", "village"),
        ("五老村街道", "village"),
        ("夫子庙街道", "archway"),
    ],
)
def test_a_name_that_says_something_chooses_the_drawing(name, motif):
    assert drawings.motif("320104001001", "community", name) == motif


def test_the_word_community_itself_says_nothing():
    assert drawings.motif("320104001001", "community", "某某社区") == drawings.motif("320104001001")


def test_codes_spread_over_the_motifs_and_each_keeps_its_own():
    chosen = [drawings.motif(f"320104001{number:03}") for number in range(200)]
    assert set(chosen) == set(drawings.MOTIFS)
    assert chosen == [drawings.motif(f"320104001{number:03}") for number in range(200)]


@pytest.mark.parametrize("motif", drawings.MOTIFS)
def test_each_motif_is_a_drawing_without_style(motif):
    source = (drawings.FOLDER / f"{motif}.svg").read_text(encoding="utf-8")
    assert source.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 1')
    assert "style" not in source


def test_every_word_leads_to_a_motif_that_exists():
    assert set(drawings.WORDS.values()) <= set(drawings.MOTIFS)


def test_a_drawing_is_decoration():
    html = render('{% area_drawing "320104002" "street" "夫子庙街道" %}')
    assert 'aria-hidden="true"' in html
    assert "drawing-archway" in html
    assert render("{% area_drawing none %}", none=None).count("<svg") == 1


def test_cells_are_paired_with_their_columns():
    html = render(
        "{% for cell in row|with_columns:columns %}{{ cell.column.label }}={{ cell.value }};{% endfor %}",
        row=["座椅", 3],
        columns=["项目", {"label": "数量"}],
    )
    assert html == "项目=座椅;数量=3;"


def test_structured_data_cannot_close_its_element():
    html = render("{{ data|json_ld }}", data={"name": "</script><b>停水&停电"})
    assert html.count("</script>") == 1
    assert "停水" in html


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ('"notices"', "/static/design/img/share/notices.png"),
        ('"none"', "/static/design/img/share/site.png"),
        ("", "/static/design/img/share/site.png"),
    ],
)
def test_a_shared_link_has_a_picture_with_a_full_address(settings, arguments, path):
    settings.SITE_URL = "https://qinhuai.example"
    assert f'"og:image" content="https://qinhuai.example{path}"' in render(f"{{% share_image {arguments} %}}")


def test_a_page_may_have_a_better_picture():
    html = render('{% share_image "site" image %}', image="https://qinhuai.example/media/bridge.jpg")
    assert 'content="https://qinhuai.example/media/bridge.jpg"' in html


def test_each_column_has_a_picture_of_its_own_in_the_colours_of_the_tokens():
    keys = ("notices", "disclosures", "guides", "services", "forum", "mutual-aid")
    drawn = {key: render("{% column_drawing key %}", key=key) for key in keys}
    assert len(set(drawn.values())) == len(keys)
    for html in drawn.values():
        assert 'aria-hidden="true"' in html
        assert 'stroke="currentColor"' in html
        assert "style" not in html
        assert "#" not in html
    for nothing in ("", "other", "../drawings/bridge", "../../x"):
        assert render("{% column_drawing key %}", key=nothing) == ""


def test_every_columns_page_heading_can_draw_it():
    html = render(
        '{% include "design/components/page_heading.html" with title="公告" column="notices" only %}'
    )
    assert "page-heading__drawing" in html
    assert "<svg" in html
    assert "<svg" not in render('{% include "design/components/page_heading.html" with title="公告" only %}')
