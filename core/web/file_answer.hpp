#pragma once
/// A file as an answer: sent without passing through memory, with validators, conditional requests and single ranges (RFC 9110,
/// 13 and 14).

#include "core/http/message.hpp"

#include <filesystem>
#include <optional>

namespace hurtrock::web {

/// Status (200, 206, 304 or 416), the file's part, ETag, Last-Modified, Accept-Ranges and Content-Range; the caller adds the
/// type and what else there is to say. Nothing when there is no such regular file; symbolic links are not followed.
std::optional<http::Response> file_answer(const std::filesystem::path& file, const http::Request& request);

/// The file that a path means, when it lies in one of the folders, links resolved; a relative path is one below the first.
/// Nothing when it lies elsewhere or is not there.
std::optional<std::filesystem::path> file_within(const std::vector<std::filesystem::path>& folders, const std::filesystem::path& path);

} // namespace hurtrock::web
