"""What Lighthouse says of four pages of the built site, on a telephone that it imitates.

    make lighthouse

The site is served on this computer as a host would, compressed and with the headers of its
`_headers`, and the browser can reach nothing else. Each page is measured three times; a score is
the median.
"""

import gzip
import json
import mimetypes
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any, Final
from urllib.parse import unquote

import click

TIMES: Final = 3
GOOD: Final = 0.9  # as Lighthouse's own colours have it
PAGES: Final = {
    "home": "index.html",
    "list": "exercises/index.html",
    "exercise": "exercises/hamstring-stretch.html",
    "program": "programs/lower-back-flexibility.html",
}
CATEGORIES: Final = ("performance", "accessibility", "best-practices", "seo")
MEASURES: Final = {
    "first-contentful-paint": "first paint",
    "largest-contentful-paint": "largest paint",
    "total-blocking-time": "blocked",
    "cumulative-layout-shift": "shift",
    "total-byte-weight": "weight",
}
# No page can reach anything but this computer.
CHROMIUM: Final = (
    "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --host-resolver-rules='MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'"
)
COMPRESSED: Final = {"application/javascript", "application/json", "image/svg+xml"}


@click.command(help=__doc__)
@click.argument("lighthouse", type=click.Path(exists=True, path_type=Path))
@click.argument("site", type=click.Path(exists=True, path_type=Path))
def main(lighthouse: Path, site: Path) -> None:
    """Print a line for each page, and below it what takes points."""
    columns = (*CATEGORIES, *MEASURES.values())
    click.echo(f"{'':10}" + "".join(f"{name:>16}" for name in columns))
    with _served(site) as address, TemporaryDirectory() as folder:
        for name, path in PAGES.items():
            reports = [
                _audit(lighthouse, f"{address}/{path}", Path(folder) / f"{name}-{time}.json")
                for time in range(TIMES)
            ]
            click.echo(f"{name:10}" + "".join(f"{cell:>16}" for cell in _cells(reports)))
            for failing in _failing(reports[0]):
                click.echo(f"{'':10}{failing}")


def _cells(reports: list[dict[str, Any]]) -> Iterator[str]:
    for category in CATEGORIES:
        scores = [report["categories"][category]["score"] or 0 for report in reports]
        yield f"{100 * median(scores):.0f}"
    for measure in MEASURES:
        audit = sorted((report["audits"][measure] for report in reports), key=_value)[TIMES // 2]
        yield _say(audit)


def _say(audit: dict[str, Any]) -> str:
    match audit["numericUnit"]:
        case "millisecond":
            return f"{_value(audit):.0f} ms"
        case "byte":
            return f"{_value(audit) / 1000:.0f} KB"
        case _:
            return f"{_value(audit):.3f}"


def _value(audit: dict[str, Any]) -> float:
    return float(audit["numericValue"])


def _failing(report: dict[str, Any]) -> Iterator[str]:
    """The audits that take points."""
    for category in CATEGORIES:
        for counted in report["categories"][category]["auditRefs"]:
            audit = report["audits"][counted["id"]]
            scored = audit["scoreDisplayMode"] in {"binary", "numeric"} and counted["weight"] > 0
            if scored and (audit["score"] or 0) < GOOD:
                yield f"{category}: {audit['title']} {audit.get('displayValue', '')}".strip()


def _audit(lighthouse: Path, address: str, report: Path) -> dict[str, Any]:
    chromium = shutil.which("chromium")
    if not chromium:
        message = "there is no chromium: see docs/install.md"
        raise click.ClickException(message)
    ran = subprocess.run(  # noqa: S603 our own words
        [
            *("node", str(lighthouse), address, "--quiet", "--no-enable-error-reporting"),
            *("--output=json", f"--output-path={report}", f"--chrome-flags={CHROMIUM}"),
        ],
        env={**os.environ, "CHROME_PATH": chromium},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise click.ClickException(ran.stderr)
    audited: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return audited


@contextmanager
def _served(site: Path) -> Iterator[str]:
    """The site on a port of this computer."""
    headers = _read_headers(site / "_headers")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            file = site / unquote(self.path.partition("?")[0]).removeprefix("/")
            if not file.resolve().is_relative_to(site.resolve()) or not file.is_file():
                self.send_error(HTTPStatus.NOT_FOUND)
                return
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            content = file.read_bytes()
            self.send_response(HTTPStatus.OK)
            if kind.startswith("text/") or kind in COMPRESSED:
                content = gzip.compress(content)
                self.send_header("Content-Encoding", "gzip")
            for name, value in (
                *headers,
                ("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind),
                ("Content-Length", str(len(content))),
            ):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def _read_headers(file: Path) -> list[tuple[str, str]]:
    """What every address of the site is sent with: the indented lines below `/*`."""
    if not file.exists():
        return []
    lines = file.read_text("utf-8").splitlines()
    pairs = (line.partition(":") for line in lines if line.startswith(" "))
    return [(name.strip(), value.strip()) for name, _, value in pairs]


if __name__ == "__main__":
    main()
