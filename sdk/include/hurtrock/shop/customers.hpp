#pragma once
/// Customers: what the shop remembers of a registered customer. Provided by the customers plugin.

#include <hurtrock/database.hpp>

#include <vector>

namespace hurtrock::shop {

/// An Indonesian address; every level may be free text where lists fail.
struct Address {
    std::string recipient;
    std::string phone;
    /// Street, number, RT/RW, landmark.
    std::string street;
    std::string village;     // kelurahan or desa
    std::string district;    // kecamatan
    std::string city;        // "Kota Bandung", "Kabupaten Bandung"
    std::string province;
    std::string postal_code; // five digits

    bool empty() const noexcept { return street.empty() && city.empty(); }
    HURTROCK_API Value to_value() const;
    HURTROCK_API static Address from_value(const Value& value);
};

/// One of a customer's address book.
struct SavedAddress {
    /// 22 characters, for addresses of pages.
    std::string public_id;
    /// What the customer calls it: "Home"; may be empty.
    std::string label;
    bool is_default{false};
    Address address;
};

class Customers {
public:
    static constexpr const char* interface_name = "hurtrock.customers/1";

    /// The default one; empty when none is known.
    virtual Address address(Reader& reader, UserId user) = 0;
    /// Adds it to the user's book unless it stands there already or the book is full. The first becomes the default.
    virtual void remember_address(Transaction& tx, UserId user, const Address& address) = 0;
    /// The whole book (a few dozen at most), the default first, then the newest.
    virtual std::vector<SavedAddress> addresses(Reader& reader, UserId user) = 0;

protected:
    ~Customers() = default;
};

} // namespace hurtrock::shop
