#pragma once
/// YAML into Value. Untagged plain scalars follow the core schema of YAML 1.2 (null, true and false, integers, decimals; "on"
/// and "yes" are text); quoted ones stay text. Duplicate keys are refused. Aliases are followed. Thread-safe.

#include <hurtrock/result.hpp>

namespace hurtrock {

/// The first document. Problems with {line, column}: "yaml.malformed" with {reason}, "yaml.duplicate_key" with {key},
/// "yaml.key_not_text", "yaml.too_deep" beyond 64 levels, "yaml.too_large" beyond 1,000,000 values (aliases counted).
HURTROCK_API Result<Value> from_yaml(std::string_view text);

} // namespace hurtrock
