"""People's formatted words come out as harmless HTML."""

import re

import pytest

from design.text import clean_html, markdown, plain_text

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<p style='background:url(http://x.cn/a)'>x</p>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form action=http://x.cn><input name=q><button>x</button></form>",
    "<base href=//x.cn><meta http-equiv=refresh content='0;//x.cn'><link rel=stylesheet href=//x.cn>",
    "![x](http://x.cn/spy.png)",
    "<<script>script>alert(1)<</script>/script>",
]
ALLOWED = re.compile(
    r"</?(?:a|b|blockquote|br|caption|code|del|em|h[34]|hr|i|li|ol|p|pre|s|strong|sub|sup|ul|table|tbody|td"
    r"|tfoot|th|thead|tr)(?: (?:href|title|rel|start|colspan|rowspan|scope)=\"[^\"<>]*\")*>"
)


@pytest.mark.parametrize("render", [markdown, clean_html])
@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_gets_through(render, attack):
    html = render(f"前 {attack} 后")
    assert "<" not in ALLOWED.sub("", html), html
    assert not re.search(r'href="\s*(?:javascript|data|vbscript)', html, re.IGNORECASE)


def test_markdown_says_what_people_mean():
    html = markdown(
        "# 标题\n第一行\n第二行 www.example.cn\n\n- 甲\n- 乙\n\n> 引用\n\n|名|数|\n|-|-|\n|水|1|\n\n"
        "~~旧~~ **重**"
    )
    for part in (
        "<h3>标题</h3>",
        "第一行<br>",
        '<a href="http://www.example.cn" rel="nofollow ugc noopener noreferrer">www.example.cn</a>',
        "<li>甲</li>",
        "<blockquote>",
        "<td>水</td>",
        "<s>旧</s>",
        "<strong>重</strong>",
    ):
        assert part in html


def test_a_picture_becomes_its_description():
    assert markdown("看![我家的猫<3](http://x.cn/a.png)") == "<p>看我家的猫&lt;3</p>\n"


def test_characters_that_nobody_sees_are_left_out():
    assert markdown("a\u202eb\0c\ufeffd") == "<p>abcd</p>\n"


def test_the_words_alone():
    assert (
        plain_text("<h2>一</h2><p>二 &amp; <b>三</b></p><ul><li>四</li></ul><script>x</script>")
        == "一 二 & 三 四"
    )
