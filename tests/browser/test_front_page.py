"""What a newcomer sees first: `make lab` opens the page of what one has reached, and it leads to the labs."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import TOKEN
from utils.checking.progress import Progress
from utils.checking.standing import write_page
from utils.commands import WORKSPACE

pytestmark = pytest.mark.browser


def test_the_front_page_is_rendered_and_leads_to_a_lab(jupyter, page):
    address, folder = jupyter
    page.goto(f"{address}{WORKSPACE}/{write_page(folder, Progress(None))}?token={TOKEN}")
    page.wait_for_selector(".jp-MarkdownViewer h1", timeout=60_000)
    page.get_by_role("link", name="Logistic regression").click()
    page.wait_for_selector(".jp-Notebook", timeout=60_000)
    expect(page.locator(".jp-Notebook h1").first).to_contain_text("Logistic regression", timeout=30_000)
