#pragma once
/// DATA/plugins/status.json: what the running shop made of config/plugins.yaml, for commands to read without starting
/// anything. Written by the worker, replaced as a whole.

#include <hurtrock/value.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hurtrock::app {

struct PluginReport {
    struct Missing {
        std::string key, type, example;
    };
    struct Plugin {
        std::string id, version, state, reason, since;
        std::vector<std::string> depends;
        /// Required settings without a value.
        std::vector<Missing> missing{};
    };
    /// Of the worker that wrote it.
    int pid{0};
    bool safe_mode{false};
    /// Fingerprint of the plugins.yaml this follows from (fingerprint_of); empty before the first.
    std::string file;
    /// Grows with each look at the file that had something to do.
    std::int64_t round{0};
    /// Why the file could not be read; the plugins are then as they were before. Empty otherwise.
    std::string error{};
    std::vector<Plugin> plugins{};

    const Plugin* find(const std::string& id) const noexcept;
};

std::filesystem::path report_file(const std::filesystem::path& data);
/// Throws std::runtime_error when it cannot be written.
void write_report(const std::filesystem::path& data, const PluginReport& report);
/// Nothing when there is none or it cannot be read.
std::optional<PluginReport> read_report(const std::filesystem::path& data);

/// Whether a shop serves from this data folder: its supervisor holds the lock.
bool shop_runs(const std::filesystem::path& data);

/// Tells contents of a file apart. Not for secrets.
std::string fingerprint_of(const std::filesystem::path& file);

} // namespace hurtrock::app
