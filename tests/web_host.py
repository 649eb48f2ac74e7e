"""A plain web host for tests: it notes what is asked for, and can be switched off and on again."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote


@dataclass
class WebHost:
    """Folders below the paths of one origin: `{"/": site}`, `{"/back/": site, "/knee/": other}`.

    With `short` addresses it sends whoever asks for `x.html` to `x`, as some hosts do.
    """

    folders: Mapping[str, Path]
    short: bool = False
    port: int = 0
    asked: list[str] = field(default_factory=list)
    _server: ThreadingHTTPServer | None = None

    @property
    def stopped(self) -> bool:
        return self._server is None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        host = self

        class Handler(SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                if host.stopped:  # on a line that a browser had opened in advance
                    self.close_connection = True
                    return
                # Two builds of a test may share a second, the finest that this header can tell.
                del self.headers["If-Modified-Since"]
                host.asked.append(self.path.partition("?")[0])
                if host.short and self.path.endswith(".html"):
                    self.send_response(HTTPStatus.MOVED_PERMANENTLY)
                    self.send_header("Location", self.path.removesuffix(".html"))
                    self.end_headers()
                    return
                super().do_GET()

            def end_headers(self) -> None:
                self.send_header("Cache-Control", "no-cache")
                super().end_headers()

            def translate_path(self, path: str) -> str:
                return str(host.find(unquote(path.partition("?")[0])))

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self.port = self._server.server_address[1]
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """From now on nobody answers."""
        if self._server:
            server, self._server = self._server, None
            server.shutdown()
            server.server_close()

    def find(self, path: str) -> Path:
        """The file of an address."""
        below = max((one for one in self.folders if path.startswith(one)), key=len, default="")
        if not below:
            return Path("/nowhere")
        file = self.folders[below] / path.removeprefix(below)
        if self.short and not file.exists():
            return file.with_name(f"{file.name}.html")
        return file

    def forget(self) -> None:
        """Begin a new list of what is asked for."""
        self.asked.clear()


@contextmanager
def hosted(folders: Mapping[str, Path], *, short: bool = False) -> Iterator[WebHost]:
    """A host at work."""
    host = WebHost(folders, short)
    host.start()
    try:
        yield host
    finally:
        host.stop()
