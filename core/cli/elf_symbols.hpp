#pragma once
/// What a shared library shows to others, read from the file itself: nothing of it runs.

#include <filesystem>
#include <string>
#include <vector>

namespace hurtrock::cli {

/// Demangled names of the symbols others could bind to, sorted. Throws std::runtime_error for what is no 64-bit ELF library.
std::vector<std::string> exported_symbols(const std::filesystem::path& library);

/// The linker's note that names exactly these bytes (NT_GNU_BUILD_ID), in hex; empty when there is none.
std::string build_id(const std::filesystem::path& library);

} // namespace hurtrock::cli
