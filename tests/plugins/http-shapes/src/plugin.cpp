/// Answers in every way a plugin can: for tests of what the host makes of it.
#include <hurtrock/sdk.hpp>

#include <atomic>
#include <chrono>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>

using namespace hurtrock;

namespace {

int number(const Request& request, std::string_view name, int otherwise)
{
    const auto text = request.query(name);
    return text ? std::stoi(std::string{*text}) : otherwise;
}

/// Tells when a producer is destroyed.
struct Counted {
    explicit Counted(std::atomic<int>& counter) : alive{&counter} { ++*alive; }
    Counted(const Counted& other) : alive{other.alive} { ++*alive; }
    Counted& operator=(const Counted&) = delete;
    ~Counted() { --*alive; }
    std::atomic<int>* alive;
};

class HttpShapes final : public Plugin {
public:
    void start(Host& host) override
    {
        auto& routes = host.routes();
        add_typed(routes);
        add_streams(routes);
        add_files(host, routes);
        add_pages(routes);
        add_limits(routes);
    }

private:
    static void add_typed(Routes& routes)
    {
        for (const char* type : {"int", "slug", "id", "uuid", "path"})
            routes.get("/shapes/" + std::string{type} + "/{value:" + type + "}", [](const Request& request) { return text(std::string{request.path("value")}); });
        routes.get("/shapes/method", [](const Request&) { return text("got"); });
        routes.post("/shapes/method", [](const Request& request) { return text("posted " + std::string{request.form("word").value_or("")}); });
    }

    void add_streams(Routes& routes)
    {
        routes.get("/shapes/stream", [this](const Request& request) {
            const int pieces = number(request, "pieces", 3);
            const auto bytes = static_cast<std::size_t>(number(request, "bytes", 5));
            const auto mode = std::string{request.query("mode").value_or("")};
            return stream(
                [counted = Counted{producers_}, pieces, bytes, mode, made = 0](std::string& piece) mutable {
                    piece.assign(bytes, static_cast<char>('a' + made % 26));
                    ++made;
                    if (mode == "endless") std::this_thread::sleep_for(std::chrono::milliseconds{20});
                    if (mode == "endless") return Streaming::more;
                    if (mode == "events") return Streaming::later;
                    if (made < pieces) return Streaming::more;
                    if (mode == "throw") throw std::runtime_error{"the tape is torn"};
                    return Streaming::done;
                },
                "text/plain; charset=utf-8");
        });
        routes.get("/shapes/producers", [this](const Request&) { return text(std::to_string(producers_)); });
    }

    static void add_files(Host& host, Routes& routes)
    {
        const auto folder = host.data_folder();
        std::ofstream{folder + "/notes.txt"} << "0123456789abcdefghij";
        std::ofstream{folder + "/active.html"} << "<!doctype html><script>alert(1)</script>";
        const auto own = host.folder() + "/plugin.yaml";
        routes.get("/shapes/file/{name:path}", [](const Request& request) { return file(request.path("name")); });
        routes.get("/shapes/own-file", [own](const Request&) { return file(own, {.content_type = "text/plain; charset=utf-8"}); });
        routes.get("/shapes/absolute", [](const Request& request) { return file(request.query("path").value_or("")); });
        routes.get("/shapes/download", [](const Request& request) {
            return file("notes.txt", {.download_name = std::string{request.query("as").value_or("")}});
        });
    }

    static void add_pages(Routes& routes)
    {
        routes.get("/shapes/nonce", [](const Request&) { return page("http-shapes/nonce.html").cache({"shapes"}); });
        routes.get("/shapes/shared", [](const Request& request) {
            return page("http-shapes/shared.html", {{"text", request.query("text").value_or("same")}}).cache({"shapes"});
        });
        // Offered to all by mistake: what they say is one visitor's.
        const auto offered = [](std::string_view said) { return json({{"said", said}}).cache({}); };
        routes.get("/shapes/leak/header", [offered](const Request& request) { return offered(request.header("x-colour")); });
        routes.get("/shapes/leak/cookie", [offered](const Request& request) { return offered(request.header("cookie")); });
        routes.get("/shapes/leak/address", [offered](const Request& request) { return offered(request.client_address()); });
        routes.get("/shapes/leak/body", [offered](const Request& request) { return offered(request.body()); });
        routes.get("/shapes/leak/set-cookie", [offered](const Request& request) { return offered("x").header("Set-Cookie", "seen=" + std::string{request.id()}); });
        routes.get("/api/shapes/language", [offered](const Request& request) { return offered(request.locale()); });
        routes.get("/shapes/private", [](const Request&) { return page("http-shapes/shared.html", {{"text", "private"}}); });
        routes.get("/api/shapes", [](const Request& request) { return json({{"value", request.query("value").value_or("")}}); });
        routes.post("/api/shapes", [](const Request& request) { return json({{"guest", request.visitor().guest().empty() ? "no" : "yes"}}); });
        routes.get("/shapes/guest", [](const Request& request) { return text(std::string{request.visitor().ensure_guest()}); });
        routes.get("/shapes/who", [](const Request& request) {
            return json({{"address", request.client_address()}, {"url", request.absolute_url("/x")}});
        });
        routes.post("/shapes/upload", [](const Request& request) {
            auto list = Value::list();
            for (const auto& upload : request.uploads()) list.push({{"name", upload.name}, {"file", upload.file_name}, {"bytes", upload.bytes.size()}});
            return json({{"uploads", list}, {"fields", request.form().size()}});
        });
    }

    static void add_limits(Routes& routes)
    {
        const auto ok = [](const Request&) { return text("ok"); };
        routes.get("/shapes/limit/address", ok, {.rate_per_minute = 3});
        routes.get("/shapes/limit/guest", ok, {.rates = {{RateKey::guest, 3, {}}}});
        routes.get("/api/shapes/limit/token", ok, {.rates = {{RateKey::token, 3, {}}}});
        routes.get("/shapes/limit/user", ok, {.access = Access::customer, .rates = {{RateKey::user, 3, {}}}});
        routes.post("/shapes/limit/field", ok, {.rates = {{RateKey::field, 3, "email"}, {RateKey::address, 8, {}}}});
    }

    std::atomic<int> producers_{0};
};

} // namespace

HURTROCK_PLUGIN(HttpShapes)
