#pragma once
/// A plugin's migrations and statements, tried on a PostgreSQL of their own that is thrown away (HURTROCK_TEST_DATABASE names a
/// server to use instead).

#include "core/app/layout.hpp"
#include "core/plugins/manifest.hpp"

#include <hurtrock/database.hpp>

#include <string>
#include <vector>

namespace hurtrock::cli {

/// What PostgreSQL refuses: "FILE:LINE: …" of a migration, "NAME: …" of a statement. `first` is the list a library's descriptor
/// gives, or null.
std::vector<std::string> check_with_database(const plugins::Manifest& manifest, const app::Layout& layout, const Query* first);

} // namespace hurtrock::cli
