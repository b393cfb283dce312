#pragma once
/// What a handler answers. Make one with the functions below, refine it with the setters:
///     return page("cart/cart.html", {{"cart", view}}).status(422);
/// Pages are rendered by the host after the handler returned, in the visitor's language.

#include <hurtrock/result.hpp>

#include <memory>

namespace hurtrock {

enum class FlashKind { success, info, warning, error };

class HURTROCK_API Response {
public:
    Response(Response&&) noexcept;
    Response& operator=(Response&&) noexcept;
    ~Response();

    Response status(int status) &&;
    /// Throws std::invalid_argument for control characters; Content-Length, Connection and Set-Cookie are the host's.
    Response header(std::string_view name, std::string_view value) &&;
    /// A sentence shown once, on the next page the visitor sees. Give it already translated.
    Response flash(FlashKind kind, std::string text) &&;
    /// May be kept by shared caches and the host's page cache under these tags. Without this a response is private.
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
HURTROCK_API Response redirect_away(std::string_view url);
HURTROCK_API Response json(const Value& value);
HURTROCK_API Response text(std::string body, std::string_view content_type = "text/plain; charset=utf-8");
/// The HTML error page or problem+json (RFC 9457), as the visitor asks, with the problem's status.
HURTROCK_API Response problem(Problem problem);
/// problem() with 404.
HURTROCK_API Response not_found();

} // namespace hurtrock
