// What the machinery around a plugin's code costs: the guard of a call, the lookup of the registry and of a route, and
// a service found by its type. Each has a bare counterpart, so that ratios can be told.

#include "core/plugins/guard.hpp"
#include "core/plugins/registry.hpp"

#include <benchmark/benchmark.h>

namespace {

using namespace hurtrock;

const std::string owner = "bench";
constexpr int routes_of_a_shop = 120;

std::shared_ptr<const plugins::Registry> make_registry()
{
    auto rows = std::make_shared<plugins::Registrations>();
    rows->owner = owner;
    const Handler answer = [](const Request&) { return text("ok"); };
    for (int i = 0; i < routes_of_a_shop; ++i)
        rows->routes.push_back({Method::get, "/part-" + std::to_string(i) + "/{slug}", answer, {}});
    rows->routes.push_back({Method::get, "/admin/things/{id:int}/edit", answer, {}});
    static int implementation = 0;
    rows->services.push_back({"bench.Interface", "", &implementation});
    for (int i = 0; i < 8; ++i)
        rows->slots.push_back({"layout.head", "bench/head.html", [](const Request&, const Value&) { return Value{}; }, i});
    return std::make_shared<const plugins::Registry>(std::vector<plugins::Registry::Source>{{rows, nullptr}});
}

plugins::RegistrySlot& slot()
{
    static plugins::RegistrySlot shared;
    static const bool filled = [] {
        shared.set(make_registry());
        return true;
    }();
    benchmark::DoNotOptimize(filled);
    return shared;
}

void call_bare(benchmark::State& state)
{
    std::function<int(int)> handler = [](int number) { return number + 1; };
    benchmark::DoNotOptimize(handler);
    int number = 0;
    for (auto _ : state) benchmark::DoNotOptimize(number = handler(number));
}

void call_guarded(benchmark::State& state)
{
    std::function<int(int)> handler = [](int number) { return number + 1; };
    benchmark::DoNotOptimize(handler);
    int number = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(number = plugins::guarded(owner, "bench", 0, [&] { return handler(number); }));
}

void registry_of_a_request(benchmark::State& state)
{
    auto& shared = slot();
    for (auto _ : state) benchmark::DoNotOptimize(shared.get());
}

void route_with_a_name(benchmark::State& state)
{
    const auto registry = slot().get();
    for (auto _ : state) benchmark::DoNotOptimize(registry->router().match(Method::get, "/part-77/red-guitar"));
}

void route_with_a_number(benchmark::State& state)
{
    const auto registry = slot().get();
    for (auto _ : state) benchmark::DoNotOptimize(registry->router().match(Method::get, "/admin/things/4711/edit"));
}

void route_unknown(benchmark::State& state)
{
    const auto registry = slot().get();
    for (auto _ : state) benchmark::DoNotOptimize(registry->router().match(Method::get, "/nothing/here/at/all"));
}

void service_by_type(benchmark::State& state)
{
    const auto registry = slot().get();
    for (auto _ : state) benchmark::DoNotOptimize(registry->service("bench.Interface", ""));
}

void slot_by_name(benchmark::State& state)
{
    const auto registry = slot().get();
    for (auto _ : state) benchmark::DoNotOptimize(registry->slot("layout.head").size());
}

BENCHMARK(call_bare);
BENCHMARK(call_guarded);
BENCHMARK(call_guarded)->Threads(2)->UseRealTime();
BENCHMARK(registry_of_a_request);
BENCHMARK(registry_of_a_request)->Threads(2)->UseRealTime();
BENCHMARK(route_with_a_name);
BENCHMARK(route_with_a_number);
BENCHMARK(route_unknown);
BENCHMARK(service_by_type);
BENCHMARK(slot_by_name);

} // namespace

BENCHMARK_MAIN();
