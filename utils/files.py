"""Write files so that none is ever half there."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path


def write_atomically(path, content):
    """Write the whole content or nothing: into a temporary file beside it, then into place at once.

    path: the file; its folder is made if need be.    content: text, or bytes.
    Raises OSError where that cannot be done; the old file, if there was one, is then as it was.
    """
    path = Path(path).resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    content = content.encode() if isinstance(content, str) else content
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _set_mode(temporary, path)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _set_mode(temporary, path):
    """Give a temporary file the permissions of the file it replaces, or those of any new file."""
    if path.exists():
        shutil.copymode(path, temporary)
    else:
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(temporary, 0o666 & ~umask)
