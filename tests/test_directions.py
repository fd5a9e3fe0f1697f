"""Imports go one way: what stands below knows nothing of what stands above, and there is no circle."""

import subprocess
import sys

import pytest

from tests.imports import imports, modules, targets
from utils import labs
from utils.course_files import course_root
from utils.publish.names import defined_names

# From the bottom to the top: what a package may import of utils, in functions, too; which libraries load with it.
# A library that is imported in a function costs only whoever calls it, and is not asked about here.
RULES = {
    "": ("", ""),  # utils itself
    "files": ("", ""),
    "strictness": ("", ""),
    "bars": ("strictness", ""),
    "catalogue": ("", ""),
    "colab": ("", ""),
    "starting": ("", ""),
    "streams": ("", ""),
    "course_files": ("", ""),
    "jupyter": ("", ""),
    "layers": ("", "numpy"),
    "data": ("files", "numpy scipy"),
    "steps": ("bars data layers", "numpy"),
    "models": ("layers", "numpy"),
    "training": ("bars files layers models", "numpy"),
    "checking": ("bars catalogue colab course_files files starting streams strictness", "numpy platformdirs"),
    "plots": ("", "matplotlib numpy"),
    "explorers": ("plots", "ipywidgets matplotlib"),
    "gpu": ("bars checking data files layers models steps", "numpy torch"),
    "labs": (
        "bars checking course_files data explorers files gpu layers models plots steps training",
        "ipywidgets matplotlib numpy scipy sklearn threadpoolctl torch",
    ),
    "publish": ("catalogue checking course_files files labs", "jupytext nbclient nbformat"),
    "bench": ("data files gpu layers models training", "numpy torch"),
    "commands": ("catalogue checking course_files labs starting", ""),
    "__main__": ("bench commands course_files labs publish streams", ""),
}
DRAWING = {"explorers", "ipywidgets", "matplotlib", "plots"}  # in labs only for their plots and explorers
TORCH = {"gpu", "torch"}  # in labs only for those that topics.toml lists as needing it
HEAVY = {"ipywidgets", "matplotlib", "skimage", "sklearn", "torch"}


def package(module):
    """The part of utils that a module belongs to: "layers", "labs", …; "" for utils itself."""
    return module.split(".")[1] if "." in module else ""


def allowed(module):
    """What a module may import, of utils and of libraries: its package's rule, in a lab by what the module is for."""
    of_utils, libraries = (set(names.split()) for names in RULES.get(package(module), ("", "")))
    if package(module) == "labs":
        part = module.split(".")[-1]
        refused = set() if part == "plots" or "explorer" in part else DRAWING
        refused = refused if labs.needs_torch(lab_of(module)) else refused | TORCH
        of_utils, libraries = of_utils - refused, libraries - refused
    return of_utils | {package(module)}, libraries


def lab_of(module):
    """The lab that a module belongs to, such as "course1/week2_vectorization"; otherwise ""."""
    parts = module.split(".")
    return "/".join(parts[2:4]) if parts[1:2] == ["labs"] and len(parts) > 3 else ""


def wrong_directions(root):
    """Sentences on imports that go against RULES, or from one lab into another that is not its NumPy original."""
    found = modules(root)
    for module, path in found.items():
        of_utils, libraries = allowed(module)
        own = {"", lab_of(module), lab_of(module).removesuffix("_gpu")}
        for imported in imports(path, module):
            where = f"{path.relative_to(root)}:{imported.line} imports"
            library = imported.module.split(".")[0]
            if library != "utils":
                if not imported.lazy and library not in libraries | sys.stdlib_module_names:
                    yield f"{where} {library}; of libraries, {module} may load {_listed(libraries)}."
                continue
            for target in sorted(targets(imported, found)):
                if package(target) not in of_utils:
                    yield f"{where} {target}; of utils, {module} may import {_listed(of_utils)}."
                elif lab_of(module) and lab_of(target) not in own:
                    yield f"{where} {target}; a lab imports no other, only a twin its NumPy lab."


def _listed(names):
    return ", ".join(sorted(names - {""})) or "nothing"


def leading_nowhere(root):
    """Sentences on imports, lazy ones too, of modules or names of utils that are not there."""
    found = modules(root)
    names_of = {module: defined_names(path.read_text(encoding="utf-8")) for module, path in found.items()}
    for module, path in found.items():
        for line, target, names, _ in imports(path, module):
            if target.split(".")[0] != "utils":
                continue
            if target not in found:
                yield f"{path.relative_to(root)}:{line} imports {target}, which is not there."
            for name in names if target in found else ():
                if name not in names_of[target] and f"{target}.{name}" not in found:
                    yield f"{path.relative_to(root)}:{line} imports {name} from {target}, which is not there."


