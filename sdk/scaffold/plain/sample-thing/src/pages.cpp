#include "pages.hpp"

namespace hurtrock::sample_thing {

Value Pages::variables() const
{
    auto notes = Value::list();
    for (const auto& note : notes_.latest()) notes.push({{"text", note.text}, {"written_at", to_rfc3339(note.written_at)}});
    return {{"welcome", settings_.text("welcome")}, {"notes", notes}, {"values", Value::map()}, {"errors", Value::map()}};
}

Response Pages::show(const Request&) const { return page("sample-thing/notes.html", variables()); }

Response Pages::add(const Request& request) const
{
    FormReader form{request};
    const auto text = form.text("text", {.required = true, .length_max = note_length_max});
    if (form.ok())
        if (const auto added = notes_.add(text); !added) form.refuse(added.problem());
    if (form.ok()) return redirect("/sample-thing").flash(FlashKind::success, request.translate("Thank you for your note."));

    auto shown = variables();
    shown.set("values", form.echo());
    shown.set("errors", form.errors());
    return page("sample-thing/notes.html", shown).status(422);
}

} // namespace hurtrock::sample_thing
