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

/// Where a plugin's file() may send from.
struct FileFolders {
    std::filesystem::path data; ///< written by the plugin: links in it lead nowhere else
    std::filesystem::path own;  ///< as it was installed, perhaps by links; empty when the plugin is gone
};

/// The file that a path means, when it lies in one of the folders; a relative path is one below `data`. Nothing when it lies
/// elsewhere or is not there.
std::optional<std::filesystem::path> file_within(const FileFolders& folders, const std::filesystem::path& path);

} // namespace hurtrock::web
