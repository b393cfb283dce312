#pragma once
/// A render for a visitor: who they are, their forgery token, flash messages, and what plugins put into slots.

#include "request_host.hpp"

#include "core/view/view_env.hpp"

#include <map>

namespace hurtrock::web {

class PageEnv final : public view::ViewEnv {
public:
    /// `registry` is the one the request began with. `flashes` are the messages to show on this page.
    PageEnv(const WebServices& services, const plugins::Registry& registry, const RequestHost& request, Value flashes);

    void slot(std::string_view name, const Value& arguments, std::string& out) override;
    void slot_failed(std::string_view name, std::string_view reason) noexcept override;
    std::optional<Value> lookup_global(std::string_view name) override;
    /// Whether a page was asked for its flash messages; they are then spent.
    bool showed_flashes() const noexcept { return showed_flashes_; }
    /// The nonce for inline scripts, if the page asked for one; else empty.
    const std::string& nonce() const noexcept { return nonce_; }

private:
    std::string url_for(std::string_view path) const override { return request_.url_for(path); }
    std::string csrf_field() const override;
    Value user_value() const;
    Value request_value() const;
    Value alternates() const;
    std::optional<Value> global_of_plugin(std::string_view name);
    void widget(const Value& arguments, std::string& out);

    const WebServices& services_;
    const plugins::Registry& registry_;
    const RequestHost& request_;
    Value flashes_;
    std::map<std::string, Value, std::less<>> globals_;
    bool showed_flashes_{false};
    std::string nonce_;
};

} // namespace hurtrock::web
