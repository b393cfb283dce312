#pragma once
/// The shop's papers (returns, terms, privacy): Markdown with a head,
///
///     title: Return policy
///     updated: 2026-11-21
///     (an empty line)
///     Text with %(name)s, %(address)s … out of the shop's profile.

#include <hurtrock/value.hpp>

#include <optional>

namespace hurtrock::store {

struct Document {
    std::string title;
    /// RFC 3339, or empty.
    std::string updated_at;
    std::string markdown;
};

/// nullopt without a title.
std::optional<Document> parse_document(std::string_view text);

/// Replaces every %(key)s by the profile's text; unknown keys stay as they are. What it puts in cannot become markup.
std::string fill_in(std::string_view markdown, const Value& profile);

} // namespace hurtrock::store
