#include "metrics.hpp"

namespace hurtrock::http {

std::string_view name_of(ProtocolError error)
{
    switch (error) {
    case ProtocolError::bad_request_line: return "bad_request_line";
    case ProtocolError::bad_target: return "bad_target";
    case ProtocolError::target_too_long: return "target_too_long";
    case ProtocolError::unknown_method: return "unknown_method";
    case ProtocolError::unsupported_version: return "unsupported_version";
    case ProtocolError::bad_header: return "bad_header";
    case ProtocolError::bad_host: return "bad_host";
    case ProtocolError::head_too_large: return "head_too_large";
    case ProtocolError::bad_framing: return "bad_framing";
    case ProtocolError::bad_chunk: return "bad_chunk";
    case ProtocolError::body_too_large: return "body_too_large";
    case ProtocolError::unknown_expectation: return "unknown_expectation";
    case ProtocolError::head_too_slow: return "head_too_slow";
    case ProtocolError::body_too_slow: return "body_too_slow";
    case ProtocolError::input_flood: return "input_flood";
    case ProtocolError::count_: break;
    }
    return "unknown";
}

} // namespace hurtrock::http
