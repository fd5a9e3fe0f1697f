"""Everything that needs PyTorch to do its work."""

import importlib.util

if importlib.util.find_spec("torch") is None:
    raise ModuleNotFoundError(
        'this part of the course needs PyTorch: `make setup` installs it, or pip install -e ".[torch]"', name="torch"
    )
