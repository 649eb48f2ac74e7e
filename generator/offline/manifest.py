"""The web app manifest: how the site appears among the apps of a phone."""

import json
from typing import Final

from generator.media.icons import ACCENT
from generator.model import Settings
from generator.offline.icons import ICONS, MASKABLE
from generator.words import Words

MANIFEST: Final = "app.webmanifest"

# Under an icon there is room for about so many letters.
_SHORT: Final = 12
_PAPER: Final = "#fdfbf7"


def write_manifest(settings: Settings, words: Words) -> bytes:
    """The manifest of a site. Its addresses are relative, so that it holds below any path."""
    manifest = {
        "name": settings.title,
        "short_name": shorten(settings.title),
        "lang": words.language,
        "dir": words.direction,
        "start_url": "index.html",
        "scope": "./",
        "display": "standalone",
        "background_color": _PAPER,
        "theme_color": ACCENT,
        "icons": [
            {
                "src": name,
                "sizes": f"{side}x{side}",
                "type": "image/png",
                "purpose": "maskable" if name == MASKABLE else "any",
            }
            for name, side in ICONS.items()
        ],
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()


def shorten(title: str) -> str:
    """As many whole words of a title as there is room for, and the first one in any case."""
    first, *others = title.split()
    short = first
    for word in others:
        if len(short) + 1 + len(word) > _SHORT:
            break
        short += f" {word}"
    return short
