"""What all tests share."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from browsing import browser, carried, large_text, playwright  # noqa: F401 fixtures
from small_site import SMALL_SITE, TODAY, MakeSite, Site

from generator.build import BuildOptions, build

CHECKOUT = Path(__file__).parent.parent


@pytest.fixture
def make_site(tmp_path: Path) -> MakeSite:
    """Makes a small, good site; `files` add to it or, with `None`, take away from it."""

    def make(files: Mapping[str, str | bytes | None] = {}) -> Site:
        site = Site(tmp_path / "clinic")
        for path, content in {**SMALL_SITE, **files}.items():
            if content is not None:
                site.write(path, content)
        return site

    return make


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the content that ships, with its handouts: made once, only to be looked at."""
    output = tmp_path_factory.mktemp("sample")
    build(BuildOptions(CHECKOUT, output, TODAY, jobs=2))
    return output / "site"
