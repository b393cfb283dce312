#include "metrics_page.hpp"

#include "core/db/statistics.hpp"
#include "core/plugins/guard.hpp"

namespace hurtrock::app {
namespace {

/// Writes "# TYPE" once per name, as the format wants.
class Page {
public:
    void add(const std::string& name, const char* type, double value, const std::string& labels = {})
    {
        if (name != last_) text_ += "# TYPE hurtrock_" + name + " " + type + "\n";
        last_ = name;
        char number[32];
        std::snprintf(number, sizeof number, "%.17g", value);
        text_ += "hurtrock_" + name + (labels.empty() ? "" : "{" + labels + "}") + " " + number + "\n";
    }
    std::string take() { return std::move(text_); }

private:
    std::string text_, last_;
};

std::string label(const char* name, std::string_view value)
{
    std::string text = std::string{name} + "=\"";
    for (const char c : value) {
        if (c == '"' || c == '\\') text += '\\';
        text += c == '\n' ? ' ' : c;
    }
    return text + '"';
}

double number(const http::Metrics::Counter& counter) { return static_cast<double>(counter.load(std::memory_order_relaxed)); }

void add_transport(Page& page, const http::Metrics& metrics)
{
    page.add("http_connections_open", "gauge", number(metrics.connections_open));
    page.add("http_connections_total", "counter", number(metrics.connections_accepted));
    page.add("http_requests_total", "counter", number(metrics.requests));
    page.add("http_sent_bytes_total", "counter", number(metrics.bytes_out));
    page.add("http_streams_total", "counter", number(metrics.streams_begun));
    page.add("http_streams_cut_total", "counter", number(metrics.streams_cut));
    for (std::size_t kind = 0; kind < http::protocol_error_count; ++kind)
        page.add("http_protocol_errors_total", "counter", number(metrics.protocol_errors[kind]),
                 label("kind", name_of(static_cast<http::ProtocolError>(kind))));
}

void add_statements(Page& page)
{
    const auto lines = db::statistics_snapshot();
    const auto each = [&](const char* name, auto value_of) {
        for (const auto& line : lines)
            page.add(name, "counter", value_of(line),
                     label("kind", line.kind == db::StatementKind::query ? "query" : "transaction") + "," + label("name", line.name));
    };
    each("statements_total", [](const auto& line) { return static_cast<double>(line.count); });
    each("statement_errors_total", [](const auto& line) { return static_cast<double>(line.errors); });
    each("statement_seconds_total", [](const auto& line) { return static_cast<double>(line.total_us) / 1e6; });
}

void add_plugins(Page& page)
{
    const auto counters = plugins::all_counters();
    for (const auto& [plugin, counted] : counters)
        page.add("plugin_calls_total", "counter", static_cast<double>(counted->calls.load()), label("plugin", plugin));
    for (const auto& [plugin, counted] : counters)
        page.add("plugin_failures_total", "counter", static_cast<double>(counted->failures.load()), label("plugin", plugin));
    for (const auto& [plugin, counted] : counters)
        page.add("plugin_requests_total", "counter", static_cast<double>(counted->requests.count()), label("plugin", plugin));
    for (const auto& [plugin, counted] : counters)
        page.add("plugin_request_p95_seconds", "gauge", static_cast<double>(counted->requests.quantile(0.95).count()) / 1e6, label("plugin", plugin));
    for (const auto& [plugin, counted] : counters)
        page.add("plugin_queries_total", "counter", static_cast<double>(counted->queries.load()), label("plugin", plugin));
    for (const auto& [plugin, counted] : counters)
        page.add("plugin_seconds_total", "counter", static_cast<double>(counted->total_us.load()) / 1e6, label("plugin", plugin));
    for (const auto& [plugin, counted] : counters)
        page.add("plugin_outgoing_calls_total", "counter", static_cast<double>(counted->outgoing.calls()), label("plugin", plugin));
    for (const auto& [plugin, counted] : counters)
        page.add("plugin_outgoing_failures_total", "counter", static_cast<double>(counted->outgoing.failures()), label("plugin", plugin));
    for (const auto& [plugin, counted] : counters)
        page.add("plugin_outgoing_p95_seconds", "gauge", static_cast<double>(counted->outgoing.p95().count()) / 1e3, label("plugin", plugin));
}

} // namespace

std::string metrics_page(Application& application, const std::vector<PoolStats>& pools, const http::Metrics* transport)
{
    Page page;
    if (transport) add_transport(page, *transport);
    page.add("streams_open", "gauge", static_cast<double>(application.streams().open_count()));
    for (const auto& [name, stats] : pools) page.add("workers_active", "gauge", static_cast<double>(stats.active), label("pool", name));
    for (const auto& [name, stats] : pools) page.add("workers_queued", "gauge", static_cast<double>(stats.queued), label("pool", name));
    for (const auto& [name, stats] : pools) page.add("workers_refused_total", "counter", static_cast<double>(stats.refused), label("pool", name));
    const auto database = application.database().pool_status();
    page.add("database_connections_open", "gauge", static_cast<double>(database.open));
    page.add("database_connections_idle", "gauge", static_cast<double>(database.idle));
    page.add("database_pool_exhausted_total", "counter", static_cast<double>(database.exhausted));
    const auto pages = application.pages().stats();
    page.add("pages_kept", "gauge", static_cast<double>(pages.pages));
    page.add("pages_kept_bytes", "gauge", static_cast<double>(pages.bytes));
    page.add("page_hits_total", "counter", static_cast<double>(pages.hits));
    page.add("page_misses_total", "counter", static_cast<double>(pages.misses));
    page.add("pages_stored_total", "counter", static_cast<double>(pages.stored));
    for (const auto& status : application.plugins().status())
        page.add("plugin_up", "gauge", status.state == plugins::PluginState::enabled ? 1 : 0, label("plugin", status.id));
    add_plugins(page);
    add_statements(page);
    return page.take();
}

} // namespace hurtrock::app
