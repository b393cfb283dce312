"""The report on the SDK's binary interface finds what would break plugins that were built before."""

import re
import shutil
import subprocess
import sys

import pytest
from conftest import ROOT

REPORT = ROOT / "sdk/abi/report.py"
pytestmark = pytest.mark.skipif(not shutil.which("abidiff"), reason="abigail-tools are not installed")


def report(folder, *arguments):
    return subprocess.run([sys.executable, REPORT, "--sdk", folder / "sdk", "--work", folder / "work", "--baseline", folder / "baseline.abi.xz", *arguments],
                          capture_output=True, text=True)


@pytest.fixture(scope="module")
def accepted(tmp_path_factory):
    """A copy of the SDK, its interface taken as the baseline."""
    folder = tmp_path_factory.mktemp("abi")
    for part in ("include", "src"):
        shutil.copytree(ROOT / "sdk" / part, folder / "sdk" / part)
    ran = report(folder, "--accept")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder


def spoil(folder, header, old, new):
    file = folder / "sdk/include/hurtrock" / header
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_a_changed_struct_and_a_new_virtual_are_found(accepted, tmp_path):
    same = report(accepted)
    assert same.returncode == 0 and "no change since the baseline" in same.stdout, same.stdout

    folder = shutil.copytree(accepted, tmp_path / "changed")
    spoil(folder, "jobs.hpp", "virtual void enqueue", "virtual void forget(std::string_view name) = 0;\n    virtual void enqueue")
    spoil(folder, "admin.hpp", "std::string label;", "int weight{0};\n    std::string label;")
    ran = report(folder)
    assert ran.returncode == 0 and "WARNING: the ABI changed while the SDK is still 0." in ran.stdout, ran.stdout
    assert re.search(r"hurtrock::MenuEntry", ran.stdout) and "weight" in ran.stdout, ran.stdout
    assert "forget" in ran.stdout, ran.stdout

    # From 1.0 on the same is an error, unless the version says so.
    spoil(folder, "plugin.hpp", "sdk_version_major = 0", "sdk_version_major = 1")
    told = report(folder)
    assert told.returncode == 0 and "as the version says" in told.stdout, told.stdout
    (folder / "version").write_text(re.search(r"to (\d+\.\d+)", told.stdout).group(1) + "\n")
    refused = report(folder)
    assert refused.returncode == 1 and "ERROR: the ABI changed while the SDK is still 1." in refused.stdout, refused.stdout
