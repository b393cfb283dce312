#pragma once
/// /admin/themes: the themes there are, the one in use, and the settings of each.

#include <hurtrock/plugin.hpp>

namespace hurtrock::themes {

class AdminPages {
public:
    explicit AdminPages(Host& host) : host_{host} {}

    Response list(const Request& request);
    Response use(const Request& request);
    Response edit(const Request& request);
    Response save(const Request& request);

private:
    Response settings_page(const Request& request, const Value& theme, const Value& fields);
    void note(const Request& request, std::string_view action, std::string_view theme, const Value& before, const Value& after);

    Host& host_;
};

} // namespace hurtrock::themes
