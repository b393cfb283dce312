#pragma once
/// /admin/shipping: the services, and one of them to edit.

#include "service.hpp"

namespace hurtrock::shipping
{

class AdminPages
{
public:
    explicit AdminPages(Host& host) : host_{host} {}

    Response list(const Request& request);
    Response edit_new(const Request& request);
    Response edit(const Request& request);
    Response save(const Request& request);

private:
    Response form_page(const Request& request, const Value& values, const Value& errors, std::int64_t id, int status);

    Host& host_;
};

} // namespace hurtrock::shipping
