"""The two lists of dependencies name the same packages in the same ranges."""

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
THE_USERS_SIX = {"jupyterlab", "pandas", "seaborn", "statsmodels", "papermill", "nbconvert"}


def split(requirement):
    name, ranges = re.fullmatch(r"([A-Za-z0-9_-]+)(?:\[.*\])?(.*)", requirement).groups()
    return name.lower(), ranges


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def conda():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    plain = [entry for entry in listed if isinstance(entry, str)]
    (pip,) = [entry["pip"] for entry in listed if isinstance(entry, dict)]
    return dict(split(entry) for entry in [*plain, *pip])


def test_environment_yml_equals_pyproject():
    listed = conda()
    assert listed.pop("python") == project()["requires-python"]
    assert listed.pop("pip") == ""
    assert listed == dict(split(entry) for entry in project()["dependencies"])


def test_the_users_packages_are_direct_dependencies_and_imported():
    names = {split(entry)[0] for entry in project()["dependencies"]}
    assert names >= THE_USERS_SIX
    code = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "hrss_analysis").rglob("*.py")
    )
    for package in THE_USERS_SIX - {"jupyterlab"}:
        assert re.search(rf"^\s*(import|from) {package}\b", code, re.M), f"{package} is not used"
