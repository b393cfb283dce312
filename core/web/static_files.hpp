#pragma once
/// Answers for /assets/ and /media/, from memory or by file, on the io thread.

#include "core/http/message.hpp"
#include "core/view/assets.hpp"

#include <functional>
#include <optional>

namespace hurtrock::web {

/// What an address that is only read answers to OPTIONS (204) and to every other method (405), with Allow.
http::Response only_read(const http::Request& request);

http::Response asset_response(view::Assets& assets, const http::Request& request, std::string_view path);

/// Media are named by content and so never change.
http::Response media_response(const std::function<std::optional<std::string>(std::string_view path)>& file_of,
                              const http::Request& request, std::string_view path);

} // namespace hurtrock::web
