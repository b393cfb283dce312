#include "page_env.hpp"

#include "forgery.hpp"

#include "core/auth/encoding.hpp"
#include "core/db/statistics.hpp"
#include "core/plugins/guard.hpp"

namespace hurtrock::web {
namespace {

/// Around what a plugin adds to a page: data from the database that depends on nothing named cannot be kept.
class Dependence {
public:
    explicit Dependence(const RequestHost& request) : request_{request}, named_{request.dependencies().size()} {}
    Dependence(const Dependence&) = delete;
    Dependence& operator=(const Dependence&) = delete;
    ~Dependence()
    {
        if (statements_.count() > 0 && request_.dependencies().size() == named_) request_.keep_private();
    }

private:
    const RequestHost& request_;
    const std::size_t named_;
    const db::QueryCounter statements_;
};

} // namespace

PageEnv::PageEnv(const WebServices& services, const plugins::Registry& registry, const RequestHost& request, Value flashes)
    : ViewEnv{services.locales, services.assets, std::string{request.locale()}},
      services_{services},
      registry_{registry},
      request_{request},
      flashes_{std::move(flashes)}
{
}

void PageEnv::slot(std::string_view name, const Value& arguments, std::string& out)
{
    if (name == "admin.widget") return widget(arguments, out);
    for (const auto& [owner, fill] : registry_.slot(name)) {
        const bool filled = plugins::guarded(*owner, "slot " + fill->slot, false, [&] {
            auto variables = arguments;
            if (fill->data) {
                const auto data = [&] {
                    const Dependence dependence{request_};
                    return fill->data(request_, arguments);
                }();
                if (data.is_null()) return true;
                variables.merge(data);
            }
            std::string rendered;
            services_.templates.render_to(rendered, fill->template_name, variables.is_null() ? Value::map() : variables, *this);
            out += rendered;
            return true;
        });
        if (!filled) request_.keep_private(); // it may succeed the next time
    }
}

/// The dashboard's slot: one widget by its id, with the data it made before. Writes nothing when the widget fails.
void PageEnv::widget(const Value& arguments, std::string& out)
{
    for (const auto& [owner, widget] : registry_.widgets()) {
        if (widget->id != arguments["id"].text()) continue;
        plugins::guarded(*owner, "widget " + widget->id, false, [&] {
            const auto& data = arguments["data"];
            std::string rendered;
            services_.templates.render_to(rendered, widget->template_name, data.is_map() ? data : Value::map(), *this);
            out += rendered;
            return true;
        });
    }
}

void PageEnv::slot_failed(std::string_view name, std::string_view reason) noexcept
{
    request_.keep_private();
    log::write(log::Level::error, "web", "slot failed", {{"slot", name}, {"reason", reason}});
}

std::optional<Value> PageEnv::lookup_global(std::string_view name)
{
    if (name == "user") return user_value();
    if (name == "request") return request_value();
    if (name == "theme") return services_.theme_settings(locale());
    if (name == "alternates") return alternates();
    if (name == "page_url") return request_.absolute_url(locale(), request_.path());
    if (name == "flashes") {
        showed_flashes_ = true;
        return flashes_.is_null() ? Value::list() : flashes_;
    }
    if (name == "csp_nonce") {
        request_.keep_private(); // good for one answer
        if (nonce_.empty()) nonce_ = auth::random_token();
        return Value{nonce_};
    }
    if (auto global = global_of_plugin(name)) return global;
    return ViewEnv::lookup_global(name);
}

std::optional<Value> PageEnv::global_of_plugin(std::string_view name)
{
    // A page asks again in every included template and macro; plugins are promised to be asked once a page.
    if (const auto known = globals_.find(name); known != globals_.end()) return known->second;
    const auto* global = registry_.global(name);
    if (!global) return std::nullopt;
    bool made = false;
    auto value = plugins::guarded(*global->owner, "global", Value{}, [&] {
        const Dependence dependence{request_};
        auto given = global->row->make ? global->row->make(request_) : global->row->make_shared(locale());
        made = true;
        return given;
    });
    if (!made) request_.keep_private();
    globals_.emplace(name, value);
    return value;
}

std::string PageEnv::csrf_field() const
{
    const auto owner = request_.visitor_host().token_owner();
    if (owner.empty()) return {};
    return std::string{"<input type=\"hidden\" name=\""} + forgery_field + "\" value=\"" + services_.csrf.token(owner) + "\">";
}

Value PageEnv::user_value() const
{
    const auto* user = request_.visitor_host().user();
    if (!user) return nullptr;
    return {{"name", user->name}, {"email", user->email}, {"is_staff", user->staff}};
}

Value PageEnv::request_value() const
{
    auto query = Value::map();
    for (const auto& [name, value] : request_.query())
        if (!query.has(name)) query.set(name, value);
    return {{"path", request_.path()}, {"query", query}, {"id", request_.id()}};
}

Value PageEnv::alternates() const
{
    auto list = Value::list();
    for (const char* locale : {"id", "en"})
        list.push({{"locale", locale}, {"url", request_.absolute_url(locale, request_.path())}});
    return list;
}

} // namespace hurtrock::web
