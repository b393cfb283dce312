#include "service.hpp"

#include "repository.hpp"

#include <algorithm>

namespace hurtrock::cart {
namespace {

bool is_someone(const shop::CartOwner& owner) { return owner.user || !owner.guest.empty(); }

/// Names do not matter where a variant is only checked.
constexpr std::string_view any_locale = "id";

} // namespace

shop::CartView CartService::view(Reader& reader, const shop::CartOwner& owner, std::string_view locale)
{
    auto view = contents(reader, owner, locale);
    take_discounts(reader, owner, view, locale);
    return view;
}

shop::CartView CartService::contents(Reader& reader, const shop::CartOwner& owner, std::string_view locale)
{
    if (!is_someone(owner)) return {};
    const auto stored = repository::find(reader, owner, clock_.now());
    return stored ? build(reader, *stored, locale) : shop::CartView{};
}

std::optional<shop::CartStamp> CartService::lock(Transaction& tx, const shop::CartOwner& owner)
{
    if (!is_someone(owner)) return std::nullopt;
    return repository::lock(tx, owner);
}

namespace {

/// What is gone from the catalog for good is shown as withdrawn, so that no line vanishes in silence.
shop::CartLine make_line(const StoredLine& stored, const std::unordered_map<VariantId, shop::VariantView>& variants,
                         std::unordered_map<VariantId, std::int64_t>& available)
{
    shop::CartLine line{.id = stored.id, .variant = {}, .quantity = stored.quantity};
    if (const auto found = variants.find(stored.variant); found != variants.end())
        line.variant = found->second;
    else
        line.variant.id = stored.variant;
    line.total = line.variant.price * stored.quantity;
    line.available = line.variant.active ? available[stored.variant] : 0;
    if (line.variant.active && stored.price != line.variant.price) line.price_before = stored.price;
    return line;
}

} // namespace

/// Prices and names from the catalog, availability from inventory: the same number of statements whatever the number of
/// lines.
shop::CartView CartService::build(Reader& reader, const StoredCart& stored, std::string_view locale)
{
    shop::CartView view;
    view.id = stored.id;
    view.revision = stored.revision;
    view.coupons = stored.coupons;
    if (stored.lines.empty()) return view;

    std::vector<VariantId> ids;
    for (const auto& line : stored.lines)
        ids.push_back(line.variant);
    std::unordered_map<VariantId, shop::VariantView> variants;
    for (auto& variant : catalog_->variants(reader, ids, locale))
        variants.emplace(variant.id, std::move(variant));
    auto available = inventory_->available(reader, ids);

    for (const auto& line : stored.lines) {
        auto shown = make_line(line, variants, available);
        if (line.place == Place::saved)
            view.saved.push_back(std::move(shown));
        else if (line.place == Place::removed)
            view.removed = std::move(shown);
        else {
            view.subtotal += shown.total;
            view.quantity += line.quantity;
            view.lines.push_back(std::move(shown));
        }
    }
    return view;
}

void CartService::take_discounts(Reader& reader, const shop::CartOwner& owner, shop::CartView& view,
                                 std::string_view locale)
{
    if (view.lines.empty() || !promotions_) return;
    shop::PromotionRequest request;
    for (const auto& line : view.lines)
        request.lines.push_back({line.variant.id, line.variant.product, line.variant.price, line.quantity});
    request.coupons = view.coupons;
    request.user = owner.user;
    view.discounts = promotions_->discounts(reader, request, locale);
    for (std::size_t line = 0; line < view.lines.size(); ++line)
        view.lines[line].discount = view.discounts.lines[line];
}

std::vector<shop::CartItemProblem> CartService::put(Transaction& tx, const shop::CartOwner& owner,
                                                    const std::vector<shop::CartItem>& items)
{
    std::vector<shop::CartItemProblem> problems;
    for (const auto& item : items) {
        const auto added = add(tx, owner, item.variant, std::clamp<std::int64_t>(item.quantity, 1, quantity_max));
        if (!added)
            problems.push_back({item.variant, added.problem()});
        else if (added->clamped)
            problems.push_back({item.variant, {.code = "cart.clamped", .arguments = {{"quantity", added->quantity}}}});
    }
    return problems;
}

void CartService::clear(Transaction& tx, CartId cart) { repository::clear(tx, cart, clock_.now()); }

void CartService::merge(Transaction& tx, std::string_view guest, UserId user)
{
    const auto from = repository::lock(tx, shop::CartOwner{.guest = std::string{guest}});
    if (!from) return;
    const auto into = repository::ensure(tx, shop::CartOwner{.user = user}, clock_.now());
    repository::absorb(tx, from->id, into);
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
    const auto available = sold->backorder ? quantity_max : inventory_->available(tx, {variant})[variant];
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
    const auto found = repository::variant_of_line(tx, cart, line);
    if (!found || found->place != Place::cart) return LineChange{};
    if (quantity == 0) {
        repository::move(tx, cart, line, Place::removed, clock_.now());
        return LineChange{line, 0, false, 0};
    }
    const auto sold = find_variant(tx, found->variant);
    if (!sold) return Problem{.code = "cart.unavailable", .field = "quantity", .status = 409};
    const auto available = sold->backorder ? quantity_max : inventory_->available(tx, {found->variant})[found->variant];
    if (available <= 0) return Problem{.code = "cart.out_of_stock", .field = "quantity", .status = 409};

    const auto kept = std::min(quantity, line_limit(available));
    repository::set_quantity(tx, cart, line, kept);
    return LineChange{line, kept, kept < quantity, available};
}

Result<Done> CartService::move(Transaction& tx, const shop::CartOwner& owner, std::int64_t line, Place to)
{
    if (!is_someone(owner)) return Done{};
    const auto cart = repository::ensure(tx, owner, clock_.now());
    const auto found = repository::variant_of_line(tx, cart, line);
    if (!found || found->place == to) return Done{};
    if (to != Place::removed) {
        const auto there = repository::line_state(tx, cart, found->variant, to);
        const auto lines_max = settings_.integer("lines_max");
        if (there.quantity == 0 && there.lines >= lines_max)
            return Problem{.code = to == Place::saved ? "cart.saved_full" : "cart.full",
                           .arguments = {{"lines", lines_max}}};
    }
    repository::move(tx, cart, line, to, clock_.now());
    return Done{};
}

Result<Done> CartService::acknowledge(Transaction& tx, const shop::CartOwner& owner,
                                      const std::map<std::int64_t, std::int64_t>& prices_seen)
{
    if (!lock(tx, owner)) return Done{};
    const auto cart = contents(tx, owner, any_locale);
    if (cart.empty()) return Done{};
    repository::ensure(tx, owner, clock_.now());
    std::vector<StoredLine> accepted;
    std::vector<std::int64_t> gone;
    for (const auto& line : cart.lines) {
        if (line.blocked() && line.available <= 0) {
            gone.push_back(line.id);
            continue;
        }
        const auto seen = prices_seen.find(line.id);
        const auto price =
            seen != prices_seen.end() ? Money{seen->second} : line.price_before.value_or(line.variant.price);
        const auto quantity = line.blocked() ? line_limit(line.available) : line.quantity;
        accepted.push_back({line.id, line.variant.id, quantity, price, Place::cart});
    }
    repository::accept(tx, cart.id, accepted);
    for (const auto line : gone)
        repository::move(tx, cart.id, line, Place::saved, clock_.now());
    return Done{};
}

Result<Done> CartService::apply_coupon(Transaction& tx, const shop::CartOwner& owner, std::string_view typed,
                                       std::string_view locale)
{
    if (!promotions_) return Problem{.code = "cart.no_coupons", .field = "code"};
    const auto code = normalised_code(typed);
    if (code.empty())
        return Problem{.code = "cart.coupon_unknown", .field = "code", .arguments = {{"code", typed.substr(0, 40)}}};
    const auto before = lock(tx, owner) ? contents(tx, owner, locale) : shop::CartView{};
    if (before.empty()) return Problem{.code = "cart.empty", .field = "code"};
    if (std::find(before.coupons.begin(), before.coupons.end(), code) != before.coupons.end())
        return Problem{.code = "cart.coupon_there", .field = "code", .arguments = {{"code", code}}};
    if (static_cast<std::int64_t>(before.coupons.size()) >= coupons_max)
        return Problem{.code = "cart.coupons_full", .field = "code", .arguments = {{"most", coupons_max}}};

    repository::add_coupon(tx, repository::ensure(tx, owner, clock_.now()), code, clock_.now());
    const auto after = view(tx, owner, locale);
    for (const auto& refused : after.discounts.refused_coupons)
        if (normalised_code(refused.code) == code) return refused.problem;
    return Done{};
}

void CartService::remove_coupon(Transaction& tx, const shop::CartOwner& owner, std::string_view code)
{
    if (!is_someone(owner)) return;
    repository::remove_coupon(tx, repository::ensure(tx, owner, clock_.now()), normalised_code(code));
}

std::int64_t CartService::quantity(Reader& reader, const shop::CartOwner& owner)
{
    return is_someone(owner) ? repository::quantity(reader, owner) : 0;
}

void CartService::purge(Transaction& tx)
{
    repository::purge_removed(tx, clock_.now() - undo_time);
    repository::purge_guests(tx, clock_.now() - std::chrono::hours{24 * settings_.integer("guest_days")});
}

} // namespace hurtrock::cart
