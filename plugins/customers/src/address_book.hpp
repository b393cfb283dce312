#pragma once
/// shop::Customers: the addresses a customer is known by. Every function takes the user whose book it is; another user's
/// address does not exist for it. Thread-safe.

#include "types.hpp"

namespace hurtrock::customers
{

class AddressBook final : public shop::Customers
{
public:
    shop::Address address(Reader& reader, UserId user) override;
    void remember_address(Transaction& tx, UserId user, const shop::Address& address) override;
    std::vector<shop::SavedAddress> addresses(Reader& reader, UserId user) override;

    std::optional<shop::SavedAddress> find(Reader& reader, UserId user, std::string_view public_id);
    /// The first address of a book is its default. Problem "customers.book_full".
    Result<Done> add(Transaction& tx, UserId user, std::string_view label, const shop::Address& address);
    /// The three below: Problem "customers.address_gone".
    Result<Done> change(Transaction& tx, UserId user, const shop::SavedAddress& changed);
    Result<Done> make_default(Transaction& tx, UserId user, std::string_view public_id);
    /// The newest of those left becomes the default.
    Result<Done> remove(Transaction& tx, UserId user, std::string_view public_id);
};

} // namespace hurtrock::customers
