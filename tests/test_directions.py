"""Imports go one way: what stands below knows nothing of what stands above, and there is no circle."""

import ast
import subprocess
import sys

import pytest

from utils import labs
from utils.course_files import course_root
from utils.publish.names import defined_names

# From the bottom to the top: what each package may import of utils, besides itself. Lazy imports count, too.
MAY_IMPORT = {
    "files": set(),
    "bars": set(),
    "colab": set(),
    "course_files": set(),
    "layers": set(),
    "data": {"files"},
    "steps": {"bars", "data", "layers"},
    "models": {"layers"},
    "training": {"bars", "files", "layers", "models"},
    "checking": {"files"},
    "plots": set(),
    "explorers": {"plots"},
    "gpu": {"bars", "checking", "data", "files", "layers", "models"},
    "labs": {"bars", "checking", "course_files", "data", "explorers", "files", "gpu", "layers", "models", "plots"}
    | {"steps", "training"},
    "publish": {"checking", "course_files", "files", "labs"},
    "bench": {"data", "files", "gpu", "layers", "models", "steps", "training"},
    "commands": {"checking", "course_files", "labs"},
    "__main__": {"bench", "commands", "course_files", "labs", "publish"},
}
TORCH = {"bench", "gpu", "labs"}  # of the labs, those that topics.toml lists as needing it
DRAWING = {"explorers", "plots", "labs"}  # of the labs, their plots and explorers


