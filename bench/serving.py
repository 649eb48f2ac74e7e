"""From a save to the page: on the disk, beside `hugo server`, and in a browser that has it open."""

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from urllib.error import URLError
from urllib.request import urlopen

from bench.corpus import edit_step
from bench.measure import CORES
from bench.peers import hugo_binary
from bench.site import OURS, Contestant, handouts_program
from generator.serve.saves import saves

_PAGE = "exercises/lift-00008.html"
_SOURCE = "content/exercises/lift-00008.md"
_PATIENCE = 600.0
_LEAVES_WITHIN = 30.0
_LOOK_EVERY = 0.002
_PAUSE = 0.5


@dataclass
class Served:
    """Seconds from a save, of each round: on the disk by name, in the browser, and unnoticed."""

    size: int = 0
    on_disk: dict[str, list[float]] = field(default_factory=dict)
    in_browser: list[float] = field(default_factory=list)
    watcher: list[float] = field(default_factory=list)


def measure_serving(contestants: Sequence[Contestant], size: int, rounds: int) -> Served:
    """Save in turn in our site and in Hugo's, while both are served."""
    served = Served(size)
    ours = next(one for one in contestants if one.name == OURS)
    theirs = next((one for one in contestants if one.name == "hugo"), None)
    with _serve(_our_command(), ours) as our_port:
        if theirs and (hugo := hugo_binary()):
            with _serve(_hugo_command(hugo), theirs):
                _save_in_turn([ours, theirs], rounds, served)
        else:
            _save_in_turn([ours], rounds, served)
        served.in_browser = _see_in_browser(ours, our_port, rounds)
    served.watcher = _watch(ours, rounds)
    return served


def _our_command() -> list[str]:
    return [handouts_program(), "serve", "--no-pdf", "--no-open", "--jobs", str(CORES), "--port"]


def _hugo_command(hugo: Path) -> list[str]:
    return [str(hugo), "server", "--quiet", "--destination", "output", "--port"]


@contextmanager
def _serve(command: Sequence[str], contestant: Contestant) -> Iterator[int]:
    """Run a server until the end of the block, from when it answers; its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    process = subprocess.Popen(  # noqa: S603 our own commands
        [*command, str(port)],
        cwd=contestant.folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _await(lambda: _answers(port))
        yield port
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(_LEAVES_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/{_PAGE}", timeout=_PATIENCE) as answer:
            return bool(answer.status == 200)  # noqa: PLR2004 HTTP's word for well
    except (URLError, ConnectionError):
        return False


def _save_in_turn(contestants: Sequence[Contestant], rounds: int, served: Served) -> None:
    """One round more than is counted: with the first save, a server gets ready for the next."""
    for number in range(rounds + 1):
        for one in contestants:
            time.sleep(_PAUSE)
            took = _save(one, number + 100)
            if number:
                served.on_disk.setdefault(one.name, []).append(took)


def _save(contestant: Contestant, number: int) -> float:
    """The seconds from a save to the page on the disk."""
    published = contestant.published / _PAGE
    start = time.perf_counter()
    new = edit_step(contestant.folder / _SOURCE, number)
    _await(lambda: new in published.read_text("utf-8"))
    return time.perf_counter() - start


def _see_in_browser(contestant: Contestant, port: int, rounds: int) -> list[float]:
    # Only a full run needs a browser.
    from playwright.sync_api import sync_playwright

    times = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}/{_PAGE}")
        for number in range(rounds):
            page.wait_for_timeout(_PAUSE * 1000)
            start = time.perf_counter()
            new = edit_step(contestant.folder / _SOURCE, number + 200)
            page.get_by_text(new).first.wait_for(timeout=_PATIENCE * 1000)
            times.append(time.perf_counter() - start)
        browser.close()
    return times


def _watch(contestant: Contestant, rounds: int) -> list[float]:
    """How long our watcher alone takes until it has noticed a save, and that it is over."""
    noticed, waiting = Event(), Event()

    def watch() -> None:
        for _ in saves([contestant.folder / "content"]):
            noticed.set()
            waiting.set()

    Thread(target=watch, daemon=True).start()
    _await(waiting.is_set)
    times = []
    for number in range(rounds):
        time.sleep(_PAUSE)
        noticed.clear()
        start = time.perf_counter()
        edit_step(contestant.folder / _SOURCE, number + 300)
        _await(noticed.is_set)
        times.append(time.perf_counter() - start)
    return times


def _await(happened: Callable[[], bool]) -> None:
    end = time.perf_counter() + _PATIENCE
    while not happened():
        if time.perf_counter() > end:
            raise TimeoutError("what was waited for did not happen")
        time.sleep(_LOOK_EVERY)
