#pragma once
/// CommonMark with tables and strikethrough (GitHub's extensions) to HTML that is safe to show: raw HTML is dropped, links
/// lead to http, https, mailto or this shop only. Thread-safe.

#include <string>
#include <string_view>

namespace hurtrock::markup {

/// Longer texts are cut at this many bytes.
inline constexpr std::size_t markdown_bytes_max = 256 * 1024;

std::string markdown_to_html(std::string_view text);

} // namespace hurtrock::markup
