"""The service worker: the list of files that a browser keeps, above the code that keeps them."""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

from generator.offline.archive import ARCHIVE
from generator.offline.headers import HEADERS

WORKER: Final = "sw.js"

# So many letters of a SHA-256: enough to tell a file from its other versions.
_LETTERS: Final = 16
# For hosts, search engines and sticks: no page needs them.
_NOT_KEPT: Final = frozenset({WORKER, HEADERS, ARCHIVE, "sitemap.xml"})
_LICENCE: Final = ".txt"


def write_worker(folders: tuple[Path, ...], digests: Mapping[str, str]) -> bytes:
    """The worker of a site with these files, given by address with their SHA-256."""
    source = _source(folders, "worker.js")
    pages: dict[str, str] = {}
    handouts: dict[str, str] = {}
    for path, digest in sorted(digests.items()):
        if path not in _NOT_KEPT and not path.endswith(_LICENCE):
            (handouts if path.lower().endswith(".pdf") else pages)[path] = digest[:_LETTERS]
    files = f'"pages":{_write(pages)},"handouts":{_write(handouts)}'
    revision = sha256((source + files).encode()).hexdigest()[:_LETTERS]
    return f'const SITE = {{"revision":"{revision}",{files}}};\n{source}'.encode()


def write_switch_off(folders: tuple[Path, ...]) -> bytes:
    """The worker that ends an earlier one and removes what it kept."""
    return _source(folders, "off.js").encode()


def _source(folders: tuple[Path, ...], name: str) -> str:
    """The code of a worker; a clinic's own takes the place of the shipped one."""
    files = (folder / "offline" / name for folder in folders)
    return next(file for file in files if file.is_file()).read_text("utf-8")


def _write(files: Mapping[str, str]) -> str:
    return json.dumps(files, separators=(",", ":"))
