#pragma once
/// Services: how plugins use each other without including each other. An interface is an abstract class with a name and a
/// version, `static constexpr const char* interface_name = "hurtrock.inventory/1"`; the interfaces of the trade are in
/// hurtrock/shop/. One plugin provides it, others find it by that name. Providers (payment, shipping …) are services of
/// which there may be many, told apart by a key.

#include <hurtrock/result.hpp>

#include <memory>
#include <string>
#include <vector>

namespace hurtrock {

/// Thrown when a service is used while no enabled plugin provides it. Ends the request with 503.
class HURTROCK_API ServiceUnavailable : public std::exception {
public:
    explicit ServiceUnavailable(std::string interface_name);
    ~ServiceUnavailable() override;
    const char* what() const noexcept override { return what_.c_str(); }

private:
    std::string what_;
};

/// Implemented by the host. Provide during Plugin::start; find at any time, from any thread.
class Services {
public:
    /// The implementation stays owned by the plugin and must live until Plugin::stop returned.
    template <class Interface>
    void provide(Interface& implementation, std::string_view key = {})
    {
        provide_raw(Interface::interface_name, key, static_cast<void*>(&implementation));
    }
    /// The shared pointer keeps the providing plugin loaded while it is held: hold it for a call, not for longer.
    template <class Interface>
    std::shared_ptr<Interface> find(std::string_view key = {})
    {
        return std::static_pointer_cast<Interface>(find_raw(Interface::interface_name, key));
    }
    /// Keys of all providers of an interface, sorted.
    template <class Interface>
    std::vector<std::string> keys()
    {
        return keys_raw(Interface::interface_name);
    }

    virtual void provide_raw(std::string_view interface_name, std::string_view key, void* implementation) = 0;
    virtual std::shared_ptr<void> find_raw(std::string_view interface_name, std::string_view key) = 0;
    virtual std::vector<std::string> keys_raw(std::string_view interface_name) = 0;

protected:
    ~Services() = default;
};

/// A service looked up anew at each use, so that it may come and go: `Service<shop::Inventory> inventory_{host.services()};`
/// then `inventory_->reserve(…)`, or `if (inventory_)` where it is optional.
template <class Interface>
class Service {
public:
    explicit Service(Services& services) noexcept : services_{services} {}

    explicit operator bool() const { return services_.find<Interface>() != nullptr; }
    /// Throws ServiceUnavailable.
    std::shared_ptr<Interface> operator->() const
    {
        auto found = services_.find<Interface>();
        if (!found) throw ServiceUnavailable{Interface::interface_name};
        return found;
    }

private:
    Services& services_;
};

} // namespace hurtrock
