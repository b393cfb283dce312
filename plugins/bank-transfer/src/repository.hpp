#pragma once
/// The only SQL of bank-transfer.

#include <hurtrock/database.hpp>

namespace hurtrock::bank_transfer::repository {

/// The code this attempt already has.
std::optional<std::int64_t> find(Reader& reader, std::string_view attempt_id);
/// Takes the first of these codes whose amount (base + code) is nobody's; nullopt when none is free. The attempt keeps
/// a code it already has.
std::optional<std::int64_t> take(Transaction& tx, std::string_view attempt_id, Money base,
                                 const std::vector<std::int64_t>& codes, Time free_after);
void free_old(Transaction& tx, Time now);

struct Transfer {
    std::string attempt_id, order_public_id, order_number, customer_name;
    Money amount{};
    Time at{};
};
void remember(Transaction& tx, const Transfer& transfer);
std::optional<Transfer> find_transfer(Reader& reader, std::string_view attempt_id);
std::optional<Transfer> newest_of_order(Reader& reader, std::string_view order_public_id);
/// Those asked for since `since` with one of the amounts or of the order numbers, newest first.
std::vector<Transfer> matching(Reader& reader, const std::vector<std::int64_t>& amounts,
                               const std::vector<std::string>& order_numbers, Time since);
/// Which of these facts were taken before.
std::vector<std::string> taken(Reader& reader, const std::vector<std::string>& facts);
void take_line(Transaction& tx, std::string_view fact, std::string_view attempt_id, Money amount, Time now);

struct Proof {
    std::string public_id, attempt_id, content_type;
    Time at{};
    /// Only where one is read.
    std::string bytes{};
};
/// False when the transfer has `count_max` already.
bool add_proof(Transaction& tx, const Proof& proof, std::int64_t count_max, Time now);
std::vector<Proof> proofs(Reader& reader, std::string_view attempt_id);
std::optional<Proof> find_proof(Reader& reader, std::string_view public_id);

} // namespace hurtrock::bank_transfer::repository
