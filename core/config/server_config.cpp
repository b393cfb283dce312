#include "server_config.hpp"

#include "core/base/suggest.hpp"
#include "yaml_file.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <functional>
#include <optional>

namespace hurtrock::config {
namespace {

/// Reads typed entries of one section and knows which keys were asked for, so that a misspelt one is found.
class Section {
public:
    Section(const YamlFile& file, std::string name) : file_{file}, name_{std::move(name)}, map_{file.value()[name_]}
    {
        if (!map_.is_null() && !map_.is_map()) file_.fail(name_, "\"" + name_ + "\" must be a map");
    }

    void text(const char* key, std::string& target)
    {
        const auto& value = ask(key);
        if (value.is_null()) return;
        if (!value.is_text()) fail(key, "must be text");
        target = value.text();
    }

    template <class Integer>
    void integer(const char* key, Integer& target, std::int64_t min, std::int64_t max)
    {
        const auto& value = ask(key);
        if (value.is_null()) return;
        if (value.kind() != Value::Kind::integer || value.integer() < min || value.integer() > max)
            fail(key, "must be a whole number from " + std::to_string(min) + " to " + std::to_string(max));
        target = static_cast<Integer>(value.integer());
    }

    template <class Choice>
    void choice(const char* key, Choice& target, const std::vector<std::pair<std::string, Choice>>& choices)
    {
        const auto& value = ask(key);
        if (value.is_null()) return;
        std::string all;
        for (const auto& [name, choice] : choices) {
            if (value.is_text() && value.text() == name) {
                target = choice;
                return;
            }
            all += (all.empty() ? "" : ", ") + name;
        }
        fail(key, "must be one of: " + all);
    }

    void boolean(const char* key, bool& target)
    {
        const auto& value = ask(key);
        if (value.is_null()) return;
        if (value.kind() != Value::Kind::boolean) fail(key, "must be true or false");
        target = value.boolean();
    }

    /// A list of texts, each made into something; `make` answers nothing for what is wrong, `expected` says what is right.
    template <class Item>
    void list(const char* key, std::vector<Item>& target, const std::string& expected,
              const std::function<std::optional<Item>(const std::string&)>& make)
    {
        const auto& value = ask(key);
        if (value.is_null()) return;
        if (!value.is_list()) fail(key, "must be a list");
        target.clear();
        for (const auto& item : value.items()) {
            auto made = item.is_text() ? make(std::string{item.text()}) : std::nullopt;
            if (!made)
                file_.fail(name_ + "/" + key + "/" + std::to_string(target.size()),
                           name_ + "." + key + ": " + (item.is_text() ? "\"" + std::string{item.text()} + "\"" : "this") + " is no " + expected);
            target.push_back(std::move(*made));
        }
    }

    [[noreturn]] void fail(const char* key, const std::string& message) const
    {
        file_.fail(name_ + "/" + key, name_ + "." + key + " " + message);
    }

