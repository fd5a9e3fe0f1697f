"""The pages made from the labs: the README's tables, and where each topic of the notes stands."""

import re
from types import SimpleNamespace

import pytest

from utils import labs as all_labs
from utils.checking import Lab
from utils.course_files import course_root
from utils.labs.topics import Planned
from utils.publish import PublishError
from utils.publish import pages as making
from utils.publish.command import publish_command
from utils.publish.compare import check
from utils.publish.pages import BEGIN, COVERAGE, END, README, coverage, pages, plain, stale_pages, tables, write_pages
from utils.publish.publish import publish

ROOT = course_root()
FIRST, TWIN, SECOND, COMING = "course1/week1_a", "course1/week1_a_gpu", "course2/week3_b", "course2/week3_c"
PLAN = {
    FIRST: Planned(FIRST, ("cost", "slope"), (), False),
    TWIN: Planned(TWIN, (), ("a GPU's clock",), True),
    SECOND: Planned(SECOND, ("a|b* curves",), (), False),
    COMING: Planned(COMING, ("attention",), ("memory",), False),
}
with_torch = pytest.mark.skipif(all_labs.loadable() != all_labs.names(), reason="PyTorch is not installed")


def made(lab_id, title, built=(), shows=None, asked=()):
    """A lab of which only that stands that the pages tell. built: {name: topics}.    asked: topics by question."""
    exercises = [SimpleNamespace(name=name, topics=topics) for name, topics in dict(built).items()]
    quiz = [SimpleNamespace(topics=topics) for topics in asked]
    return Lab(lab_id, title=title, edition=1, minutes=45, builds="x", exercises=exercises, quiz=quiz, shows=shows)


@pytest.fixture
def labs():
    return {
        SECOND: made(SECOND, "Curves | *two*", {"fit_it": ["slope", "attention"]}, {"explore_b": ["cost"]}, [["cost"]]),
        FIRST: made(FIRST, "One", {"f": ["cost"], "g": ["cost", "slope"]}, {"plot_a": ["cost"]}, [[], ["cost"]]),
        TWIN: made(TWIN, "One in PyTorch", {"f": ["cost", "a GPU's clock"]}),
    }


@pytest.fixture
def root(tmp_path, monkeypatch, labs):
    """A folder with a README and docs, and the invented labs in place of the course's."""
    monkeypatch.setattr(making, "planned", lambda: PLAN)
    monkeypatch.setattr(making, "names", lambda: sorted(labs))
    monkeypatch.setattr(making, "loadable", lambda: sorted(labs))
    monkeypatch.setattr(making, "load_lab", lambda root, lab_id: labs[lab_id])
    (tmp_path / "docs").mkdir()
    (tmp_path / README).write_text(f"# Title\n\n{BEGIN}\n{END}\n\nThe end.\n")
    return tmp_path


def row(text, topic):
    """The cells of a topic's row."""
    (line,) = [line for line in text.splitlines() if line.startswith(f"| {topic} |")]
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[2:-1]]


@with_torch
def test_what_is_stored_is_what_the_labs_give():
    assert stale_pages(ROOT) == []


@with_torch
@pytest.mark.parametrize("page", [README, COVERAGE])
def test_every_link_leads_to_a_file(page):
    text = pages(ROOT)[page]
    targets = {target for target in re.findall(r"\]\(([^)]+)\)", text) if not target.startswith(("http", "#"))}
    assert targets
    assert [target for target in targets if not ((ROOT / page).parent / target).exists()] == []


@with_torch
def test_the_pages_tell_of_every_lab_and_every_topic():
    made_pages, planned = pages(ROOT), making.planned()
    rows = [
        line for line in made_pages[COVERAGE].splitlines() if line.startswith("| ") and not line.startswith("| topic")
    ]
    assert len(rows) == sum(len(lab.owns) for lab in planned.values())
    links = re.findall(r"^\| \[.+?\]\((.+?)\.ipynb\)", made_pages[README], re.MULTILINE)
    assert links == [lab for lab in planned if lab in all_labs.names()]
    assert [lab for lab in links if lab.endswith("_gpu") and links[links.index(lab) - 1] != lab[:-4]] == []


