#include "mail_host.hpp"

#include <stdexcept>

namespace hurtrock::mail {
namespace {

struct SubjectAndText {
    std::string subject;
    std::string text;
};

/// The first line of the text template is the subject; blank lines after it are not part of the text.
SubjectAndText split(const std::string& rendered, const std::string& template_name)
{
    const auto start = rendered.find_first_not_of(" \t\r\n");
    if (start == std::string::npos)
        throw std::runtime_error{template_name + ".txt is empty; its first line is the mail's subject"};
    const auto end = rendered.find('\n', start);
    auto subject = rendered.substr(start, end == std::string::npos ? std::string::npos : end - start);
    while (!subject.empty() && (subject.back() == ' ' || subject.back() == '\r' || subject.back() == '\t'))
        subject.pop_back();
    const auto body = end == std::string::npos ? std::string::npos : rendered.find_first_not_of("\r\n", end);
    return {std::move(subject), body == std::string::npos ? std::string{} : rendered.substr(body)};
}

std::string domain_of(const std::string& address)
{
    const auto at = address.find('@');
    return at == std::string::npos ? "localhost" : address.substr(at + 1);
}

} // namespace

Result<Done> MailHost::send(Transaction& tx, const MailMessage& message)
{
    if (!is_address(message.to))
        return Problem{.code = "mail.address", .field = "email", .arguments = {{"address", message.to}}};

    StoredMail mail;
    mail.from = options_.sender();
    mail.to = {message.to, message.to_name};
    mail.message_id = '<' + make_public_id() + '@' + domain_of(mail.from.address) + '>';
    mail.template_name = message.template_name;
    mail.locale = message.locale;
    mail.html = options_.render(message.template_name + ".html", message.locale, message.variables);
    auto [subject, text] = split(options_.render(message.template_name + ".txt", message.locale, message.variables),
                                 message.template_name);
    mail.subject = std::move(subject);
    mail.text = std::move(text);
    mail.created_at = clock_.now();
    mail.state = options_.can_send() ? State::pending : State::kept;
    repository::insert(tx, mail);
    if (mail.state == State::pending && options_.committed) tx.after_commit(options_.committed);
    return Done{};
}

Result<Done> MailHost::send_again(Transaction& tx, std::int64_t mail)
{
    if (!repository::send_again(tx, mail, clock_.now())) return Problem{.code = "mail.not_resendable", .status = 409};
    if (options_.committed) tx.after_commit(options_.committed);
    return Done{};
}

std::size_t MailHost::tidy(Transaction& tx, std::chrono::hours older_than)
{
    return repository::delete_before(tx, clock_.now() - older_than);
}

} // namespace hurtrock::mail
