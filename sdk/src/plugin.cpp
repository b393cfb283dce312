#include <hurtrock/plugin.hpp>
#include <hurtrock/shop/customers.hpp>

namespace hurtrock {

// Out of line, so that these types have one home: a plugin's exception is then caught by its type in the host.
Plugin::~Plugin() = default;

ServiceUnavailable::ServiceUnavailable(std::string interface_name)
    : what_{"no enabled plugin provides " + std::move(interface_name)}
{
}
ServiceUnavailable::~ServiceUnavailable() = default;

namespace shop {

Value Address::to_value() const
{
    return {{"recipient", recipient}, {"phone", phone}, {"street", street},     {"village", village},
            {"district", district},   {"city", city},   {"province", province}, {"postal_code", postal_code}};
}

Address Address::from_value(const Value& value)
{
    const auto text = [&](std::string_view key) { return std::string{value[key].text()}; };
    return {text("recipient"), text("phone"), text("street"),   text("village"),
            text("district"),  text("city"),  text("province"), text("postal_code")};
}

} // namespace shop
} // namespace hurtrock
