#pragma once
/// The rules of stock. Every change raises StockChanged in the transaction that made it.

#include "types.hpp"

#include <hurtrock/plugin.hpp>

namespace hurtrock::inventory
{

class InventoryService final : public shop::Inventory
{
public:
    explicit InventoryService(Host& host) noexcept
        : host_{host}, database_{host.database()}, clock_{host.clock()}
    {
    }

    std::unordered_map<VariantId, std::int64_t> available(Reader& reader, const std::vector<VariantId>& ids) override;
    Result<Done> reserve(Transaction& tx, std::string_view holder, std::vector<shop::StockLine> lines,
                         Time expires_at) override;
    Result<Done> commit(Transaction& tx, std::string_view holder) override;
    void release(Transaction& tx, std::string_view holder) override;
    std::unordered_map<std::string, std::vector<shop::HeldStock>> held(Reader& reader,
                                                                       const std::vector<std::string>& holders) override;
    void lock(Transaction& tx, std::string_view holder) override;
    void keep(Transaction& tx, std::string_view holder) override;
    Result<Done> resize(Transaction& tx, std::string_view holder, const shop::StockLine& line,
                        std::string_view actor) override;
    Result<Done> take_back(Transaction& tx, std::string_view holder, VariantId variant, std::int64_t quantity,
                           bool restock, std::string_view actor) override;
    Result<Done> replace(Transaction& tx, std::string_view holder, VariantId variant, std::int64_t quantity,
                         std::string_view actor) override;
    void give_back(Transaction& tx, std::string_view holder, std::string_view actor) override;
    Result<Done> set_on_hand(Transaction& tx, VariantId variant, std::int64_t on_hand, std::string_view reason,
                             std::string_view actor) override;
    std::unordered_map<VariantId, std::int64_t> on_hand(Reader& reader, const std::vector<VariantId>& ids) override;

    /// set_on_hand for a person who saw `expected` on hand: Problem "inventory.changed_meanwhile" with {on_hand} when
    /// that is no longer so, because a count made before a sale would bring the sold unit back.
    Result<Done> count(Transaction& tx, VariantId variant, std::int64_t expected, std::int64_t on_hand,
                       std::string_view reason, std::string_view actor);
    /// A variant's own minimum, or the shop's again.
    Result<Done> set_minimum(Transaction& tx, VariantId variant, std::optional<std::int64_t> minimum);
    /// What of this level is said to be low.
    std::int64_t minimum_of(const Level& level) const;

    /// The safety net: gives back what holders keep long after its end. Orders release their own at expiry.
    Result<Done> release_abandoned();

private:
    Result<Done> set(Transaction& tx, VariantId variant, std::optional<std::int64_t> expected, std::int64_t on_hand,
                     std::string_view reason, std::string_view actor);
    Problem shortage(Reader& reader, const std::vector<shop::StockLine>& lines, const std::vector<Level>& changed);

    Result<Done> announce(Transaction& tx, const std::vector<Level>& levels);
    Result<Done> tell_low(Transaction& tx, const Level& level);
    void announce_or_throw(Transaction& tx, const std::vector<Level>& levels);
    /// Announces what is free again after it was offered to those who wait.
    Result<Done> hand_out(Transaction& tx, const std::vector<Level>& freed);
    void hand_out_or_throw(Transaction& tx, const std::vector<Level>& freed);

    Host& host_;
    Database& database_;
    Clock& clock_;
};

} // namespace hurtrock::inventory
