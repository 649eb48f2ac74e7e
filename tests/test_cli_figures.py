"""The commands for figures: one pose file as pictures, all figures of a site on a sheet."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image
from small_site import POSE, WITH_FIGURE, MakeSite

from generator.cli import main

ONE_FRAME = POSE[: POSE.index("  - caption: Knee up")]


@pytest.fixture
def pose(tmp_path: Path) -> Path:
    file = tmp_path / "bridge.pose.yaml"
    file.write_text(POSE, "utf-8")
    return file


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_every_frame_of_a_pose_file_is_written(pose: Path, tmp_path: Path) -> None:
    result = run("figure", pose, "-o", tmp_path / "out.svg")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [f"Wrote {tmp_path / f'out.{n}.svg'}" for n in (1, 2)]
    assert (tmp_path / "out.2.svg").read_text("utf-8").startswith("<svg")


def test_a_figure_of_one_frame_has_the_name_that_was_asked_for(pose: Path, tmp_path: Path) -> None:
    pose.write_text(ONE_FRAME, "utf-8")
    assert run("figure", pose, "-o", tmp_path / "out.svg").exit_code == 0
    assert (tmp_path / "out.svg").is_file()


@pytest.mark.parametrize(
    "options", [("--person", "grey-beard"), ("--side", "left"), ("--style", "line")]
)
def test_person_side_and_style_change_the_picture(
    pose: Path, tmp_path: Path, options: tuple[str, str]
) -> None:
    run("figure", pose, "-o", tmp_path / "plain.svg", "--person", "bun")
    run("figure", pose, "-o", tmp_path / "other.svg", "--person", "bun", *options)
    plain, other = (tmp_path / f"{name}.2.svg" for name in ("plain", "other"))
    assert plain.read_bytes() != other.read_bytes()


def test_a_pose_that_cannot_be_is_named_and_drawn_all_the_same(pose: Path, tmp_path: Path) -> None:
    """The picture helps to see what is wrong."""
    pose.write_text(POSE.replace("lying-on-back", "standing"), "utf-8")
    result = run("figure", pose, "-o", tmp_path / "out.svg")
    assert result.exit_code == 1
    assert f"error: {pose.as_posix()}:" in result.stderr
    assert (tmp_path / "out.2.svg").is_file()


def test_a_pose_file_that_cannot_be_read_is_a_problem_with_its_line(
    pose: Path, tmp_path: Path
) -> None:
    pose.write_text(POSE.replace("side: right", "side: wrong"), "utf-8")
    result = run("figure", pose, "-o", tmp_path / "out.svg")
    assert result.exit_code == 1
    assert f"{pose.as_posix()}:2: " in result.stderr
    assert "\n  2 | side: wrong\n" in result.stderr
    assert list(tmp_path.iterdir()) == [pose]


def test_a_person_whom_nobody_has_drawn_is_wrong_use(pose: Path) -> None:
    assert run("figure", pose, "--person", "zorro").exit_code == 2


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (("-o", "out.svg", "--png"), "out.png"),
        (("-o", "out.jpg"), "out.svg or out.png"),
        (("-o", "out"), "out.svg or out.png"),
    ],
)
def test_a_picture_of_another_kind_is_wrong_use(
    pose: Path, tmp_path: Path, options: tuple[str, ...], wanted: str
) -> None:
    """Nothing is written under a name that was not asked for, or as what it is not."""
    result = run("figure", pose, options[0], tmp_path / options[1], *options[2:])
    assert result.exit_code == 2
    message = " ".join(result.stderr.split())
    assert f"{options[1]} cannot be written; name a file such as {wanted}" in message
    assert list(tmp_path.iterdir()) == [pose]


@pytest.mark.parametrize("name", ["sheet.pdf", "sheet.jpg", "sheet", ".html"])
def test_a_sheet_of_another_kind_is_wrong_use(
    make_site: MakeSite, tmp_path: Path, name: str
) -> None:
    """It is said before anything is drawn, and in no words of a library."""
    site = make_site(WITH_FIGURE)
    result = run("figures", "--sheet", tmp_path / name, "--site", site.folder)
    assert result.exit_code == 2
    assert "cannot be written; name a file such as" in " ".join(result.stderr.split())
    assert not (tmp_path / name).exists()


@pytest.mark.slow
@pytest.mark.parametrize("options", [("--png",), ("-o", "bridge.png"), ("-o", "bridge.PNG")])
def test_a_figure_can_be_a_png(
    pose: Path, tmp_path: Path, options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Large enough for a page, and with something on it."""
    monkeypatch.chdir(tmp_path)
    assert run("figure", pose, *options).exit_code == 0
    (first, _) = sorted(file for file in tmp_path.iterdir() if file != pose)
    with Image.open(first) as picture:
        assert picture.format == "PNG"
        assert picture.width > 1500
        shades = picture.convert("L").histogram()
        assert any(shades[:60])
        assert shades[255]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["sheet.html", "sheet.png"])
def test_a_sheet_shows_every_frame_of_the_site(
    make_site: MakeSite, tmp_path: Path, name: str
) -> None:
    """Each in colour, in grey, as small as on paper in both, and as a copier sees it."""
    site = make_site(WITH_FIGURE)
    result = run("figures", "--sheet", tmp_path / name, "--site", site.folder)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == f"1 figure: {tmp_path / name}\n"
    if name.endswith(".html"):
        html = (tmp_path / name).read_text("utf-8")
        assert html.count("<img") == 2 * 5
        assert "bridge 2" in html
    else:
        with Image.open(tmp_path / name) as picture:
            assert picture.size == (1600, 560)


def test_a_sheet_shows_pose_files_and_folders_of_them(tmp_path: Path) -> None:
    """They need no site, and each stands under its own path."""
    for place in ("drafts/bridge", "drafts/squat", "bridge"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / f"{place}.pose.yaml").write_text(ONE_FRAME, "utf-8")
    (tmp_path / "drafts" / "notes.txt").write_text("None of them.", "utf-8")
    poses = (tmp_path / "drafts", tmp_path / "bridge.pose.yaml")
    result = run("figures", *poses, "--sheet", tmp_path / "sheet.html")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == f"3 figures: {tmp_path / 'sheet.html'}\n"
    html = (tmp_path / "sheet.html").read_text("utf-8")
    for place in ("drafts/bridge", "drafts/squat", "bridge"):
        assert f"<p>{(tmp_path / place).as_posix()} 1</p>" in html


def test_a_sheet_of_pose_files_says_which_of_them_is_wrong(pose: Path, tmp_path: Path) -> None:
    """The others are shown all the same."""
    wrong = tmp_path / "wrong.pose.yaml"
    wrong.write_text(POSE.replace("side: right", "side: wrong"), "utf-8")
    result = run("figures", wrong, pose, "--sheet", tmp_path / "sheet.html")
    assert result.exit_code == 1
    assert f"{wrong.as_posix()}:2: " in result.stderr
    assert "bridge 2" in (tmp_path / "sheet.html").read_text("utf-8")


def test_a_sheet_can_be_looked_at_while_the_site_has_mistakes(
    make_site: MakeSite, tmp_path: Path
) -> None:
    site = make_site(WITH_FIGURE)
    site.edit("content/exercises/bridge.md", "reps: 10", "reps: ten")
    result = run("figures", "--sheet", tmp_path / "sheet.html", "--site", site.folder)
    assert result.exit_code == 1
    assert "dose.reps" in result.stderr
    assert "bridge 1" in (tmp_path / "sheet.html").read_text("utf-8")
