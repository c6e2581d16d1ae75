"""The demonstration's disclosures."""

from datetime import date

import pytest

from communities.models import Area
from demonstration.disclosures.finance import opening, quarter_index, quarter_of
from demonstration.disclosures.load import CONTENT
from demonstration.disclosures.scene import Scene
from disclosure.catalogue import standard_items
from disclosure.choices import Cycle
from disclosure.periods import period_label, period_of
from media.tables.checking import check
from media.tables.kinds import Chart
from media.tables.presentation import chart_of
from media.tables.table import Table

TODAY = date(2026, 11, 23)
ITEMS = {item.code: item for item in standard_items(counted_from=TODAY)}


def scene_of(item, code="320104006001"):
    cycle = Cycle(item.cycle) if item.cycle != Cycle.AT_ONCE else Cycle.QUARTERLY
    period = period_of(cycle, TODAY)
    area = Area(code=code, short_name="五老村社区", kind="residents", parent=Area(short_name="五老村街道"))
    return Scene(area, period.starts_on, period.ends_on, period_label(period), TODAY, "南门口车棚")


@pytest.mark.parametrize("code", CONTENT)
def test_every_text_has_its_items_elements_and_tables_that_are_right(code):
    for area in ("320104006001", "440305002007"):
        written = CONTENT[code](scene_of(ITEMS[code], area))
        for element in ITEMS[code].element_list:
            parts = written.get(element.name, [])
            assert parts or not element.is_required, element.name
            if element.form == "table":
                assert any(isinstance(part, Table) for part in parts), element.name
        for table in (part for parts in written.values() for part in parts if isinstance(part, Table)):
            assert check(table.as_raw()).problems == (), table.caption
            assert table.chart == Chart.NONE or chart_of(table, "k")


def test_every_regular_item_of_the_catalogue_has_a_text():
    assert {code for code, item in ITEMS.items() if item.cycle != Cycle.AT_ONCE} <= set(CONTENT)


def test_each_quarter_begins_with_what_the_last_one_left():
    scene = scene_of(ITEMS["income-expenditure"])
    last = quarter_index(TODAY)
    for index in range(last - 6, last):
        income, spending = quarter_of(scene, index)
        left = opening(scene, index) + sum(row[1] for row in income) - sum(row[1] for row in spending)
        assert opening(scene, index + 1) == left
