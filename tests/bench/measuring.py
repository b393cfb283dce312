"""Measuring in turns: programs under test, wrk, medians, and one line of the table."""

import dataclasses
import os
import re
import resource
import signal
import socket
import statistics
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("HURTROCK_BUILD", ROOT / "build"))
# Built by the target bench_programs; elsewhere only while the benchmark itself is worked on.
PROGRAMS = Path(os.environ.get("HURTROCK_BENCH_PROGRAMS", BUILD))
BENCH_FOLDER = BUILD / "bench"
BENCH_FOLDER.mkdir(parents=True, exist_ok=True)
SECONDS = float(os.environ.get("HURTROCK_BENCH_SECONDS", "4"))  # of one measurement
ROUNDS = int(os.environ.get("HURTROCK_BENCH_ROUNDS", "3"))  # turns each side gets; the median counts


class NotMeasured(Exception):
    """What was measured is not what was meant, such as error pages instead of pages."""


@dataclasses.dataclass
class Line:
    what: str
    measured: str
    against: str = ""
    ratio: float | None = None
    aim: float | None = None
    notes: str = ""

    def cells(self):
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        if self.ratio is not None and self.aim is not None and self.ratio < self.aim:
            ratio += " (below)"
        return (self.what, self.measured, self.against, ratio, "" if self.aim is None else f"{self.aim:g}", self.notes)


@dataclasses.dataclass
class Load:
    per_second: float
    p99_ms: float
    errors: int  # answers other than 2xx and 3xx
    lost: int  # connections refused or broken, answers that came too late
    cpu_us: float = 0.0  # of the processes that answered, for each request; 0 when nobody asked


def raise_file_limit():
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def files_max():
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def in_turns(sides, rounds=ROUNDS):
    """sides: {name: measure()}. Every side once a round, so that a noisy minute hits all of them; {name: [results]}."""
    results = {name: [] for name in sides}
    for _ in range(rounds):
        for name, measure in sides.items():
            results[name].append(measure())
    return results


def median(values):
    return statistics.median(values)


def ratio_of(ours, theirs):
    """The median of the ratios of each round, which moves less than the ratio of two medians."""
    return median([our / their for our, their in zip(ours, theirs)])


def to_ms(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[unit]


def read_wrk(output):
    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    p99 = re.search(r"\s99%\s+(\S+)", output)
    if not rate or not p99:
        raise NotMeasured("wrk said: " + output[-500:])
    errors = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    lost = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", output)
    return Load(float(rate.group(1)), to_ms(p99.group(1)), int(errors.group(1)) if errors else 0, sum(map(int, lost.groups())) if lost else 0)


def run_wrk(url, connections, seconds=SECONDS, script=None, threads=2, headers=(), environment=None):
    command = ["wrk", "--latency", f"-t{threads}", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "10s"]
    for header in headers:
        command += ["-H", header]
    if script:
        command += ["-s", str(script)]
    ran = subprocess.run([*command, url], capture_output=True, text=True, timeout=seconds + 120, env={**os.environ, **(environment or {})})
    if ran.returncode != 0:
        raise NotMeasured(f"wrk ended with {ran.returncode}: {ran.stderr[-500:]}")
    return ran.stdout


def load(url, connections, served_by=(), **options):
    """Requests a second with every answer a good one; with the ids of the processes that answer, their CPU time too."""
    before = cpu_seconds(served_by)
    output = run_wrk(url, connections, **options)
    spent = cpu_seconds(served_by) - before
    measured = read_wrk(output)
    if measured.errors:
        raise NotMeasured(f"{measured.errors} answers of {url} were errors")
    if answered := re.search(r"(\d+) requests in ", output):
        measured.cpu_us = spent * 1e6 / max(1, int(answered.group(1)))
    return measured


def children(pid):
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(child) for child in task.read_text().split()]
    return found


def cpu_seconds(pids):
    """User and system time so far (proc(5), /proc/pid/stat, fields 14 and 15)."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def cpu_note(ours, theirs):
    """Unlike requests a second, it does not depend on what else the machine does."""
    our, their = median([one.cpu_us for one in ours]), median([one.cpu_us for one in theirs])
    return f"CPU a request {our:.1f} against {their:.1f} µs: {their / our:.2f}" if our else ""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(url, headers=None):
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers or {}), timeout=30) as answer:
        return answer.read()


def wait_for(url, process, seconds=30):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise NotMeasured(f"{process.args[0]} ended with {process.returncode}")
        try:
            return fetch(url)
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise NotMeasured(f"{url} did not answer within {seconds} s")


def end(process, sign=signal.SIGTERM, seconds=20):
    if process.poll() is not None:
        return
    process.send_signal(sign)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def thousands(number):
    return f"{number:,.0f}"


def rate_text(loads):
    return f"{thousands(median([one.per_second for one in loads]))}/s, p99 {median([one.p99_ms for one in loads]):.1f} ms"
