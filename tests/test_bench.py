import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench.bars import LARGE, site_bars
from bench.corpus import edit_step, make_corpus, write_site
from bench.measure import Cost, FailedError, run
from bench.peer_sites import write_peer_site
from bench.peers import TITLES
from bench.report import Results, write_results
from bench.site import OURS, Costs
from generator.library import load_library
from generator.plain import check_wording

CHECKOUT = Path(__file__).parent.parent
MIB = 2**20


def test_a_corpus_is_a_good_site_of_its_size(tmp_path: Path) -> None:
    """The checks of a real site find no fault with it."""
    write_site(make_corpus(60), tmp_path)

    library, problems = load_library(tmp_path)

    assert [*problems, *check_wording(library)] == []
    assert (len(library.exercises), len(library.programs)) == (60, 3)


def test_a_corpus_is_the_same_each_time_and_no_two_of_its_pages_are() -> None:
    """Runs of different days can be compared, and nothing is made faster by pages alike."""
    corpus = make_corpus(60)

    assert corpus == make_corpus(60)
    assert len({exercise.body for exercise in corpus.exercises}) == 60


@pytest.mark.parametrize("name", TITLES)
def test_another_generator_gets_the_same_text(name: str, tmp_path: Path) -> None:
    """Each exercise of ours is one of theirs, with the same body."""
    corpus = make_corpus(20)
    write_site(corpus, tmp_path / "ours")
    write_peer_site(name, corpus, tmp_path / "theirs")

    for exercise in corpus.exercises:
        file = Path("content", "exercises", f"{exercise.slug}.md")
        assert (tmp_path / "ours" / file).read_text("utf-8").endswith(f"---\n{exercise.body}")
        assert (tmp_path / "theirs" / file).read_text("utf-8").endswith(f"\n{exercise.body}")


def test_an_edit_changes_one_step(tmp_path: Path) -> None:
    """The edited file differs in one line, each time in another way."""
    file = tmp_path / "lift.md"
    file.write_text("---\ntitle: Lift\n---\n1. Sit.\n2. Lift.\n3. Rest.\n", "utf-8")

    first, second = edit_step(file, 0), edit_step(file, 1)

    assert first != second
    assert f"---\ntitle: Lift\n---\n1. Sit.\n2. {second}\n3. Rest.\n" == file.read_text("utf-8")


@pytest.mark.slow
def test_memory_counts_all_processes_of_a_command(tmp_path: Path) -> None:
    """What a child holds beside its parent is added to it."""
    hold = f"held = bytearray({100 * MIB}); import time; time.sleep(1)"
    both = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {hold!r}]); {hold}"

    assert 200 < run([sys.executable, "-c", both], tmp_path).memory / MIB < 300


def test_a_command_that_fails_is_not_measured(tmp_path: Path) -> None:
    """A generator that gives up early is not fast: the run ends with what it said."""
    with pytest.raises(FailedError, match="out of breath"):
        run([sys.executable, "-c", "raise SystemExit('out of breath')"], tmp_path)


def test_a_ratio_is_of_runs_of_the_same_round() -> None:
    """A machine that was slow for one round alone does not change it."""
    costs = Costs()
    for ours, theirs in ((1, 10), (7, 70), (2, 10)):
        costs.runs[LARGE, "edit", OURS].append(Cost(ours, ours, MIB))
        costs.runs[LARGE, "edit", "hugo"].append(Cost(theirs, theirs, MIB))

    (bar,) = site_bars(costs)

    assert bar.value == 0.1
    assert bar.is_met


def test_a_missed_bar_says_so() -> None:
    """Who looks through the results finds it without doing sums."""
    costs = Costs()
    costs.runs[LARGE, "edit", OURS].append(Cost(2, 2, MIB))
    costs.runs[LARGE, "edit", "hugo"].append(Cost(10, 10, MIB))

    results = write_results(Results(costs, list(site_bars(costs)), rounds=1))

    assert re.search(r"edit, 10,000, of Hugo's \| 0\.200 .* \| \*\*missed\*\* \|", results)


@pytest.mark.slow
def test_the_short_form_measures_all_that_the_long_one_does(tmp_path: Path) -> None:
    """Without the network it builds, edits, serves and starts ours, and writes its report."""
    output = tmp_path / "results.md"
    command = [sys.executable, "-m", "bench", "--short", "--output", str(output)]

    subprocess.run(command, cwd=CHECKOUT, check=True)

    results = output.read_text("utf-8")
    for measured in ("cold | handouts", "nothing changed | handouts", "seen in the browser"):
        assert re.search(rf"\| {re.escape(measured)} \| [0-9.]+ s ", results)
    assert "| handouts --help | " in results
