#include "pages.hpp"
#include "product_form.hpp"
#include "texts.hpp"

namespace hurtrock::catalog::admin_pages {
namespace {

std::int64_t id_of(const Request& request)
{
    return whole_number(request.path("id")).value_or(0);
}

const Category* find(const std::vector<Category>& tree, std::int64_t id)
{
    const auto found = std::find_if(tree.begin(), tree.end(), [&](const Category& each) { return each.id == id; });
    return found == tree.end() ? nullptr : &*found;
}

Value audited(const CategoryDraft& draft)
{
    return {{"key", draft.key},
            {"parent", draft.parent},
            {"name", draft.name.to_value()},
            {"slug", draft.slug.to_value()},
            {"position", draft.position},
            {"active", draft.active}};
}

Response form_page(CatalogService& service, const Request& request, std::int64_t id, const CategoryDraft& draft,
                   const Problem& problem)
{
    const auto tree = repository::categories(service.host().database());
    auto parents = Value::list(
        {Value{{"value", "0"}, {"text", request.translate("None (main category)")}, {"selected", draft.parent == 0}}});
    const auto options = category_options(tree, draft.parent, request.locale(), id);
    for (const auto& each : options.items())
        parents.push(each);
    const bool failed = !problem.code.empty();
    const auto position = request.form("position");
    return page("catalog/admin/category.html",
                {{"category_id", id == 0 ? Value{} : Value{id}},
                 {"values", Value{{"key", draft.key},
                                  {"name_id", draft.name.id},
                                  {"name_en", draft.name.en},
                                  {"slug_id", draft.slug.id},
                                  {"slug_en", draft.slug.en},
                                  {"description_id", draft.description.id},
                                  {"description_en", draft.description.en},
                                  {"position", position ? Value{*position} : Value{draft.position}},
                                  {"active", draft.active}}},
                 {"parents", std::move(parents)},
                 {"picture", draft.picture.empty() ? Value{} : service.host().pictures().view(draft.picture, "")},
                 {"picture_key", draft.picture},
                 {"errors", failed ? translated_errors(request, problem) : Value::map()}})
        .status(failed ? 422 : 200);
}

CategoryDraft read_form(const Request& request, Problem& problem)
{
    const auto text = [&](const char* field) {
        auto typed = trimmed(request.form(field).value_or(""));
        std::erase(typed, '\r');
        return typed;
    };
    CategoryDraft draft{text("key"),
                        whole_number(text("parent")).value_or(0),
                        {text("name_id"), text("name_en")},
                        {text("slug_id"), text("slug_en")},
                        {text("description_id"), text("description_en")},
                        0,
                        request.form("active").has_value(),
                        {}};
    const auto position = whole_number(text("position").empty() ? "0" : text("position"));
    if (!position) problem.details.push_back({.code = "form.number", .field = "position"});
    draft.position = position.value_or(0);
    const auto picture = text("picture_key");
    const bool is_key = picture.size() == 32 && picture.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (is_key && !request.form("remove_picture")) draft.picture = picture;
    return draft;
}

Response save(CatalogService& service, const Request& request, std::int64_t id)
{
    Problem problem{.code = "form.invalid"};
    auto draft = read_form(request, problem);
    for (const auto& upload : request.uploads()) {
        if (upload.name != "picture" || upload.bytes.empty()) continue;
        auto key = service.host().pictures().store(upload.bytes);
        if (key)
            draft.picture = *key;
        else
            problem.details.push_back(
                {.code = key.problem().code, .field = "picture", .arguments = key.problem().arguments});
    }
    if (!problem.details.empty()) return form_page(service, request, id, draft, problem);

    const auto saved =
        service.host().database().transaction("catalog.save_category", [&](Transaction& tx) -> Result<std::int64_t> {
            const auto tree = repository::categories(tx);
            const auto* before = find(tree, id);
            auto result = service.save_category(tx, id, draft);
            if (result && (before == nullptr || !(before->draft == draft)))
                service.host().admin().audit(
                    tx, request, before == nullptr ? "catalog.category.created" : "catalog.category.changed",
                    "category " + draft.name.id, before == nullptr ? Value{} : audited(before->draft), audited(draft));
            return result;
        });
    if (!saved) {
        if (saved.problem().code == "catalog.not_found") return not_found();
        return form_page(service, request, id, draft, saved.problem());
    }
    return redirect("/admin/categories").flash(FlashKind::success, request.translate("Category saved."));
}

} // namespace

Response categories(const Request& request, CatalogService& service)
{
    auto rows = Value::list();
    for (const auto& category : repository::categories(service.host().database()))
        rows.push({{"id", category.id},
                   {"name", category.draft.name.in(request.locale())},
                   {"depth", category.depth},
                   {"url", request.url_for("/admin/categories/" + std::to_string(category.id))},
                   {"slug", category.draft.slug.in(request.locale())},
                   {"count", category.count},
                   {"position", category.draft.position},
                   {"active", category.draft.active}});
    return page("catalog/admin/categories.html", {{"categories", std::move(rows)}});
}

Response new_category(const Request& request, CatalogService& service)
{
    CategoryDraft draft;
    draft.parent = whole_number(request.query("parent").value_or("")).value_or(0);
    return form_page(service, request, 0, draft, {});
}

Response create_category(const Request& request, CatalogService& service)
{
    return save(service, request, 0);
}

Response edit_category(const Request& request, CatalogService& service)
{
    const auto tree = repository::categories(service.host().database());
    const auto* category = find(tree, id_of(request));
    if (category == nullptr) return not_found();
    return form_page(service, request, category->id, category->draft, {});
}

Response update_category(const Request& request, CatalogService& service)
{
    const auto tree = repository::categories(service.host().database());
    if (find(tree, id_of(request)) == nullptr) return not_found();
    return save(service, request, id_of(request));
}

Response toggle_category(const Request& request, CatalogService& service)
{
    const auto done =
        service.host().database().transaction("catalog.toggle_category", [&](Transaction& tx) -> Result<Done> {
            const auto tree = repository::categories(tx);
            const auto* category = find(tree, id_of(request));
            if (category == nullptr) return Problem{.code = "catalog.not_found", .status = 404};
            auto draft = category->draft;
            draft.active = request.form("active") == "1";
            const auto saved = service.save_category(tx, category->id, draft);
            if (!saved) return saved.problem();
            service.host().admin().audit(
                tx, request, draft.active ? "catalog.category.activated" : "catalog.category.deactivated",
                "category " + draft.name.id, {{"active", category->draft.active}}, {{"active", draft.active}});
            return Done{};
        });
    if (!done) return problem(done.problem());
    return redirect("/admin/categories").flash(FlashKind::success, request.translate("Category saved."));
}

} // namespace hurtrock::catalog::admin_pages