def test_a_course_has_a_table_and_a_twin_follows_its_lab(labs):
    assert tables(PLAN, labs) == (
        "| Course 1: neural networks and deep learning | What you build | Minutes |\n|---|---|--:|\n"
        "| [One](course1/week1_a.ipynb) | x | 45 |\n| [One in PyTorch](course1/week1_a_gpu.ipynb) | x | 45 |\n\n"
        "| Course 2: improving deep neural networks | What you build | Minutes |\n|---|---|--:|\n"
        "| [Curves \\| \\*two\\*](course2/week3_b.ipynb) | x | 45 |\n\n"
        "Solved labs, with every output, are in `course1/solutions` and `course2/solutions`."
    )


def test_a_course_without_labs_has_no_table(labs):
    del labs[SECOND]
    assert "Course 2" not in tables(PLAN, labs) and tables(PLAN, labs).endswith("`course1/solutions`.")
    assert tables(PLAN, {}) == ""


def test_a_topic_names_its_owner_s_first_and_then_other_labs(labs):
    home, built, seen, asked = row(coverage(PLAN, labs), "cost")
    assert home == "[One](../course1/week1_a.ipynb)"
    own, twin = built.split("<br>")
    assert own == "[`f`](../course1/week1_a.ipynb), [`g`](../course1/week1_a.ipynb)"
    assert twin == "[One in PyTorch](../course1/week1_a_gpu.ipynb): [`f`](../course1/week1_a_gpu.ipynb)"
    assert seen == r"`plot_a`<br>[Curves \| \*two\*](../course2/week3_b.ipynb): `explore_b`"
    assert asked == r"2<br>[Curves \| \*two\*](../course2/week3_b.ipynb): 1"


def test_a_later_owner_still_comes_first(labs):
    labs[FIRST].shows["plot_a"] = ["a|b* curves"]
    labs[SECOND].shows["explore_b"] = ["a|b* curves"]
    assert row(coverage(PLAN, labs), r"a\|b\* curves")[2] == "`explore_b`<br>[One](../course1/week1_a.ipynb): `plot_a`"


def test_a_topic_of_a_lab_to_come_may_be_built_elsewhere(labs):
    home, built, seen, asked = row(coverage(PLAN, labs), "attention")
    assert home == "to come: `week3_c`"
    assert built == r"[Curves \| \*two\*](../course2/week3_b.ipynb): [`fit_it`](../course2/week3_b.ipynb)"
    assert (seen, asked) == ("", "")


def test_topics_are_counted_and_stand_by_course_and_week_those_of_labs_last(labs):
    text = coverage(PLAN, labs)
    assert "**3 of 4 topics are there.**" in text
    titles = re.findall(r"^##+ (.+)$", text, re.MULTILINE)
    assert [title.split(":")[0] for title in titles] == [
        "Course 1", "Week 1", "Course 2", "Week 3", "Topics that the labs add to the notes",
    ]  # fmt: skip
    last = text.split(titles[-1])[1]
    assert row(last, "a GPU's clock")[1] == "[`f`](../course1/week1_a_gpu.ipynb)"
    assert row(last, "memory")[0] == "to come: `week3_c`"


def test_special_characters_are_shown_as_they_are():
    assert plain("a|b *c* [d](e) <f>\n`g` $h_1$ \\") == r"a\|b \*c\* \[d\](e) \<f\> \`g\` \$h\_1\$ \\"


def test_pages_are_written_where_they_differ_and_only_there(root):
    assert stale_pages(root) == [
        "README.md is not what the labs say: `python -m utils publish` writes it.",
        "docs/coverage.md is missing: `python -m utils publish` writes it.",
    ]
    assert write_pages(root) == [README, COVERAGE]
    assert stale_pages(root) == [] and write_pages(root) == []
    text = (root / README).read_text()
    assert text.startswith(f"# Title\n\n{BEGIN}\n\n| Course 1") and text.endswith(f"\n\n{END}\n\nThe end.\n")


