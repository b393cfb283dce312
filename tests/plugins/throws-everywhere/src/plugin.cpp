#include <hurtrock/sdk.hpp>

#include <chrono>
#include <stdexcept>

using namespace hurtrock;

namespace {

[[noreturn]] void snap(const std::string& where) { throw std::runtime_error{"snapped in " + where}; }

struct Struck {
    static constexpr const char* event_name = "throws-everywhere.struck";
    std::string aggregate() const { return "string 1"; }
    Value to_value() const { return {{"string", 1}}; }
    static Struck from_value(const Value&) { return {}; }
};

/// Every hook but start, which would leave it without the others.
class ThrowsEverywhere final : public Plugin {
    void start(Host& host) override
    {
        host.routes().get("/broken/everywhere", [](const Request&) -> Response { snap("a handler"); });
        host.routes().get("/broken/everywhere/work", [&host](const Request&) { return work(host); });
        host.routes().get("/admin/broken", [](const Request&) -> Response { snap("an admin page"); },
                          {.access = Access::staff, .permission = "throws-everywhere.pages.view"});
        host.slots().fill("home.bottom", "throws-everywhere/none.html",
                          [](const Request&, const Value&) -> Value { snap("a slot"); });
        host.admin().menu(
            {.label = "Broken", .path = "/admin/broken", .icon = "plug", .count = [](const Request&) -> std::int64_t {
                 snap("a menu count");
             }});
        host.admin().widget({.id = "throws-everywhere.widget",
                             .template_name = "throws-everywhere/none.html",
                             .data = [](const Request&) -> Value { snap("a widget"); }});
        host.commands().add({.name = "break everything",
                             .summary = "Throws",
                             .run = [](std::span<const std::string>, Terminal&) -> int { snap("a command"); }});
        host.jobs().handle("strike", [](const Value&) -> Result<Done> { snap("a job"); });
        host.jobs().every(std::chrono::seconds{1}, "tune", []() -> Result<Done> { snap("a schedule"); });
        host.events().during<Struck>(Listening::optional,
                                     [](Transaction&, const Struck&) -> Result<Done> { snap("a listener inside"); });
        host.events().after<Struck>("throws-everywhere.hears",
                                    [](const Struck&) -> Result<Done> { snap("a listener after"); });
    }

    void stop() override { snap("stop"); }

    static Response work(Host& host)
    {
        const auto done = host.database().transaction("throws-everywhere.work", [&](Transaction& tx) -> Result<Done> {
            host.jobs().enqueue(tx, "strike", {});
            return tx.raise(Struck{});
        });
        return text(done ? "done" : "failed");
    }
};

} // namespace

HURTROCK_PLUGIN(ThrowsEverywhere)
