"""“Does it apply to me.”"""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms_pages.guides.checking import APPLIES, ASK, DOES_NOT, questions_of, verdict_of
from cms_pages.models import GuidePage
from tests.factories import GuideFactory


def question(text, *choices):
    rows = [
        {"label": label, "outcome": outcome, "reason": reason, "variant": ""}
        for label, outcome, reason in choices
    ]
    return {"type": "question", "value": {"question": text, "hint": "", "choices": rows}}


QUESTIONS = [
    question("满60岁了吗？", ("满了", "continue", ""), ("没满", "no", "满60岁再来。")),
    question(
        "户口在哪里？",
        ("本区", "continue", ""),
        ("外地", "ask", "要看居住证。"),
        ("军人", "yes", "军人直接办。"),
    ),
    question("有身份证吗？", ("有", "continue", ""), ("没有", "no", "先办身份证。")),
]


@pytest.fixture
def guide(parent):
    return GuideFactory(parent=parent, questions=QUESTIONS)


def verdict(guide, **answers):
    return verdict_of(guide, questions_of(guide, answers, {}))


@pytest.mark.django_db
def test_the_answers_decide_and_the_reasons_are_told(guide):
    assert verdict(guide, q1="1", q2="1", q3="1").outcome == APPLIES
    refused = verdict(guide, q1="2", q2="1", q3="1")
    assert refused.outcome == DOES_NOT
    assert refused.because[-1].reason == "满60岁再来。"
    unsure = verdict(guide, q1="1", q2="2", q3="1")
    assert unsure.outcome == ASK
    assert verdict(guide, q1="1", q2="3").outcome == APPLIES, "a “yes” asks no further"
    assert verdict(guide, q3="2").outcome == DOES_NOT, "a plain “no” needs no other answer"
    open_ones = verdict(guide, q1="1")
    assert open_ones.outcome == ""
    assert open_ones.missing == ["q2", "q3"]


@given(
    answers=st.dictionaries(
        st.sampled_from(["q1", "q2", "q3", "q9"]), st.text(max_size=3) | st.sampled_from("123")
    )
)
def test_whatever_is_sent_there_is_a_verdict_or_a_question_left(answers):
    guide = SimpleNamespace(
        questions=GuidePage._meta.get_field("questions").stream_block.to_python(QUESTIONS)
    )
    found = verdict_of(guide, questions_of(guide, answers, {}))
    assert bool(found.outcome) != bool(found.missing)
    if found.outcome == DOES_NOT:
        assert found.because[-1].outcome == "no"


@pytest.mark.django_db
def test_the_form_works_by_its_address_alone(client, guide):
    address = f"{guide.url}check/"
    assert "满60岁了吗？" in client.get(address).content.decode()
    assert "您可以办" in client.get(address, {"q1": "1", "q2": "1", "q3": "1"}).content.decode()
    refused = client.get(address, {"q1": "2"}).content.decode()
    assert "这件事不适用于您" in refused
    assert "满60岁再来。" in refused
    asked = client.get(address, {"q1": "1", "q2": "2", "q3": "1"}).content.decode()
    assert "要请窗口看一看" in asked
    assert "025-0000 1201" in asked
    unanswered = client.get(address, {"asked": "1"}).content.decode()
    assert unanswered.count("请选一个回答") == 3
    assert client.get(address, {"q1": "99\x00", "asked": "1"}).status_code == 200
    assert client.post(address).status_code == 405


@pytest.mark.django_db
def test_the_result_is_nobody_else_s(client, guide):
    address = f"{guide.url}check/"
    assert client.get(address, {"q1": "2"}).status_code == 200
    assert "不适用" not in client.get(address).content.decode()


@pytest.mark.django_db
def test_a_guide_without_questions_has_no_such_address(client, parent):
    plain = GuideFactory(parent=parent)
    assert client.get(f"{plain.url}check/").status_code == 404
    assert "我能不能办" not in client.get(plain.url).content.decode()
