#pragma once
/// Writes the mails. Each is stored in the transaction that notes it as written, so that it is written once however
/// often its cause is heard, and the host sends it with one Message-ID however often it has to try. Thread-safe.

#include "repository.hpp"

#include <hurtrock/plugin.hpp>
#include <hurtrock/shop/orders.hpp>
#include <hurtrock/shop/payments.hpp>

namespace hurtrock::notifications {

/// The addresses of a text with commas, semicolons or blanks between; at most 10.
std::vector<std::string> addresses_in(std::string_view text);

class Notifier {
public:
    explicit Notifier(Host& host) : host_{host}, orders_{host.services()}, payments_{host.services()} {}

    /// The mail "notifications/mail/KIND" to the order's customer, in the order's language. `extra` is given to it
    /// beside `order`. Nothing happens when it is switched off or was written.
    Result<Done> tell_customer(const Notice& notice, Value extra = Value::map());
    /// The same to each of the owner's addresses, in the owner's language.
    Result<Done> tell_owner(const Notice& notice, Value extra = Value::map());

    /// The first parcel's mail is the order's own; this one is about those that leave later.
    Result<Done> parcel_left(const std::string& order, int parcel);
    /// kind is "return_approved", "return_refused", "return_received".
    Result<Done> about_return(const char* kind, const std::string& order, int number);
    Result<Done> payment_failed(const std::string& order, const std::string& attempt, const std::string& reason);
    /// When the order ended while its money was here.
    Result<Done> owed_after_cancelling(const std::string& order);

    /// The job "notifications.remind": writes when the time has come, else waits on.
    Result<Done> remind(const std::string& order);
    void remind_later(Transaction& tx, const std::string& order);

    void note_low(Transaction& tx, VariantId variant, std::int64_t available, std::int64_t minimum);
    Result<Done> digest();

private:
    bool wants(std::string_view kind) const;
    std::vector<std::string> owners() const;
    Value order_view(const shop::OrderDetail& order, std::string_view locale) const;
    /// A reason is a key of the locale files or a person's words.
    void translate_reason(Value& variables, std::string_view locale) const;
    Result<Done> send(Transaction& tx, const std::string& to, const std::string& name, const std::string& kind,
                      const std::string& locale, Value variables);
    /// How long until the customer should be reminded; nullopt when there is nothing to remind of.
    std::optional<std::chrono::seconds> time_to_remind(Reader& reader, const std::string& order);

    Host& host_;
    Service<shop::Orders> orders_;
    Service<shop::Payments> payments_;
};

} // namespace hurtrock::notifications
