"""What `import utils.layers` costs."""

import json
import subprocess
import sys

from tests.budget.calibration import speed

PROGRAM = """
import json, sys, time
start, before = time.process_time(), set(sys.modules)
import utils.layers
seconds = time.process_time() - start
print(json.dumps([seconds, sorted({name.partition(".")[0] for name in set(sys.modules) - before})]))
"""


def imported():
    """CPU seconds, and the top-level names of what was loaded."""
    return json.loads(
        subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout
    )


def test_it_needs_numpy_and_nothing_else_and_at_most_a_fifth_of_a_second():
    runs = [imported() for _ in range(3)]
    others = set(runs[0][1]) - set(sys.stdlib_module_names) - {"numpy", "utils"}
    assert not others
    assert min(seconds for seconds, _ in runs) * speed() <= 0.2
