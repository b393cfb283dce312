#pragma once
/// What a plugin that is off still answers: the addresses below /webhooks/ it registered when it last ran. Whoever sends there
/// is told 503, so that it tries again later, while a 404 would make it give up. Kept in a file, because a plugin may be off
/// from the start. Not thread-safe.

#include "registrations.hpp"

#include <filesystem>
#include <map>
#include <memory>

namespace hurtrock::plugins {

class Parked {
public:
    explicit Parked(std::filesystem::path file);

    /// Called with what a plugin registered whenever it starts.
    void remember(const Registrations& rows);
    /// Rows that answer 503; null when the plugin never had any.
    std::shared_ptr<const Registrations> rows_of(const std::string& plugin) const;

private:
    using Address = std::pair<Method, std::string>;

    void load();
    void save() const;

    const std::filesystem::path file_;
    std::map<std::string, std::vector<Address>> by_plugin_;
};

} // namespace hurtrock::plugins
