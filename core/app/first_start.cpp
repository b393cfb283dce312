#include "first_start.hpp"

#include "core/cli/terminal.hpp"
#include "core/db/advisory_lock.hpp"
#include "core/plugins/guard.hpp"

namespace hurtrock::app {
namespace {

/// Of nodes that start on one database at once, one prepares it and the others wait: longer than a demo takes to fill in.
constexpr int first_start_patience_s = 600;

const Query demo_was_seeded{"core.demo_was_seeded", "SELECT 1 FROM core.settings WHERE owner = 'core' AND key = 'demo_seeded'"};
const Query mark_demo_seeded{"core.mark_demo_seeded", R"(
    INSERT INTO core.settings (owner, key, value, updated_by, updated_at)
    VALUES ('core', 'demo_seeded', 'true', 'demo', now())
    ON CONFLICT DO NOTHING)"};

void seed_demo(Application& application)
{
    if (!application.database().run(demo_was_seeded).empty()) return;
    cli::StandardTerminal terminal;
    const auto registry = application.registry().get();
    for (const auto& [owner, command] : registry->commands()) {
        if (command->name != "seed demo") continue;
        const plugins::Unhurried unhurried;
        const int code = plugins::guarded(*owner, "seed demo", 1, [&] { return command->run({}, terminal); });
        if (code != 0) {
            log::write(log::Level::error, *owner, "the demo could not be loaded");
            return;
        }
    }
    application.database().run_transaction("core.mark_demo_seeded", [](Transaction& tx) {
        tx.run(mark_demo_seeded);
        return true;
    });
}

} // namespace

FirstStart prepare_first_start(Application& application, bool demo)
{
    const db::AdvisoryLock one_node_at_a_time{application.config().database_url, "hurtrock first start", first_start_patience_s};
    FirstStart first;
    first.admin = auth::ensure_admin(application.database(), application.accounts(), application.roles(), default_admin_email);
    if (demo) seed_demo(application);
    return first;
}

} // namespace hurtrock::app
