"""A page without its words: pages of the same skeleton look alike."""

from hashlib import sha256

from generator.gate.tags import read_tags


def name_skeleton(html: str) -> str:
    """A name for all tags of a page, in order: what is in each beside others, and around it.

    Whatever stylesheets do to a page, they do to another one of the same name: no selector sees
    the words of a text, only whether there are any.
    """
    page = read_tags(html)
    tags = (
        f"{tag.parent} {holds} {tag.written.signature}"
        for tag, holds in zip(page.tags, page.texts, strict=True)
    )
    skeleton = "\n".join((str(page.orderly), *tags))
    return sha256(skeleton.encode("utf-8", "surrogatepass")).hexdigest()
