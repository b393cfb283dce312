#pragma once
/// Small helpers for filling Registrations.

#include "pages.hpp"

namespace hurtrock::admin {

inline RouteOptions for_staff(std::string_view permission = {})
{
    return {.access = Access::staff, .permission = std::string{permission}};
}

inline void get(Registrations& rows, std::string path, Handler handler, RouteOptions options)
{
    rows.routes.push_back({Method::get, std::move(path), std::move(handler), std::move(options)});
}

inline void post(Registrations& rows, std::string path, Handler handler, RouteOptions options)
{
    rows.routes.push_back({Method::post, std::move(path), std::move(handler), std::move(options)});
}

/// A placeholder "{id:int}" of the route.
std::int64_t id_in_path(const Request& request, std::string_view name = "id");
/// "?before=123", or 0.
std::int64_t before_in_query(const Request& request);

/// Links of a list that is read from the newest down, in the shape the pagination macro takes. `next_before` is the last id
/// shown when there may be more, else 0.
Value older_links(const Request& request, std::int64_t next_before);

/// What is wanted when it is a page of the admin, so that no link can send a person elsewhere; else "/admin".
std::string admin_page(std::string_view wanted);
/// The form's field "back", when it is a page of the admin; else the dashboard: no form can send a person elsewhere.
std::string back_of(const Request& request);

/// The page to go back to, with a sentence on what happened or on what did not.
Response outcome(const Request& request, const std::string& path, const Result<Done>& done, std::string_view sentence,
                 const Value& arguments = {});

/// The time as templates' `datetime` filter takes it; null for the epoch, which stands for "never".
Value time_value(Time time);

} // namespace hurtrock::admin
