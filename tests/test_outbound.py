"""Nothing that a page or stylesheet asks for leaves the site, and no page runs code of its own."""

import pytest

from generator.errors import Problem
from generator.gate import POLICY, check_outbound, check_stylesheet, page_links

PATH = "exercises/bridge.html"
POLICY_TAG = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'


def page(body: str = "", head: str = "", policy: str = POLICY_TAG) -> str:
    return (
        f"<!doctype html>\n<html><head><meta charset=utf-8>{policy}<title>x</title>{head}</head>\n"
        f"<body>\n{body}\n</body></html>\n"
    )


def said(problems: list[Problem]) -> list[str]:
    return [f"{problem.path}:{problem.line}: {problem.message}" for problem in problems]


@pytest.mark.parametrize(
    "body",
    [
        '<a href="https://clinic.example/">Our clinic</a>',
        '<a href="mailto:a@clinic.example">Write</a> <a href="tel:999">Call 999</a>',
        '<a href="../index.html#top">Home</a> <a href="#steps">Steps</a>',
        '<img src="../media/bridge.jpg" srcset="../media/b.webp 1x, ../media/c.webp 2x" alt="">',
        '<img src="data:image/png;base64,AAAA" alt="">',
        "<p>javascript: is a word, and so is https://clinic.example</p>",
        '<p title="see https://clinic.example">Title</p>',
        "<!-- <script>alert(1)</script> -->",
        '<script src="../assets/site.js" defer></script>',
        '<blockquote cite="https://clinic.example/">x</blockquote>',
    ],
)
def test_what_asks_nothing_of_another_host_is_no_problem(body: str) -> None:
    assert check_outbound(page(body), PATH) == []


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="canonical" href="https://clinic.example/bridge.html">',
        '<link rel="alternate" hreflang="es" href="https://clinic.example/es/bridge.html">',
        '<meta property="og:image" content="https://clinic.example/bridge.jpg">',
        '<link rel="stylesheet" href="../assets/site.css">',
        '<link rel="icon" href="data:image/svg+xml,%3Csvg/%3E">',
        '<script type="application/ld+json">{"@context": "https://schema.org"}</script>',
    ],
)
def test_what_only_speaks_of_another_host_is_no_problem(head: str) -> None:
    assert check_outbound(page(head=head), PATH) == []


@pytest.mark.parametrize(
    ("body", "address"),
    [
        ('<img src="https://cdn.example/x.png">', "https://cdn.example/x.png"),
        ("<img src=//cdn.example/x.png>", "//cdn.example/x.png"),
        ('<IMG SRC="HTTP://cdn.example/x.png">', "HTTP://cdn.example/x.png"),
        (r'<img src="\\cdn.example/x.png">', r"\\cdn.example/x.png"),
        ('<img src="/\t/cdn.example/x.png">', "/\t/cdn.example/x.png"),
        ('<img src=" https://cdn.example/x.png">', " https://cdn.example/x.png"),
        ('<img src="&#104;ttps://cdn.example/x.png">', "https://cdn.example/x.png"),
        ('<img srcset="x.png 1x, https://cdn.example/x.png 2x">', "https://cdn.example/x.png"),
        ('<source srcset="x.webp 1x,//cdn.example/x.webp 2x">', "//cdn.example/x.webp"),
        ('<video poster="https://cdn.example/x.png"></video>', "https://cdn.example/x.png"),
        ('<audio src="https://cdn.example/x.mp3"></audio>', "https://cdn.example/x.mp3"),
        ('<input type=image src="https://cdn.example/x.png">', "https://cdn.example/x.png"),
        ('<body background="https://cdn.example/x.png">', "https://cdn.example/x.png"),
        ('<script src="https://cdn.example/x.js"></script>', "https://cdn.example/x.js"),
        ('<svg><image href="https://cdn.example/x.png"/></svg>', "https://cdn.example/x.png"),
        ('<svg><use xlink:href="https://cdn.example/x.svg#a"/></svg>', "x.svg#a"),
        ('<svg><path fill="url(https://cdn.example/x.svg#a)"/></svg>', "x.svg#a"),
        ('<a href="https://clinic.example" ping="/count">x</a>', "/count"),
        ('<script src="data:text/javascript,alert(1)"></script>', "data:text/javascript"),
        ('<button formaction="https://cdn.example/">x</button>', "https://cdn.example/"),
    ],
)
def test_what_is_asked_of_another_host_is_found(body: str, address: str) -> None:
    (problem,) = check_outbound(page(body), PATH)

    assert (problem.path, problem.line) == (PATH, 4)
    assert "asks another host for" in problem.message
    assert address in problem.message


