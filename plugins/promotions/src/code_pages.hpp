#pragma once
/// A promotion's codes (one, or many at once, as CSV) and the report of its uses.

#include "admin_repository.hpp"

#include <hurtrock/forms.hpp>
#include <hurtrock/plugin.hpp>

namespace hurtrock::promotions {

class CodePages {
public:
    explicit CodePages(Host& host) : host_{host} {}

    Response codes(const Request& request);
    Response add(const Request& request);
    Response generate(const Request& request);
    Response remove(const Request& request);
    Response download(const Request& request);
    Response uses(const Request& request);

private:
    Response codes_page(const Request& request, const Promotion& promotion, const Value& values, const Value& errors,
                        int status);

    Host& host_;
};

} // namespace hurtrock::promotions
