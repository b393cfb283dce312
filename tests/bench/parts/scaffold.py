"""From `hurtrock new plugin NAME --payment` to a plugin that is built outside the tree against an installed SDK and passes the
conformance suite against its own fake: how long an author waits for the first green."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from measuring import BUILD, Line, NotMeasured

AIM_SECONDS = 60


def run_quietly(*command, cwd=None):
    ran = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=900, cwd=cwd, env={**os.environ, "CCACHE_DISABLE": "1"})
    if ran.returncode != 0:
        raise NotMeasured(f"{command[0]} {command[1]}: {(ran.stdout + ran.stderr)[-800:]}")
    return ran.stdout


def run():
    folder = Path(tempfile.mkdtemp(prefix="hurtrock-author-"))
    folder.chmod(0o755)  # PostgreSQL runs as its own user
    try:
        prefix, plugin = folder / "prefix", folder / "dompet"
        run_quietly("cmake", "--install", BUILD, "--prefix", prefix)
        steps, begin = [], time.monotonic()
        for name, command in {
            "new": (prefix / "bin/hurtrock", "new", "plugin", "dompet", "--payment"),
            "configure": ("cmake", "-S", plugin, "-B", plugin / "build", "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={prefix}"),
            "build": ("cmake", "--build", plugin / "build"),
            "test": ("ctest", "--test-dir", plugin / "build", "--no-tests=error"),
        }.items():
            started = time.monotonic()
            run_quietly(*command, cwd=folder)
            steps.append(f"{name} {time.monotonic() - started:.0f} s")
        seconds = time.monotonic() - begin
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return [Line("new payment plugin, command to green", f"{seconds:.0f} s", f"{AIM_SECONDS} s", AIM_SECONDS / seconds, 1, ", ".join(steps))]
