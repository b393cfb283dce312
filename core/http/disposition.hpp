// Content-Disposition for downloads (RFC 6266, with the extended notation of RFC 8187 for names beyond ASCII).
#pragma once

#include <string>
#include <string_view>

namespace hurtrock::http {

// `attachment; filename="Faktur_.pdf"; filename*=UTF-8''Faktur%C3%A9.pdf`. Of a path only the last component counts;
// control characters and what is not UTF-8 become "_". An empty name gives "attachment" alone.
std::string attachment_named(std::string_view file_name);

} // namespace hurtrock::http