    void refuse_unknown() const
    {
        for (const auto& [key, value] : map_.entries()) {
            if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
            file_.fail(name_ + "/" + key, "unknown setting \"" + key + "\"" + base::did_you_mean(key, known_));
        }
    }

private:
    const Value& ask(const char* key)
    {
        known_.emplace_back(key);
        return map_[key];
    }
    const YamlFile& file_;
    std::string name_;
    const Value& map_;
    std::vector<std::string> known_;
};

std::optional<std::string> http_origin(const std::string& text)
{
    if (text == "*") return text;
    const auto host = text.starts_with("https://") ? text.substr(8) : text.starts_with("http://") ? text.substr(7) : std::string{};
    const bool is_host = !host.empty() && std::all_of(host.begin(), host.end(), [](unsigned char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
    });
    return is_host ? std::optional{text} : std::nullopt;
}

std::optional<std::string> method_name(const std::string& text)
{
    for (const auto* known : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
        if (text == known) return text;
    return std::nullopt;
}

std::optional<std::string> header_name(const std::string& text)
{
    const bool is_name = !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '_'; });
    return is_name ? std::optional{text} : std::nullopt;
}

void apply_cors(const YamlFile& file, CorsConfig& cors)
{
    Section section{file, "cors"};
    section.list<std::string>("origins", cors.origins, "origin; write it as browsers do: https://app.example, with a port where there is one", http_origin);
    section.list<std::string>("methods", cors.methods, "method: GET, HEAD, POST, PUT, PATCH or DELETE", method_name);
    section.list<std::string>("headers", cors.headers, "name of a header", header_name);
    section.boolean("credentials", cors.credentials);
    section.integer("max_age", cors.max_age_seconds, 0, 86'400);
    section.refuse_unknown();
    const bool any = std::find(cors.origins.begin(), cors.origins.end(), "*") != cors.origins.end();
    if (any && cors.origins.size() > 1) section.fail("origins", "holds \"*\" and more: write \"*\" alone, or name the origins");
    if (any && cors.credentials) section.fail("credentials", "cannot be true while origins holds \"*\": name the origins that may act for a visitor");
}

void apply(const YamlFile& file, ServerConfig& config)
{
    Section server{file, "server"};
    server.text("address", config.address);
    server.integer("port", config.port, 0, 65535);
    server.integer("io_threads", config.io_threads, 1, 64);
    server.integer("workers", config.workers, 1, 256);
    server.integer("worker_queue", config.worker_queue, 1, 100'000);
    server.integer("outbound_workers", config.outbound_workers, 1, 64);
    server.integer("login_workers", config.login_workers, 1, 64);
    std::int64_t hang_seconds = config.hang_limit.count();
    server.integer("hang_seconds", hang_seconds, 1, 3'600);
    config.hang_limit = std::chrono::seconds{hang_seconds};
    server.integer("hang_threads", config.hang_threads_max, 1, 256);
    server.text("public_url", config.public_url);
    server.list<base::IpRange>("trusted_proxies", config.trusted_proxies, "address or range, as 127.0.0.1, 10.0.0.0/8 or fd00::/8; bits behind the prefix must be zero",
                               base::IpRange::parse);
    server.choice("proxy_headers", config.forwarded_by, {{"x-forwarded", ForwardedBy::x_forwarded}, {"forwarded", ForwardedBy::rfc7239}});
    server.refuse_unknown();

    Section database{file, "database"};
    database.text("url", config.database_url);
    database.integer("connections", config.database_connections, 1, 1000);
    database.refuse_unknown();

    Section outgoing{file, "outgoing"};
    outgoing.text("ca_file", config.outgoing_ca_file);
    outgoing.refuse_unknown();

    Section mail{file, "mail"};
    mail.text("smtp", config.smtp_url);
    mail.text("from", config.mail_from);
    mail.refuse_unknown();

    Section security{file, "security"};
    security.text("session_secret", config.session_secret);
    security.choice("https", config.https, {{"automatic", HttpsMode::automatic}, {"always", HttpsMode::always}, {"never", HttpsMode::never}});
    security.integer("hsts_days", config.hsts_days, 0, 3650);
    security.refuse_unknown();
    apply_cors(file, config.cors);

    Section logging{file, "log"};
    logging.choice("level", config.log_level,
                   {{"debug", log::Level::debug},
                    {"info", log::Level::info},
                    {"warning", log::Level::warning},
                    {"error", log::Level::error}});
    logging.choice("format", config.log_format,
                   {{"automatic", log::Format::automatic}, {"text", log::Format::text}, {"json", log::Format::json}});
    logging.refuse_unknown();

    const std::vector<std::string> sections{"server", "database", "outgoing", "mail", "security", "cors", "log"};
    for (const auto& [key, value] : file.value().entries())
        if (std::find(sections.begin(), sections.end(), key) == sections.end())
            file.fail(key, "unknown section \"" + key + "\"" + base::did_you_mean(key, sections));
}

void apply_environment(ServerConfig& config)
{
    const auto set = [](const char* name) -> std::string {
        const char* value = std::getenv(name);
        return value ? value : "";
    };
    if (const auto url = set("DATABASE_URL"); !url.empty()) config.database_url = url;
    if (const auto secret = set("SESSION_SECRET"); !secret.empty()) config.session_secret = secret;
    if (const auto port = set("HURTROCK_PORT"); !port.empty()) {
        char* end = nullptr;
        const auto number = std::strtol(port.c_str(), &end, 10);
        if (*end != '\0' || number < 0 || number > 65535) throw ConfigError{"HURTROCK_PORT: \"" + port + "\" is no port number"};
        config.port = static_cast<std::uint16_t>(number);
    }
}

} // namespace

ServerConfig load_server_config(const std::filesystem::path& path)
{
    ServerConfig config;
    if (std::filesystem::exists(path)) apply(YamlFile::load(path), config);
    apply_environment(config);
    return config;
}

} // namespace hurtrock::config
