"""The checker is there and finds faults, or the next file's silence would mean nothing."""

from tests.html.checker import complaints

SOUND = "<!doctype html><html lang='zh-Hans'><head><title>公告</title></head><body><p>好</p></body></html>"


def test_a_fault_is_found_and_named_by_its_address(tmp_path):
    pages = {"/sound/": SOUND, "/broken/": SOUND.replace("<p>好</p>", "<ul><p>坏</p></ul>")}
    found = complaints(pages, tmp_path)
    assert len(found) == 1
    assert found[0].startswith("/broken/:1: ")
