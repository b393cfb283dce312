#pragma once
/// What a handler is given. A Request lives as long as its handler runs and is used on that thread only; every view it
/// returns lives as long as the Request.

#include <hurtrock/accounts.hpp>
#include <hurtrock/result.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hurtrock {

enum class Method { get, head, post, put, patch, remove, options };

/// One file of a multipart/form-data body. `name` is the form field; `file_name` comes from the visitor: never a path.
struct Upload {
    std::string_view name;
    std::string_view file_name;
    std::string_view content_type;
    std::string_view bytes;
};

/// Who is asking. Implemented by the host.
/// For how long a browser stays signed in: until it is closed (and at most a day without a visit), or for thirty days.
enum class Stay { until_closed, thirty_days };

class Visitor {
public:
    /// The signed-in user, or nullptr.
    virtual const User* user() const = 0;
    /// Whether the signed-in user holds a permission ("catalog.products.edit"). False for visitors.
    virtual bool can(std::string_view permission) const = 0;

    /// The guest's key: 64 hex characters, already hashed, safe to store; empty when the visitor has no guest cookie yet.
    virtual std::string_view guest() const = 0;
    /// The same; makes the guest cookie (sent with this response) when there is none.
    virtual std::string_view ensure_guest() = 0;

    /// Starts a fresh session for the user and sends its cookie with this response; any older session of this visitor ends.
    /// The guest key stays readable during this request, so that what it owns can be handed over.
    virtual void sign_in(UserId user) = 0;
    virtual void sign_out() = 0;
    /// The first sign_in stays until the browser is closed; this one as long as the person asked to.
    virtual void sign_in(UserId user, Stay stay) = 0;

protected:
    ~Visitor() = default;
};

/// What a page loads; see Request::may_load.
enum class PageSource { script, style, picture, connection, frame };

class Request {
public:
    virtual Method method() const = 0;
    /// Decoded and without the language prefix: "/products/gitar" for "/en/products/gitar".
    virtual std::string_view path() const = 0;
    /// A placeholder of the route ("/products/{slug}"). Throws std::out_of_range for a name the route has not.
    virtual std::string_view path(std::string_view name) const = 0;

    /// The first value of a query parameter, decoded.
    virtual std::optional<std::string_view> query(std::string_view name) const = 0;
    virtual std::span<const std::pair<std::string, std::string>> query() const = 0;
    /// The first value of a form field (urlencoded or multipart), decoded, valid UTF-8.
    virtual std::optional<std::string_view> form(std::string_view name) const = 0;
    virtual std::span<const std::pair<std::string, std::string>> form() const = 0;
    virtual std::span<const Upload> uploads() const = 0;
    /// The body as JSON; Problem "request.not_json" for another content type, "json.malformed" otherwise.
    virtual Result<Value> json() const = 0;
    virtual std::string_view body() const = 0;

    /// Case-insensitive; empty when absent.
    virtual std::string_view header(std::string_view name) const = 0;
    /// True for the API and for scripts that ask for JSON; such a request gets problem+json instead of an HTML error.
    virtual bool wants_json() const = 0;

    /// "id" or "en".
    virtual std::string_view locale() const = 0;
    /// A sentence in the visitor's language: looks up the message (English source text or problem code) in the locale
    /// files and fills its %(name)s placeholders.
    virtual std::string translate(std::string_view message, const Value& arguments = {}) const = 0;
    /// "/en/cart" for "/cart" when the visitor reads English.
    virtual std::string url_for(std::string_view path) const = 0;
    /// The same with scheme and host, for mails and gateways.
    virtual std::string absolute_url(std::string_view path) const = 0;

    virtual Visitor& visitor() const = 0;
    /// The address of the client: of the socket, or as a trusted proxy reports it.
    virtual std::string_view client_address() const = 0;
    /// In every log line of this request and on every error page.
    virtual std::string_view id() const = 0;

    /// What the answer is made from, besides what Response::cache names: for slots and globals, whose pages are somebody
    /// else's. A tag is the name of an event ("catalog.product_changed") or the aggregate of one ("product:42"): a kept page
    /// is forgotten when a transaction that raised such an event has committed. A slot or global that asks the database and
    /// names nothing keeps its page from being kept.
    virtual void depends_on(std::string_view tag) const { (void)tag; }

    /// Pages load nothing but the shop's own. This lets the page that answers this request, and no other, load from the
    /// scheme, host and port of `url` too:
    ///     request.may_load(PageSource::script, "https://app.example.com/pay.js");
    /// For a handler that answers a page, for slots and globals. plugin.yaml of the plugin that asks must declare the host
    /// under `network`; throws std::invalid_argument otherwise (a slot is then left out). Scripts in the page's own text
    /// stay forbidden, and nobody keeps such a page. Windows that a frame opens keep their opener.
    virtual void may_load(PageSource what, std::string_view url) const
    {
        (void)what;
        (void)url;
    }

protected:
    ~Request() = default;
};

} // namespace hurtrock
