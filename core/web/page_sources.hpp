#pragma once
/// What one page may load from other hosts than the shop, for its content security policy.

#include <hurtrock/request.hpp>

#include <array>
#include <set>
#include <string>

namespace hurtrock::web {

class PageSources {
public:
    /// `source` is "https://app.example.com", checked by the caller.
    void add(PageSource what, std::string source) { sources_[index_of(what)].insert(std::move(source)); }
    void clear() { sources_ = {}; }
    bool empty() const noexcept;
    bool has(PageSource what) const noexcept { return !sources_[index_of(what)].empty(); }
    /// Each with a space in front.
    std::string list(PageSource what) const;

private:
    static constexpr std::size_t kinds = 5;
    static std::size_t index_of(PageSource what) { return static_cast<std::size_t>(what); }

    std::array<std::set<std::string>, kinds> sources_{};
};

} // namespace hurtrock::web