@pytest.mark.parametrize(
    "relation",
    ["stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "manifest"],
)
def test_a_link_element_that_a_browser_follows_by_itself_is_found(relation: str) -> None:
    html = page(head=f'<link rel="{relation}" href="https://cdn.example/x">')

    assert said(check_outbound(html, PATH)) == [
        f'{PATH}:2: <link href> asks another host for "https://cdn.example/x"'
    ]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<script>alert(1)</script>", "the page has an inline script"),
        ("<script type=module>alert(1)</script>", "the page has an inline script"),
        ("<style>p { color: red }</style>", "the page has an inline <style>"),
        ('<p style="color: red">x</p>', "<p> has a style attribute"),
        ("<p onclick=alert(1)>x</p>", "<p> has inline code (onclick)"),
        ("<svg onload=alert(1)></svg>", "<svg> has inline code (onload)"),
        ('<a href="javascript:alert(1)">x</a>', '<a> runs code (href="javascript:alert(1)")'),
        ('<a href="java\nscript:alert(1)">x</a>', '<a> runs code (href="java\nscript:alert(1)")'),
        ('<a href="data:text/html,x">x</a>', '<a> runs code (href="data:text/html,x")'),
        (
            '<a href="//clinic.example">x</a>',
            '<a> has an address without a scheme: "//clinic.example"',
        ),
        ('<base href="../">', "<base> does not work under the page's policy"),
        ('<iframe src="x.html"></iframe>', "<iframe> does not work under the page's policy"),
        ('<object data="x.pdf"></object>', "<object> does not work under the page's policy"),
        ('<form action="search.html"></form>', "<form> does not work under the page's policy"),
        (
            '<meta http-equiv="Refresh" content="0; url=x.html">',
            "the page sends its reader elsewhere by itself",
        ),
    ],
)
def test_inline_code_and_what_the_policy_forbids_are_found(body: str, message: str) -> None:
    assert said(check_outbound(page(body), PATH)) == [f"{PATH}:4: {message}"]


def test_an_address_below_the_base_of_the_site_is_its_own() -> None:
    html = page(head='<link rel="stylesheet" href="https://clinic.example/x/assets/site.css">')

    assert check_outbound(html, "404.html", "https://clinic.example/x") == []
    assert check_outbound(html, "404.html", "https://clinic.example/x/") == []
    assert len(check_outbound(html.replace("/x/", "/xy/"), "404.html", "https://clinic.example/x"))


def test_a_page_without_a_policy_is_found() -> None:
    assert said(check_outbound(page(policy=""), PATH)) == [
        f"{PATH}:1: the page has no content security policy"
    ]


def test_a_policy_that_counts_only_without_scripts_is_found() -> None:
    html = page(policy=f"<noscript>{POLICY_TAG}</noscript>")

    assert said(check_outbound(html, PATH)) == [
        f"{PATH}:2: the content security policy comes too late: write it first in <head>"
    ]


def test_a_policy_in_a_comment_is_none() -> None:
    assert said(check_outbound(page(policy=f"<!-- {POLICY_TAG} -->"), PATH)) == [
        f"{PATH}:1: the page has no content security policy"
    ]


@pytest.mark.parametrize(
    ("ours", "theirs", "weak"),
    [
        ("script-src 'self'", "script-src 'self' 'unsafe-inline'", "script-src 'self'"),
        ("script-src 'self'", "script-src *", "script-src *"),
        ("default-src 'none'", "default-src 'self'", "default-src 'self'"),
        ("default-src 'none'; ", "", "default-src is missing"),
        ("; form-action 'none'", "", "form-action is missing"),
        ("; base-uri 'none'", "", "base-uri is missing"),
        ("img-src 'self' data:", "img-src https:", "img-src https:"),
        ("; base-uri", "; frame-src 'self'; base-uri", "frame-src 'self'"),
        ("script-src 'self'", "script-src *; script-src 'self'", "script-src *"),
    ],
)
def test_a_weaker_policy_is_found(ours: str, theirs: str, weak: str) -> None:
    assert ours in POLICY
    (problem,) = check_outbound(page(policy=POLICY_TAG.replace(ours, theirs)), PATH)

    assert problem.message.startswith(f"the page weakens the content security policy: {weak}")


