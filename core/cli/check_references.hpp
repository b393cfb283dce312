#pragma once
/// What a plugin's sources and templates point at, and whether it is there: templates, slots, assets, summaries of API routes.

#include "core/app/layout.hpp"

#include <functional>

#include <string>
#include <vector>

namespace hurtrock::cli {

struct Finding {
    std::string place;
    std::string what;
};

struct Referring {
    std::string id;
    /// As laid out, and as written (the folder that has src/).
    std::filesystem::path folder, sources;
    /// A path as a person would type it.
    std::function<std::string(const std::filesystem::path&)> shown;
};

/// `counted` says how many references were followed.
std::vector<Finding> check_references(const Referring& plugin, const app::Layout& layout, std::size_t& counted);

} // namespace hurtrock::cli
