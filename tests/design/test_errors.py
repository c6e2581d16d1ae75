"""Error pages: in the design, in plain words, with a way on."""

from types import SimpleNamespace

import pytest
from django.test import Client, RequestFactory

from design.views import errors


@pytest.mark.parametrize("status", sorted(errors.PAGES))
def test_each_error_page_says_what_to_do(status):
    response = errors.error_response(RequestFactory().get("/"), status)
    html = response.content.decode()
    page = errors.PAGES[status]
    assert response.status_code == status
    assert response["Cache-Control"] == "no-store"
    assert str(page.title) in html
    assert all(str(step) in html for step in page.steps)
    assert '<html lang="zh-Hans"' in html
    assert "csrfmiddlewaretoken" not in html


@pytest.mark.parametrize("status", [405, 413, 429, 503])
def test_a_bare_answer_becomes_a_page_and_keeps_its_headers(visitor, status):
    response = visitor.get(f"/bare/{status}/")
    assert response.status_code == status
    assert response["Retry-After"] == "60"
    assert str(errors.PAGES[status].title) in response.content.decode()
    assert response["Content-Length"] == str(len(response.content))


def test_a_wrong_method_names_the_right_one(visitor):
    response = visitor.post("/get-only/")
    assert response.status_code == 405
    assert response["Allow"] == "GET"
    assert "这个地址不能这样打开" in response.content.decode()


def test_answers_for_programs_and_answers_with_words_stay_as_they_are(visitor):
    assert visitor.get("/json/").json() == {}
    assert visitor.get("/worded/").content.decode() == "请稍候"


def test_other_bare_answers_stay_empty(visitor):
    assert visitor.get("/bare/204/").content == b""
    assert visitor.get("/bare/404/").content == b""


def test_an_unknown_address_gets_the_page(visitor):
    response = visitor.get("/nothing/here/")
    assert response.status_code == 404
    assert "没有找到这一页" in response.content.decode()


def test_a_refusal_gives_its_reason(visitor):
    response = visitor.get("/refused/")
    assert response.status_code == 403
    assert "只有本社区的监督员能看。" in response.content.decode()


def test_a_refusal_cannot_put_markup_into_the_page():
    response = errors.handler403(RequestFactory().get("/"), Exception("<script>alert(1)</script>"))
    assert "<script>alert(1)" not in response.content.decode()


def test_a_form_without_its_token_gets_words(settings):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/protected/")
    assert response.status_code == 403
    assert "这次提交没有成功" in response.content.decode()


def test_a_host_that_is_not_ours_gets_the_plain_page(visitor):
    response = visitor.get("/display/", HTTP_HOST="evil.example")
    assert response.status_code == 400
    assert "这个请求网站看不懂" in response.content.decode()


def test_a_crash_shows_the_page_though_context_processors_crash_too(visitor, settings):
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [
        {**engine, "OPTIONS": {"context_processors": ["tests.design.test_errors.crashing_processor"]}}
    ]
    response = visitor.get("/broken/")
    assert response.status_code == 500
    assert "网站出错了" in response.content.decode()


def crashing_processor(request):
    msg = "the database is away"
    raise RuntimeError(msg)


def test_a_crash_gets_words_even_when_no_template_can_be_rendered(visitor, settings, caplog):
    settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": []}]
    response = visitor.get("/broken/")
    assert response.status_code == 500
    assert "网站出错了" in response.content.decode()
    assert '<a href="/">' in response.content.decode()


def test_the_error_page_follows_elder_mode(visitor):
    visitor.cookies["elder"] = "on"
    assert 'data-elder="on"' in visitor.get("/nothing/").content.decode()


def test_too_much_text_is_told_as_such(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    # Read for the token, before the view.
    response = client.post("/protected/", {"text": "长" * 2000})
    assert response.status_code == 413
    assert "提交的内容太长" in response.content.decode()


def test_whoever_is_signed_in_is_not_told_to_sign_in():
    request = RequestFactory().get("/")
    assert "如果您有账号，请先登录" in errors.handler403(request).content.decode()
    request.user = SimpleNamespace(is_authenticated=True)
    assert "如果您有账号，请先登录" not in errors.handler403(request).content.decode()
