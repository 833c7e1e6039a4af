"""`yakuba serve`: says when it is ready, keeps its worker alive, and leaves nothing behind however it ends."""

import http.client
import json
import os
import signal
import socket
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

PATIENCE = 60.0


def ask(port, path, **headers):
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with closing(link):
        link.request("GET", path, headers=headers)
        answer = link.getresponse()
        return answer, answer.read()


def wait_for(what):
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


def until_ready(process):
    """Every line that it says until it is ready, or until its end."""
    said = []
    for line in process.stdout:
        said.append(line)
        if line.startswith("Yakuba is ready"):
            break
    return said


def descendants(pid):
    """The process ids below one process, by the words of its command."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True)
    lines = [line.split(None, 2) for line in listed.stdout.splitlines()]
    found, parents = {}, {str(pid)}
    while more := [line for line in lines if line[1] in parents and int(line[0]) not in found]:
        found |= {int(child): words for child, _parent, words in more}
        parents = {child for child, _parent, _words in more}
    return {child: words for child, words in found.items() if "<defunct>" not in words}


def alive(pids):
    return [pid for pid in pids if Path(f"/proc/{pid}").exists() and not _is_zombie(pid)]


def _is_zombie(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def the(word, pids):
    (found,) = [pid for pid, words in pids.items() if word in words]
    return found


@pytest.fixture
def serving(installation, free_port, running):
    """A running `yakuba serve` that has said that it is ready."""
    process = installation.start("serve", f"--port={free_port}", "--workers=1")
    running.append(process)
    assert until_ready(process) == [f"Yakuba is ready: http://127.0.0.1:{free_port}/\n"]
    return process


def test_it_serves_keeps_its_worker_alive_and_stops_without_a_trace(serving, free_port):
    answer, body = ask(free_port, "/readyz")
    assert (answer.status, json.loads(body)["ready"]) == (200, True)

    # What a visitor claims about hosts and schemes is nothing to go by.
    answer, _ = ask(free_port, "/", **{"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"})
    assert answer.status == 200
    assert answer.getheader("Strict-Transport-Security") is None
    answer, _ = ask(free_port, "/", Host="evil.example")
    assert answer.status == 400

    # Styles come with names that may be kept for ever.
    _, page = ask(free_port, "/")
    style = page.decode().split('rel="stylesheet" href="')[1].split('"')[0]
    answer, _ = ask(free_port, style)
    assert (answer.status, "immutable" in answer.getheader("Cache-Control")) == (200, True)

    first = the("worker", descendants(serving.pid))
    os.kill(first, signal.SIGKILL)
    wait_for(
        lambda: any("worker" in words for pid, words in descendants(serving.pid).items() if pid != first)
    )
    assert ask(free_port, "/readyz")[0].status == 200

    family = descendants(serving.pid)
    assert len(family) == 3, family
    serving.send_signal(signal.SIGTERM)
    assert serving.wait(timeout=PATIENCE) == 0
    assert alive(family) == []


def test_a_web_process_that_dies_ends_everything_with_a_failure(serving):
    family = descendants(serving.pid)
    web = min(pid for pid, words in family.items() if "core.web" in words)
    os.kill(web, signal.SIGKILL)
    assert serving.wait(timeout=PATIENCE) == 1
    assert "web（終了コード -9）が止まったため" in serving.stdout.read()
    assert alive(family) == []


def test_a_page_process_that_dies_is_replaced_and_everything_goes_on(serving, free_port):
    def pages():
        return {pid for pid, words in descendants(serving.pid).items() if "core.web" in words} - {parent}

    parent = min(pid for pid, words in descendants(serving.pid).items() if "core.web" in words)
    (page,) = pages()
    os.kill(page, signal.SIGKILL)
    wait_for(lambda: pages() and page not in pages())
    wait_for(lambda: answers(free_port))
    assert serving.poll() is None


def answers(port):
    try:
        return ask(port, "/healthz")[0].status == 200
    except OSError:
        return False


def test_its_children_end_when_it_is_killed_itself(serving):
    family = descendants(serving.pid)
    assert len(family) == 3
    serving.kill()
    serving.wait()
    wait_for(lambda: alive(family) == [])


def test_what_is_not_in_place_is_told_in_a_sentence(installation, empty_installation, free_port, tmp_path):
    port = f"--port={free_port}"
    assert "yakuba migrate" in empty_installation.refuses("serve", port)
    assert "YAKUBA_KEYS" in installation.refuses("serve", port, YAKUBA_KEYS=str(tmp_path / "other"))
    with closing(socket.create_server(("127.0.0.1", free_port))):
        said = installation.refuses("serve", port)
    assert str(free_port) in said
    assert "--port" in said


@pytest.mark.long
def test_a_new_installation_migrates_and_serves_with_one_command(empty_installation, free_port, running):
    process = empty_installation.start("serve", f"--port={free_port}", "--migrate", "--verbosity=0")
    running.append(process)
    assert len(until_ready(process)) == 1
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=PATIENCE) == 0
