#pragma once

#include "search_path.hpp"

#include "core/template/engine.hpp"

namespace hurtrock::view {

/// Templates from the search path. A changed, added or removed file shows on the next render; while the files are watched
/// (SearchPathSlot::watched), as soon as the watch has noticed.
class TemplateLoader final : public tmpl::Loader {
public:
    explicit TemplateLoader(const SearchPathSlot& search_path) : search_path_{search_path} {}
    std::optional<tmpl::Source> load(std::string_view name) override;
    bool is_current(std::string_view name, std::string_view version) override;

private:
    const SearchPathSlot& search_path_;
};

} // namespace hurtrock::view
