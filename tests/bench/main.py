#!/usr/bin/env python3
"""Runs the parts of the benchmark, prints one table of ratios and writes it to build/bench/report.md.

Nothing here passes or fails by an absolute number: each line compares two things measured in turns within the same run.
A part that cannot be measured says why, and the exit code is 1; a ratio below its aim is reported, not failed.
"""

import os
import platform
import signal
import sys
import time
import traceback

from measuring import BENCH_FOLDER, raise_file_limit
from parts import carts, checkout, core, page, scaffold, select, shop_pages, start, template, webhooks

PARTS = {
    "page": page.run,
    "core": core.run,
    "template": template.run,
    "start": start.run,
    "select": select.run,
    "shop": shop_pages.run,
    "cart": carts.run,
    "checkout": checkout.run,
    "webhooks": webhooks.run,
    "scaffold": scaffold.run,
}
COLUMNS = ("What", "Measured", "Against", "Ratio", "Aim", "Notes")


def rows_of_all(wanted):
    rows, failures = [], []
    for name in wanted:
        begin = time.monotonic()
        print(f"  {name:<10} … ", end="", file=sys.stderr, flush=True)
        try:
            rows += [line.cells() for line in PARTS[name]()]
            print(f"{time.monotonic() - begin:.0f} s", file=sys.stderr)
        except Exception as error:
            print("not measured", file=sys.stderr)
            traceback.print_exc()
            failures.append(f"{name}: {error}")
    return rows, failures


def as_table(rows):
    widths = [max(len(row[i]) for row in [COLUMNS, *rows]) for i in range(len(COLUMNS))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in [COLUMNS, *rows]]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def main():
    # Ended from outside, the programs under test end too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    raise_file_limit()
    wanted = os.environ.get("HURTROCK_BENCH_PARTS", "").split() or list(PARTS)
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        sys.exit(f"unknown part {unknown[0]}; there are: {' '.join(PARTS)}")
    load = os.getloadavg()[0]
    begin = time.monotonic()
    rows, failures = rows_of_all(wanted)
    machine = f"{os.cpu_count()} cores, {platform.machine()}, load {load:.1f} at the start, {time.monotonic() - begin:.0f} s in all"
    text = "\n".join(["# Benchmark", "", machine, "", as_table(rows), "", *(f"Not measured: {line}" for line in failures)]).rstrip() + "\n"
    (BENCH_FOLDER / "report.md").write_text(text, encoding="utf-8")
    print(text)
    print(f"written to {BENCH_FOLDER / 'report.md'}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
