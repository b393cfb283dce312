#include "address_repository.hpp"

namespace hurtrock::customers::repository
{

namespace
{
/// Class 7202 is this plugin's: advisory locks of one key space would meet other plugins'.
const Query lock_book_query{"customers.lock_book",
                            "SELECT pg_advisory_xact_lock(7202, hashtext('customers.book:' || $1::text))"};
} // namespace

void lock_book(Transaction& tx, UserId user)
{
    tx.run(lock_book_query, {user});
}

namespace
{
const Query addresses_query{"customers.addresses", R"(
    SELECT public_id, label, is_default, recipient, phone, street, village, district, city, province, postal_code
      FROM customers.addresses WHERE user_id = $1 ORDER BY is_default DESC, id DESC)"};
}

std::vector<shop::SavedAddress> addresses(Reader& reader, UserId user)
{
    std::vector<shop::SavedAddress> book;
    for (const auto& row : reader.run(addresses_query, {user})) {
        const auto text = [&](std::string_view column) { return std::string{row.text(column)}; };
        book.push_back({text("public_id"), text("label"), row.boolean("is_default"),
                        shop::Address{text("recipient"), text("phone"), text("street"), text("village"),
                                      text("district"), text("city"), text("province"), text("postal_code")}});
    }
    return book;
}

namespace
{
const Query add_address_query{"customers.add_address", R"(
    INSERT INTO customers.addresses (user_id, public_id, label, is_default, recipient, phone, street, village, district,
                                     city, province, postal_code)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))"};
}

void add(Transaction& tx, UserId user, std::string_view label, const shop::Address& address, bool is_default)
{
    tx.run(add_address_query,
           {user, make_public_id(), label, is_default, address.recipient, address.phone, address.street,
            address.village, address.district, address.city, address.province, address.postal_code});
}

namespace
{
const Query change_address_query{"customers.change_address", R"(
    UPDATE customers.addresses
       SET label = $3, recipient = $4, phone = $5, street = $6, village = $7, district = $8, city = $9, province = $10,
           postal_code = $11, changed_at = now()
     WHERE user_id = $1 AND public_id = $2)"};
}

bool change(Transaction& tx, UserId user, const shop::SavedAddress& changed)
{
    const auto& address = changed.address;
    return tx.run(change_address_query,
                  {user, changed.public_id, changed.label, address.recipient, address.phone, address.street,
                   address.village, address.district, address.city, address.province, address.postal_code})
               .affected() == 1;
}

namespace
{
const Query remove_address_query{"customers.remove_address",
                                 "DELETE FROM customers.addresses WHERE user_id = $1 AND public_id = $2"};
}

bool remove(Transaction& tx, UserId user, std::string_view public_id)
{
    return tx.run(remove_address_query, {user, public_id}).affected() == 1;
}

namespace
{
/// Two statements: the index that allows one default a user is checked row by row.
const Query clear_default_query{"customers.clear_default",
                                "UPDATE customers.addresses SET is_default = false WHERE user_id = $1 AND is_default"};
const Query set_default_query{"customers.set_default",
                              "UPDATE customers.addresses SET is_default = true WHERE user_id = $1 AND public_id = $2"};
} // namespace

void move_default(Transaction& tx, UserId user, std::string_view public_id)
{
    tx.run(clear_default_query, {user});
    tx.run(set_default_query, {user, public_id});
}

} // namespace hurtrock::customers::repository
