#include "smtp_client.hpp"

#include "mime.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>

namespace hurtrock::mail {
namespace {

struct UrlParts {
    bool has_login;
    bool is_loopback;
};

UrlParts parse(const std::string& url)
{
    const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parsed{curl_url(), &curl_url_cleanup};
    const auto part = [&](CURLUPart which) {
        char* text = nullptr;
        std::string copy;
        if (curl_url_get(parsed.get(), which, &text, 0) == CURLUE_OK) copy = text;
        curl_free(text);
        return copy;
    };
    const bool valid = curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK;
    const auto scheme = part(CURLUPART_SCHEME), host = part(CURLUPART_HOST);
    if (!valid || (scheme != "smtp" && scheme != "smtps") || host.empty())
        throw std::invalid_argument{
            "the SMTP server's address must look like smtp://user:password@host:587 or smtps://host:465"};
    return {!part(CURLUPART_USER).empty(), host == "localhost" || host == "[::1]" || host.starts_with("127.")};
}

struct Upload {
    std::string_view rest;
};

std::size_t read_upload(char* buffer, std::size_t size, std::size_t count, void* context)
{
    auto& upload = *static_cast<Upload*>(context);
    const auto length = std::min(size * count, upload.rest.size());
    std::memcpy(buffer, upload.rest.data(), length);
    upload.rest.remove_prefix(length);
    return length;
}

/// The server's first refusal explains more than libcurl's own words. (Replies only: what we send may hold a password.)
int keep_refusal(CURL*, curl_infotype type, char* data, std::size_t size, void* context)
{
    auto& reply = *static_cast<std::string*>(context);
    if (type == CURLINFO_HEADER_IN && reply.empty() && size > 3 && (data[0] == '4' || data[0] == '5')) {
        reply.assign(data, std::min<std::size_t>(size, 300));
        while (!reply.empty() && (reply.back() == '\n' || reply.back() == '\r')) reply.pop_back();
    }
    return 0;
}

bool is_final_refusal(CURLcode code, long reply) { return code != CURLE_LOGIN_DENIED && reply >= 550 && reply <= 554; }

void start_curl()
{
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK) throw std::runtime_error{"libcurl does not start"};
}

} // namespace

struct SmtpClient::Handle {
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl{curl_easy_init(), &curl_easy_cleanup};
    UrlParts url;
};

SmtpClient::SmtpClient(SmtpOptions options) : options_{std::move(options)}
{
    start_curl();
    const auto url = parse(options_.url);
    handle_ = std::make_unique<Handle>();
    if (!handle_->curl) throw std::runtime_error{"libcurl does not start"};
    handle_->url = url;
}

SmtpClient::~SmtpClient() = default;
SmtpClient::SmtpClient(SmtpClient&&) noexcept = default;
SmtpClient& SmtpClient::operator=(SmtpClient&&) noexcept = default;

SmtpOutcome SmtpClient::send(const StoredMail& mail)
{
    const auto message = compose(mail);
    Upload upload{message};
    std::string reply;
    std::array<char, CURL_ERROR_SIZE> error{};
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> recipients{
        curl_slist_append(nullptr, ('<' + mail.to.address + '>').c_str()), &curl_slist_free_all};
    const auto sender = '<' + mail.from.address + '>';
    const bool needs_tls = handle_->url.has_login && !handle_->url.is_loopback;

    CURL* curl = handle_->curl.get();
    curl_easy_reset(curl); // keeps the connection
    curl_easy_setopt(curl, CURLOPT_URL, options_.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(needs_tls ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    if (!options_.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, options_.ca_file.c_str());
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, static_cast<long>(options_.connect_timeout.count()));
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, static_cast<long>(options_.timeout.count()));
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, sender.c_str());
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, &read_upload);
    curl_easy_setopt(curl, CURLOPT_READDATA, &upload);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error.data());
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, &keep_refusal);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &reply);

    const auto code = curl_easy_perform(curl);
    if (code == CURLE_OK) return {.accepted = true};
    long reply_code = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply_code);
    std::string reason = error[0] ? error.data() : curl_easy_strerror(code);
    if (!reply.empty()) reason += " (server: " + reply + ')';
    return {.refused = is_final_refusal(code, reply_code), .error = std::move(reason)};
}

} // namespace hurtrock::mail
