#include "address_book.hpp"

#include "repository.hpp"

namespace hurtrock::customers {
namespace {

bool says_nothing(const shop::Address& address)
{
    return address.street.empty() && address.village.empty() && address.district.empty() && address.city.empty() &&
           address.province.empty() && address.postal_code.empty();
}

} // namespace

shop::Address AddressBook::address(Reader& reader, UserId user)
{
    return repository::default_address(reader, user).value_or(shop::Address{});
}

void AddressBook::remember_address(Transaction& tx, UserId user, const shop::Address& address)
{
    if (says_nothing(address))
        repository::delete_default_address(tx, user);
    else
        repository::save_default_address(tx, user, address);
}

} // namespace hurtrock::customers
