#pragma once
/// A shop for a plugin's tests: the real host, with the plugin's real library, templates and tables, and no network. It starts
/// in milliseconds; each has an empty PostgreSQL database of its own, in a server that the test program starts once
/// (HURTROCK_TEST_DATABASE names one to use instead, whose user may create databases). Nothing happens by itself: time stands
/// still, jobs and events wait until they are run, mails are kept. In CMakeLists.txt: `hurtrock_plugin(NAME TEST_SHOP)`.
///
///     kit::Shop shop{kit::this_plugin()};
///     auto answer = shop.browser().post("/guest-book", {{"text", "Nice"}});
///     EXPECT_EQ(answer.status, 303);
///
/// Everything is used on the thread that made the shop. What cannot be done throws std::runtime_error saying why.

#include <hurtrock/plugin.hpp>
#include <hurtrock/testing/browser.hpp>

#include <map>

namespace hurtrock::kit {

/// Stands still until it is moved; begins at the real time.
class StoppedClock : public Clock {
public:
    virtual void set(Time time) = 0;
    virtual void advance(std::chrono::microseconds by) = 0;

protected:
    ~StoppedClock() = default;
};

struct KeptMail {
    std::string to, to_name, template_name, locale, subject, text, html;
};

struct RaisedEvent {
    std::string name, aggregate;
    Value payload;
};

/// What was run on demand.
struct Ran {
    int done{0};
    int failed{0};
};

struct Options {
    /// What runs; what these depend on is added.
    std::vector<std::string> plugins{};
    /// Folders of plugins besides the shop's own.
    std::vector<std::string> folders{};
    /// {plugin: {key: value}}: fixed for this shop. Others are changed with Shop::set.
    Value settings{};
    /// "rock-metal"; empty is the core's plain frame, which has no slots of a theme.
    std::string theme{};
    /// What plugins call out with (testing/fake_http.hpp); it must outlive the shop. Null: every call fails.
    HttpClient* http{};
    /// Registers what the test wants beside the plugins: listeners, slots, services that nobody else provides.
    std::function<void(Host&)> stand_in{};
};

class HURTROCK_API Shop {
public:
    /// Throws std::runtime_error when a plugin cannot start, with the reason.
    explicit Shop(Options options = {});
    ~Shop();
    Shop(const Shop&) = delete;
    Shop& operator=(const Shop&) = delete;

    /// A visitor without cookies.
    Browser browser();
    /// One that is signed in: a customer, somebody of the staff with these permissions only, the administrator.
    Browser customer(std::string_view email = "customer@example.com");
    Browser staff(const std::vector<std::string>& permissions);
    Browser admin();

    /// Everything the host offers, to test a plugin's services and repositories by themselves.
    Host& host();
    Database& database();
    /// Waits for nobody: `shop.find<shop::Orders>()`, null when no running plugin provides it.
    template <class Interface>
    std::shared_ptr<Interface> find(std::string_view key = {})
    {
        return host().services().find<Interface>(key);
    }
    StoppedClock& clock();
    /// As the owner sets it in admin. Throws for an unknown key, a value the manifest forbids, one fixed in Options.
    void set(std::string_view plugin, std::string_view key, const Value& value);
    Settings& settings(std::string_view plugin);

    /// Delivers events to their `after` listeners and runs jobs that are due, until none is.
    Ran run_jobs();
    /// Runs each schedule that is due once; all are due in a new shop.
    Ran run_schedules();
    /// In the order they were written, since the shop was made. An SMTP server is never asked.
    std::vector<KeptMail> mails();
    /// Raised in transactions that were committed, in order.
    const std::vector<RaisedEvent>& events() const;
    /// A template as a visitor would see it, slots filled.
    std::string render(std::string_view template_name, const Value& variables, std::string_view locale = "id");
    /// Has PostgreSQL prepare every statement of the running plugins; answers "name: reason" of those it refuses.
    std::vector<std::string> broken_queries();
    /// Files of this shop, removed with it.
    std::string folder() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

#ifdef HURTROCK_PLUGIN_ID
/// The plugin whose test is compiled, as it was built.
inline Options this_plugin(Value settings = {})
{
    Options options;
    options.plugins = {HURTROCK_PLUGIN_ID};
    options.folders = {HURTROCK_PLUGIN_OUTPUT};
    if (!settings.is_null()) options.settings = Value{{HURTROCK_PLUGIN_ID, settings}};
    return options;
}
#endif

} // namespace hurtrock::kit
