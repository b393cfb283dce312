#pragma once
/// The plugins that lie on disk, running or not. Looked at again and again, so that a plugin copied in is found and a rebuilt
/// one is noticed. Not thread-safe.

#include "manifest.hpp"

#include <map>

namespace hurtrock::plugins {

class Shelf {
public:
    struct Item {
        /// Nothing when plugin.yaml cannot be read; `error` then says where and why.
        std::optional<Manifest> manifest{};
        std::string error{};
        /// What plugin.yaml says, word for word.
        std::string text{};
        /// Time and size of plugin.yaml and of the library: another stamp, another content.
        std::string stamp{};
    };
    using Items = std::map<std::string, Item>;

    /// Folders whose subfolders are plugins; the first that has an id wins.
    explicit Shelf(std::vector<std::filesystem::path> folders) : folders_{std::move(folders)} {}

    /// Reads what changed since the last time.
    const Items& look();
    const Items& items() const noexcept { return items_; }
    /// Null for what is not there or cannot be read.
    const Manifest* find(const std::string& id) const;
    std::map<std::string, Manifest> manifests() const;
    std::vector<std::string> ids() const;

    /// Changes when look() would find something else. Cheap: reads no file.
    static std::string stamp_of(const std::vector<std::filesystem::path>& folders);

private:
    const std::vector<std::filesystem::path> folders_;
    Items items_;
};

} // namespace hurtrock::plugins
