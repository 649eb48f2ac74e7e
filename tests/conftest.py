"""What all tests share."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from shutil import copytree

import pytest
from browsing import browser, carried, large_text, playwright  # noqa: F401 fixtures
from filelock import FileLock
from small_site import SMALL_SITE, TODAY, MakeSite, Site

from generator.asked import BuildOptions
from generator.build import build

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

    def make(output: Path) -> None:
        build(BuildOptions(CHECKOUT, output, TODAY, jobs=2))

    return make_once(tmp_path_factory, "sample", make) / "site"


@pytest.fixture(scope="session")
def saved_toner(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with less toner, in every variant, of one exercise alone."""

    def make(site: Path) -> None:
        copytree(CHECKOUT / "content", site / "content")
        for kind in ("exercises", "programs"):
            for file in (site / "content" / kind).iterdir():
                if not file.name.startswith("hip-flexor-stretch."):
                    file.unlink()
        settings = site / "content" / "clinic.toml"
        text = settings.read_text("utf-8")
        assert 'toner = "normal"' in text
        settings.write_text(text.replace('toner = "normal"', 'toner = "save"'), "utf-8")
        build(BuildOptions(site, site / "output", TODAY, jobs=1))

    return make_once(tmp_path_factory, "toner", make) / "output" / "site"


def make_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that `make` fills, which all processes of a test run look at."""
    place = factory.getbasetemp()
    folder = (place.parent if "PYTEST_XDIST_WORKER" in os.environ else place) / name
    made = folder.with_suffix(".made")
    with FileLock(folder.with_suffix(".lock")):
        if not made.exists():
            make(folder)
            made.touch()
    return folder
