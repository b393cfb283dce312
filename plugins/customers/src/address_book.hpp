#pragma once
/// shop::Customers: the address a customer is known by. Thread-safe.

#include "types.hpp"

namespace hurtrock::customers {

class AddressBook final : public shop::Customers {
public:
    shop::Address address(Reader& reader, UserId user) override;
    /// An empty address is forgotten.
    void remember_address(Transaction& tx, UserId user, const shop::Address& address) override;
};

} // namespace hurtrock::customers
