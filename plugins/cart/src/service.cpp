#include "service.hpp"

#include "repository.hpp"

namespace hurtrock::cart
{
namespace
{

bool is_someone(const shop::CartOwner& owner)
{
    return owner.user || !owner.guest.empty();
}

/// Names do not matter where a variant is only checked.
constexpr std::string_view any_locale = "id";

} // namespace

shop::CartView CartService::view(Reader& reader, const shop::CartOwner& owner, std::string_view locale)
{
    if (!is_someone(owner)) return {};
    const auto stored = repository::find(reader, owner);
    return stored ? build(reader, *stored, locale) : shop::CartView{};
}

shop::CartView CartService::lock(Transaction& tx, const shop::CartOwner& owner, std::string_view locale)
{
    if (!is_someone(owner) || !repository::lock(tx, owner)) return {};
    return view(tx, owner, locale);
}

/// Prices and names from the catalog, availability from inventory: three statements whatever the number of lines.
shop::CartView CartService::build(Reader& reader, const StoredCart& stored, std::string_view locale)
{
    shop::CartView view;
    view.id = stored.id;
    view.revision = stored.revision;
    if (stored.lines.empty()) return view;

    std::vector<VariantId> ids;
    for (const auto& line : stored.lines)
        ids.push_back(line.variant);
    std::unordered_map<VariantId, shop::VariantView> variants;
    for (auto& variant : catalog_->variants(reader, ids, locale))
        variants.emplace(variant.id, std::move(variant));
    auto available = inventory_->available(reader, ids);

    for (const auto& line : stored.lines) {
        const auto found = variants.find(line.variant);
        if (found == variants.end()) continue; // gone from the catalog for good: there is nothing left to show
        shop::CartLine shown{.id = line.id,
                             .variant = found->second,
                             .quantity = line.quantity,
                             .total = found->second.price * line.quantity,
                             .available = found->second.active ? available[line.variant] : 0};
        if (line.price != found->second.price) shown.price_before = line.price;
        view.subtotal += shown.total;
        view.quantity += line.quantity;
        view.lines.push_back(std::move(shown));
    }
    return view;
}

void CartService::clear(Transaction& tx, CartId cart)
{
    repository::clear(tx, cart, clock_.now());
}

void CartService::merge(Transaction& tx, std::string_view guest, UserId user)
{
    const auto from = repository::lock(tx, shop::CartOwner{.guest = std::string{guest}});
    if (!from) return;
    const auto into = repository::ensure(tx, shop::CartOwner{.user = user}, clock_.now());
    repository::absorb(tx, *from, into);
}

std::optional<shop::VariantView> CartService::find_variant(Reader& reader, VariantId variant)
{
    auto found = catalog_->variants(reader, {variant}, any_locale);
    if (found.empty() || !found.front().active) return std::nullopt;
    return std::move(found.front());
}

Result<LineChange> CartService::add(Transaction& tx, const shop::CartOwner& owner, VariantId variant,
                                    std::int64_t quantity)
{
    const auto sold = find_variant(tx, variant);
    if (!sold) return Problem{.code = "cart.unavailable", .field = "variant_id", .status = 404};
    const auto available = inventory_->available(tx, {variant})[variant];
    if (available <= 0) return Problem{.code = "cart.out_of_stock", .field = "quantity", .status = 409};

    const auto cart = repository::ensure(tx, owner, clock_.now());
    const auto before = repository::line_state(tx, cart, variant);
    const auto lines_max = settings_.integer("lines_max");
    if (before.quantity == 0 && before.lines >= lines_max)
        return Problem{.code = "cart.full", .arguments = {{"lines", lines_max}}};
    const auto limit = line_limit(available);
    if (before.quantity >= quantity_max)
        return Problem{.code = "cart.line_full", .field = "quantity", .arguments = {{"most", quantity_max}}};
    if (before.quantity >= limit)
        return Problem{
            .code = "cart.all_taken", .field = "quantity", .arguments = {{"available", available}}, .status = 409};

    const auto line = repository::add(tx, cart, variant, quantity, sold->price, limit, clock_.now());
    return LineChange{line.id, line.quantity, line.quantity < before.quantity + quantity, available};
}

Result<LineChange> CartService::set(Transaction& tx, const shop::CartOwner& owner, std::int64_t line,
                                    std::int64_t quantity)
{
    if (!is_someone(owner)) return LineChange{};
    const auto cart = repository::ensure(tx, owner, clock_.now());
    const auto variant = repository::variant_of_line(tx, cart, line);
    if (!variant) return LineChange{};
    if (quantity == 0) {
        repository::remove(tx, cart, line);
        return LineChange{line, 0, false, 0};
    }
    const auto sold = find_variant(tx, *variant);
    if (!sold) return Problem{.code = "cart.unavailable", .field = "quantity", .status = 409};
    const auto available = inventory_->available(tx, {*variant})[*variant];
    if (available <= 0) return Problem{.code = "cart.out_of_stock", .field = "quantity", .status = 409};

    const auto kept = std::min(quantity, line_limit(available));
    repository::set_quantity(tx, cart, line, kept, sold->price);
    return LineChange{line, kept, kept < quantity, available};
}

void CartService::remove(Transaction& tx, const shop::CartOwner& owner, std::int64_t line)
{
    if (!is_someone(owner)) return;
    repository::remove(tx, repository::ensure(tx, owner, clock_.now()), line);
}

std::int64_t CartService::quantity(Reader& reader, const shop::CartOwner& owner)
{
    return is_someone(owner) ? repository::quantity(reader, owner) : 0;
}

void CartService::purge(Transaction& tx)
{
    repository::purge_guests(tx, clock_.now() - std::chrono::hours{24 * settings_.integer("guest_days")});
}

} // namespace hurtrock::cart
