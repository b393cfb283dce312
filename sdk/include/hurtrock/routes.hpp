#pragma once
/// Routes: which handler answers which address. Register during Plugin::start only.
///
/// A path is literal text with placeholders, each a whole segment: "/products/{name}" takes any text, a type narrows it:
///     {n:int}   digits, at most 18            {key:uuid}  8-4-4-4-12 hexadecimal digits
///     {s:slug}  a-z, 0-9 and single hyphens   {file:path} the rest of the path, slashes included; the last segment
///     {p:id}    22 letters and digits, as make_public_id() makes them
/// What does not fit its type is another path: 404 unless a wider route takes it. Literal segments win over placeholders,
/// narrow types over wide ones. The language prefix is gone before routing. A malformed path, or one that another plugin
/// claims for the same method, is refused at load, by name. Handlers run on a worker thread, several at once.
///
/// Everything below /admin asks for a signed-in member of staff; give such a route a permission. Every POST, PUT, PATCH and
/// DELETE is checked for forgery (see SECURITY.md) unless it says Csrf::none, which only webhooks may.

#include <hurtrock/request.hpp>
#include <hurtrock/response.hpp>

#include <functional>
#include <vector>

namespace hurtrock {

using Handler = std::function<Response(const Request&)>;

enum class Csrf { required, none };
enum class Access { anyone, customer, staff };
/// Which threads run the handler. `outbound` for handlers that call other servers, themselves or through a service: they wait
/// on a small pool of their own, so that pages keep answering while a gateway hangs. `logins` for handlers that check
/// passwords. A full pool answers 503; nothing was attempted then.
enum class Pool { pages, outbound, logins };

/// Who shares one allowance of requests.
enum class RateKey {
    address, ///< everybody at one address
    user,    ///< a signed-in user, wherever they are; visitors are counted by address
    guest,   ///< a guest's cookie; without one, by address
    token,   ///< the credentials of the Authorization header; without them, by address
    field,   ///< the text of a form field, in small letters: an e-mail address that is being tried; without it, by address
};
struct RateLimit {
    RateKey key{RateKey::address};
    int per_minute{0};
    /// The form field's name, for RateKey::field.
    std::string field{};
};

struct RouteOptions {
    Csrf csrf{Csrf::required};
    Access access{Access::anyone};
    /// "plugin.noun.verb", declared in plugin.yaml; empty asks for none.
    std::string permission{};
    /// Longest accepted body.
    std::size_t body_bytes_max{1 << 20};
    /// Requests a minute from one address before 429 with Retry-After; 0 is unlimited.
    int rate_per_minute{0};
    /// Further limits, each counted for itself: {{RateKey::field, 5, "email"}, {RateKey::user, 30}}. A request that one of
    /// them refuses uses up nothing of the others.
    std::vector<RateLimit> rates{};
    /// One line for the API description; only for routes below /api.
    std::string summary{};
    Pool pool{Pool::pages};
};

class Routes {
public:
    void get(std::string_view path, Handler handler, RouteOptions options = {})
    {
        add(Method::get, path, std::move(handler), std::move(options));
    }
    void post(std::string_view path, Handler handler, RouteOptions options = {})
    {
        add(Method::post, path, std::move(handler), std::move(options));
    }
    /// HEAD is answered by the GET handler, OPTIONS by the host.
    virtual void add(Method method, std::string_view path, Handler handler, RouteOptions options) = 0;

protected:
    ~Routes() = default;
};

} // namespace hurtrock
