#pragma once
/// Small work on texts: addresses, SKUs, excerpts, and plain descriptions made into Markdown. Pure functions.

#include "types.hpp"

#include <span>

namespace hurtrock::catalog {

inline constexpr std::size_t slug_bytes_max = 150;
inline constexpr std::size_t sku_bytes_max = 64;

/// "Gitar Élite 25.5\"" becomes "gitar-elite-25-5"; letters that have no Latin base are left out. May be empty.
std::string slug_of(std::string_view text);
bool is_slug(std::string_view text);

/// Upper case, everything but letters, digits, '.', '_', '/' and '-' made '-'. May be empty.
std::string sku_of(std::string_view text);
bool is_sku(std::string_view text);

/// The colour names a theme can draw as a swatch.
std::span<const std::string_view> swatches();
/// The nearest of them to a colour's key or name ("seafoam" is green), or empty.
std::string swatch_of(std::string_view colour);

/// "Sunburst, Rosewood": the values of a variant; empty without options.
std::string variant_name(const ProductDraft& product, const Variant& variant, std::string_view locale);

/// The first paragraph of a Markdown text without its marks, at most length_max code points, cut between sentences or else words.
std::string excerpt(std::string_view markdown, std::size_t length_max);

/// A description as shopkeepers type it, as Markdown: a line "Spek:" (or Spesifikasi, Specs, Specifications) becomes a
/// heading and the "Name: value" lines below it a list; lines that begin with a bullet sign become list items. What is
/// Markdown already stays as it is, so that it may run twice.
std::string markdown_of_plain(std::string_view text);

/// "2500000", "2.500.000" or "Rp 2.500.000"; dots only between groups of three, so that "12.50" is nothing. nullopt
/// otherwise, and beyond 15 digits.
std::optional<std::int64_t> whole_number(std::string_view typed);

std::string trimmed(std::string_view text);
bool same_ignoring_case(std::string_view left, std::string_view right);
std::string lower_ascii(std::string_view text);

/// Valid UTF-8 without NUL; otherwise the byte where it breaks.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

/// The candidate nearest to a mistyped word, or empty when none is near (edit distance above a third of its length).
std::string nearest(std::string_view typed, std::span<const std::string_view> candidates);

} // namespace hurtrock::catalog
