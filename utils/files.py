"""Write files so that none is ever half there."""

import contextlib
import errno
import os
import shutil
import tempfile
import warnings
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


# What a file system without locks answers
_NO_LOCKS = {errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP}


@contextlib.contextmanager
def locked(path, seconds):
    """While this holds, no other program that asks for the lock of the same file has it.

    path: the file; its folder is made if need be, and the lock is a file beside it.
    seconds: how long to wait while nothing happens; where others write the file in turn, ours comes.
    Gives True, or False where the file system has no locks. Raises OSError where the lock cannot be had.
    """
    path = Path(path).resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = _take(path, path.with_name(f".{path.name}.lock"), seconds)
    try:
        yield lock is not None
    finally:
        if lock is not None:
            lock.release()


def _take(path, lock_path, seconds):
    """A lock that is held, None where the file system has none."""
    from filelock import FileLock, Timeout

    lock, turns = FileLock(lock_path, timeout=seconds), 20
    while True:
        before, turns = _stamp(path), turns - 1
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # where it falls back to the mere presence of the file
                lock.acquire(poll_interval=0.02)
                return lock
        except Timeout:
            if turns == 0 or _stamp(path) == before:
                why = f"another program holds {lock_path}; if none is running, delete that file"
                raise TimeoutError(errno.ETIMEDOUT, why) from None
        except NotImplementedError:
            return None
        except OSError as error:
            if error.errno in _NO_LOCKS:
                return None
            raise


def _stamp(path):
    """What tells that a file was written anew; None where there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino
