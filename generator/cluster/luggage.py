"""Carries the templates of a site to a machine that has none of its files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from weakref import finalize

from generator.errors import UsageError
from generator.paths import shipped


@dataclass(frozen=True)
class Luggage:
    """Folders of templates, each as the files in it; `None` is the shipped one, which is there."""

    folders: tuple[Mapping[str, bytes] | None, ...]


class Unpacked:
    """The folders of some luggage, on this machine for as long as anybody holds this."""

    def __init__(self, luggage: Luggage) -> None:
        place = Path(mkdtemp(prefix="handouts-"))
        finalize(self, rmtree, place, ignore_errors=True)
        self.folders = tuple(
            shipped("templates") if files is None else _unpack(files, place / str(number))
            for number, files in enumerate(luggage.folders)
        )


def pack(folders: tuple[Path, ...], part: str = "") -> Luggage:
    """What lies in the folders of a site's templates, or in a `part` of them.

    Raises `UsageError` for a link: a copy of what it leads to could be used where the link itself
    is refused.
    """
    ours = shipped("templates").resolve()
    return Luggage(
        tuple(None if folder.resolve() == ours else dict(_read(folder, part)) for folder in folders)
    )


def _read(folder: Path, part: str) -> Iterator[tuple[str, bytes]]:
    for file in sorted((folder / part).rglob("*")):
        name = file.relative_to(folder).as_posix()
        if file.is_symlink():
            raise UsageError(
                f"templates/{name} is a link, which leads nowhere on another machine; "
                "put what it leads to in its place, or build without --scheduler"
            )
        if file.is_file():
            yield name, file.read_bytes()


def _unpack(files: Mapping[str, bytes], folder: Path) -> Path:
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder
