#pragma once
/// Store: the shop's own profile, for mails, papers and pages. Provided by the store plugin.

#include <hurtrock/result.hpp>

namespace hurtrock::shop {

class Store {
public:
    static constexpr const char* interface_name = "hurtrock.store/1";

    /// {name, tagline, address, phone, whatsapp, whatsapp_url, email, hours: [{days, times}], branch}
    virtual Value profile(std::string_view locale) = 0;

protected:
    ~Store() = default;
};

} // namespace hurtrock::shop
