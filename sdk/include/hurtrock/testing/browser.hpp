#pragma once
/// A visitor of a test's shop: keeps cookies, sends what forms need against forgery, and takes the way of a real request from
/// routing to rendered bytes. Belongs to the shop that made it and must not outlive it.

#include <hurtrock/request.hpp>

#include <memory>
#include <vector>

namespace hurtrock::kit {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// What came back; redirects are not followed.
struct Answer {
    int status{0};
    /// Names in lower case.
    Fields headers;
    std::string body;

    std::string_view header(std::string_view name) const
    {
        for (const auto& [known, value] : headers)
            if (known == name) return value;
        return {};
    }
    bool holds(std::string_view text) const { return body.find(text) != std::string::npos; }
};

/// One file of an upload.
struct SentFile {
    std::string field, file_name, content_type, bytes;
};

class HURTROCK_API Browser {
public:
    struct Memory;
    explicit Browser(std::shared_ptr<Memory> memory) noexcept;

    /// "/hello/Sari?from=home", with "/en" in front for English.
    Answer get(std::string_view path);
    /// A form, as a page of this shop would send it.
    Answer post(std::string_view path, const Fields& fields = {});
    Answer upload(std::string_view path, const Fields& fields, const std::vector<SentFile>& files);
    Answer post_json(std::string_view path, const Value& body);
    /// A request as it stands, without token or origin: webhooks, APIs, attacks.
    Answer send(std::string_view method, std::string_view path, std::string_view body, const Fields& headers);
    /// Sent with every request from now on.
    Browser& header(std::string_view name, std::string_view value);
    /// Another machine; "203.0.113.7" at first.
    Browser& from(std::string_view address);
    void sign_in(UserId user);
    /// Who is signed in; 0 when nobody.
    UserId user() const;

private:
    std::shared_ptr<Memory> memory_;
};

} // namespace hurtrock::kit
