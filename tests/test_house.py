"""The laws of the house: which way imports point, who may name a library, how large a module may grow."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("index", "searcher", "web")
MAY_IMPORT = {
    "index.lang": {"index.lang"},
    "index": {"index"},
    "searcher": {"searcher", "index"},
    "web": {"web", "searcher", "index.article", "index.config", "index.errors", "index.fields"},
    "scripts": {"index", "searcher", "web"},
}
# A library that only these modules may name; a new place is a decision, made here.
ONLY_IN = {
    "whoosh": ("index/whoosh_", "index/codec", "searcher/whoosh_", "searcher/peers/whoosh.py"),
    "opensearchpy": ("index/opensearch_", "searcher/opensearch_"),
    "distributed": ("index/executors_dask.py",),
    "Stemmer": ("index/lang/stem.py",),
    "flask": ("web/",),
    "werkzeug": ("web/",),
    "gunicorn": ("web/",),
    "waitress": ("web/",),
    "trafilatura": ("index/corpus",),
    "ahocorasick": ("index/",),
    "zstandard": ("index/codec_records.py",),
    "orjson": ("index/whoosh_schema.py", "web/answers.py"),
}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "base", "misc"}
MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 60


def modules() -> list[Path]:
    folders = [*PACKAGES, "scripts"]
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def imported(tree: ast.AST) -> Iterator[tuple[str, ast.stmt]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import at line {node.lineno}: path = import = grep"
            yield from ((f"{node.module}.{alias.name}", node) for alias in node.names)


def layer(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    return "index.lang" if parts[:2] == ("index", "lang") else parts[0]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_module_obeys_the_house(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    assert ast.get_docstring(tree), "every module says what it is for"
    assert path.stem not in FORBIDDEN_NAMES
    assert len(source.splitlines()) <= MAX_FILE_LINES
    allowed = MAY_IMPORT[layer(path)]
    for module, _ in imported(tree):
        top = module.split(".")[0]
        if top in PACKAGES or top == "scripts":
            assert any(module == law or module.startswith(law + ".") for law in allowed), module
        if top in ONLY_IN:
            assert name.startswith(ONLY_IN[top]), f"{top} may not be imported here"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_functions_are_short_and_import_nothing(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= MAX_FUNCTION_LINES, f"{node.name}: {length} lines"
            inner = [child for child in ast.walk(node) if isinstance(child, (ast.Import, ast.ImportFrom))]
            assert not inner, f"{node.name} imports inside itself"


def test_top_level_is_the_one_that_was_given() -> None:
    given = {"setup.cfg", "README.md", "searcher", "index", "tests", "web", "scripts"}
    by_tools = {"pyproject.toml", "setup.py", ".ci", ".gitignore", "LICENSE", "archive", "docs", ".git"}
    left_by_tools = {".venv", "var", "build", "kliping.egg-info"}
    left_by_tools |= {path.name for path in ROOT.glob(".*")}
    present = {path.name for path in ROOT.iterdir()}
    assert given <= present
    assert present <= given | by_tools | left_by_tools


def test_packages_cannot_be_shadowed() -> None:
    assert not list((ROOT / "tests").rglob("__init__.py")), "a package under tests/ shadows the real one"
    assert "Private :: Do Not Upload" in (ROOT / "setup.cfg").read_text(encoding="utf-8")


def test_no_workplace_in_the_project() -> None:
    """Nothing of the machine it was written on: no absolute home, no neighbour folder."""
    pattern = re.compile(r"/work/|\.\./shared|\.library|/root/")
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        if path.suffix in {".py", ".md", ".cfg", ".toml", ".html", ".tsv"} and not parts[0].startswith("."):
            if parts[0] in {"var", "build"} or path == Path(__file__):
                continue
            assert not pattern.search(path.read_text(encoding="utf-8")), path
