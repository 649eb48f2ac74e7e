"""Remembers what stylesheets were found to do to pages, so that nothing is judged twice.

It is safe to delete. The file is named after the program that judged. One that is not what was
written counts as none.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from generator.gate import Finding

Findings = Mapping[str, tuple[Finding, ...]]

# Each edit of a stylesheet leaves behind what was found before it: beyond so many letters, all of
# it is forgotten.
_MOST = 2_000_000


def recall_findings(folder: Path, program: str) -> Findings:
    """What this program found before, by what it looked at."""
    try:
        digest, _, kept = _file(folder, program).read_text("utf-8").partition("\n")
    except (OSError, UnicodeDecodeError):
        return {}
    if digest != sha256(kept.encode()).hexdigest():
        return {}
    found = json.loads(kept).items() if len(kept) < _MOST else ()
    return {name: tuple(Finding(*one) for one in some) for name, some in found}


def keep_findings(folder: Path, program: str, findings: Findings) -> None:
    """Remember findings in place of all that were kept; or not, where nothing can be written."""
    kept = json.dumps(findings, ensure_ascii=False, separators=(",", ":"))
    file = _file(folder, program)
    unfinished = file.with_suffix(f".{os.getpid()}.tmp")
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(f"{sha256(kept.encode()).hexdigest()}\n{kept}", "utf-8", newline="\n")
        unfinished.replace(file)
        for other in folder.glob("*.json"):
            if other != file:
                other.unlink()


def _file(folder: Path, program: str) -> Path:
    return folder / f"{program}.json"
