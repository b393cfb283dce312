#pragma once
/// /profile/addresses: the customer's address book.

#include "address_book.hpp"

#include <hurtrock/plugin.hpp>
#include <hurtrock/shop/place_field.hpp>

namespace hurtrock::customers
{

class AddressPages
{
public:
    AddressPages(Host& host, AddressBook& book) : host_{host}, book_{book}, places_{host.services()} {}

    Response list(const Request& request);
    Response new_form(const Request& request);
    Response edit_form(const Request& request);
    Response add(const Request& request);
    Response change(const Request& request);
    Response remove(const Request& request);
    Response make_default(const Request& request);

    /// For lists: [{id, label, is_default, recipient, phone, lines, edit_url}].
    Value to_view(const Request& request, UserId user);

private:
    struct Typed {
        shop::SavedAddress saved;
        Value choices;
    };
    Typed read(FormReader& form, const Request& request);
    Response form_page(const Request& request, std::string_view public_id, Value values, Value errors,
                       Value choices = Value::list());
    Response save(const Request& request, std::string_view public_id);
    Response run(const Request& request, const char* name, const char* done,
                 const std::function<Result<Done>(Transaction&)>& body);

    Host& host_;
    AddressBook& book_;
    Service<shop::Places> places_;
};

} // namespace hurtrock::customers
