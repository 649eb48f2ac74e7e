"""What every page shows around its own content: its head, the clinic, and the ways around."""

from urllib.parse import quote

from markupsafe import Markup

from generator.edition import Edition
from generator.media import initials_of
from generator.place import Place
from generator.safety import phone_address, sample_block
from generator.views import ClinicView, LinkView, PageView, SiteView


def web_place(edition: Edition, path: str) -> Place:
    """Where the views of a page are shown."""
    return Place(edition, "web", "../" * path.count("/"))


def describe_clinic(edition: Edition, root: str) -> ClinicView:
    """The clinic as pages and handouts name it."""
    clinic = edition.library.settings.clinic
    logo = f"{root}media/{quote(clinic.logo.removeprefix('media/'))}" if clinic.logo else ""
    return ClinicView(
        name=clinic.name,
        initials=initials_of(clinic.name),
        logo=logo,
        address=clinic.address,
        phone=clinic.phone,
        phone_href=phone_address(clinic.phone),
        email=clinic.email,
        web=clinic.web,
        web_text=clinic.web.partition("://")[2].rstrip("/"),
        emergency_number=clinic.emergency_number,
        emergency_href=phone_address(clinic.emergency_number),
        sample=clinic.sample,
    )


def describe_site(edition: Edition, place: Place, path: str) -> SiteView:
    """What every page shows: the clinic, the ways around, where the assets are.

    It is the same for all exercises, and for all programs.
    """
    folder = path.rpartition("/")[0]
    key = place.root, folder if folder in ("exercises", "programs") else path
    if key not in edition.site_views:
        edition.site_views[key] = _describe_site(edition, place, path)
    return edition.site_views[key]


def _describe_site(edition: Edition, place: Place, path: str) -> SiteView:
    words, root, library = place.words, place.root, edition.library
    sections = [
        (words.say("Programs"), "programs/index.html", "programs/"),
        (words.say("Exercises"), "exercises/index.html", "exercises/"),
    ]
    if edition.handouts:
        sections.append((words.say("Handouts"), "handouts.html", "handouts.html"))
    more = [(page.title, f"pages/{page.slug}.html") for page in library.pages.values()]
    more += [(sheet.title, f"safety/{sheet.slug}.html") for sheet in library.safety.values()]
    return SiteView(
        title=library.settings.title,
        language=words.language,
        direction=words.direction,
        clinic=describe_clinic(edition, root),
        sample=Markup().join(block.html for block in sample_block(place.safety)),
        root=root,
        nav=tuple(
            LinkView(text, root + to, path.startswith(under)) for text, to, under in sections
        ),
        more=tuple(LinkView(text, root + to, path == to) for text, to in more),
        assets=root + "assets/",
        icon=root + edition.icon,
        own_style=root + edition.own_style if edition.own_style else "",
        offline=library.settings.offline,
    )


def describe_page(
    edition: Edition,
    path: str,
    title: str,
    description: str,
    *,
    part: str = "",
    crumb: tuple[str, str] | None = None,
    data: Markup = Markup(),
) -> dict[str, object]:
    """The part of a page's context that every page has; `part` tells pages of one title apart."""
    place = web_place(edition, path)
    settings, words = edition.library.settings, edition.words
    crumbs = (
        [LinkView(words.say("Home"), place.root + "index.html")] if path != "index.html" else []
    )
    if crumb:
        crumbs.append(LinkView(crumb[0], place.root + crumb[1]))
    name = f"{title}: {part}" if part else title
    head = settings.title if path == "index.html" else f"{name} – {settings.title}"
    address = path.removesuffix("index.html")
    page = PageView(
        title=title,
        head_title=head,
        description=description,
        path=path,
        canonical=f"{settings.base_url}/{address}" if settings.base_url else "",
        crumbs=tuple(crumbs),
        structured_data=data,
    )
    return {"site": describe_site(edition, place, path), "page": page}
