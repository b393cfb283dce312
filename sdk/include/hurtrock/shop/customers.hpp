#pragma once
/// Customers: what the shop remembers of a registered customer. Provided by the customers plugin.

#include <hurtrock/database.hpp>

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

class Customers {
public:
    static constexpr const char* interface_name = "hurtrock.customers/1";

    /// Empty when none is known.
    virtual Address address(Reader& reader, UserId user) = 0;
    virtual void remember_address(Transaction& tx, UserId user, const Address& address) = 0;

protected:
    ~Customers() = default;
};

} // namespace hurtrock::shop
