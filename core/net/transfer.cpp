#include "transfer.hpp"

#include <algorithm>
#include <array>
#include <curl/curl.h>
#include <stdexcept>

namespace hurtrock::net {
namespace {

constexpr std::size_t idle_handles_max = 16;
constexpr std::size_t head_bytes_max = 64u << 10;
/// Servers close idle connections after about a minute; an older one is not worth trying.
constexpr long connection_age_max_s = 50;

void start_curl()
{
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK) throw std::runtime_error{"libcurl does not start"};
}

struct Receiving {
    HttpAnswer& answer;
    std::size_t body_max;
    std::size_t head_bytes{0};
    bool too_large{false};
};

std::size_t take_body(char* data, std::size_t, std::size_t count, void* context)
{
    auto& receiving = *static_cast<Receiving*>(context);
    receiving.too_large = receiving.answer.body.size() + count > receiving.body_max;
    if (receiving.too_large) return 0;
    receiving.answer.body.append(data, count);
    return count;
}

std::string_view trimmed(std::string_view text)
{
    const auto begin = text.find_first_not_of(" \t\r\n");
    return begin == std::string_view::npos ? std::string_view{}
                                           : text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::size_t take_head(char* data, std::size_t, std::size_t count, void* context)
{
    auto& receiving = *static_cast<Receiving*>(context);
    receiving.head_bytes += count;
    receiving.too_large = receiving.head_bytes > head_bytes_max;
    if (receiving.too_large) return 0;
    const std::string_view line{data, count};
    if (line.starts_with("HTTP/"))
        receiving.answer.headers.clear(); // an interim answer went before
    else if (const auto colon = line.find(':'); colon != std::string_view::npos)
        receiving.answer.headers.emplace_back(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
    return count;
}

const char* name_of(Method method)
{
    switch (method) {
    case Method::get:
        return "GET";
    case Method::head:
        return "HEAD";
    case Method::post:
        return "POST";
    case Method::put:
        return "PUT";
    case Method::patch:
        return "PATCH";
    case Method::remove:
        return "DELETE";
    case Method::options:
        return "OPTIONS";
    }
    return "GET";
}

CallFailure failure_of(CURLcode code, bool connected, bool too_large)
{
    if (too_large) return CallFailure::too_large;
    switch (code) {
    case CURLE_OK:
        return CallFailure::none;
    case CURLE_COULDNT_RESOLVE_HOST:
        return CallFailure::dns;
    case CURLE_COULDNT_CONNECT:
        return CallFailure::refused;
    case CURLE_OPERATION_TIMEDOUT:
        return connected ? CallFailure::timeout_read : CallFailure::timeout_connect;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
        return CallFailure::tls;
    default:
        return CallFailure::broken;
    }
}

std::string seconds(std::chrono::milliseconds time)
{
    const auto tenths = (time.count() + 50) / 100;
    return std::to_string(tenths / 10) + (tenths % 10 ? "." + std::to_string(tenths % 10) : "") + " s";
}

std::string reason_of(CallFailure failure, const HttpRequest& request, const Address& address,
                      const std::string& detail)
{
    const auto host = address.place();
    switch (failure) {
    case CallFailure::none:
        return {};
    case CallFailure::dns:
        return "the name " + address.host + " is not known";
    case CallFailure::refused:
        return host + " takes no connections";
    case CallFailure::timeout_connect:
        return host + " could not be reached within " +
               seconds(std::min(request.connect_timeout, request.total_timeout));
    case CallFailure::timeout_read:
        return host + " did not answer within " + seconds(request.total_timeout);
    case CallFailure::tls:
        return "no secure connection to " + host + ": " + detail;
    case CallFailure::too_large:
        return host + " answered more than is taken: " + std::to_string(request.answer_bytes_max) + " bytes of body, " +
               std::to_string(head_bytes_max) + " of head";
    default:
        return "the connection to " + host + " broke: " + detail;
    }
}

using HeaderList = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

HeaderList header_list(const HttpRequest& request)
{
    HeaderList list{nullptr, &curl_slist_free_all};
    const auto add = [&](const std::string& line) {
        auto* longer = curl_slist_append(list.get(), line.c_str());
        if (!longer) throw std::bad_alloc{};
        list.release();
        list.reset(longer);
    };
    add("Expect:"); // waiting for 100 Continue only costs time
    for (const auto& [name, value] : request.headers)
        add(value.empty() ? name + ";" : name + ": " + value);
    return list;
}

/// A connection that was idle may be closed by the other side just as the request is sent, and libcurl then sends it
/// again: for requests that must not be sent twice, a new one.
bool needs_new_connection(const HttpRequest& request)
{
    return (request.method == Method::post || request.method == Method::patch) && request.idempotency_key.empty();
}

void set_body(CURL* curl, const HttpRequest& request)
{
    if (request.method == Method::head) curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    const bool carries = request.method == Method::post || request.method == Method::put ||
                         request.method == Method::patch || !request.body.empty();
    if (carries) {
        curl_easy_setopt(curl, CURLOPT_POST, 1L);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    }
    if (request.method != Method::head) curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, name_of(request.method));
}

void set_rules(CURL* curl, const HttpRequest& request, const TransferOptions& options)
{
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!options.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, options.ca_file.c_str());
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connect_timeout.count()));
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(request.total_timeout.count()));
    curl_easy_setopt(curl, CURLOPT_MAXAGE_CONN, connection_age_max_s);
    curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, needs_new_connection(request) ? 1L : 0L);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "Hurtrock");
}

} // namespace

