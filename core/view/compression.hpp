#pragma once
/// gzip (RFC 1952) and Brotli (RFC 7932). Thread-safe.

#include <string>
#include <string_view>

namespace hurtrock::view {

/// `once` for files that are compressed once and sent often; `each` for pages.
enum class Effort { each, once };

std::string gzip(std::string_view text, Effort effort);
std::string brotli(std::string_view text, Effort effort);

/// Text, scripts, JSON, SVG.
bool is_compressible(std::string_view content_type);

} // namespace hurtrock::view
