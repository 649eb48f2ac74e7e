"""The server of a session: the website on this machine only, or what is wrong with it."""

import asyncio
import errno
import os
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from threading import Thread
from typing import Any

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado import web, websocket
from tornado.escape import json_decode
from tornado.httpserver import HTTPServer

from generator.errors import UsageError
from generator.offline.worker import WORKER, write_switch_off
from generator.paths import shipped
from generator.serve.failure import STYLESHEETS, failure_page, warnings_note
from generator.serve.outcome import Outcome

_HOST = "127.0.0.1"
# A page on the web can give its own name this machine's address and so read what we serve:
# a request under any other name than these is refused.
_NAMES = r"(127\.0\.0\.1|localhost)"

# The system's own table differs from machine to machine.
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}

_RELOAD = {"command": "reload", "path": "*", "liveCSS": False, "liveImg": False}

Show = Callable[[Outcome], None]


def address_of(port: int) -> str:
    """Where browsers on this machine find the site."""
    return f"http://{_HOST}:{port}/"


@contextmanager
def claim_port(port: int) -> Iterator[socket.socket]:
    """Hold a port: browsers that ask before there is a server wait for it.

    Raises `UsageError` when the port cannot be had.
    """
    try:
        claimed = socket.create_server((_HOST, port), backlog=128)
    except OSError as error:
        in_use = error.errno == errno.EADDRINUSE
        reason = "is in use" if in_use else f"cannot be used ({os.strerror(error.errno or 0)})"
        raise UsageError(f"port {port} {reason}; choose another one with --port") from None
    with claimed:
        claimed.setblocking(False)
        yield claimed


@contextmanager
def open_server(published: Path, claimed: socket.socket, outcome: Outcome) -> Iterator[Show]:
    """Serve what is published, or what kept the last build from publishing.

    Yields what tells every open page how the next build went. The server has a thread of its own,
    so that it answers while a build runs.
    """
    preview = _Preview(published, claimed.getsockname()[1], outcome)
    started: Future[asyncio.AbstractEventLoop] = Future()
    ended = asyncio.Event()

    async def run() -> None:
        server = HTTPServer(_application(preview))
        server.add_socket(claimed)
        started.set_result(asyncio.get_running_loop())
        await ended.wait()
        server.stop()
        await server.close_all_connections()

    thread = Thread(target=lambda: asyncio.run(run()), daemon=True)
    thread.start()
    loop = started.result()

    def show(outcome: Outcome) -> None:
        loop.call_soon_threadsafe(preview.show, outcome)

    try:
        yield show
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()


class _Preview:
    """What browsers are to see; `build` tells a page made by one build from that of another."""

    def __init__(self, published: Path, port: int, outcome: Outcome) -> None:
        self.published = published.resolve()
        self.port = port
        self.show(outcome)

    def show(self, outcome: Outcome) -> None:
        """Take in how a build went, and have every open page fetched anew."""
        self.outcome = outcome
        # The time, and not a count: a page left open from an earlier session is old, too.
        self.build = time.time_ns() // 1_000_000
        for browser in tuple(LiveReloadHandler.waiters):
            browser.send_message(_RELOAD)

    def read(self, address: str) -> bytes | None:
        """The published file at an address, if there is one."""
        try:
            file = (self.published / address).resolve()
            return file.read_bytes() if file.is_relative_to(self.published) else None
        except (OSError, ValueError):  # no file, or no name that a file could have
            return None

    def with_warnings(self, html: bytes, address: str) -> bytes:
        """A page with the warnings of the last build; like the script, they are never published."""
        body, end, rest = html.rpartition(b"</body>")
        note = warnings_note(self.outcome, address)
        return body + note + end + rest if end else rest + note

    def with_reload(self, html: bytes) -> bytes:
        """A page with the script that fetches it anew.

        It is added to what is served and never to what is published, and it is a file of its own
        host, so that the page's strict policy holds here as everywhere.
        """
        source = f"/livereload.js?port={self.port}&amp;snipver={self.build}"
        head, end, body = html.partition(b"</head>")
        return head + f'<script src="{source}" defer></script>'.encode() + end + body


def _application(preview: _Preview) -> web.Application:
    application = web.Application(
        default_handler_class=web.ErrorHandler,
        default_handler_args={"status_code": HTTPStatus.MISDIRECTED_REQUEST},
        log_function=lambda handler: None,  # noqa: ARG005 the terminal is for problems
    )
    routes: list[Any] = [
        (r"/livereload", _OpenPage, {"preview": preview}),
        (r"/livereload\.js", LiveReloadJSHandler),
        (r"/(.*)", _Site, {"preview": preview}),
    ]
    application.add_handlers(_NAMES, routes)
    return application


class _Site(web.RequestHandler):
    """Answers with what is published; pages give way to the failure of the last build."""

    def initialize(self, preview: _Preview) -> None:
        self.preview = preview

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")

    def get(self, address: str) -> None:
        if not address or address.endswith("/"):
            address += "index.html"
        kind = PurePosixPath(address).suffix.lower()
        outcome = self.preview.outcome
        if address in STYLESHEETS:
            self._answer(HTTPStatus.OK, ".css", STYLESHEETS[address].read_bytes())
        elif address == WORKER:  # a preview is never an older version
            self._answer(HTTPStatus.OK, kind, write_switch_off((shipped("templates"),)))
        elif outcome.failure and kind in ("", ".html"):
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE, ".html", failure_page(outcome))
        elif (content := self.preview.read(address)) is not None:
            if kind == ".html":
                content = self.preview.with_warnings(content, address)
            self._answer(HTTPStatus.OK, kind, content)
        elif self.preview.read(f"{address}/index.html") is not None:
            self.redirect(f"{self.request.path}/")  # so that the relative links of the page hold
        else:
            self._answer(
                HTTPStatus.NOT_FOUND,
                ".html",
                self.preview.read("404.html") or b"There is no such page.",
            )

    head = get

    def _answer(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        self.set_status(status)
        self.set_header("Content-Type", _TYPES.get(kind, "application/octet-stream"))
        if status == HTTPStatus.NOT_FOUND:
            self.set_header("Refresh", "2")  # the policy of that page lets no script in
        elif kind == ".html":
            content = self.preview.with_reload(content)
        self.finish(content)


class _OpenPage(LiveReloadHandler):  # type: ignore[misc]
    """The line to a page that is open in a browser."""

    def initialize(self, preview: _Preview) -> None:
        self.preview = preview
        self.build: object = None

    def check_origin(self, origin: str) -> bool:
        # livereload itself lets any page on the web listen.
        return websocket.WebSocketHandler.check_origin(self, origin)

    def on_message(self, message: str) -> None:
        """Answer as livereload does; a page that is older than the last build is fetched anew."""
        super().on_message(message)
        said = json_decode(message)
        if said["command"] == "hello":
            self.build = said.get("snipver")
        elif self.build not in (None, self.preview.build):
            self.send_message(_RELOAD)
