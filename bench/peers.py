"""The other site generators: installed into a folder of their own, and how each is run."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CACHE = Path(__file__).parent.parent / ".cache" / "bench"
VERSIONS = {"hugo": "0.168.0", "eleventy": "3.1.5", "mkdocs": "1.6.1", "pelican": "4.12.0"}
TITLES = {"hugo": "Hugo", "eleventy": "Eleventy", "mkdocs": "MkDocs", "pelican": "Pelican"}
_PYTHON = CACHE / "python"
_NODE = CACHE / "node"
_ELEVENTY = _NODE / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
_PELICAN_CACHE = ("--extra-settings", "CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true")


@dataclass(frozen=True)
class Peer:
    """A generator: the command for a site without output, and the one for a site built before.

    Both run in the folder of the site and write its folder `output`.
    """

    name: str
    cold: tuple[str, ...]
    again: tuple[str, ...]
    # What the second command needs first to have anything to go by.
    prepare: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Its name and version."""
        return f"{TITLES[self.name]} {VERSIONS[self.name]}"


def install_peers() -> None:
    """Install what is missing, from the registries that pip and npm are set up for."""
    CACHE.mkdir(parents=True, exist_ok=True)
    if not (_PYTHON / "bin" / "pip").exists():
        _call([sys.executable, "-m", "venv", str(_PYTHON)])
    packages = [f"{name}=={VERSIONS[name]}" for name in ("hugo", "mkdocs", "pelican")]
    _call([str(_PYTHON / "bin" / "pip"), "install", "--quiet", *packages])
    if not _ELEVENTY.exists() and (npm := shutil.which("npm")):
        _NODE.mkdir(exist_ok=True)
        options = ["--silent", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"]
        _call([npm, "install", *options, f"@11ty/eleventy@{VERSIONS['eleventy']}"], _NODE)


def installed_peers() -> list[Peer]:
    """The peers that can run now."""
    peers = []
    if hugo := hugo_binary():
        build: tuple[str, ...] = (str(hugo), "--quiet", "--destination", "output")
        peers.append(Peer("hugo", build, build))
    if _ELEVENTY.exists() and (node := shutil.which("node")):
        build = (node, str(_ELEVENTY), "--quiet", "--output=output")
        peers.append(Peer("eleventy", build, build))
    if (mkdocs := _PYTHON / "bin" / "mkdocs").exists():
        peers.append(Peer("mkdocs", *_variants(mkdocs, ("build", "--quiet"), ("--dirty",))))
    if (pelican := _PYTHON / "bin" / "pelican").exists():
        quiet = ("--quiet", "--settings", "pelicanconf.py")
        cold, cached = _variants(pelican, quiet, _PELICAN_CACHE)
        peers.append(Peer("pelican", cold, cached, prepare=cached))
    return peers


def _variants(
    program: Path, arguments: tuple[str, ...], more: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A command, and the same with more arguments."""
    return (str(program), *arguments), (str(program), *arguments, *more)


def hugo_binary() -> Path | None:
    """Hugo itself: the Python program that the package puts in front of it takes time to start."""
    found = _PYTHON.glob("lib/python*/site-packages/hugo/binaries/hugo*")
    return next((file for file in sorted(found) if os.access(file, os.X_OK)), None)


def _call(command: Sequence[str], folder: Path | None = None) -> None:
    subprocess.run(command, cwd=folder, check=True)  # noqa: S603 our own commands
