#include "memory.hpp"

#include "core/http/url.hpp"
#include "core/web/forgery.hpp"

#include <hurtrock/json.hpp>

#include <algorithm>
#include <stdexcept>

#include <unistd.h>

namespace hurtrock::kit {
namespace {

constexpr const char* host = "shop.test";
constexpr const char* boundary = "hurtrock-kit-boundary-7f1c";

std::string lower(std::string_view text)
{
    std::string made{text};
    std::transform(made.begin(), made.end(), made.begin(), [](char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter; });
    return made;
}

std::string urlencoded(const Fields& fields)
{
    std::string body;
    for (const auto& [name, value] : fields) body += (body.empty() ? "" : "&") + http::percent_encode(name) + "=" + http::percent_encode(value);
    return body;
}

std::string multipart(const Fields& fields, const std::vector<SentFile>& files)
{
    const auto part = [](const std::string& disposition, const std::string& type, const std::string& content) {
        return std::string{"--"} + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\n" +
               (type.empty() ? "" : "Content-Type: " + type + "\r\n") + "\r\n" + content + "\r\n";
    };
    std::string body;
    for (const auto& [name, value] : fields) body += part("name=\"" + name + "\"", {}, value);
    for (const auto& file : files) body += part("name=\"" + file.field + "\"; filename=\"" + file.file_name + "\"", file.content_type, file.bytes);
    return body + "--" + boundary + "--\r\n";
}

/// RFC 6265 as far as this shop goes: a name, a value, and Max-Age=0 to forget it.
void keep_cookie(std::map<std::string, std::string>& cookies, const std::string& set_cookie)
{
    const auto end = std::min(set_cookie.find(';'), set_cookie.size());
    const auto equals = std::min(set_cookie.find('='), end);
    const auto name = set_cookie.substr(0, equals);
    if (lower(set_cookie).find("max-age=0") != std::string::npos) cookies.erase(name);
    else cookies[name] = set_cookie.substr(std::min(equals + 1, end), end - std::min(equals + 1, end));
}

std::string read(const http::FileBody& file)
{
    std::string content(static_cast<std::size_t>(file.length), '\0');
    const auto got = ::pread(file.descriptor->number(), content.data(), content.size(), file.offset);
    if (got != file.length) throw std::runtime_error{"a file changed while it was sent"};
    return content;
}

std::string session_key(const Browser::Memory& memory)
{
    const auto cookie = memory.cookies.find(web::session_cookie);
    if (cookie == memory.cookies.end()) return {};
    const auto session = memory.services.sessions.find(cookie->second);
    return session ? session->key : std::string{};
}

/// What a page of this shop would have put into its form.
std::string forgery_token(const Browser::Memory& memory)
{
    auto owner = session_key(memory);
    if (const auto guest = memory.cookies.find(web::guest_cookie); owner.empty() && guest != memory.cookies.end())
        owner = memory.services.guests.key_of(guest->second);
    return memory.services.csrf.token(owner);
}

} // namespace

Browser::Browser(std::shared_ptr<Memory> memory) noexcept : memory_{std::move(memory)} {}

Answer Browser::send(std::string_view method, std::string_view path, std::string_view body, const Fields& headers)
{
    http::Request raw;
    raw.method = method;
    raw.target = path;
    raw.body = body;
    raw.peer = memory_->address;
    raw.received = std::chrono::steady_clock::now();
    raw.headers = {{"host", host}, {"user-agent", "hurtrock-kit"}};
    for (const auto& [name, value] : memory_->headers) raw.headers.emplace_back(lower(name), value);
    for (const auto& [name, value] : headers) raw.headers.emplace_back(lower(name), value);
    std::string cookies;
    for (const auto& [name, value] : memory_->cookies) cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
    if (!cookies.empty()) raw.headers.emplace_back("cookie", cookies);

    const auto response = memory_->web.answer_here(raw);
    Answer answer{.status = response.status, .headers = {}, .body = response.body ? *response.body : std::string{}};
    if (response.file) answer.body = read(*response.file);
    for (const auto& [name, value] : response.headers) {
        answer.headers.emplace_back(lower(name), value);
        if (lower(name) == "set-cookie") keep_cookie(memory_->cookies, value);
    }
    return answer;
}

Answer Browser::get(std::string_view path) { return send("GET", path, {}, {}); }

Answer Browser::post(std::string_view path, const Fields& fields)
{
    auto sent = fields;
    sent.emplace_back(web::forgery_field, forgery_token(*memory_));
    return send("POST", path, urlencoded(sent), {{"content-type", "application/x-www-form-urlencoded"}, {"sec-fetch-site", "same-origin"}});
}

Answer Browser::upload(std::string_view path, const Fields& fields, const std::vector<SentFile>& files)
{
    auto sent = fields;
    sent.emplace_back(web::forgery_field, forgery_token(*memory_));
    return send("POST", path, multipart(sent, files),
                {{"content-type", std::string{"multipart/form-data; boundary="} + boundary}, {"sec-fetch-site", "same-origin"}});
}

Answer Browser::post_json(std::string_view path, const Value& body)
{
    return send("POST", path, to_json(body),
                {{"content-type", "application/json"}, {"accept", "application/json"}, {"sec-fetch-site", "same-origin"}, {web::forgery_header, forgery_token(*memory_)}});
}

Browser& Browser::header(std::string_view name, std::string_view value)
{
    memory_->headers.emplace_back(name, value);
    return *this;
}

Browser& Browser::from(std::string_view address)
{
    memory_->address = address;
    return *this;
}

void Browser::sign_in(UserId user)
{
    memory_->cookies[web::session_cookie] = memory_->services.sessions.start(user, memory_->address, "hurtrock-kit").token;
    memory_->cookies.erase(web::guest_cookie);
}

UserId Browser::user() const
{
    const auto cookie = memory_->cookies.find(web::session_cookie);
    if (cookie == memory_->cookies.end()) return {};
    const auto session = memory_->services.sessions.find(cookie->second);
    return session ? session->user.id : UserId{};
}

} // namespace hurtrock::kit