def modules(root):
    """{name: path} of every module below a folder that holds `utils`; what `new` copies is no module."""
    found = {}
    for path in sorted((root / "utils").rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        if "template" not in parts:
            found[".".join(parts).removesuffix(".__init__")] = path
    return found


def imports(tree, lazy=False):
    """Yield (line, module, names, whether it stands in a function) for every import of a syntax tree."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name, [], lazy) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module, [alias.name for alias in node.names], lazy
        else:
            yield from imports(node, lazy or isinstance(node, ast.FunctionDef | ast.Lambda))


def package(module):
    """The part of utils that a module belongs to: "layers", "labs", …; "" for utils itself."""
    return module.split(".")[1] if "." in module else ""


def wrong_directions(root):
    """Sentences on imports that go against MAY_IMPORT."""
    found = modules(root)
    for module, path in found.items():
        me = package(module)
        for line, target, names, _ in imports(ast.parse(path.read_text(encoding="utf-8"))):
            if target.split(".")[0] != "utils" or not me:
                continue
            targets = {package(target)} if "." in target else {name for name in names if f"utils.{name}" in found}
            for other in targets - {me} - MAY_IMPORT.get(me, set()):
                may = ", ".join(sorted(MAY_IMPORT.get(me, ()))) or "nothing"
                yield f"{path.relative_to(root)}:{line} imports utils.{other}; of utils, {me} may import {may}."


def leading_nowhere(root):
    """Sentences on imports, lazy ones too, of modules or names of utils that are not there."""
    found = modules(root)
    names_of = {module: defined_names(path.read_text(encoding="utf-8")) for module, path in found.items()}
    for path in found.values():
        for line, target, names, _ in imports(ast.parse(path.read_text(encoding="utf-8"))):
            if target.split(".")[0] != "utils":
                continue
            if target not in found:
                yield f"{path.relative_to(root)}:{line} imports {target}, which is not there."
            for name in names if target in found else ():
                if name not in names_of[target] and f"{target}.{name}" not in found:
                    yield f"{path.relative_to(root)}:{line} imports {name} from {target}, which is not there."


def outside(root):
    """Yield (module, line, library, lazy) for every import from outside utils and the standard library."""
    for module, path in modules(root).items():
        for line, target, _, lazy in imports(ast.parse(path.read_text(encoding="utf-8"))):
            library = target.split(".")[0]
            if library != "utils" and library not in sys.stdlib_module_names:
                yield module, line, library, lazy


def circles(root):
    """The modules that stand in a circle of imports, or between two circles."""
    found = modules(root)
    graph = {}
    for module, path in found.items():
        graph[module] = set()
        for _, target, names, lazy in imports(ast.parse(path.read_text(encoding="utf-8"))):
            inner = {f"{target}.{name}" for name in names} & found.keys()
            graph[module] |= set() if lazy else inner or ({target} & found.keys())
    while True:
        imported = {target for targets in graph.values() for target in targets}
        ends = {module for module, targets in graph.items() if not targets or module not in imported}
        if not ends:
            return sorted(graph)
        graph = {module: targets - ends for module, targets in graph.items() if module not in ends}


def test_imports_go_one_way():
    assert list(wrong_directions(course_root())) == []


def test_no_module_imports_itself_in_a_circle():
    assert circles(course_root()) == []


def test_every_import_leads_somewhere():
    assert list(leading_nowhere(course_root())) == []


def test_steps_layers_and_data_need_numpy_alone():
    bottom = {"bars", "data", "files", "layers", "models", "steps", "training"}
    wrong = [
        f"{module}:{line} {library}"
        for module, line, library, lazy in outside(course_root())
        if package(module) in bottom and not lazy and library != "numpy"
    ]
    assert wrong == []


def test_torch_is_imported_where_it_is_needed():
    wrong = []
    for module, line, library, lazy in outside(course_root()):
        lab = "/".join(module.split(".")[2:4])
        allowed = package(module) in TORCH and (package(module) != "labs" or labs.needs_torch(lab))
        if library == "torch" and not lazy and not allowed:
            wrong.append(f"{module}:{line}")
    assert wrong == []


def test_only_figures_and_explorers_import_what_draws():
    wrong = []
    for module, line, library, lazy in outside(course_root()):
        part = module.split(".")[-1]
        draws = package(module) in DRAWING and (package(module) != "labs" or part == "plots" or "explorer" in part)
        if library in ("matplotlib", "ipywidgets") and not lazy and not draws:
            wrong.append(f"{module}:{line}")
    assert wrong == []


def test_labs_load_neither_figures_nor_widgets_nor_torch():
    names = [name for name in labs.names() if not labs.needs_torch(name)]
    code = f"import sys; from utils import labs; [labs.load(name) for name in {names}]; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=course_root(), capture_output=True, text=True, check=True)
    assert not {"matplotlib", "ipywidgets", "torch", "sklearn", "skimage"} & set(loaded.stdout.split())


@pytest.fixture
def tree(tmp_path):
    """Write a small tree of modules; returns its folder."""

    def write(texts):
        for name, text in texts.items():
            path = tmp_path / "utils" / f"{name}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path

    return write


def test_a_wrong_import_is_named_with_its_line_and_the_rule(tree):
    root = tree(
        {"layers/dense": "import math\n\n\ndef f():\n    from utils.models.lenet import lenet\n", "models/lenet": ""}
    )
    assert list(wrong_directions(root)) == [
        "utils/layers/dense.py:5 imports utils.models; of utils, layers may import nothing."
    ]
    root = tree({"steps/loop": "from utils import bars, plots\n", "bars": "", "plots": ""})
    assert any("utils/steps/loop.py:1 imports utils.plots;" in sentence for sentence in wrong_directions(root))


def test_a_circle_is_found_and_a_lazy_one_is_none(tree):
    root = tree(
        {"data/a": "from utils.data import b\n", "data/b": "from utils.data.a import x\n", "data/c": "import math\n"}
    )
    assert circles(root) == ["utils.data.a", "utils.data.b"]
    root = tree({"data/b": "def f():\n    from utils.data.a import x\n"})
    assert circles(root) == []


def test_an_import_that_leads_nowhere_is_named(tree):
    root = tree({"bench/command": "def f():\n    from utils.bench import cases, labs\n", "bench/cases": "x = 1\n"})
    root = tree({"bench/__init__": "", "bench/show": "from utils.bench.cases import x, y\nimport utils.race\n"})
    assert sorted(leading_nowhere(root)) == [
        "utils/bench/command.py:2 imports labs from utils.bench, which is not there.",
        "utils/bench/show.py:1 imports y from utils.bench.cases, which is not there.",
        "utils/bench/show.py:2 imports utils.race, which is not there.",
    ]
