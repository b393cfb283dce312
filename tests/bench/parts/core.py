"""Nanoseconds of CPU of the machinery around a plugin's code (core_bench.cpp), the guard in ratio to a bare call."""

import json
import subprocess

from measuring import PROGRAMS, ROUNDS, Line

NAMES = {
    "registry_of_a_request": "registry of a request",
    "registry_of_a_request/real_time/threads:2": "registry of a request, 2 threads",
    "route_with_a_name": "route found, {slug}",
    "route_with_a_number": "route found, {id:int}",
    "route_unknown": "route not found",
    "service_by_type": "service by its type",
    "slot_by_name": "slot of a page",
    "call_guarded/real_time/threads:2": "guarded call, 2 threads",
}


def run():
    ran = subprocess.run(
        [str(PROGRAMS / "core_bench"), "--benchmark_format=json", "--benchmark_min_time=0.1", f"--benchmark_repetitions={max(2, ROUNDS)}",  # one alone has no median
         "--benchmark_enable_random_interleaving=true", "--benchmark_report_aggregates_only=true"],
        capture_output=True, text=True, timeout=180, check=True,
    )  # fmt: skip
    times = {one["run_name"]: one["cpu_time"] for one in json.loads(ran.stdout)["benchmarks"] if one["aggregate_name"] == "median"}
    bare, guarded = times["call_bare"], times["call_guarded"]
    lines = [Line("guarded call of a plugin", f"{guarded:.0f} ns", f"bare call {bare:.0f} ns", notes=f"the guard adds {guarded - bare:.0f} ns")]
    return lines + [Line(name, f"{times[key]:.0f} ns") for key, name in NAMES.items()]