struct Transfer::Handle {
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl{curl_easy_init(), &curl_easy_cleanup};
};

/// A handle with its kept connections, for one call.
class Transfer::Lease {
public:
    explicit Lease(Transfer& from) : from_{from}
    {
        {
            const std::lock_guard lock{from.mutex_};
            if (!from.idle_.empty()) {
                handle_ = std::move(from.idle_.back());
                from.idle_.pop_back();
            }
        }
        if (!handle_) handle_ = std::make_unique<Handle>();
        if (!handle_->curl) throw std::bad_alloc{};
        curl_easy_reset(curl());
    }
    ~Lease()
    {
        const std::lock_guard lock{from_.mutex_};
        if (from_.idle_.size() < idle_handles_max) from_.idle_.push_back(std::move(handle_));
    }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    CURL* curl() const noexcept { return handle_->curl.get(); }

private:
    Transfer& from_;
    std::unique_ptr<Handle> handle_;
};

Transfer::Transfer(TransferOptions options) : options_{std::move(options)} { start_curl(); }
Transfer::~Transfer() = default;

HttpAnswer Transfer::run(const HttpRequest& request, const Address& address)
{
    const Lease lease{*this};
    CURL* curl = lease.curl();
    HttpAnswer answer;
    Receiving receiving{answer, request.answer_bytes_max};
    std::array<char, CURL_ERROR_SIZE> error{};
    const auto headers = header_list(request);
    set_rules(curl, request, options_);
    set_body(curl, request);
    curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &receiving);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &take_head);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &receiving);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error.data());

    const auto started = std::chrono::steady_clock::now();
    const auto code = curl_easy_perform(curl);
    answer.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started);

    long status = 0, request_bytes = 0;
    curl_off_t ready_us = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &request_bytes);
    curl_easy_getinfo(curl, CURLINFO_PRETRANSFER_TIME_T, &ready_us);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, nullptr); // it ends with this function, the handle does not
    answer.sent = request_bytes > 0;
    answer.failure = failure_of(code, ready_us > 0 || answer.sent, receiving.too_large);
    answer.reason = reason_of(answer.failure, request, address, error[0] ? error.data() : curl_easy_strerror(code));
    if (answer.failure == CallFailure::none || answer.failure == CallFailure::too_large)
        answer.status = static_cast<int>(status);
    if (answer.failure != CallFailure::none) answer.body.clear();
    return answer;
}

} // namespace hurtrock::net