def circles(root):
    """Sentences on the imports that make a circle of modules, or lead from one circle to another; lazy ones do not."""
    found = modules(root)
    edges = {
        (module, target): imported.line
        for module, path in found.items()
        for imported in imports(path, module)
        for target in (() if imported.lazy else targets(imported, found))
    }
    before = None
    while edges != before:
        before, starts, ends = edges, {start for start, _ in edges}, {end for _, end in edges}
        edges = {way: line for way, line in edges.items() if way[0] in ends and way[1] in starts}
    for (module, target), line in edges.items():
        yield f"{found[module].relative_to(root)}:{line} imports {target}, and there is a way back."


def plant(root, name, text):
    """Write a module of a small tree."""
    path = root / "utils" / f"{name}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def loaded(code):
    """Top-level names of what a new Python loads for a piece of code, besides NumPy and the standard library."""
    code = f"import sys, numpy.random\nbefore = set(sys.modules)\n{code}\nprint(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", code], cwd=course_root(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return {name.split(".")[0] for name in done.stdout.split()} - sys.stdlib_module_names - {"numpy", "utils"}


def test_the_rules_name_every_package_and_lead_downwards():
    assert RULES.keys() == {package(module) for module in modules(course_root())}
    order = list(RULES)
    for place, (name, (of_utils, _)) in enumerate(RULES.items()):
        assert set(of_utils.split()) <= set(order[:place]), f"{name} may import what stands above it"


@pytest.mark.parametrize("wrong", [wrong_directions, circles, leading_nowhere])
def test_imports_go_one_way(wrong):
    found = list(wrong(course_root()))
    assert not found, "\n".join(found)


def test_what_stands_at_the_bottom_loads_numpy_alone():
    bottom = ("layers", "data", "steps", "models", "training")
    names = [module for module in modules(course_root()) if package(module) in bottom]
    assert loaded(f"import {', '.join(names)}") == set()


@pytest.mark.parametrize("needs_torch", [False, True])
def test_labs_load_neither_figures_nor_widgets_and_only_those_that_need_it_torch(needs_torch):
    names = [name for name in labs.loadable() if labs.needs_torch(name) == needs_torch]
    if not names:
        pytest.skip("PyTorch is not installed")
    code = f"from utils import labs; [labs.load(name) for name in {names}]"
    assert loaded(code) & HEAVY <= ({"torch"} if needs_torch else set())


def test_the_command_line_loads_nothing_heavy():
    assert loaded("import utils.__main__") & HEAVY == set()
    assert "matplotlib" in loaded("import utils.plots")  # which would be seen


LAB = "labs.course1.week2_vectorization"


@pytest.mark.parametrize(
    "module, text, said",
    [
        (
            "layers.dense",
            "\ndef f():\n    import utils.models",
            "3 imports utils.models; of utils, {} may import layers.",
        ),
        ("data.digits", "import numpy, sklearn", "1 imports sklearn; of libraries, {} may load numpy, scipy."),
        (f"{LAB}.plots", "import torch", "1 imports torch; of libraries, {} may load ipywidgets, matplotlib, numpy, "),
        (
            f"{LAB}.quiz",
            "from ....plots import BLUE",
            "1 imports utils.plots; of utils, {} may import bars, checking, ",
        ),
        (
            f"{LAB}.quiz",
            "import utils.labs.course1.other",
            "1 imports utils.labs.course1.other; a lab imports no other",
        ),
        ("steps.names", "import math\n\ndef f():\n    import babel", None),
    ],
)
def test_a_wrong_import_is_named_with_its_line_and_the_rule(tmp_path, module, text, said):
    name = module.replace(".", "/")
    plant(tmp_path, name, text)
    found = list(wrong_directions(tmp_path))
    assert len(found) == (said is not None)
    assert not found or found[0].startswith(f"utils/{name}.py:{said.format('utils.' + module)}")


def test_a_circle_is_found_and_a_lazy_one_is_none(tmp_path):
    plant(tmp_path, "data/a", "from utils.data import b\n")
    plant(tmp_path, "data/b", "\nfrom utils.data.a import x\n")
    plant(tmp_path, "data/c", "from utils.data.a import x\n")
    there_and_back = ["utils/data/a.py:1 imports utils.data.b", "utils/data/b.py:2 imports utils.data.a"]
    assert list(circles(tmp_path)) == [f"{way}, and there is a way back." for way in there_and_back]
    plant(tmp_path, "data/b", "def f():\n    from utils.data.a import x\n")
    assert list(circles(tmp_path)) == []


def test_an_import_that_leads_nowhere_is_named(tmp_path):
    plant(tmp_path, "bench/__init__", "from utils.bench.cases import x, y\n")
    plant(tmp_path, "bench/cases", "x = 1\n\n\ndef f():\n    import utils.race\n")
    assert list(leading_nowhere(tmp_path)) == [
        "utils/bench/__init__.py:1 imports y from utils.bench.cases, which is not there.",
        "utils/bench/cases.py:5 imports utils.race, which is not there.",
    ]
