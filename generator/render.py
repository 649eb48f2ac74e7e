"""Templates and views to HTML: renders pages and handouts, and returns them as text."""

import traceback
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket
from jinja2.sandbox import safe_range

from generator.errors import Problem
from generator.words import Words

_NO_TEMPLATES = (".css", ".js", ".ttf", ".otf", ".woff2")


class _CompiledTemplates(BytecodeCache):
    """Templates that this process has compiled; Jinja itself notices when their text changes."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take up what was compiled before, if the template still is the same."""
        if bucket.key in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what has just been compiled."""
        self._compiled[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _CompiledTemplates()


def make_environment(folders: tuple[Path, ...], words: Words) -> Environment:
    """The templates of a site: the clinic's own first, then the shipped ones.

    A shipped template is also `shipped/NAME`, so that the one that overrides it can extend it.
    """
    shipped = FileSystemLoader(folders[-1])
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(folders), PrefixLoader({"shipped": shipped})]),
        autoescape=True,
        bytecode_cache=_COMPILED,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # A template sees what its page passes, and nothing else to decide with.
    environment.globals = {"range": safe_range}
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_translations(words.translations, newstyle=True)  # type: ignore[attr-defined]
    return environment


def render(
    environment: Environment, template: str, context: Mapping[str, object], problems: list[Problem]
) -> str | None:
    """A template filled in; `None` and a problem in the template when that fails."""
    try:
        return environment.get_template(template).render(context)
    except TemplateSyntaxError as error:
        path = f"templates/{error.name or template}"
        problems.append(Problem(path, error.lineno, f"the template has a mistake: {error.message}"))
    except TemplateNotFound as error:
        message = f'the template "{error.name}" does not exist'
        problems.append(Problem(f"templates/{template}", 1, message))
    except RecursionError:
        hint = f'to extend the shipped template, write  {{% extends "shipped/{template}" %}}'
        problems.append(Problem(f"templates/{template}", 1, "the template calls itself", hint))
    except (
        TemplateError,
        TypeError,
        ValueError,
        AttributeError,
        ArithmeticError,
        LookupError,
    ) as error:
        path, line = _place(error, template)
        problems.append(Problem(path, line, f"the template fails: {error}"))
    return None


def hash_templates(folders: tuple[Path, ...], part: str) -> str:
    """A hash over all that pages (`assets`) or handouts (`print`) are made with.

    A template may include any other, so all of them count for both; stylesheets and fonts count
    for the part that they lie in.
    """
    digest = sha256()
    for number, folder in enumerate(folders):
        for file in sorted(folder.rglob("*")):
            name = file.relative_to(folder).as_posix()
            if file.is_file() and (name.startswith(f"{part}/") or _is_template(name)):
                digest.update(
                    f"{number} {name} {file.stat().st_size}\n".encode() + file.read_bytes()
                )
    return digest.hexdigest()


def _is_template(name: str) -> bool:
    return not name.startswith("assets/") and not name.lower().endswith(_NO_TEMPLATES)


def _place(error: Exception, template: str) -> tuple[str, int]:
    """The template and line where an error happened while it was filled in."""
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in frames if frame.filename.endswith(".html")]
    if not inside:
        return f"templates/{template}", 1
    name = inside[-1].filename.replace("\\", "/").rpartition("/templates/")[2]
    return f"templates/{name}", inside[-1].lineno or 1
