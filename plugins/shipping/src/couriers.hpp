#pragma once
/// Asks the shipping providers, and never waits long for one: what does not come in time is left out, and remembered when it
/// comes after all. Thread-safe.

#include <hurtrock/plugin.hpp>
#include <hurtrock/shop/shipping_provider.hpp>

#include <memory>

namespace hurtrock::shipping
{

inline constexpr std::chrono::milliseconds answer_limit{2'000};
inline constexpr std::chrono::minutes answer_kept{10};
inline constexpr std::chrono::seconds rest_after_failure{30};
/// Providers that are being asked at one time; beyond it nobody further is.
inline constexpr int asked_max = 4;
inline constexpr std::size_t answers_kept_max = 1'000;

class Couriers
{
public:
    explicit Couriers(Host& host);

    /// What the providers answer. `may_ask` is false inside a transaction: then only what is remembered counts.
    std::vector<shop::ShippingOption> options(const shop::ShippingRequest& request, std::string_view locale, bool may_ask);

private:
    struct Memory;

    std::optional<std::vector<shop::ShippingOption>> ask(const std::string& key, const shop::ShippingRequest& request,
                                                         const std::string& locale, const std::string& question);

    Host& host_;
    /// Shared with the threads that ask, which may outlive this.
    std::shared_ptr<Memory> memory_;
};

} // namespace hurtrock::shipping
