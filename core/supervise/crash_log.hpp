#pragma once
/// The file that remembers crashes, so that a restarted worker can tell which plugin keeps ending it.

#include "worker_side.hpp"

namespace hurtrock::supervise
{

inline constexpr std::size_t crashes_kept = 50;

/// Empty when the file is missing or damaged: a broken log must not keep the shop closed.
std::vector<Crash> load_crashes(const std::filesystem::path& path);
/// Appends; the oldest beyond `crashes_kept` are forgotten. Throws std::system_error when it cannot be written.
void append_crash(const std::filesystem::path& path, const Crash& crash);

/// The plugin id in the note (letters, digits and '-', at most 64), or empty; removes the note.
std::string take_crash_note(const std::filesystem::path& path);

} // namespace hurtrock::supervise
