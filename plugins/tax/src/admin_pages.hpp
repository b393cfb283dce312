#pragma once
/// /admin/tax: rates by date, and what is in a class of its own.

#include "repository.hpp"

#include <hurtrock/forms.hpp>
#include <hurtrock/plugin.hpp>
#include <hurtrock/shop/catalog.hpp>

namespace hurtrock::tax {

class AdminPages {
public:
    explicit AdminPages(Host& host) : host_{host}, catalog_{host.services()} {}

    Response show(const Request& request);
    Response add_rate(const Request& request);
    Response remove_rate(const Request& request);
    Response assign(const Request& request);
    Response unassign(const Request& request);

private:
    Response page_with(const Request& request, const Value& values, const Value& errors, int status);
    std::optional<Assignment> read_assignment(const Request& request, FormReader& form);

    Host& host_;
    Service<shop::Catalog> catalog_;
};

} // namespace hurtrock::tax
