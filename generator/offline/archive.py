"""The whole site as one file to carry away: `offline.zip`, the same bytes for the same site."""

import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

ARCHIVE: Final = "offline.zip"
# Beside one folder, so that it is the first thing that somebody sees.
START: Final = "START-HERE.html"
FOLDER: Final = "site/"

# What packs: another one may pack the same files into other bytes.
PACKER: Final = f"zip {zlib.ZLIB_RUNTIME_VERSION}"

# The first moment that the format knows, and what a file may be: read by all, changed by its owner.
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_ORDINARY_FILE: Final = 0o100644 << 16
# Packed already.
_PACKED: Final = (".gif", ".jpeg", ".jpg", ".pdf", ".png", ".webp", ".woff2")
_LEVEL: Final = 6


def pack(archive: Path, files: Mapping[str, Path | bytes]) -> None:
    """Write an archive of these files, given by their name in it."""
    with zipfile.ZipFile(archive, "w") as packed:
        for name, content in sorted(files.items()):
            packed.writestr(_entry(name), _bytes_of(content), compresslevel=_LEVEL)


def _bytes_of(content: Path | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.read_bytes()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.create_system = _UNIX
    entry.external_attr = _ORDINARY_FILE
    is_packed = name.lower().endswith(_PACKED)
    entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    return entry
