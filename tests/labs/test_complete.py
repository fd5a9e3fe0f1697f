"""Every lab holds what a lab must; what one lacks is a sentence that says where and what to do."""

from utils.course_files import course_root
from utils.publish import complete


def test_it_holds_what_every_lab_must(lab_id):
    assert complete.problems(course_root(), lab_id) == []


def test_no_lab_is_a_draft_and_none_lacks_its_master():
    assert complete.drafts() == [] and complete.strays(course_root()) == []
