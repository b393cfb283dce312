"""Our template engine against Jinja2 on the same page: template_bench.py, in turns by itself."""

import re
import subprocess
import sys

from measuring import PROGRAMS, ROOT, ROUNDS, Line, NotMeasured, median


def once():
    ran = subprocess.run([sys.executable, str(ROOT / "tests/bench/template_bench.py"), str(PROGRAMS / "template_render")], capture_output=True, text=True, timeout=120)
    found = re.search(r"ours (\d+) us, Jinja2 (\d+) us", ran.stdout)
    if ran.returncode != 0 or not found:
        raise NotMeasured((ran.stderr or ran.stdout)[-500:])
    return int(found.group(1)), int(found.group(2))


def run():
    pairs = [once() for _ in range(ROUNDS)]
    ours, theirs = (median(side) for side in zip(*pairs))
    return [Line("template, list of 100", f"{ours:.0f} µs", f"Jinja2 {theirs:.0f} µs", median([their / our for our, their in pairs]), 1)]
