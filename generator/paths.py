"""Where the shipped templates and content are: in a checkout beside the package, else inside it."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent


def find_templates(site: Path) -> tuple[Path, ...]:
    """The folders of templates: a site's own first, then the shipped ones."""
    own, ours = site / "templates", shipped("templates")
    return (ours,) if own.resolve() == ours.resolve() else (own, ours)


def shipped(folder: str) -> Path:
    """The shipped `templates` or `content` folder.

    In a checkout the top-level folders count, so that an edit there is never dead.
    """
    if (_CHECKOUT / "pyproject.toml").is_file() and (_CHECKOUT / folder).is_dir():
        return _CHECKOUT / folder
    return _PACKAGE / "_shipped" / folder
