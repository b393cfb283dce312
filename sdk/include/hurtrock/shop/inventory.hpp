#pragma once
/// Inventory: how many there are, and who holds some. Provided by the inventory plugin.
///
/// A level counts what is on hand and what of it is reserved. Reserve holds units for a holder (an order's public id) until a
/// time; commit turns the holder's reservation into a sale (on hand falls); release gives it back. All three are safe to
/// repeat. Units that may follow later wait: whatever arrives goes to those who wait, oldest first, with StockAllocated.
/// Locks are taken in order of variant id.

#include <hurtrock/database.hpp>

#include <unordered_map>

namespace hurtrock::shop {

struct StockLine {
    VariantId variant{};
    std::int64_t quantity{0};
    /// How many of them may follow once they arrive.
    std::int64_t later{0};
};

/// What a holder has of a variant: allotted on the shelf (or sold to it), and still waited for.
struct HeldStock {
    VariantId variant{};
    std::int64_t allotted{0};
    std::int64_t waiting{0};
};

class Inventory {
public:
    static constexpr const char* interface_name = "hurtrock.inventory/2";

    /// On hand less reserved, per variant; variants without a level have 0. One statement.
    virtual std::unordered_map<VariantId, std::int64_t> available(Reader& reader, const std::vector<VariantId>& ids) = 0;
    /// What is on the shelf, reserved or not, per variant; for exports and counts. One statement.
    virtual std::unordered_map<VariantId, std::int64_t> on_hand(Reader& reader, const std::vector<VariantId>& ids) = 0;
    /// What these holders hold or bought, by holder. One statement.
    virtual std::unordered_map<std::string, std::vector<HeldStock>> held(Reader& reader,
                                                                         const std::vector<std::string>& holders) = 0;

    /// All lines or none. Problem "inventory.short" with one detail per short line: {variant, wanted, available}. The caller
    /// must roll back on a Problem.
    virtual Result<Done> reserve(Transaction& tx, std::string_view holder, std::vector<StockLine> lines, Time expires_at) = 0;
    /// Turns the reservation into a sale. A reservation that already expired is taken again if stock allows, else Problem
    /// "inventory.short".
    virtual Result<Done> commit(Transaction& tx, std::string_view holder) = 0;
    virtual void release(Transaction& tx, std::string_view holder) = 0;
    /// Undoes commit: what the holder bought is on the shelf again. For a sale that ends before anything was sent.
    virtual void give_back(Transaction& tx, std::string_view holder, std::string_view actor) = 0;

    /// Locks the levels of everything the holder asked for: the first lock of whoever changes stock and more.
    virtual void lock(Transaction& tx, std::string_view holder) = 0;
    /// The reservation no longer ends by itself.
    virtual void keep(Transaction& tx, std::string_view holder) = 0;
    /// The holder wants another number of a variant, or none. What is given back comes first from what it waits for. Problem
    /// "inventory.short".
    virtual Result<Done> resize(Transaction& tx, std::string_view holder, const StockLine& line, std::string_view actor) = 0;
    /// Units of a sale came back: on the shelf again, or written off. Problem "inventory.not_sold" for more than were sold.
    virtual Result<Done> take_back(Transaction& tx, std::string_view holder, VariantId variant, std::int64_t quantity,
                                   bool restock, std::string_view actor) = 0;
    /// Units of a sale were lost on the way: the holder waits for others in their place. Problem "inventory.not_sold".
    virtual Result<Done> replace(Transaction& tx, std::string_view holder, VariantId variant, std::int64_t quantity,
                                 std::string_view actor) = 0;

    /// Counts the shelf anew. `reason` ("import", "count") and actor are kept with the movement. Problem
    /// "inventory.below_reserved" when fewer than reserved; "inventory.negative" below 0.
    virtual Result<Done> set_on_hand(Transaction& tx, VariantId variant, std::int64_t on_hand, std::string_view reason,
                                     std::string_view actor) = 0;

protected:
    ~Inventory() = default;
};

} // namespace hurtrock::shop
