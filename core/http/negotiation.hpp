// Accept, Accept-Language and Accept-Encoding: what the client prefers (RFC 9110, 12). Tolerant: malformed items are
// skipped, an absent or useless header means that everything is welcome.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hurtrock::http {

struct Preference {
    std::string_view value; // points into the header; parameters other than q are cut off
    int quality = 1000;     // thousandths; 0 means "not this"
};

// Best first; equal ones in the order they were sent. At most 64 items are read.
std::vector<Preference> parse_preferences(std::string_view header);

// The supported language the client likes best: "id-ID" finds "id", "en" finds "en-GB". Nothing when none fits.
std::optional<std::string> best_language(std::string_view accept_language, const std::vector<std::string>& supported);

// Thousandths; 0 when refused. The most specific range counts: "text/html" over "text/*" over "*/*".
int media_type_quality(std::string_view accept, std::string_view media_type);

// Whether an answer in that coding ("br", "gzip") may be sent. An absent header means no.
bool accepts_encoding(std::string_view accept_encoding, std::string_view coding);

} // namespace hurtrock::http
