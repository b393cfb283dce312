#pragma once
/// What was written, and what the next digest of low stock will say.

#include <hurtrock/database.hpp>

namespace hurtrock::notifications {

/// Names one mail of an order: "return_approved", "2".
struct Notice {
    std::string order_public_id, kind, part;
};

struct SentMail {
    std::string kind, part, recipient;
    Time at{};
};

struct LowStock {
    VariantId variant{};
    std::int64_t available{0};
};

namespace repository {

/// False when it was written before.
bool claim(Transaction& tx, const Notice& notice, std::string_view recipient, Time now);
/// Of an order, newest first, at most 100.
std::vector<SentMail> sent(Reader& reader, std::string_view order_public_id);

void note_low(Transaction& tx, VariantId variant, std::int64_t available, std::int64_t minimum, Time now);
/// Takes at most 200 for a digest, unless there was one after `since`: then none.
std::vector<LowStock> take_low(Transaction& tx, Time since, Time now);

} // namespace repository
} // namespace hurtrock::notifications