@pytest.mark.parametrize("page, old, new", [(README, "| 45 |", "| 50 |"), (COVERAGE, "`plot_a`", "`plot_b`")])
def test_a_stale_row_is_found_and_made_right(root, page, old, new):
    write_pages(root)
    right = (root / page).read_text()
    (root / page).write_text(right.replace(old, new, 1))
    assert stale_pages(root) == [f"{page} is not what the labs say: `python -m utils publish` writes it."]
    assert write_pages(root) == [page]
    assert (root / page).read_text() == right


@pytest.mark.parametrize(
    "text, sentence",
    [
        (f"# Title\n{END}\n", f"README.md has to hold this line once, above the first table of labs: {BEGIN}"),
        (f"# Title\n{BEGIN}\n", f"README.md has to hold this line once, below the last one: {END}"),
        (f"{BEGIN}\n{BEGIN}\n{END}\n", f"README.md has to hold this line once, above the first table of labs: {BEGIN}"),
        (f"{END}\n{BEGIN}\n", "README.md has the two lines around its tables of labs in the wrong order"),
    ],
)
def test_a_lost_mark_is_told_and_nothing_is_written(root, text, sentence):
    (root / README).write_text(text)
    (said,) = stale_pages(root)
    assert sentence in said
    with pytest.raises(PublishError):
        write_pages(root)
    assert (root / README).read_text() == text and not (root / COVERAGE).exists()
    told = []
    assert publish(root, [], say=told.append) == told == [said]


def test_a_folder_has_the_pages_that_it_has_a_place_for(root):
    (root / README).unlink()
    assert list(pages(root)) == [COVERAGE]
    (root / "docs").rmdir()
    assert pages(root) == {} and stale_pages(root) == [] and write_pages(root) == []


def test_without_pytorch_the_pages_stay_as_they_are_and_publish_goes_on(root, monkeypatch):
    write_pages(root)
    (root / COVERAGE).write_text("old")
    monkeypatch.setattr(making, "loadable", lambda: [FIRST, SECOND])
    (sentence,) = stale_pages(root)
    assert f"{TWIN} needs PyTorch; install it" in sentence
    told = []
    assert publish(root, [], say=told.append) == [] and told == [sentence]
    assert (root / COVERAGE).read_text() == "old"


def test_a_lab_that_cannot_be_loaded_is_told(root, monkeypatch):
    def broken(root, lab_id):
        raise PublishError(f"{lab_id}: its lab module cannot be imported (SyntaxError).")

    monkeypatch.setattr(making, "load_lab", broken)
    (sentence,) = stale_pages(root)
    assert sentence.startswith("README.md and docs/coverage.md cannot be made") and f"{FIRST}: its lab" in sentence
    assert publish(root, [], say=lambda text: None) == [sentence]


def test_publish_says_what_it_wrote_and_check_looks_at_pages_where_no_lab_is_named(root):
    assert len(check(root)) == 2 and check(root, []) == []
    told = []
    assert publish(root, [], say=told.append) == []
    assert told == ["README.md and docs/coverage.md written anew from the labs"]
    assert check(root) == [] and publish(root, [], say=told.append) == [] and len(told) == 1


def test_the_command_s_check_fails_on_a_stale_page(root, monkeypatch, capsys):
    monkeypatch.setattr("utils.course_files.course_root", lambda: root)
    monkeypatch.setattr("utils.publish.complete.check", lambda *_: [])
    asked = SimpleNamespace(labs=[], check=True)
    assert publish_command(asked) == 1
    assert "docs/coverage.md is missing: `python -m utils publish` writes it." in capsys.readouterr().err
    write_pages(root)
    assert publish_command(asked) == 0
