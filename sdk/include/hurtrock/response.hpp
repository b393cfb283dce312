#pragma once
/// What a handler answers. Make one with the functions below, refine it with the setters:
///     return page("cart/cart.html", {{"cart", view}}).status(422);
/// Pages are rendered by the host after the handler returned, in the visitor's language.

#include <hurtrock/result.hpp>

#include <functional>
#include <memory>

namespace hurtrock {

enum class FlashKind { success, info, warning, error };

class HURTROCK_API Response {
public:
    Response(Response&&) noexcept;
    Response& operator=(Response&&) noexcept;
    ~Response();

    Response status(int status) &&;
    /// Throws std::invalid_argument for control characters; Content-Length, Connection and Set-Cookie are the host's. A
    /// Content-Security-Policy stands beside the host's and can only forbid more; to allow more see Request::may_load.
    Response header(std::string_view name, std::string_view value) &&;
    /// A sentence shown once, on the next page the visitor sees. Give it already translated.
    Response flash(FlashKind kind, std::string text) &&;
    /// May be kept by the host's page cache, and by others who ask us each time whether it still holds, for visitors
    /// without cookies. The tags name what it was made from, as Request::depends_on says. Without this a response is private.
    Response cache(std::vector<std::string> tags) &&;

    /// For the host.
    struct Content;
    const Content& content() const noexcept { return *content_; }
    Content& content() noexcept { return *content_; }
    explicit Response(std::unique_ptr<Content> content) noexcept;

private:
    std::unique_ptr<Content> content_;
};

/// Renders a template ("catalog/product.html": the theme's override or the plugin's own) with these variables.
HURTROCK_API Response page(std::string_view template_name, Value variables = {});
/// 303 See Other. A path of this shop ("/cart", optionally with a query); the host adds the language prefix. Throws
/// std::invalid_argument for anything that is not such a path, so that no form can redirect a visitor elsewhere.
HURTROCK_API Response redirect(std::string_view path);
/// 301, for addresses that moved for good.
HURTROCK_API Response redirect_permanently(std::string_view path);
/// 303 to another site, for hosted payment pages; https, or http on loopback. Throws std::invalid_argument otherwise.
/// Browsers follow it from a form only to hosts that a running plugin names under `network`.
HURTROCK_API Response redirect_away(std::string_view url);
HURTROCK_API Response json(const Value& value);
HURTROCK_API Response text(std::string body, std::string_view content_type = "text/plain; charset=utf-8");

/// What a producer says of the piece it made.
enum class Streaming {
    more,  ///< there is more
    later, ///< there will be more, but not yet: ask again in a moment
    done,  ///< this was the last
};
/// Makes the next piece of an answer: `piece` is empty when called and takes up to 1 MiB; some 64 KiB are best.
using Producer = std::function<Streaming(std::string& piece)>;
/// An answer that is made while it is sent: exports, progress, server-sent events.
///     return stream([rows = std::move(rows)](std::string& piece) mutable { … return Streaming::more; }, "text/csv");
/// The producer runs on threads for streams, one call at a time, first after the handler has returned: it must not hold the
/// Request. It is called again when the client has taken the piece before, so a slow reader costs one piece of memory; a
/// reader that takes less than 8 KiB in 20 s is cut off, and so is an answer for which nothing is made for a minute (send a
/// comment or an empty line now and then). `later` is asked again within half a second. An exception cuts the answer off.
/// While it lasts the plugin stays loaded; when the plugin is switched off it ends at the next `later`, or is cut off after
/// 10 s. HEAD never calls the producer. 256 streams at once, then 503. Sent as it is: neither compressed nor cached.
HURTROCK_API Response stream(Producer next, std::string_view content_type);

struct FileOptions {
    /// Empty: by the ending of the file's name.
    std::string content_type{};
    /// The visitor's browser saves it under this name, in any script. Empty: it is shown, if the browser can.
    std::string download_name{};
};
/// A file of the plugin: a path below Host::data_folder() ("invoices/7.pdf"), or an absolute one that lies in there or in
/// Host::folder(). Sent without passing through memory, with ETag and Last-Modified; conditional requests and single ranges
/// are answered by the host. 404 when there is no such file; a path that leads elsewhere, by links too, is 404 and logged.
HURTROCK_API Response file(std::string_view path, FileOptions options = {});

/// The HTML error page or problem+json (RFC 9457), as the visitor asks, with the problem's status.
HURTROCK_API Response problem(Problem problem);
/// problem() with 404.
HURTROCK_API Response not_found();

} // namespace hurtrock
