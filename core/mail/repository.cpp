#include "repository.hpp"

namespace hurtrock::mail::repository {
namespace {

#define MAIL_HEAD                                                                                                      \
    "m.id, m.message_id, m.from_address, m.from_name, m.to_address, m.to_name, m.template, m.locale, m.subject, "      \
    "m.state, "                                                                                                        \
    "m.tries, m.next_try_at, m.last_error, m.created_at, m.sent_at"
#define MAIL_COLUMNS MAIL_HEAD ", m.text_body, m.html_body"

State state_of(std::string_view name)
{
    for (const auto state : {State::pending, State::sent, State::failed})
        if (name == name_of(state)) return state;
    return State::kept;
}

StoredMail read_head(const Row& row)
{
    StoredMail mail;
    mail.id = row.integer("id");
    mail.message_id = row.text("message_id");
    mail.from = {std::string{row.text("from_address")}, std::string{row.text("from_name")}};
    mail.to = {std::string{row.text("to_address")}, std::string{row.text("to_name")}};
    mail.template_name = row.text("template");
    mail.locale = row.text("locale");
    mail.subject = row.text("subject");
    mail.state = state_of(row.text("state"));
    mail.tries = static_cast<int>(row.integer("tries"));
    mail.next_try_at = row.time("next_try_at");
    mail.last_error = row.text("last_error");
    mail.created_at = row.time("created_at");
    if (!row.is_null("sent_at")) mail.sent_at = row.time("sent_at");
    return mail;
}

std::optional<StoredMail> read_one(const Rows& rows)
{
    if (rows.empty()) return std::nullopt;
    auto mail = read_head(rows.front());
    mail.text = rows.front().text("text_body");
    mail.html = rows.front().text("html_body");
    return mail;
}

std::string containing(const std::string& text)
{
    std::string pattern = "%";
    for (const char letter : text) {
        if (letter == '%' || letter == '_' || letter == '\\') pattern += '\\';
        pattern += letter;
    }
    return pattern + '%';
}

} // namespace

const Query insert_query{"core.insert_mail", R"(
    INSERT INTO core.mails (message_id, from_address, from_name, to_address, to_name, template, locale, subject, text_body,
                            html_body, state, next_try_at, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::timestamptz, $12::timestamptz)
 RETURNING id)"};

std::int64_t insert(Transaction& tx, const StoredMail& mail)
{
    return tx
        .run(insert_query,
             {mail.message_id, mail.from.address, mail.from.name, mail.to.address, mail.to.name, mail.template_name,
              mail.locale, mail.subject, mail.text, mail.html, name_of(mail.state), mail.created_at})
        .front()
        .integer("id");
}

const Query lease_query{"core.lease_mail", R"(
    UPDATE core.mails m
       SET tries = tries + 1, next_try_at = $2::timestamptz
     WHERE id = (SELECT id FROM core.mails
                  WHERE state = 'pending' AND next_try_at <= $1::timestamptz
                  ORDER BY next_try_at
                  LIMIT 1
                    FOR UPDATE SKIP LOCKED)
 RETURNING )" MAIL_COLUMNS};

std::optional<StoredMail> lease(Transaction& tx, Time now, Time lease_until)
{
    return read_one(tx.run(lease_query, {now, lease_until}));
}

const Query mark_sent_query{"core.mark_mail_sent", R"(
    UPDATE core.mails SET state = 'sent', sent_at = $3::timestamptz, last_error = '' WHERE id = $1 AND tries = $2 AND state = 'pending')"};

void mark_sent(Transaction& tx, std::int64_t mail, int tries, Time now) { tx.run(mark_sent_query, {mail, tries, now}); }

const Query mark_failed_query{"core.mark_mail_failed", R"(
    UPDATE core.mails SET state = 'failed', last_error = $3 WHERE id = $1 AND tries = $2 AND state = 'pending')"};

void mark_failed(Transaction& tx, std::int64_t mail, int tries, const std::string& error)
{
    tx.run(mark_failed_query, {mail, tries, error});
}

const Query try_again_query{"core.try_mail_again", R"(
    UPDATE core.mails SET next_try_at = $4::timestamptz, last_error = $3 WHERE id = $1 AND tries = $2 AND state = 'pending')"};

void try_again(Transaction& tx, std::int64_t mail, int tries, const std::string& error, Time next_try_at)
{
    tx.run(try_again_query, {mail, tries, error, next_try_at});
}

const Query send_again_query{"core.send_mail_again", R"(
    UPDATE core.mails SET state = 'pending', tries = 0, next_try_at = $2::timestamptz WHERE id = $1 AND state IN ('failed', 'kept'))"};

bool send_again(Transaction& tx, std::int64_t mail, Time now)
{
    return tx.run(send_again_query, {mail, now}).affected() == 1;
}

const Query list_query{"core.list_mails", "SELECT " MAIL_HEAD R"(
      FROM core.mails m
     WHERE ($1 = '%%' OR m.to_address ILIKE $1 OR m.subject ILIKE $1)
       AND ($2::text IS NULL OR m.state = $2::text)
       AND ($3::bigint = 0 OR m.id < $3::bigint)
     ORDER BY m.id DESC
     LIMIT $4::int)"};

std::vector<StoredMail> list(Reader& reader, const Wanted& wanted)
{
    std::vector<StoredMail> mails;
    const Param state = wanted.state ? Param{name_of(*wanted.state)} : Param{nullptr};
    for (const auto& row : reader.run(list_query, {containing(wanted.search), state, wanted.before_id, wanted.limit}))
        mails.push_back(read_head(row));
    return mails;
}

const Query find_query{"core.find_mail", "SELECT " MAIL_COLUMNS " FROM core.mails m WHERE m.id = $1"};

std::optional<StoredMail> find(Reader& reader, std::int64_t mail) { return read_one(reader.run(find_query, {mail})); }

const Query count_query{"core.count_mails", "SELECT count(*) AS mails FROM core.mails WHERE state = $1"};

std::int64_t count(Reader& reader, State state)
{
    return reader.run(count_query, {name_of(state)}).front().integer("mails");
}

const Query delete_before_query{"core.delete_old_mails",
                                "DELETE FROM core.mails WHERE created_at < $1::timestamptz AND state <> 'pending'"};

std::size_t delete_before(Transaction& tx, Time created_before)
{
    return tx.run(delete_before_query, {created_before}).affected();
}

} // namespace hurtrock::mail::repository
