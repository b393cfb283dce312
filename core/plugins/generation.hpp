#pragma once
/// One life of a plugin: its object, what it registered, the code behind it. Each Registry that lists it shares its ownership,
/// and with it every request, job and listener that still works on such a Registry. The last of them hands it to the janitor,
/// which stops and destroys it: a plugin's destructors never run on a thread that serves somebody.

#include "library.hpp"
#include "plugin_host.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace hurtrock::plugins {

/// Members are destroyed in reverse order: object, host, library.
struct Generation {
    Manifest manifest;
    std::shared_ptr<Library> library{};
    std::unique_ptr<PluginHost> host{};
    std::shared_ptr<Plugin> plugin{};
    /// start() returned, so that stop() is owed.
    bool started{false};

    /// The rows, kept alive by the whole generation.
    static std::shared_ptr<const Registrations> rows(const std::shared_ptr<Generation>& generation)
    {
        return {generation, generation->host->registrations().get()};
    }
};

/// Tells when a generation is gone: nothing uses it any more, it was stopped and destroyed.
class Farewell {
public:
    void say();
    bool said() const;
    bool wait_until(std::chrono::steady_clock::time_point deadline) const;

private:
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    bool said_{false};
};

/// The longest a plugin may take for start() and for stop().
inline constexpr std::chrono::seconds plugin_step_limit{10};

class Janitor {
public:
    Janitor();
    /// Finishes what was handed over. What comes later is never destroyed: the process ends.
    ~Janitor();
    Janitor(const Janitor&) = delete;
    Janitor& operator=(const Janitor&) = delete;

    /// `farewell` is said when the generation is gone, or when its stop() hangs and it is left where it is.
    std::shared_ptr<Generation> adopt(std::unique_ptr<Generation> generation, std::shared_ptr<Farewell> farewell);

private:
    struct Retired {
        std::unique_ptr<Generation> generation;
        std::shared_ptr<Farewell> farewell;
    };
    struct Queue {
        std::mutex mutex;
        std::condition_variable changed;
        std::deque<Retired> retired;
        bool closed{false};
    };

    void work();
    static void retire(Retired retired);

    std::shared_ptr<Queue> queue_{std::make_shared<Queue>()};
    std::thread thread_;
};

} // namespace hurtrock::plugins
