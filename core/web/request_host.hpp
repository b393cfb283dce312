#pragma once
/// The Request a handler sees, over the transport's. Lives on the worker's stack while the request is answered.

#include "client.hpp"
#include "page_sources.hpp"
#include "visitor_host.hpp"

#include "core/http/message.hpp"
#include "core/http/multipart.hpp"
#include "core/http/url.hpp"

namespace hurtrock::web {

class RequestHost final : public Request {
public:
    /// Splits and decodes the target; `bad_target` tells the caller to answer 400. `raw` must outlive this.
    RequestHost(const WebServices& services, const http::Request& raw, Method method);

    bool bad_target() const noexcept { return bad_target_; }
    /// Reads the body as a form when its type says so. Problem "request.bad_form" or "request.too_large".
    Result<Done> read_form();
    void set_parameters(std::vector<std::pair<std::string_view, std::string>> parameters) { parameters_ = std::move(parameters); }
    VisitorHost& visitor_host() const noexcept { return *visitor_; }
    std::string origin() const { return client_.scheme + "://" + client_.host; }
    bool secure() const noexcept { return client_.scheme == "https"; }
    const Client& client() const noexcept { return client_; }
    const http::Request& raw() const noexcept { return raw_; }
    /// What the answer depends on, as far as plugins said so (depends_on).
    const std::vector<std::string>& dependencies() const noexcept { return dependencies_; }
    /// Something in the answer is nobody else's, or depends on what nobody named: no cache may keep it.
    void keep_private() const noexcept { private_ = true; }
    bool is_private() const noexcept { return private_; }
    /// What plugins asked for with may_load; for the page that answers, and no other.
    const PageSources& sources() const noexcept { return sources_; }
    void forget_sources() const { sources_.clear(); }
    std::string absolute_url(std::string_view locale, std::string_view path) const;
    /// Address with the raw query, for the log and for coming back after a login.
    std::string local_target() const;

    Method method() const override { return method_; }
    std::string_view path() const override { return path_; }
    std::string_view path(std::string_view name) const override;
    std::optional<std::string_view> query(std::string_view name) const override;
    std::span<const std::pair<std::string, std::string>> query() const override { return query_.entries(); }
    std::optional<std::string_view> form(std::string_view name) const override;
    std::span<const std::pair<std::string, std::string>> form() const override { return form_.entries(); }
    std::span<const Upload> uploads() const override { return uploads_; }
    Result<Value> json() const override;
    std::string_view body() const override { return raw_.body; }
    /// What a plugin asks of the visitor alone makes its answer that visitor's.
    std::string_view header(std::string_view name) const override;
    bool wants_json() const override;
    std::string_view locale() const override { return locale_; }
    std::string translate(std::string_view message, const Value& arguments) const override;
    std::string url_for(std::string_view path) const override;
    std::string absolute_url(std::string_view path) const override { return absolute_url(locale_, path); }
    Visitor& visitor() const override { return *visitor_; }
    std::string_view client_address() const override
    {
        keep_private();
        return client_.address;
    }
    std::string_view id() const override { return id_; }
    void depends_on(std::string_view tag) const override { dependencies_.emplace_back(tag); }
    void may_load(PageSource what, std::string_view url) const override;

private:
    /// A header as it was sent; `name` in lower case.
    std::string_view sent(std::string_view name) const;
    void read_target();
    void read_own_language();
    Result<Done> read_multipart(std::string_view content_type);

    const WebServices& services_;
    const http::Request& raw_;
    const Method method_;
    const std::string id_;
    const Client client_;
    bool bad_target_{false};
    std::string path_, locale_{"id"};
    mutable std::vector<std::string> dependencies_;
    mutable bool private_{false};
    mutable PageSources sources_;
    http::ParameterList query_, form_;
    std::vector<Upload> uploads_;
    std::vector<http::MultipartPart> parts_;
    std::vector<std::pair<std::string_view, std::string>> parameters_;
    std::unique_ptr<VisitorHost> visitor_;
};

/// Addresses that are the same in every language.
bool has_no_language(std::string_view path);
/// "/en/hello" for ("en", "/hello"); addresses without a language stay as they are.
std::string localised_path(std::string_view locale, std::string_view path);

} // namespace hurtrock::web
