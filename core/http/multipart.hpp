// Bodies of multipart/form-data (RFC 7578), as browsers send them when a form holds files.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace hurtrock::http {

struct MultipartLimits {
    std::size_t parts_max = 100;
    std::size_t part_bytes_max = 32 * 1024 * 1024;
    std::size_t total_bytes_max = 40 * 1024 * 1024;
    std::size_t part_head_bytes_max = 4 * 1024;
};

struct MultipartPart {
    std::string name;
    std::optional<std::string> filename; // last path component only; present but empty when no file was chosen
    std::string content_type;            // as claimed by the client; empty when not given
    std::string_view content;            // points into the body
};

enum class MultipartError {
    not_multipart, // another content type, or no usable boundary
    malformed,
    too_many_parts,
    too_large,
};

using MultipartResult = std::variant<std::vector<MultipartPart>, MultipartError>;

// The parts refer to `body`, which must outlive them. Names and file names are checked to be UTF-8.
MultipartResult parse_multipart(std::string_view content_type, std::string_view body, const MultipartLimits& limits = {});

} // namespace hurtrock::http
