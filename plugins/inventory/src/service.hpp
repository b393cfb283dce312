#pragma once
/// The rules of stock. Every change raises StockChanged in the transaction that made it.

#include "types.hpp"

#include <hurtrock/plugin.hpp>

namespace hurtrock::inventory
{

class InventoryService final : public shop::Inventory
{
public:
    InventoryService(Database& database, Clock& clock) noexcept : database_{database}, clock_{clock} {}

    std::unordered_map<VariantId, std::int64_t> available(Reader& reader, const std::vector<VariantId>& ids) override;
    Result<Done> reserve(Transaction& tx, std::string_view holder, std::vector<shop::StockLine> lines,
                         Time expires_at) override;
    Result<Done> commit(Transaction& tx, std::string_view holder) override;
    void release(Transaction& tx, std::string_view holder) override;
    void give_back(Transaction& tx, std::string_view holder, std::string_view actor) override;
    Result<Done> set_on_hand(Transaction& tx, VariantId variant, std::int64_t on_hand, std::string_view reason,
                             std::string_view actor) override;
    std::unordered_map<VariantId, std::int64_t> on_hand(Reader& reader, const std::vector<VariantId>& ids) override;

    /// set_on_hand for a person who saw `expected` on hand: Problem "inventory.changed_meanwhile" with {on_hand} when
    /// that is no longer so, because a count made before a sale would bring the sold unit back.
    Result<Done> count(Transaction& tx, VariantId variant, std::int64_t expected, std::int64_t on_hand,
                       std::string_view reason, std::string_view actor);

    /// The safety net: gives back what holders keep long after its end. Orders release their own at expiry.
    Result<Done> release_abandoned();

private:
    Result<Done> set(Transaction& tx, VariantId variant, std::optional<std::int64_t> expected, std::int64_t on_hand,
                     std::string_view reason, std::string_view actor);
    Problem shortage(Reader& reader, const std::vector<shop::StockLine>& lines, const std::vector<Level>& changed);

    Database& database_;
    Clock& clock_;
};

} // namespace hurtrock::inventory
