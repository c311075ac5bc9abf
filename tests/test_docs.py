"""What the README promises exists, and what exists is in the README."""

import dataclasses
import re
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from index.config import Settings
from index.corpus_fields import DATA
from index.corpus_formats import FORMATS
from index.fields import FIELDS
from index.lang.tables import read_table

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def dependencies() -> list[str]:
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = setup["options"]["install_requires"].split("\n")
    return [re.split(r"[<>=;!~ ]", line)[0] for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("setting", [field.name for field in dataclasses.fields(Settings)])
def test_every_setting_is_documented_with_its_default(setting: str) -> None:
    table = README.split("## Configuration")[1].split("## Architecture")[0]
    row = next((line for line in table.splitlines() if line.startswith("|") and f"`{setting}`" in line), "")
    default = getattr(Settings(), setting)
    assert str(default) in row, setting


@pytest.mark.parametrize("prefix", [prefix for field in FIELDS for prefix in field.prefixes])
def test_every_query_prefix_is_documented(prefix: str) -> None:
    assert f"`{prefix}:" in README


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_is_documented(suffix: str) -> None:
    assert f"`{suffix}`" in README


def test_every_input_field_and_synonym_is_documented() -> None:
    for row in read_table(DATA, ("field", "names", "note")):
        for name in {row["field"], *row.list("names")} - {"og_title", "published_date"}:
            assert f"`{name}`" in README, name


@pytest.mark.parametrize("name", dependencies())
def test_every_dependency_says_why(name: str) -> None:
    assert name in README.split("## Dependencies")[1]


def test_every_file_that_the_readme_names_is_there() -> None:
    named = re.findall(r"`((?:index|searcher|web|tests|scripts|docs)/[\w./*-]+)`", README)
    named += re.findall(r"\]\(((?!http)[^)#]+)\)", README)
    assert named
    for path in named:
        assert list(ROOT.glob(path)), path


@pytest.mark.parametrize("script", ["rebuild_index.py", "explain.py", "evaluate.py"])
def test_every_option_is_told_by_help(script: str) -> None:
    command = [sys.executable, ROOT / "scripts" / script, "--help"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    block = README.split("## Two commands")[1].split("## What it reads")[0]
    used = {word for line in block.splitlines() if script in line for word in re.findall(r"--[a-z-]+", line)}
    assert used <= set(re.findall(r"--[a-z-]+", told))
