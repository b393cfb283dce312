#pragma once
/// JSON in and out of Value (RFC 8259). Decimals without a fraction part stay decimals; integers beyond 64 bits become
/// decimals; duplicate keys are refused. Thread-safe.

#include <hurtrock/result.hpp>

namespace hurtrock {

/// Compact JSON; text is emitted as UTF-8, invalid bytes as U+FFFD.
HURTROCK_API std::string to_json(const Value& value);

/// Problem code "json.malformed" with {line, column}. Nesting deeper than 64 levels is refused ("json.too_deep").
HURTROCK_API Result<Value> from_json(std::string_view text);

} // namespace hurtrock
