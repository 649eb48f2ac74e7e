"""Compares the program and the libraries of two machines: alike, they make the same bytes."""

import platform
import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version

from generator.paths import shipped
from generator.plan import survey

# Those of .setup/site.txt through which anything of a page, a figure or a handout goes.
PACKAGES = (
    *("babel", "brotli", "cffi", "cssselect2", "fonttools", "jinja2", "lxml", "markdown"),
    *("markupsafe", "nh3", "numpy", "pikepdf", "pillow", "pydantic", "pydantic-core", "pydyf"),
    *("pypdfium2", "pyphen", "pyyaml", "segno", "shapely", "tinycss2", "tinyhtml5", "weasyprint"),
    *("webencodings", "zopfli"),
)
# The hash of the program counts some packages in: they are named rather than it.
_PROGRAM = "the program"
_NONE = "none"


@cache
def describe(*, paper: bool) -> Mapping[str, str]:
    """What the outputs of this process rest on, by name; with `paper` what sets type as well."""
    ground = survey((shipped("templates"),))
    facts = {name: _version(name) for name in PACKAGES}
    facts |= {
        "Python": ".".join(platform.python_version_tuple()[:2]),
        # A float may be rounded otherwise there.
        "machine": f"{platform.system()} {platform.machine()}",
        # Some build theirs of other code, which packs the same bytes differently.
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }
    if paper:
        # Not at the top: it needs Pango.
        from generator.handouts.engine import text_libraries

        facts |= text_libraries()
    templates = sha256(f"{ground.web} {ground.paper}".encode()).hexdigest()
    return facts | {"the shipped templates": templates, _PROGRAM: ground.program}


def differences(here: Mapping[str, str], there: Mapping[str, str]) -> Iterator[str]:
    """What differs, each with how it is here and there."""
    found = [
        f"{name} ({_shorten(mine)} here, {_shorten(theirs)} there)"
        for name in dict.fromkeys((*here, *there))
        if (mine := here.get(name, _NONE)) != (theirs := there.get(name, _NONE))
    ]
    packages = [one for one in found if not one.startswith(_PROGRAM)]
    yield from packages or found


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return _NONE


def _shorten(value: str) -> str:
    """A hash by its beginning."""
    return value[:12] if len(value) == sha256().digest_size * 2 else value
