#include "profile.hpp"

#include "hours.hpp"

#include <hurtrock/forms.hpp>

namespace hurtrock::store {
namespace {

/// Digits with the country code, as wa.me wants them.
std::string whatsapp_digits(const std::string& typed)
{
    const auto phone = normalised_phone(typed);
    return phone ? phone->substr(1) : std::string{};
}

} // namespace

std::string Profile::localised(const std::string& key, std::string_view locale) const
{
    const bool english = locale == "en";
    auto text = settings_.text(key + (english ? "_en" : "_id"));
    return text.empty() ? settings_.text(key + (english ? "_id" : "_en")) : text;
}

Value Profile::profile(std::string_view locale)
{
    auto hours = Value::list();
    for (const auto& row : parse_hours(localised("hours", locale)))
        hours.push({{"days", row.days}, {"time", row.time}, {"times", row.time}});
    const auto whatsapp = whatsapp_digits(settings_.text("whatsapp"));
    return {{"name", settings_.text("name")},
            {"tagline", localised("tagline", locale)},
            {"branch", settings_.text("branch")},
            {"address", settings_.text("address")},
            {"map_url", settings_.text("map_url")},
            {"phone", settings_.text("phone")},
            {"whatsapp", whatsapp},
            {"whatsapp_url", whatsapp.empty() ? std::string{} : "https://wa.me/" + whatsapp},
            {"email", settings_.text("email")},
            {"hours", std::move(hours)}};
}

} // namespace hurtrock::store
