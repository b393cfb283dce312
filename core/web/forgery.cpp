#include "forgery.hpp"

#include "cors.hpp"

namespace hurtrock::web {
namespace {

enum class Origin { same, trusted, other, unknown };

Origin origin_of(const RequestHost& request, const config::CorsConfig& cors)
{
    const auto fetch_site = request.header("sec-fetch-site");
    const auto origin = request.header("origin");
    // Named by the owner in config/hurtrock.yaml: to act for visitors, or to call without their cookies.
    if (is_trusted_origin(cors, request.path(), origin)) return Origin::trusted;
    if (is_listed_origin(cors, request.path(), origin)) return Origin::unknown;
    if (!fetch_site.empty() && fetch_site != "same-origin" && fetch_site != "none") return Origin::other;
    if (!origin.empty()) {
        // Behind a proxy that ends TLS the scheme may differ; the host and port cannot.
        const auto scheme_end = origin.find("://");
        if (scheme_end == std::string_view::npos) return Origin::other;
        const auto own = request.origin();
        return origin.substr(scheme_end + 3) == std::string_view{own}.substr(own.find("://") + 3) ? Origin::same : Origin::other;
    }
    return fetch_site == "same-origin" ? Origin::same : Origin::unknown;
}

} // namespace

Result<Done> check_forgery(const RequestHost& request, const auth::Csrf& csrf, const config::CorsConfig& cors)
{
    const Problem forged{.code = "core.forgery", .status = 403};
    const auto origin = origin_of(request, cors);
    if (origin == Origin::other) return forged;
    if (origin == Origin::trusted) return Done{};

    const auto& visitor = request.visitor_host();
    if (!visitor.has_session() && visitor.guest().empty()) return Done{};
    auto token = request.form(forgery_field).value_or("");
    if (token.empty()) token = request.header(forgery_header);
    if (csrf.verify(visitor.token_owner(), token)) return Done{};
    if (!visitor.has_session() && origin == Origin::same) return Done{};
    return forged;
}

} // namespace hurtrock::web
