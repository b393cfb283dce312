#include "accounts_host.hpp"

#include "encoding.hpp"
#include "password_rules.hpp"
#include "repository.hpp"
#include "sessions.hpp"

#include <algorithm>

namespace hurtrock::auth {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds confirm_token_valid{24h};
constexpr std::chrono::seconds reset_token_valid{1h};

std::string_view name_of(TokenPurpose purpose)
{
    return purpose == TokenPurpose::confirm_email ? "confirm_email" : "reset_password";
}

Problem wrong_login() { return {.code = "accounts.wrong_login"}; }

} // namespace

std::string normalised_email(std::string_view typed)
{
    const auto blank = [](char letter) { return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n'; };
    while (!typed.empty() && blank(typed.front())) typed.remove_prefix(1);
    while (!typed.empty() && blank(typed.back())) typed.remove_suffix(1);
    std::string email{typed};
    for (auto& letter : email)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return email;
}

bool is_email(std::string_view email)
{
    const auto at = email.find('@');
    if (email.size() > 254 || at == std::string_view::npos || at == 0 || at > 64 || at + 1 == email.size())
        return false;
    if (email.find('@', at + 1) != std::string_view::npos) return false;
    return std::none_of(email.begin(), email.end(), [](char letter) {
        const auto byte = static_cast<unsigned char>(letter);
        return byte <= ' ' || byte == 127 || std::string_view{"<>()[],;:\"\\"}.find(letter) != std::string_view::npos;
    });
}

AccountsHost::AccountsHost(Database& database, Clock& clock, PasswordPool& passwords, Sessions& sessions)
    : database_{database}, clock_{clock}, passwords_{passwords}, sessions_{sessions}, throttle_{database, clock}
{}

Result<std::string> AccountsHost::hash_password(std::string_view password)
{
    if (auto checked = check_password(password); !checked) return checked.problem();
    return passwords_.hash(password);
}

Result<User> AccountsHost::create(Transaction& tx, const NewUser& user)
{
    const auto email = normalised_email(user.email);
    if (!is_email(email)) return Problem{"form.email", "email"};
    auto created = repository::insert_user(tx, user, email, clock_.now());
    if (!created) return Problem{"accounts.email_taken", "email"};
    return std::move(*created);
}

Result<User> AccountsHost::authenticate(std::string_view typed_email, std::string_view password,
                                        std::string_view client_address)
{
    const auto email = normalised_email(typed_email);
    if (!is_email(email) || password.empty()) return wrong_login();
    if (auto admitted = throttle_.admit(email, client_address); !admitted) return admitted.problem();

    const auto known = repository::user_with_hash(database_, email);
    if (!password_fits(known ? &known->password_hash : nullptr, password)) return wrong_login();

    throttle_.succeeded(email, client_address);
    if (!known->user.active) return Problem{.code = "accounts.inactive", .status = 403};
    if (!known->user.confirmed) return Problem{.code = "accounts.not_confirmed", .status = 403};
    if (passwords_.is_outdated(known->password_hash)) renew_hash(known->user.id, known->password_hash, password);
    return known->user;
}

/// An unknown e-mail costs one check too, against a hash nobody has the password of: the time tells nothing.
bool AccountsHost::password_fits(const std::string* hash, std::string_view password)
{
    std::call_once(decoy_made_, [this] { decoy_hash_ = passwords_.hash(random_token()); });
    const bool fits = passwords_.verify(hash ? *hash : decoy_hash_, password.substr(0, 4 * password_length_max));
    return hash && fits && password.size() <= 4 * password_length_max;
}

void AccountsHost::renew_hash(UserId user, const std::string& hash, std::string_view password)
{
    const auto renewed = passwords_.hash(password);
    (void)database_.transaction("core.renew_password_hash", [&](Transaction& tx) -> Result<Done> {
        repository::replace_hash(tx, user, hash, renewed);
        return Done{};
    });
}

std::optional<User> AccountsHost::find(Reader& reader, UserId user)
{
    auto users = repository::users_by_id(reader, {user.value});
    if (users.empty()) return std::nullopt;
    return std::move(users.front());
}

std::optional<User> AccountsHost::find(Reader& reader, std::string_view email)
{
    return repository::user_by_email(reader, normalised_email(email));
}

std::vector<User> AccountsHost::find(Reader& reader, const std::vector<UserId>& users)
{
    std::vector<std::int64_t> ids;
    ids.reserve(users.size());
    for (const auto user : users) ids.push_back(user.value);
    return repository::users_by_id(reader, ids);
}

Result<Done> AccountsHost::update_profile(Transaction& tx, UserId user, std::string_view name, std::string_view phone)
{
    if (!repository::update_profile(tx, user, name, phone, clock_.now()))
        return Problem{.code = "accounts.unknown", .status = 404};
    tx.after_commit([this, user] { sessions_.forget(user); });
    return Done{};
}

Result<Done> AccountsHost::set_password(Transaction& tx, UserId user, std::string_view password_hash)
{
    if (!repository::update_password(tx, user, password_hash, clock_.now()))
        return Problem{.code = "accounts.unknown", .status = 404};
    repository::delete_user_tokens(tx, user, name_of(TokenPurpose::reset_password));
    sessions_.end_all(tx, user);
    return Done{};
}

void AccountsHost::confirm(Transaction& tx, UserId user)
{
    repository::confirm_user(tx, user, clock_.now());
    tx.after_commit([this, user] { sessions_.forget(user); });
}

std::string AccountsHost::make_token(Transaction& tx, UserId user, TokenPurpose purpose)
{
    const auto now = clock_.now();
    const auto token = random_token();
    repository::delete_user_tokens(tx, user, name_of(purpose));
    repository::insert_user_token(
        tx, sha256_hex(token), user, name_of(purpose), now,
        now + (purpose == TokenPurpose::confirm_email ? confirm_token_valid : reset_token_valid));
    return token;
}

Result<UserId> AccountsHost::use_token(Transaction& tx, std::string_view token, TokenPurpose purpose)
{
    if (looks_like_token(token))
        if (const auto user = repository::take_user_token(tx, sha256_hex(token), name_of(purpose), clock_.now()))
            return *user;
    return Problem{.code = "accounts.token_invalid"};
}

std::int64_t AccountsHost::count(Reader& reader) { return repository::count_users(reader); }

std::vector<User> AccountsHost::page(Reader& reader, std::string_view search, UserId before, int limit)
{
    return repository::users_page(reader, std::string{search}, before.value, limit);
}

Result<Done> AccountsHost::set_active(Transaction& tx, UserId user, bool active)
{
    if (!repository::set_active(tx, user, active, clock_.now()))
        return Problem{.code = "accounts.unknown", .status = 404};
    if (!active) sessions_.end_all(tx, user);
    return Done{};
}

} // namespace hurtrock::auth
