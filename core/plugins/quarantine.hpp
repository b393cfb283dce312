#pragma once
/// Plugins that crashed the shop again and again and are left out until the owner switches them on anew. Kept in a file, so
/// that it outlives the worker. Thread-safe; several processes may use the file, the last writer wins.

#include <chrono>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace hurtrock::plugins {

class Quarantine {
public:
    static constexpr std::size_t crashes_max = 3;
    static constexpr std::chrono::seconds within{60};

    struct Crash {
        std::chrono::sys_seconds at;
        std::string plugin;
        /// "signal 11", "exit code 1"
        std::string how;
    };

    explicit Quarantine(std::filesystem::path file) : file_{std::move(file)} {}

    /// Puts away every plugin named in `crashes_max` crashes of the last `within`, not counting those before it was released.
    /// Answers the newly quarantined.
    std::vector<std::string> judge(const std::vector<Crash>& crashes, std::chrono::sys_seconds now);
    /// Why the plugin is quarantined, or nothing.
    std::optional<std::string> reason(const std::string& plugin) const;
    /// The owner wants it again. True when it was quarantined.
    bool release(const std::string& plugin, std::chrono::sys_seconds now);
    const std::filesystem::path& file() const noexcept { return file_; }

private:
    const std::filesystem::path file_;
    mutable std::mutex mutex_;
};

} // namespace hurtrock::plugins
