"""A learner's first minutes, in a real browser: run all, a wrong answer, a right one, an explorer."""

import inspect
import os
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import TOKEN
from utils.steps.logistic_regression import propagate

pytestmark = pytest.mark.browser
RIGHT = inspect.getsource(propagate)
RENAMED = RIGHT.replace("def propagate(", "def my_propagate(") + "\n# no def propagate( any more"
WRONG = RIGHT.replace("np.sum(losses) / m", "np.sum(losses)")


def code_cell(page, text):
    """The code cell whose source holds `text`."""
    return page.locator(".jp-CodeCell").filter(has=page.locator(".cm-content", has_text=text)).first


def answer(page, cell, check, source):
    """Replace a cell's text, run it, then its check."""
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(source)
    page.keyboard.press("Shift+Enter")
    check.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")


def _open(page, address, lab):
    """Open a lab's notebook and wait until its kernel is idle."""
    page.goto(f"{address}/lab/tree/{lab}.ipynb?token={TOKEN}")
    page.wait_for_selector(".jp-Notebook", timeout=60_000)
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Python 3 (ipykernel) | Idle", timeout=60_000)


@pytest.fixture
def notebook(jupyter, page):
    """The lab, opened, its kernel idle."""
    address, _ = jupyter
    _open(page, address, "course1/week2_logistic_regression")
    return page


def test_a_learner_answers_and_explores(notebook):
    page = notebook
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^Run All Cells")).click()
    report = code_cell(page, "lab.report()")
    expect(report.locator(".jp-OutputArea")).to_contain_text("0 of 100 points", timeout=180_000)
    assert page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0
    expect(page.locator("math").nth(20)).to_be_attached(timeout=60_000)  # the formulas are typeset

    exercise, check = code_cell(page, "def propagate("), code_cell(page, "propagate = lab.check(propagate)")
    output = check.locator(".jp-OutputArea")
    expect(output).to_contain_text("not written yet")
    output.get_by_text("Hints and solution").click()
    output.get_by_text("Hint 1 of 3").click()
    expect(output.get_by_text("Forward gives A and the cost")).to_be_visible()
    answer(page, exercise, check, WRONG)
    expect(output).to_contain_text("propagate: not right yet", timeout=20_000)
    expect(output).to_contain_text("divide by m, the columns of X")
    _picture_for_the_readme(page, exercise, output)
    answer(page, exercise, check, RIGHT)
    expect(output).to_contain_text("propagate: correct", timeout=20_000)
    answer(page, exercise, check, RENAMED)
    expect(output).to_contain_text("no longer defines propagate: it defines my_propagate", timeout=20_000)
    answer(page, exercise, check, "def propagate(w, b:")
    expect(output).to_contain_text("ended in a SyntaxError (line 1)", timeout=20_000)
    answer(page, exercise, check, RIGHT)
    expect(output).to_contain_text("propagate: correct", timeout=20_000)

    slider = page.locator(".noUi-handle").first
    picture = page.locator(".jp-OutputArea-output img[alt]").first
    slider.scroll_into_view_if_needed()
    before = picture.get_attribute("src")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    expect(picture).not_to_have_attribute("src", before, timeout=20_000)


def test_a_check_before_the_set_up_says_what_to_run(jupyter, page):
    address, _ = jupyter
    _open(page, address, "course1/week1_introduction")
    check = code_cell(page, "relu_unit = lab.check(relu_unit)")
    check.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    expect(check.locator(".jp-OutputArea")).to_contain_text("Run the first code cell of the notebook", timeout=60_000)


def _picture_for_the_readme(page, exercise, output):
    """Save the exercise and what its check says; `make picture` asks for it."""
    if "COURSE_PICTURE" not in os.environ:
        return
    exercise.evaluate("cell => cell.scrollIntoView({block: 'start'})")
    page.mouse.move(0, 0)
    page.wait_for_timeout(1000)
    top, bottom = exercise.bounding_box(), output.bounding_box()
    height = bottom["y"] + bottom["height"] - top["y"]
    page.screenshot(path=os.environ["COURSE_PICTURE"], clip={**top, "height": height})
