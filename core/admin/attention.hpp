#pragma once
/// What a person should look at first; shown on top of the dashboard.

#include "pages.hpp"

namespace hurtrock::admin {

/// List of {text, url}, of what the visitor may see.
Value attention(const AdminServices& services, const Request& request);

} // namespace hurtrock::admin
