"""Run by every kernel that `make lab` starts: a NameError on `lab` says which cell makes it."""


def _watch_for_lab():
    import os
    from pathlib import Path

    from IPython import get_ipython

    def explain(shell, kind, error, trace, tb_offset=None):
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
        if error.name == "lab":
            print("Run the first code cell of the notebook: it makes `lab`. Then run this cell again.")

    shell = get_ipython()
    if shell is not None:  # a plain Python in a terminal reads this file, too
        shell.set_custom_exc((NameError,), explain)
    own = Path(os.environ.get("COURSE_PYTHONSTARTUP", ""))  # the user's own start file, which this one stands in for
    if own.is_file():
        exec(compile(own.read_text(encoding="utf-8"), str(own), "exec"), globals())


_watch_for_lab()
del _watch_for_lab
