#include "scratch_databases.hpp"

#include "core/db/errors.hpp"

#include <csignal>
#include <cstdlib>

#include <unistd.h>

namespace hurtrock::kit {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr const char* folder_prefix = "hurtrock-kit-";
constexpr std::size_t spares = 3;
/// A drop is a checkpoint, so the databases of a server of ours are left lying, up to this many of about 8 MB.
constexpr std::size_t left_lying = 40;
/// How long sessions that were closed may still be seen in the template.
constexpr auto leave_within = 5s;
constexpr auto leave_pause = 5ms;

/// In memory where there is room: making a database is copying files, and disks of busy machines are slow.
fs::path scratch_parent()
{
    constexpr std::uintmax_t room = 1ULL << 30;
    const fs::path memory{"/dev/shm"};
    std::error_code error;
    const auto space = fs::space(memory, error);
    return !error && space.available > room && ::access(memory.c_str(), W_OK) == 0 ? memory : fs::temp_directory_path();
}

/// What test programs left that were killed.
void remove_leftovers(const fs::path& parent)
{
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator{parent, ignored}) {
        const auto name = entry.path().filename().string();
        if (!name.starts_with(folder_prefix)) continue;
        const auto pid = std::atoi(name.c_str() + std::string_view{folder_prefix}.size());
        if (pid > 0 && ::kill(pid, 0) != 0 && errno == ESRCH) fs::remove_all(entry.path(), ignored);
    }
}

/// The same server, another database: "postgresql://…/name?…" or "host=… dbname=name".
std::string with_database(const std::string& server, const std::string& name)
{
    const auto scheme = server.find("://");
    if (scheme == std::string::npos) return server + " dbname=" + name;
    const auto query = std::min(server.find('?', scheme), server.size());
    const auto slash = std::min(server.find('/', scheme + 3), query);
    return server.substr(0, slash) + "/" + name + server.substr(query);
}

} // namespace

ScratchDatabases& ScratchDatabases::instance()
{
    static ScratchDatabases databases;
    return databases;
}

ScratchDatabases::ScratchDatabases()
{
    start_server();
    thread_ = std::thread{[this] { work(); }};
}

ScratchDatabases::~ScratchDatabases()
{
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
        changed_.notify_all();
    }
    thread_.join();
    if (!cluster_) {
        for (const auto& [connection, name] : names_) {
            try {
                command("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
            } catch (const std::exception&) { // the server is somebody else's, and may be gone before us
            }
        }
    }
    connection_.reset();
    cluster_.reset();
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

void ScratchDatabases::start_server()
{
    if (const char* given = std::getenv("HURTROCK_TEST_DATABASE"); given && *given) {
        server_ = given;
    } else {
        const auto parent = scratch_parent();
        remove_leftovers(parent);
        folder_ = parent / (folder_prefix + std::to_string(::getpid()));
        fs::create_directories(folder_);
        fs::permissions(folder_, fs::perms{0755}); // the server runs as another user when we are root
        cluster_ = std::make_unique<db::Cluster>(db::ClusterOptions{.data_folder = folder_});
        cluster_->start();
        server_ = cluster_->connection();
    }
    connection_ = std::make_unique<db::Connection>(
        db::SessionOptions{.connection = server_, .application_name = "hurtrock tests", .statement_timeout = 60s, .read_only = false});
    if (!cluster_) return;
    for (const char* setting : {"fsync = off", "full_page_writes = off", "synchronous_commit = off", "autovacuum = off"})
        connection_->command("kit.setting", std::string{"ALTER SYSTEM SET "} + setting);
    static const Query reload{"kit.reload", "SELECT pg_reload_conf()"};
    connection_->run(reload, {});
}

std::string ScratchDatabases::connection_to(const std::string& name) const { return with_database(server_, name); }

void ScratchDatabases::command(const std::string& sql)
{
    const std::lock_guard lock{commands_};
    connection_->command("kit.command", sql);
}

std::string ScratchDatabases::copy(const std::string& from)
{
    std::string name;
    {
        const std::lock_guard lock{mutex_};
        name = "hurtrock_test_" + std::to_string(::getpid()) + "_" + std::to_string(++count_);
        names_[connection_to(name)] = name;
    }
    const auto deadline = std::chrono::steady_clock::now() + leave_within;
    for (;;) {
        try {
            command("CREATE DATABASE " + name + " TEMPLATE " + from + (from == "template0" ? " ENCODING 'UTF8' LOCALE 'C.UTF-8'" : ""));
            return name;
        } catch (const DatabaseError& error) {
            constexpr std::string_view object_in_use = "55006"; // PostgreSQL manual, Appendix A
            if (error.sqlstate() != object_in_use || std::chrono::steady_clock::now() > deadline) throw;
            std::this_thread::sleep_for(leave_pause);
        }
    }
}

void ScratchDatabases::make_template(Template& made, const std::function<void(const std::string&)>& fill)
{
    made.name = copy("template0");
    fill(connection_to(made.name));
}

std::string ScratchDatabases::take(const std::string& key, const std::function<void(const std::string&)>& fill)
{
    std::string source;
    {
        std::unique_lock lock{mutex_};
        auto known = templates_.find(key);
        if (known == templates_.end()) {
            lock.unlock();
            Template made;
            make_template(made, fill);
            lock.lock();
            known = templates_.emplace(key, std::move(made)).first;
        }
        auto& spare = known->second.spare;
        if (!spare.empty()) {
            const auto name = spare.front();
            spare.pop_front();
            changed_.notify_all();
            return connection_to(name);
        }
        source = known->second.name;
    }
    const auto name = copy(source);
    changed_.notify_all();
    return connection_to(name);
}

void ScratchDatabases::give_back(const std::string& connection)
{
    const std::lock_guard lock{mutex_};
    if (const auto found = names_.find(connection); found != names_.end()) dropped_.push_back(found->second);
    changed_.notify_all();
}

/// Copies first: somebody may be waiting for one.
void ScratchDatabases::work()
{
    std::unique_lock lock{mutex_};
    while (!stopping_) {
        const auto wanting = std::find_if(templates_.begin(), templates_.end(), [](const auto& entry) { return entry.second.spare.size() < spares; });
        try {
            if (wanting != templates_.end()) {
                const auto key = wanting->first, source = wanting->second.name;
                lock.unlock();
                const auto made = copy(source);
                lock.lock();
                templates_.at(key).spare.push_back(made);
                continue;
            }
            if (dropped_.size() > (cluster_ ? left_lying : 0)) {
                const auto name = dropped_.front();
                dropped_.pop_front();
                lock.unlock();
                command("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
                lock.lock();
                std::erase_if(names_, [&](const auto& entry) { return entry.second == name; });
                continue;
            }
        } catch (const std::exception&) { // take() meets the same, on a thread that can say so
            if (!lock.owns_lock()) lock.lock();
            if (stopping_) return;
            changed_.wait_for(lock, 100ms);
            continue;
        }
        changed_.wait(lock);
    }
}

} // namespace hurtrock::kit
