"""The supervisor with real children; some of them are killed."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SCRIPT = """
import os, signal, sys, time
from config import supervisor
from config.supervisor import Child, Supervisor

supervisor.GRACE = 2.0
supervisor.FIRST_BACK_OFF = 0.05

def steady():
    print("steady", os.getpid())
    while True:
        time.sleep(60)

def parent():
    grandchild = os.fork()
    while grandchild == 0:
        time.sleep(600)
    print("grandchild", grandchild)
    time.sleep(600)

def deaf():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print("deaf", os.getpid())
    while True:
        time.sleep(60)

def broken():
    raise RuntimeError("it can't start")

wanted = [Child(name, globals()[name]) for name in sys.argv[1:]]
sys.exit(Supervisor(wanted, when_ready=lambda: bool(print("ready")) or True).run())
"""


@pytest.fixture
def supervise():
    started = []

    def start(*children):
        running = subprocess.Popen(
            [sys.executable, "-u", "-c", SCRIPT, *children],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(running)
        return running

    yield start
    for running in started:
        running.kill()
        running.communicate()


def pids_after(running, *words):
    """Read lines until each of `words` was said with a process's id, in whatever order; return the ids."""
    found = {}
    for line in running.stdout:
        if said := re.search(r"\| (\w+) (\d+)", line):
            found[said[1]] = int(said[2])
        if found.keys() >= set(words):
            return [found[word] for word in words]
    raise AssertionError(f"the lines say {found} only")


def pid_after(running, word):
    """Read lines until one says `word` and a process's id; return the id."""
    return pids_after(running, word)[0]


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A killed grandchild may wait for its new parent to take note of it.
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def gone(pid):
    deadline = time.monotonic() + 5
    while is_alive(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_all_children_and_the_supervisor_itself(supervise, number):
    running = supervise("steady", "parent")
    child, grandchild = pids_after(running, "steady", "grandchild")
    running.send_signal(number)
    assert running.wait(10) == 0
    assert gone(child)
    assert gone(grandchild)


def test_a_child_that_was_killed_is_started_again_and_leaves_no_orphan(supervise):
    running = supervise("parent")
    grandchild = pid_after(running, "grandchild")
    os.kill(int(subprocess.check_output(["ps", "-o", "ppid=", "-p", str(grandchild)])), signal.SIGKILL)
    assert pid_after(running, "grandchild") != grandchild
    assert gone(grandchild)


def test_a_child_that_cannot_live_takes_everything_with_it_and_says_why(supervise):
    running = supervise("steady", "broken")
    child = pid_after(running, "steady")
    output, _nothing = running.communicate(timeout=20)
    assert running.returncode == 1
    assert "broken | RuntimeError: it can't start" in output
    assert "ended with status 1, 5 times in a row. Ending everything" in output
    assert gone(child)


def test_a_child_that_ignores_the_request_to_end_is_killed(supervise):
    running = supervise("deaf")
    child = pid_after(running, "deaf")
    running.terminate()
    assert running.wait(10) == 0
    assert "is killed" in running.stdout.read()
    assert gone(child)


def test_children_end_when_the_supervisor_itself_is_killed(supervise):
    running = supervise("steady")
    child = pid_after(running, "steady")
    running.kill()
    running.wait()
    assert gone(child)
