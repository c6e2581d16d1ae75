"""`manage.py serve`: what a newcomer sees when something stands in the way."""

import socket

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from config.preparation import Preparation, static_digest
from config.web import bound_socket, shown_address


def test_a_port_in_use_is_told_with_another_one_to_take():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(
            CommandError, match=rf"Port {port} on 127\.0\.0\.1 can't be had .* make run PORT={port + 1}"
        ):
            call_command("serve", "--port", str(port))


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "80 00"])
def test_a_port_that_is_none_is_told(port):
    with pytest.raises(CommandError, match="is no port"):
        call_command("serve", "--port", port)


def test_a_host_that_is_not_this_machine_is_told():
    with pytest.raises(CommandError, match=r"192\.0\.2\.1 can't be had"):
        bound_socket("192.0.2.1", 8000)


def test_the_shown_address_can_be_typed_into_a_browser():
    with bound_socket("0.0.0.0", 0) as listener:  # noqa: S104
        assert shown_address(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.fixture
def said(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    return []


def test_one_file_without_the_other_is_told(said):
    with pytest.raises(CommandError, match="belong together"):
        Preparation(say=said.append, streets="streets.csv")


def test_a_file_that_is_missing_is_told(said, db):
    preparation = Preparation(say=said.append, streets="/nowhere/s.csv", communities="/nowhere/c.csv")
    with pytest.raises(CommandError, match=r"/nowhere/s\.csv is no file"):
        preparation.load_divisions()


def test_static_files_are_gathered_once_and_again_when_one_has_changed(said, monkeypatch):
    calls = []
    monkeypatch.setattr("config.preparation.call_command", lambda name, **options: calls.append(name))
    preparation = Preparation(say=said.append)
    preparation.collect_static()
    (preparation._notes_file.parent / "static").mkdir()
    (preparation._notes_file.parent / "static" / "staticfiles.json").touch()
    Preparation(say=said.append).collect_static()
    assert calls == ["collectstatic"]
    monkeypatch.setattr("config.preparation.static_digest", lambda: "changed")
    Preparation(say=said.append).collect_static()
    assert calls == ["collectstatic", "collectstatic"]


def test_the_digest_of_static_files_stays_while_none_has_changed():
    assert static_digest() == static_digest()


def test_the_tree_is_loaded_into_an_empty_site_and_left_alone_afterwards(said, district, monkeypatch):
    calls = []
    monkeypatch.setattr("config.preparation.call_command", lambda *arguments: calls.append(arguments))
    # The site has a district already, which did not come from the project's own files: it is another's.
    Preparation(say=said.append).load_divisions()
    assert calls == []


def test_a_districts_files_are_loaded_again_only_when_they_have_changed(
    said, db, monkeypatch, tmp_path, district
):
    calls = []
    monkeypatch.setattr("config.preparation.call_command", lambda *arguments: calls.append(arguments))
    streets, communities = tmp_path / "s.csv", tmp_path / "c.csv"
    streets.write_text("code,name"), communities.write_text("code,name")
    for _start in (1, 2):
        Preparation(say=said.append, streets=str(streets), communities=str(communities)).load_divisions()
    assert calls == [("load_divisions", str(streets), str(communities))]
    communities.write_text("code,name,street")
    Preparation(say=said.append, streets=str(streets), communities=str(communities)).load_divisions()
    assert len(calls) == 2
