"""Templates and views to HTML: renders pages and handouts, and returns them as text."""

import traceback
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from itertools import islice
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
from jinja2.bccache import Bucket, FileSystemBytecodeCache
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.sandbox import safe_range
from markupsafe import Markup, escape

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


# What was compiled with which words in it.
_COMPILED: dict[Words, _CompiledTemplates] = {}

_SAYING = ("variable_begin", "name", "lparen", "string", "rparen", "variable_end")


class _SaidOnce(Extension):
    """Puts the words that a template says into it when it is compiled: `{{ _("Steps") }}`.

    A page says a hundred of them, and to look each up would cost more than all the rest of it.
    """

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The signs of a template, with what is said in place of what says it."""
        say: Callable[[str], str] = self.environment.globals["_"]  # type: ignore[assignment]
        tokens = deque(stream)
        while tokens:
            some = tuple(islice(tokens, len(_SAYING)))
            kinds = tuple(token.type for token in some)
            if kinds == _SAYING and some[1].value == "_" and "%" not in some[3].value:
                for _ in some:
                    tokens.popleft()
                yield Token(some[0].lineno, "data", say(some[3].value))
            else:
                yield tokens.popleft()


def make_environment(folders: tuple[Path, ...], words: Words, kept_for: str = "") -> Environment:
    """The templates of a site: the clinic's own first, then the shipped ones.

    A shipped template is also `shipped/NAME`, so that the one that overrides it can extend it.
    They are kept as code for other processes `kept_for` a version of this program, in the folder
    that Jinja has for each user of a machine: nobody else writes there, and no content brings it.
    """
    shipped = FileSystemLoader(folders[-1])
    kept = _COMPILED.setdefault(words, _CompiledTemplates())
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(folders), PrefixLoader({"shipped": shipped})]),
        autoescape=True,
        # A build has templates of its own: none of them changes while it renders.
        auto_reload=False,
        bytecode_cache=(_keep_as_files(kept_for, words) if kept_for else None) or kept,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.add_extension("jinja2.ext.i18n")
    environment.add_extension(_SaidOnce)
    environment.newstyle_gettext = True  # type: ignore[attr-defined]

    def say(message: str, **values: object) -> Markup:
        return words.say_markup(message, **values)

    def say_many(one: str, many: str, number: int, **values: object) -> Markup:
        shown = {name: escape(value) for name, value in {"num": number, **values}.items()}
        return Markup(words.translations.ngettext(one, many, number) % shown)  # noqa: S704 our own

    # A template sees what its page passes, and nothing else to decide with.
    environment.globals = {"range": safe_range, "_": say, "gettext": say, "ngettext": say_many}
    return environment


def _keep_as_files(program: str, words: Words) -> BytecodeCache | None:
    """None where the user has no such folder, or where somebody else could write in it."""
    try:
        return FileSystemBytecodeCache(pattern=f"handouts-{program[:16]}-{words.language}-%s")
    except (OSError, RuntimeError):
        return None


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
