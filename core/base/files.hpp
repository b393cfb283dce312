#pragma once
/// Whole files in and out. Thread-safe.

#include <filesystem>
#include <string>

namespace hurtrock::base {

/// Throws std::runtime_error naming the file and the reason.
std::string read_file(const std::filesystem::path& path);

/// Writes beside the file and renames, so that a reader sees the old or the new content, never half of it.
void write_file(const std::filesystem::path& path, std::string_view content, unsigned mode = 0644);

} // namespace hurtrock::base
