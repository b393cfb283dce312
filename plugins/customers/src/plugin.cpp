#include "address_pages.hpp"
#include "door_pages.hpp"
#include "password_pages.hpp"
#include "profile_pages.hpp"
#include "repository.hpp"

namespace hurtrock::customers {

class CustomersPlugin final : public Plugin {
    void start(Host& host) override
    {
        registrar_ = std::make_unique<Registrar>(host);
        door_ = std::make_unique<DoorPages>(host, *registrar_);
        passwords_ = std::make_unique<PasswordPages>(host, *registrar_);
        address_pages_ = std::make_unique<AddressPages>(host, addresses_);
        profile_ = std::make_unique<ProfilePages>(host, *registrar_, *address_pages_);

        host.services().provide<shop::Customers>(addresses_);
        host.slots().fill("layout.actions", "customers/action.html", {}, 10);
        add_door_routes(host.routes());
        add_profile_routes(host.routes());
        add_address_routes(host.routes());
        add_jobs(host);
    }

    void add_door_routes(Routes& routes)
    {
        routes.get("/register", [this](const Request& request) { return door_->register_form(request); });
        routes.post("/register", [this](const Request& request) { return door_->enrol(request); }, {.rate_per_minute = 10, .pool = Pool::logins});
        routes.get("/register/sent", [this](const Request& request) { return door_->check_mail(request); });
        routes.get("/confirm", [this](const Request& request) { return door_->confirm_form(request); }, {.rate_per_minute = 30});
        routes.post("/confirm", [this](const Request& request) { return door_->confirm(request); }, {.rate_per_minute = 20});
        routes.post("/confirm/again", [this](const Request& request) { return door_->send_again(request); }, {.rate_per_minute = 5});

        routes.get("/login", [this](const Request& request) { return door_->login_form(request); });
        routes.post("/login", [this](const Request& request) { return door_->login(request); }, {.rate_per_minute = 20, .pool = Pool::logins});
        routes.post("/logout", [this](const Request& request) { return door_->logout(request); });

        routes.get("/forgot", [this](const Request& request) { return passwords_->forgot_form(request); });
        routes.post("/forgot", [this](const Request& request) { return passwords_->forgot(request); }, {.rate_per_minute = 5});
        routes.get("/reset", [this](const Request& request) { return passwords_->reset_form(request); }, {.rate_per_minute = 30});
        routes.post("/reset", [this](const Request& request) { return passwords_->reset(request); }, {.rate_per_minute = 10, .pool = Pool::logins});
    }

    void add_profile_routes(Routes& routes)
    {
        routes.get("/profile", [this](const Request& request) { return profile_->show(request); }, {.access = Access::customer});
        routes.post("/profile", [this](const Request& request) { return profile_->save(request); }, {.access = Access::customer});
        routes.post("/profile/password", [this](const Request& request) { return profile_->change_password(request); },
                    {.access = Access::customer, .rate_per_minute = 10, .pool = Pool::logins});
    }

    void add_address_routes(Routes& routes)
    {
        const RouteOptions customers{.access = Access::customer};
        auto& pages = *address_pages_;
        routes.get("/profile/addresses", [&pages](const Request& request) { return pages.list(request); }, customers);
        routes.post("/profile/addresses", [&pages](const Request& request) { return pages.add(request); }, customers);
        routes.get("/profile/addresses/new", [&pages](const Request& request) { return pages.new_form(request); }, customers);
        routes.get("/profile/addresses/{id}", [&pages](const Request& request) { return pages.edit_form(request); }, customers);
        routes.post("/profile/addresses/{id}", [&pages](const Request& request) { return pages.change(request); }, customers);
        routes.post("/profile/addresses/{id}/remove", [&pages](const Request& request) { return pages.remove(request); }, customers);
        routes.post("/profile/addresses/{id}/default", [&pages](const Request& request) { return pages.make_default(request); }, customers);
    }

    void add_jobs(Host& host)
    {
        using namespace std::chrono_literals;
        host.jobs().handle("confirm_again", [this](const Value& asked) {
            return registrar_->send_confirmation_again(asked["email"].text(), asked["locale"].text("id"));
        });
        host.jobs().handle("reset", [this](const Value& asked) {
            return registrar_->send_reset(asked["email"].text(), asked["locale"].text("id"));
        });
        host.jobs().every(6h, "purge", [&host] {
            return host.database().transaction("customers.purge", [&host](Transaction& tx) -> Result<Done> {
                repository::purge(tx, host.clock().now());
                return Done{};
            });
        });
    }

    AddressBook addresses_;
    std::unique_ptr<Registrar> registrar_;
    std::unique_ptr<DoorPages> door_;
    std::unique_ptr<PasswordPages> passwords_;
    std::unique_ptr<AddressPages> address_pages_;
    std::unique_ptr<ProfilePages> profile_;
};

} // namespace hurtrock::customers

HURTROCK_PLUGIN(hurtrock::customers::CustomersPlugin)
