#pragma once
/// Databases for tests that cost milliseconds: one PostgreSQL for the process, a template for each set of plugins, copies made
/// ahead by a thread of its own. Nothing survives the process: durability is switched off. Thread-safe.

#include "core/db/cluster.hpp"
#include "core/db/connection.hpp"

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

namespace hurtrock::kit {

class ScratchDatabases {
public:
    /// The process's; started on first use. Throws when there is no server.
    static ScratchDatabases& instance();

    /// A connection string of a fresh copy of `key`'s template. `fill` makes the template, once, in an empty database.
    std::string take(const std::string& key, const std::function<void(const std::string& connection)>& fill);
    /// Dropped soon, by the thread.
    void give_back(const std::string& connection);

private:
    ScratchDatabases();
    ~ScratchDatabases();

    struct Template {
        std::string name;
        std::deque<std::string> spare;
    };

    void start_server();
    void make_template(Template& made, const std::function<void(const std::string&)>& fill);
    std::string copy(const std::string& from);
    std::string connection_to(const std::string& name) const;
    void command(const std::string& sql);
    void work();

    std::filesystem::path folder_;
    std::unique_ptr<db::Cluster> cluster_;
    std::string server_;
    std::unique_ptr<db::Connection> connection_;
    /// Guards the connection; taken before mutex_.
    std::mutex commands_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::string, Template> templates_;
    std::deque<std::string> dropped_;
    std::map<std::string, std::string> names_;
    int count_{0};
    bool stopping_{false};
    std::thread thread_;
};

} // namespace hurtrock::kit
