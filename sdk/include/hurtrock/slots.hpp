#pragma once
/// Slots: named places in a theme's templates, `{% slot "product.after_price" %}`, that any plugin may fill. And globals:
/// variables that every page can use. Register during Plugin::start only. A slot or global that fails is logged, counted
/// and left out; it never breaks the page.

#include <hurtrock/request.hpp>

#include <functional>

namespace hurtrock {

/// Makes the variables of a slot's template from the request and what the template passed along (`with {…}`). Answer a null
/// Value to show nothing.
using SlotData = std::function<Value(const Request&, const Value& context)>;

class Slots {
public:
    /// Lower positions come first; equal ones in order of plugin id.
    virtual void fill(std::string_view slot, std::string_view template_name, SlotData data = {}, int position = 100) = 0;
    /// A variable of every page. Called at most once a page, and only when a template asks for the name.
    virtual void global(std::string_view name, std::function<Value(const Request&)> make) = 0;
    /// The same for what is alike for all visitors of a language; mails have it too.
    virtual void shared_global(std::string_view name, std::function<Value(std::string_view locale)> make) = 0;

protected:
    ~Slots() = default;
};

} // namespace hurtrock
