#include "service.hpp"

#include "repository.hpp"
#include "weight.hpp"

#include <algorithm>

namespace hurtrock::shipping {

std::vector<shop::ShippingOption> QuoteService::quote(Reader& reader, const shop::ShippingRequest& request,
                                                      std::string_view locale)
{
    std::vector<shop::ShippingOption> options;
    for (const auto& service : repository::list(reader, true))
        if (carries(service, request.parcels))
            options.push_back({.code = service.code,
                               .name = service.name(locale),
                               .price = is_free(service, request.goods) ? Money{} : price_of(request.parcels, service),
                               .days_min = static_cast<int>(service.days_min),
                               .days_max = static_cast<int>(service.days_max),
                               .pickup = service.pickup});
    // Nobody outside is asked while a transaction holds locks.
    const bool may_ask = dynamic_cast<Transaction*>(&reader) == nullptr;
    for (auto& option : couriers_.options(request, locale, may_ask)) {
        const auto own =
            std::find_if(options.begin(), options.end(), [&](const auto& known) { return known.code == option.code; });
        if (own == options.end())
            options.push_back(std::move(option));
        else
            *own = std::move(option);
    }
    return options;
}

Result<std::int64_t> save(Database& database, const ShippingService& service,
                          const std::function<void(Transaction&)>& note)
{
    try {
        return database.transaction("shipping.save", [&](Transaction& tx) -> Result<std::int64_t> {
            auto id = service.id;
            if (id == 0)
                id = repository::create(tx, service);
            else if (!repository::update(tx, service))
                return Problem{.code = "shipping.gone", .status = 404};
            note(tx);
            return id;
        });
    } catch (const DatabaseError& error) {
        if (!error.is_unique_violation()) throw;
        return Problem{.code = "shipping.code_taken", .field = "code"};
    }
}

std::vector<ShippingService> demo_services()
{
    const auto service = [](const char* code, const char* name, std::int64_t per_kg, std::int64_t days_min,
                            std::int64_t days_max, std::int64_t position) {
        ShippingService made;
        made.code = code;
        made.name_id = made.name_en = name;
        made.price_per_kg = Money{per_kg};
        made.days_min = days_min;
        made.days_max = days_max;
        made.position = position;
        return made;
    };
    std::vector<ShippingService> services{
        service("jne-reg", "JNE REG", 12'000, 2, 3, 10),         service("jnt-ez", "J&T EZ", 11'500, 2, 4, 20),
        service("sicepat-reg", "SiCepat REG", 11'000, 2, 4, 30), service("jne-oke", "JNE OKE", 9'500, 4, 6, 40),
        service("jne-yes", "JNE YES", 22'000, 1, 1, 50),
    };
    auto pickup = service("ambil-di-toko", "Ambil di toko", 0, 0, 1, 60);
    pickup.name_en = "Collect in the store";
    pickup.pickup = true;
    services.push_back(std::move(pickup));
    return services;
}

} // namespace hurtrock::shipping
