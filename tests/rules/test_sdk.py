"""Rules about what plugin authors are given: headers, catalogue, examples."""

import subprocess
import sys

import pytest
import yaml
from house import ROOT, complain, inside, text

sys.path.insert(0, str(ROOT / "sdk/docs"))
import catalogue  # noqa: E402

HEADER_LINES_MAX = 150


def test_the_catalogue_is_current():
    try:
        made = catalogue.page()
    except catalogue.Gap as gap:
        pytest.fail(f"{gap}\nbecause: an author learns a name from its example")
    assert catalogue.PAGE.read_text() == made, "sdk/docs/CATALOGUE.md is stale: run ./dev docs and commit what it wrote"


def test_the_catalogue_names_everything():
    page = catalogue.PAGE.read_text()
    names = [name for path in inside("sdk/include", ".hpp") for name in catalogue.re.findall(r'(?:event|interface)_name = "([\w./-]+)";', catalogue.COMMENT.sub("", text(path)))]
    names += [name for path in inside("plugins", "plugin.yaml") for name in (yaml.safe_load(text(path)).get("permissions") or {})]
    complain([name for name in names if f"### `{name}`" not in page], "what is not in the catalogue is not found by those who could use it")


def test_the_catalogues_examples_compile():
    ran = subprocess.run(["g++", "-std=c++20", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-x", "c++", "-I", str(ROOT / "sdk/include"), "-"],
                         input=catalogue.program(), capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


def test_the_catalogues_settings_are_settings():
    for name, _, example in catalogue.setting_types(yaml.safe_load(catalogue.EXAMPLES.read_text())):
        (field,) = yaml.safe_load(example.removeprefix("```yaml\n").removesuffix("```\n")).values()
        assert field["type"] == name and set(field["label"]) == {"en", "id"}, example


def test_an_example_for_nothing_is_found():
    written = yaml.safe_load(catalogue.EXAMPLES.read_text())
    known = {title for _, title, _, _ in catalogue.interfaces(written)}
    complain(sorted(set(written["interfaces"]) - known), "an example of what is gone leads nowhere")


def test_a_missing_example_is_named():
    written = yaml.safe_load(catalogue.EXAMPLES.read_text())
    del written["interfaces"]["hurtrock.cart/2"]
    with pytest.raises(catalogue.Gap, match="hurtrock.cart/2"):
        list(catalogue.interfaces(written))


@pytest.mark.parametrize("path", inside("sdk/include", ".hpp"), ids=str)
def test_an_sdk_header_is_read_in_a_minute(path):
    count = sum(1 for line in text(path).split("\n") if line.strip())
    assert count <= HEADER_LINES_MAX, f"{path}: {count} lines that are not empty\nbecause: one header is one capability, read from top to bottom"
    assert text(path).startswith("#pragma once\n///") or path.name == "export.hpp", f"{path} does not say first what it is for"
