# Sourced by ./dev bench: builds what only the benchmark needs, runs its parts in order, prints the table.
# HURTROCK_BENCH_PARTS="page select" runs some parts only; HURTROCK_BENCH_SECONDS=1 shortens every measurement.

run_benchmarks() {
    build_release bench_programs template_render
    say "[4/4] benchmark         about 8 minutes; everything is compared within this run, so noise hits both sides"
    PYTHONDONTWRITEBYTECODE=1 HURTROCK_BUILD=$build /usr/bin/python3 tests/bench/main.py
}
