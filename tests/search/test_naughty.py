"""The Big List of Naughty Strings asked of the engine in each way in which words can be asked.

A third of it, dealt out; `make check-full` gives all of it to the results page (tests/test_naughty_strings).
"""

from itertools import cycle

import pytest

from search.language import parse
from search.suggesting import suggest
from tests.test_naughty_strings import STRINGS

pytestmark = pytest.mark.django_db

WAYS = ("{}", "“{}”", "停水 -{}", "社区:{}", "停水 {}", "我妈七十岁了坐车能不能便宜点 {}")


def test_no_string_makes_the_engine_err(searching):
    for text, way in zip(STRINGS[::3], cycle(WAYS), strict=False):
        found = searching.find(way.format(text))
        assert not found.is_degraded, text
        if way == WAYS[0]:
            suggest(parse(text), searching.asker())
