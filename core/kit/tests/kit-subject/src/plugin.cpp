/// What the testing kit is tried with: a bit of everything a plugin does.
#include <hurtrock/sdk.hpp>

namespace hurtrock::kit_subject {
namespace {

struct Noted {
    static constexpr const char* event_name = "kit-subject.noted";
    std::int64_t note{0};

    std::string aggregate() const { return "note:" + std::to_string(note); }
    Value to_value() const { return {{"note", note}}; }
    static Noted from_value(const Value& value) { return {value["note"].integer()}; }
};

const Query insert_note{"kit_subject.insert", "INSERT INTO kit_subject.notes (text, written_at) VALUES ($1, $2) RETURNING id"};
const Query see_note{"kit_subject.see", "UPDATE kit_subject.notes SET seen = seen + 1 WHERE id = $1"};
const Query count_notes{"kit_subject.count", "SELECT count(*) AS notes FROM kit_subject.notes"};

} // namespace

class Subject final : public Plugin {
    void start(Host& host) override
    {
        host.routes().get("/subject/{name}", [&host](const Request& request) {
            return page("kit-subject/greeting.html", {{"name", request.path("name")}, {"greeting", host.settings().text("greeting")}});
        });
        host.routes().get("/subject/{name}/loads", [](const Request& request) { return loading(request); });
        host.routes().post("/subject", [&host](const Request& request) { return note(host, request); });
        host.routes().add(Method::post, "/webhooks/subject", [](const Request& request) { return text(std::string{request.body()}); }, {.csrf = Csrf::none});
        host.routes().get(
            "/admin/subject",
            [&host](const Request&) { return json({{"notes", host.database().run(count_notes).front().integer("notes")}}); },
            {.permission = "kit-subject.notes.read"});
        host.events().after<Noted>("see", [&host](const Noted& event) -> Result<Done> { return see(host, event.note); });
        host.jobs().handle("see", [&host](const Value& payload) -> Result<Done> { return see(host, payload["note"].integer()); });
        host.jobs().every(std::chrono::hours{1}, "nothing", []() -> Result<Done> { return Done{}; });
    }

    /// A page that loads what it is asked to: ?script=ADDRESS&frame=ADDRESS …
    static Response loading(const Request& request)
    {
        using enum PageSource;
        for (const auto& [name, what] : {std::pair{"script", script}, {"style", style}, {"picture", picture}, {"connection", connection}, {"frame", frame}})
            if (const auto url = request.query(name)) request.may_load(what, *url);
        if (request.query("broken")) return page("kit-subject/nothing.html");
        auto answer = page("kit-subject/greeting.html", {{"name", request.path("name")}, {"greeting", ""}}).cache({"kit-subject.noted"});
        const auto own = request.query("policy");
        return own ? std::move(answer).header("content-security-policy", *own) : std::move(answer);
    }

    static Response note(Host& host, const Request& request)
    {
        const auto words = std::string{request.form("text").value_or("")};
        request.visitor().ensure_guest();
        const auto done = host.database().transaction("kit_subject.note", [&](Transaction& tx) -> Result<Done> {
            const auto id = tx.run(insert_note, {words, host.clock().now()}).front().integer("id");
            if (auto raised = tx.raise(Noted{id}); !raised) return raised;
            if (words == "rude") return Problem{"kit_subject.too_rude"};
            host.jobs().enqueue(tx, "see", {{"note", id}}, std::chrono::minutes{5});
            return host.mail().send(tx, {.to = "sari@example.com", .template_name = "kit-subject/mail/noted", .variables = {{"text", words}}});
        });
        if (!done) return problem(done.problem());
        return redirect("/subject/Sari").flash(FlashKind::success, "Noted");
    }

    static Result<Done> see(Host& host, std::int64_t note)
    {
        return host.database().transaction("kit_subject.see", [&](Transaction& tx) -> Result<Done> {
            tx.run(see_note, {note});
            return Done{};
        });
    }
};

} // namespace hurtrock::kit_subject

HURTROCK_PLUGIN(hurtrock::kit_subject::Subject)
