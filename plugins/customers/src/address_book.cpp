#include "address_book.hpp"

#include "address_repository.hpp"

#include <algorithm>

namespace hurtrock::customers
{
namespace
{

Problem gone() { return {.code = "customers.address_gone", .status = 404}; }

bool says_nothing(const shop::Address& address)
{
    return address.street.empty() && address.village.empty() && address.district.empty() && address.city.empty() &&
           address.province.empty() && address.postal_code.empty();
}

} // namespace

shop::Address AddressBook::address(Reader& reader, UserId user)
{
    const auto book = addresses(reader, user);
    return book.empty() ? shop::Address{} : book.front().address;
}

std::vector<shop::SavedAddress> AddressBook::addresses(Reader& reader, UserId user)
{
    return repository::addresses(reader, user);
}

std::optional<shop::SavedAddress> AddressBook::find(Reader& reader, UserId user, std::string_view public_id)
{
    auto book = addresses(reader, user);
    const auto found = std::find_if(book.begin(), book.end(), [&](const auto& one) { return one.public_id == public_id; });
    if (found == book.end()) return std::nullopt;
    return std::move(*found);
}

void AddressBook::remember_address(Transaction& tx, UserId user, const shop::Address& address)
{
    if (says_nothing(address)) return;
    repository::lock_book(tx, user);
    const auto book = addresses(tx, user);
    const bool known = std::any_of(book.begin(), book.end(),
                                   [&](const auto& one) { return one.address.to_value() == address.to_value(); });
    if (!known && book.size() < addresses_max) repository::add(tx, user, "", address, book.empty());
}

Result<Done> AddressBook::add(Transaction& tx, UserId user, std::string_view label, const shop::Address& address)
{
    repository::lock_book(tx, user);
    const auto count = addresses(tx, user).size();
    if (count >= addresses_max)
        return Problem{.code = "customers.book_full",
                       .arguments = {{"max", static_cast<std::int64_t>(addresses_max)}},
                       .status = 409};
    repository::add(tx, user, label, address, count == 0);
    return Done{};
}

Result<Done> AddressBook::change(Transaction& tx, UserId user, const shop::SavedAddress& changed)
{
    if (!repository::change(tx, user, changed)) return gone();
    return Done{};
}

Result<Done> AddressBook::make_default(Transaction& tx, UserId user, std::string_view public_id)
{
    repository::lock_book(tx, user);
    if (!find(tx, user, public_id)) return gone();
    repository::move_default(tx, user, public_id);
    return Done{};
}

Result<Done> AddressBook::remove(Transaction& tx, UserId user, std::string_view public_id)
{
    repository::lock_book(tx, user);
    if (!repository::remove(tx, user, public_id)) return gone();
    const auto left = addresses(tx, user);
    if (!left.empty() && !left.front().is_default) repository::move_default(tx, user, left.front().public_id);
    return Done{};
}

} // namespace hurtrock::customers
