#pragma once
/// Where a visitor goes on to after logging in. The address bar can say anything, so only paths of this shop pass.

#include <hurtrock/request.hpp>

namespace hurtrock::customers {

/// The path as redirect() takes it (without language prefix), or empty when it is none of this shop's, too long (above 500
/// bytes), or one that makes no sense after logging in, such as the login page itself.
std::string local_path(std::string_view typed);

/// local_path of the form field or query parameter `next`.
std::string next_of(const Request& request);

/// "?next=%2Fcheckout", or empty for an empty path; `separator` '&' where the address has a query already.
std::string next_query(std::string_view path, char separator = '?');

} // namespace hurtrock::customers
