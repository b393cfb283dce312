#include "pages.hpp"
#include "product_form.hpp"
#include "texts.hpp"

#include <hurtrock/pagination.hpp>

namespace hurtrock::catalog::admin_pages {
namespace {

constexpr std::int64_t rows_per_page = 25;

ProductId id_of(const Request& request)
{
    return {whole_number(request.path("id")).value_or(0)};
}

/// What the audit log keeps of a product.
Value audited(const ProductDraft& draft)
{
    auto skus = Value::list();
    for (const auto& each : draft.variants)
        skus.push({{"sku", each.sku},
                   {"price", each.price},
                   {"compare_at", each.compare_at ? Value{*each.compare_at} : Value{}},
                   {"active", each.active}});
    return {{"name", draft.name.to_value()},
            {"slug", draft.slug.to_value()},
            {"category", draft.category},
            {"brand", draft.brand},
            {"model", draft.model},
            {"supplier", draft.supplier},
            {"featured", draft.featured},
            {"active", draft.active},
            {"variants", std::move(skus)},
            {"pictures", draft.pictures.size()},
            {"specifications", draft.specifications.size()}};
}

/// Keeps the entries of `of` that differ from `other`'s.
Value differing(const Value& of, const Value& other)
{
    auto changed = Value::map();
    for (const auto& [key, value] : of.entries())
        if (!(value == other[key])) changed.set(key, value);
    return changed;
}

Value error_list(const Request& request, const Problem& problem)
{
    auto list = Value::list();
    const auto errors = translated_errors(request, problem);
    for (const auto& [field, sentence] : errors.entries())
        list.push(sentence);
    return list;
}

Response form_page(CatalogService& service, const Request& request, const ProductForm& form, ProductId id, bool typed,
                   const Problem& problem, std::size_t blanks = blank_rows)
{
    const auto tree = repository::categories(service.host().database());
    auto variables = form.view(service.host(), tree, typed ? &request : nullptr, blanks);
    auto swatch_names = Value::list();
    for (const auto swatch : swatches())
        swatch_names.push(swatch);
    const bool failed = !problem.code.empty();
    variables.set("product_id", id ? Value{id.value} : Value{})
        .set("product_path",
             form.draft.active && id ? Value{request.url_for("/products/" + form.draft.slug.id)} : Value{})
        .set("errors", failed ? translated_errors(request, problem) : Value::map())
        .set("error_list", failed ? error_list(request, problem) : Value::list())
        .set("swatches", std::move(swatch_names))
        .set("can_edit", request.visitor().can("catalog.products.edit"));
    return page("catalog/admin/product.html", std::move(variables)).status(failed ? 422 : 200);
}

/// The pictures of a request, made ready before any transaction is open.
std::vector<std::string> store_uploads(CatalogService& service, const Request& request, std::vector<Problem>& problems)
{
    std::vector<std::string> keys;
    for (const auto& upload : request.uploads()) {
        if (upload.name != "pictures" || upload.bytes.empty()) continue;
        auto key = service.host().pictures().store(upload.bytes);
        if (key) {
            keys.push_back(std::move(*key));
        } else {
            auto problem = key.problem();
            problem.field = "pictures";
            problems.push_back(std::move(problem));
        }
    }
    return keys;
}

Result<ProductId> save_draft(CatalogService& service, const Request& request, const ProductDraft& draft, ProductId id)
{
    try {
        return service.host().database().transaction("catalog.save_product", [&](Transaction& tx) -> Result<ProductId> {
            std::optional<Product> before;
            if (id) before = repository::product(tx, id);
            const auto saved = service.save(tx, id, draft);
            if (!saved) return saved.problem();
            if (saved->saved != Saved::unchanged) {
                const auto was = before ? audited(before->draft) : Value::map();
                const auto now = audited(repository::product(tx, saved->id)->draft);
                service.host().admin().audit(tx, request,
                                             before ? "catalog.product.changed" : "catalog.product.created",
                                             "product " + draft.name.id, differing(was, now), differing(now, was));
            }
            return saved->id;
        });
    } catch (const DatabaseError& failure) {
        // Another member of staff took the slug or SKU between the check and the write.
        if (!failure.is_unique_violation()) throw;
        return Problem{.code = "catalog.taken_meanwhile", .field = "form", .status = 409};
    }
}

Response save(CatalogService& service, const Request& request, ProductId id)
{
    auto form = ProductForm::read(request, repository::categories(service.host().database()));
    auto problems = form.problems;
    if (request.form("action") == "refresh") return form_page(service, request, form, id, true, {}, blank_rows_more);
    if (problems.empty()) {
        const auto saved = save_draft(service, request, form.draft, id);
        if (saved)
            return redirect("/admin/products/" + std::to_string(saved->value))
                .flash(FlashKind::success, request.translate("Product saved."));
        if (saved.problem().code == "catalog.not_found") return not_found();
        problems.push_back(saved.problem());
    }
    Problem all{.code = "form.invalid"};
    for (auto& problem : problems) {
        if (problem.details.empty()) all.details.push_back(problem);
        all.details.insert(all.details.end(), problem.details.begin(), problem.details.end());
    }
    return form_page(service, request, form, id, true, all);
}

Value row_view(CatalogService& service, const Request& request, const repository::AdminRow& row)
{
    const auto locale = request.locale();
    auto price = Money{row.price_min}.text();
    if (row.price_max > row.price_min) price += " – " + Money{row.price_max}.text();
    return {{"id", row.id},
            {"name", row.name.in(locale)},
            {"url", request.url_for("/admin/products/" + std::to_string(row.id))},
            {"brand", row.brand},
            {"category", row.category.in(locale)},
            {"sku", row.skus},
            {"variant_count", row.variant_count},
            {"price", std::move(price)},
            {"available", row.available},
            {"active", row.active},
            {"featured", row.featured},
            {"picture", row.picture.empty() ? Value{} : service.host().pictures().view(row.picture, "")},
            {"updated_at", to_rfc3339(row.updated_at)}};
}

Value choices(const Request& request, std::string_view chosen,
              const std::vector<std::pair<const char*, const char*>>& entries)
{
    auto list = Value::list();
    for (const auto& [value, text] : entries)
        list.push({{"value", value}, {"text", request.translate(text)}, {"selected", chosen == value}});
    return list;
}

} // namespace

Response products(const Request& request, CatalogService& service)
{
    auto& database = service.host().database();
    const auto one_of = [&](const char* name, std::initializer_list<std::string_view> known) {
        const auto typed = request.query(name).value_or("");
        return std::string{std::find(known.begin(), known.end(), typed) == known.end() ? std::string_view{} : typed};
    };
    repository::AdminFilter filter;
    filter.text = trimmed(request.query("q").value_or("")).substr(0, 100);
    if (first_invalid_utf8(filter.text)) filter.text.clear();
    filter.category = whole_number(request.query("category").value_or("")).value_or(0);
    filter.active = one_of("active", {"yes", "no"});
    filter.stock = one_of("stock", {"in", "out"});
    filter.sort = one_of("sort", {"name", "price", "updated"});
    const auto slice = Slice::of(request, rows_per_page);
    const auto rows = repository::admin_products(database, filter, slice.limit, slice.offset());
    const auto total = rows.empty() ? 0 : rows.front().total;

    auto views = Value::list();
    for (const auto& row : rows)
        views.push(row_view(service, request, row));
    auto categories = category_options(repository::categories(database), filter.category, request.locale());
    auto all = Value::list(
        {Value{{"value", ""}, {"text", request.translate("All categories")}, {"selected", filter.category == 0}}});
    for (const auto& each : categories.items())
        all.push(each);
    return page(
        "catalog/admin/products.html",
        {{"products", std::move(views)},
         {"total", total},
         {"q", filter.text},
         {"categories", std::move(all)},
         {"active_choices", choices(request, filter.active, {{"", "All"}, {"yes", "Active"}, {"no", "Inactive"}})},
         {"stock_choices",
          choices(request, filter.stock, {{"", "Any stock"}, {"in", "In stock"}, {"out", "Sold out"}})},
         {"sort_choices",
          choices(request, filter.sort,
                  {{"", "Newest"}, {"name", "Name"}, {"price", "Price: low to high"}, {"updated", "Last changed"}})},
         {"pagination", slice.links(request, total)},
         {"can_edit", request.visitor().can("catalog.products.edit")}});
}

Response new_product(const Request& request, CatalogService& service)
{
    return form_page(service, request, ProductForm::blank(), {}, false, {});
}

Response create_product(const Request& request, CatalogService& service)
{
    return save(service, request, {});
}

Response edit_product(const Request& request, CatalogService& service)
{
    const auto product = repository::product(service.host().database(), id_of(request));
    if (!product) return not_found();
    return form_page(service, request, ProductForm::of(*product), product->id, false, {});
}

Response update_product(const Request& request, CatalogService& service)
{
    if (!repository::product(service.host().database(), id_of(request))) return not_found();
    return save(service, request, id_of(request));
}

Response add_pictures(const Request& request, CatalogService& service)
{
    const auto product = repository::product(service.host().database(), id_of(request));
    if (!product) return not_found();
    Problem refused{.code = "form.invalid"};
    auto form = ProductForm::of(*product);
    for (const auto& key : store_uploads(service, request, refused.details))
        form.draft.pictures.push_back({key, {}, -1});
    if (refused.details.empty()) {
        const auto saved = save_draft(service, request, form.draft, product->id);
        if (saved)
            return redirect("/admin/products/" + std::to_string(product->id.value))
                .flash(FlashKind::success, request.translate("Pictures added."));
        refused = saved.problem();
    }
    return form_page(service, request, ProductForm::of(*product), product->id, false, refused);
}

Response toggle_product(const Request& request, CatalogService& service)
{
    const auto id = id_of(request);
    const bool active = request.form("active") == "1";
    const auto done =
        service.host().database().transaction("catalog.toggle_product", [&](Transaction& tx) -> Result<Done> {
            const auto changed = service.set_active(tx, id, active);
            if (changed)
                service.host().admin().audit(tx, request,
                                             active ? "catalog.product.activated" : "catalog.product.deactivated",
                                             "product " + repository::product(tx, id)->draft.name.id,
                                             {{"active", !active}}, {{"active", active}});
            return changed;
        });
    if (!done) return problem(done.problem());
    return redirect("/admin/products/" + std::to_string(id.value))
        .flash(FlashKind::success,
               request.translate(active ? "The product can be bought again." : "The product is hidden from the shop."));
}

Response confirm_delete(const Request& request, CatalogService& service)
{
    const auto product = repository::product(service.host().database(), id_of(request));
    if (!product) return not_found();
    return page("catalog/admin/delete.html", {{"product_id", product->id.value},
                                              {"name", product->draft.name.in(request.locale())},
                                              {"variant_count", product->draft.variants.size()}});
}

Response delete_product(const Request& request, CatalogService& service)
{
    const auto done =
        service.host().database().transaction("catalog.delete_product", [&](Transaction& tx) -> Result<Done> {
            const auto product = repository::product(tx, id_of(request));
            if (!product) return Problem{.code = "catalog.not_found", .status = 404};
            service.host().admin().audit(tx, request, "catalog.product.deleted", "product " + product->draft.name.id,
                                         audited(product->draft));
            return service.remove(tx, product->id);
        });
    if (!done) return problem(done.problem());
    return redirect("/admin/products").flash(FlashKind::success, request.translate("Product deleted."));
}

Value widget(const Request& request, CatalogService& service)
{
    return {{"count", service.count(service.host().database())}, {"url", request.url_for("/admin/products")}};
}

} // namespace hurtrock::catalog::admin_pages