def test_a_stricter_policy_is_no_problem() -> None:
    strict = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"

    assert check_outbound(page(policy=POLICY_TAG.replace(POLICY, strict)), PATH) == []


def test_a_policy_behind_what_it_governs_is_found() -> None:
    late = "the content security policy comes too late: write it first in <head>"
    link = '<link rel="stylesheet" href="x.css">'

    assert said(check_outbound(page(policy=f"{link}{POLICY_TAG}"), PATH)) == [f"{PATH}:2: {late}"]
    assert said(check_outbound(page(POLICY_TAG, policy=""), PATH)) == [f"{PATH}:4: {late}"]


@pytest.mark.parametrize(
    "css",
    [
        "a { background: url(../media/x.png) }",
        "a { background: url('data:image/png;base64,AAAA') }",
        '@import "parts.css" print;',
        "@font-face { src: local('Arial'), url(fonts/x.woff2) format('woff2') }",
        "@namespace svg url(http://www.w3.org/2000/svg);",
        "a::after { content: 'https://clinic.example' }",
        "/* url(https://cdn.example/x.png) */",
        "a[href^='https://'] { color: red }",
    ],
)
def test_a_stylesheet_that_stays_in_the_site_is_no_problem(css: str) -> None:
    assert check_stylesheet(css, "assets/site.css") == []


@pytest.mark.parametrize(
    "css",
    [
        "a { background: url(https://cdn.example/x) }",
        "a { background: url( 'https://cdn.example/x' ) }",
        "a { background: URL(//cdn.example/x) }",
        r"a { background: u\72l(https://cdn.example/x) }",
        "a { --picture: url(https://cdn.example/x) }",
        "@import 'https://cdn.example/x';",
        "@import url(https://cdn.example/x) layer(theirs);",
        "@font-face { src: url(https://cdn.example/x) }",
        "@font-face { src: url(data:font/woff2;base64,AAAA) }",
        "a { background: image-set('https://cdn.example/x' 1x) }",
        "a { background: -webkit-image-set(url(https://cdn.example/x) 1x) }",
        "@media print { @supports (color: red) { a { cursor: url(ftp://cdn.example/x), auto } } }",
        "@namespace 'http://www.w3.org/1999/xhtml'; a { background: url(//cdn.example/x) }",
    ],
)
def test_a_stylesheet_that_asks_another_host_is_found(css: str) -> None:
    (problem,) = check_stylesheet(f"\n\n{css}", "assets/site.css")

    assert (problem.path, problem.line) == ("assets/site.css", 3)
    assert problem.message.startswith('the stylesheet asks another host for "')


def test_a_stylesheet_that_is_nested_without_end_is_a_problem() -> None:
    assert said(check_stylesheet("a{" * 20_000, "assets/site.css")) == [
        "assets/site.css:1: the stylesheet has too many brackets inside each other"
    ]


def test_the_links_of_a_page_are_those_that_stay_in_the_site() -> None:
    html = page(
        '<a href="../index.html#top">a</a>\n<a href="https://clinic.example">b</a>\n'
        '<img src="b%C3%BC.jpg" srcset="b.webp 1x, c.webp 2x">\n<a href="tel:999">c</a>\n'
        '<a href="#steps">d</a><!-- <a href="gone.html"> -->'
    )

    assert page_links(html) == [
        ("../index.html#top", 4),
        ("b%C3%BC.jpg", 6),
        ("b.webp", 6),
        ("c.webp", 6),
        ("#steps", 8),
    ]


@pytest.mark.parametrize("written", ['@charset "shift_jis";', "@CHARSET 'utf-16';", "@charset x"])
def test_a_stylesheet_in_other_signs_than_utf_8_is_refused(written: str) -> None:
    """A browser would find other rules in it than the gate does."""
    (problem,) = check_stylesheet(f"\n{written} a {{ color: red }}", "assets/site.css")

    assert (problem.line, "signs" in problem.message) == (2, True)
    assert check_stylesheet('@charset "UTF-8"; a { color: red }', "assets/site.css") == []
