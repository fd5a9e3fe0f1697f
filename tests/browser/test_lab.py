"""A learner's first minutes, in a real browser: run all, a wrong answer, a right one, an explorer."""

import inspect
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import TOKEN
from utils.steps.activations import sigmoid

pytestmark = pytest.mark.browser
WRONG = "def sigmoid(z):\nreturn 1 / (1 + np.exp(z))"  # JupyterLab indents the second line by itself


def code_cell(page, text):
    """The code cell whose source holds `text`."""
    return page.locator(".jp-CodeCell").filter(has=page.locator(".cm-content", has_text=text)).first


def answer(page, cell, check, source):
    """Replace a cell's text, run it and its check, wait for the kernel."""
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(source)
    page.keyboard.press("Shift+Enter")
    check.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")


@pytest.fixture
def notebook(jupyter, page):
    """The lab, opened, its kernel idle."""
    address, _ = jupyter
    page.goto(f"{address}/lab/tree/course1/week2_vectorization.ipynb?token={TOKEN}")
    page.wait_for_selector(".jp-Notebook", timeout=60_000)
    expect(page.locator(".jp-StatusBar-Widget, #jp-main-statusbar").first).to_contain_text("Idle", timeout=60_000)
    return page


def test_a_learner_answers_and_explores(notebook):
    page = notebook
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^Run All Cells")).click()
    report = code_cell(page, "lab.report()")
    expect(report.locator(".jp-OutputArea")).to_contain_text("0 of 100 points", timeout=120_000)
    assert page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0

    exercise, check = code_cell(page, "def sigmoid(z)"), code_cell(page, "sigmoid = lab.check(sigmoid)")
    expect(check.locator(".jp-OutputArea")).to_contain_text("not written yet")
    answer(page, exercise, check, "def sigmoid(z):\n    return 1 / (1 + np.exp(z))")
    expect(check.locator(".jp-OutputArea")).to_contain_text("Your exponent has the wrong sign", timeout=20_000)
    answer(page, exercise, check, inspect.getsource(sigmoid))
    expect(check.locator(".jp-OutputArea")).to_contain_text("sigmoid: correct", timeout=20_000)

    slider = page.locator(".noUi-handle").first
    picture = page.locator(".jp-OutputArea-output img[alt]").first
    slider.scroll_into_view_if_needed()
    before = picture.get_attribute("src")
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(picture).not_to_have_attribute("src", before, timeout=20_000)
