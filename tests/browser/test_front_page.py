"""What a newcomer sees first: `make lab` opens the rendered README, whose table leads to the labs."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import TOKEN
from utils.commands import FRONT_PAGE

pytestmark = pytest.mark.browser


def test_the_front_page_is_rendered_and_leads_to_a_lab(jupyter, page):
    address, _ = jupyter
    page.goto(f"{address}{FRONT_PAGE}?token={TOKEN}")
    page.wait_for_selector(".jp-MarkdownViewer h1", timeout=60_000)
    page.get_by_role("link", name="Logistic regression").click()
    page.wait_for_selector(".jp-Notebook", timeout=60_000)
    expect(page.locator(".jp-Notebook h1").first).to_contain_text("Logistic regression", timeout=30_000)
