"""From a master (text) to the learner's notebook and the executed solution."""

from utils.course_files import CourseFileError


class PublishError(CourseFileError):
    """A master that cannot be published: its text names the master, the cell and the cure."""
