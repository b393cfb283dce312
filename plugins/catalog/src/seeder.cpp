#include "seeder.hpp"

#include "repository_write.hpp"
#include "texts.hpp"

#include <hurtrock/yaml.hpp>

#include <fstream>
#include <map>
#include <sstream>

namespace hurtrock::catalog {
namespace {

/// Between one product's arrival and the next, so that "newest" has an order.
constexpr std::chrono::hours arrival_step{72};

std::optional<std::string> contents_of(const std::string& path)
{
    std::ifstream file{path, std::ios::binary};
    if (!file) return std::nullopt;
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return std::move(bytes).str();
}

/// Keys may look like numbers ("12").
std::string key_of(const Value& value)
{
    return value.kind() == Value::Kind::integer ? std::to_string(value.integer()) : std::string{value.text()};
}

std::int64_t place_of(const Value& list, const std::string& key)
{
    std::int64_t place = 0;
    for (const auto& item : list.items()) {
        ++place;
        if (key_of(item["key"]) == key) return place;
    }
    return 0;
}

/// Reads the file, and stores the pictures that are needed before any transaction is open.
class Seeder
{
public:
    Seeder(CatalogService& service, std::string folder) : service_{service}, folder_{std::move(folder)} {}

    Result<SeedCounts> run(const std::function<void(std::int64_t, std::int64_t)>& progress)
    {
        const auto path = folder_ + "/catalog.yaml";
        const auto text = contents_of(path);
        if (!text) return Problem{.code = "catalog.seed_file", .arguments = {{"path", path}}};
        auto file = from_yaml(*text);
        if (!file) return file.problem();
        file_ = std::move(*file);
        store_pictures(progress);
        return service_.host().database().transaction("catalog.seed", [&](Transaction& tx) { return add_all(tx); });
    }

private:
    bool lacks_pictures(const std::optional<Product>& product) const
    {
        return !product || product->draft.pictures.empty();
    }

    void store_pictures(const std::function<void(std::int64_t, std::int64_t)>& progress)
    {
        auto& database = service_.host().database();
        std::vector<std::string> names;
        const auto tree = repository::categories(database);
        for (const auto& item : file_["categories"].items()) {
            const auto known = std::find_if(tree.begin(), tree.end(),
                                            [&](const Category& each) { return each.draft.key == item["key"].text(); });
            if (known == tree.end() || known->draft.picture.empty()) names.emplace_back(item["picture"].text());
        }
        for (const auto& item : file_["products"].items()) {
            if (!lacks_pictures(repository::product_by_slug(database, item["slug"]["id"].text(), "id"))) continue;
            for (const auto& variant : item["variants"].items())
                for (const auto& picture : variant["pictures"].items())
                    names.emplace_back(picture.text());
        }
        std::int64_t done = 0;
        for (const auto& name : names) {
            store_picture(name);
            progress(++done, static_cast<std::int64_t>(names.size()));
        }
    }

    void store_picture(const std::string& name)
    {
        // Names of the file are plain file names; anything else is no picture of ours.
        if (name.empty() || name.find('/') != std::string::npos || keys_.contains(name)) return;
        const auto bytes = contents_of(folder_ + "/pictures/" + name);
        if (!bytes) {
            ++pictures_missing_;
            return;
        }
        if (auto key = service_.host().pictures().store(*bytes))
            keys_[name] = *key;
        else
            ++pictures_missing_;
    }

    std::string picture_key(const Value& name) const
    {
        const auto found = keys_.find(std::string{name.text()});
        return found == keys_.end() ? std::string{} : found->second;
    }

    Result<SeedCounts> add_all(Transaction& tx)
    {
        SeedCounts counts;
        counts.pictures_missing = pictures_missing_;
        const auto added = add_categories(tx, counts);
        if (!added) return added.problem();

        std::vector<std::int64_t> touched;
        std::vector<std::pair<std::int64_t, std::int64_t>> stock;
        auto arrived = service_.host().clock().now();
        for (const auto& item : file_["products"].items()) {
            const auto product = add_product(tx, item, arrived, counts, touched, stock);
            if (!product) return product.problem();
            arrived -= arrival_step;
        }
        repository::refresh_search(tx, touched);
        if (service_.host().services().find<shop::Inventory>()) {
            const auto put = service_.put_on_hand(tx, std::move(stock), "seed", "seed demo");
            if (!put) return put.problem();
        }
        return counts;
    }

    Result<Done> add_categories(Transaction& tx, SeedCounts& counts)
    {
        const auto tree = repository::categories(tx);
        for (const auto& category : tree)
            category_ids_[category.draft.key] = category.id;
        for (const auto& item : file_["categories"].items()) {
            const auto key = std::string{item["key"].text()};
            const auto known =
                std::find_if(tree.begin(), tree.end(), [&](const Category& each) { return each.draft.key == key; });
            CategoryDraft draft;
            if (known != tree.end()) {
                draft = known->draft;
                if (!draft.picture.empty() || picture_key(item["picture"]).empty()) continue;
                draft.picture = picture_key(item["picture"]);
            } else {
                draft = {key,
                         0,
                         Localised::from_value(item["name"]),
                         Localised::from_value(item["slug"]),
                         Localised::from_value(item["description"]),
                         item["position"].integer(),
                         true,
                         picture_key(item["picture"])};
                if (const auto parent = key_of(item["parent"]); !parent.empty()) {
                    if (!category_ids_.contains(parent)) return unknown(key, parent);
                    draft.parent = category_ids_[parent];
                }
                ++counts.categories;
            }
            const auto saved = service_.save_category(tx, known == tree.end() ? 0 : known->id, std::move(draft));
            if (!saved) return about(key, saved.problem());
            category_ids_[key] = *saved;
        }
        return Done{};
    }

    Result<Done> add_product(Transaction& tx, const Value& item, Time arrived, SeedCounts& counts,
                             std::vector<std::int64_t>& touched,
                             std::vector<std::pair<std::int64_t, std::int64_t>>& stock)
    {
        auto made = draft_of(item);
        if (!made) return made.problem();
        const auto known = repository::product_by_slug(tx, made->slug.id, "id");
        if (known && (!known->draft.pictures.empty() || made->pictures.empty())) {
            ++counts.known;
            return Done{};
        }
        auto draft = std::move(*made);
        if (known) {
            auto pictures = std::move(draft.pictures);
            const auto drawn = std::move(draft.variants);
            draft = known->draft;
            draft.pictures = matched(std::move(pictures), drawn, draft.variants);
        }
        const auto saved = service_.save(tx, known ? known->id : ProductId{}, std::move(draft), false, arrived);
        if (!saved) return about(item["key"].text(), saved.problem());
        touched.push_back(saved->id.value);
        ++(known ? counts.pictured : counts.products);
        if (known) return Done{};

        std::size_t index = 0;
        for (const auto& variant : item["variants"].items())
            stock.emplace_back(saved->variant_ids[index++], variant["stock"].integer());
        return Done{};
    }

    /// Pictures of the file's variants as pictures of the stored ones, by SKU.
    static std::vector<ProductPicture> matched(std::vector<ProductPicture> pictures, const std::vector<Variant>& drawn,
                                               const std::vector<Variant>& stored)
    {
        for (auto& picture : pictures) {
            if (picture.variant < 0) continue;
            const auto& sku = drawn[static_cast<std::size_t>(picture.variant)].sku;
            const auto same =
                std::find_if(stored.begin(), stored.end(), [&](const Variant& each) { return each.sku == sku; });
            picture.variant = same == stored.end() ? -1 : same - stored.begin();
        }
        return pictures;
    }

    Result<ProductDraft> draft_of(const Value& item) const
    {
        ProductDraft draft;
        draft.name = Localised::from_value(item["name"]);
        draft.slug = Localised::from_value(item["slug"]);
        draft.description = Localised::from_value(item["description"]);
        draft.brand = item["brand"].text();
        draft.model = key_of(item["model"]);
        draft.featured = item["featured"].boolean();
        const auto category = category_ids_.find(key_of(item["category"]));
        if (category == category_ids_.end()) return unknown(item["key"].text(), key_of(item["category"]));
        draft.category = category->second;
        for (const auto& each : item["specifications"].items())
            draft.specifications.push_back({{}, texts_of(each["label"]), texts_of(each["value"])});
        for (const auto& each : item["options"].items()) {
            Option option{texts_of(each["name"]), {}};
            for (const auto& value : each["values"].items()) {
                const auto name = texts_of(value);
                auto swatch = each["key"].text() == "color" ? swatch_of(key_of(value["key"])) : std::string{};
                if (swatch.empty() && each["key"].text() == "color") swatch = swatch_of(name.en);
                option.values.push_back({name, std::move(swatch)});
            }
            draft.options.push_back(std::move(option));
        }
        for (const auto& each : item["variants"].items()) {
            auto variant = variant_of(item, each);
            if (!variant) return variant.problem();
            const auto index = static_cast<std::int64_t>(draft.variants.size());
            for (const auto& name : each["pictures"].items())
                if (auto key = picture_key(name); !key.empty()) draft.pictures.push_back({std::move(key), {}, index});
            draft.variants.push_back(std::move(*variant));
        }
        return draft;
    }

    Result<Variant> variant_of(const Value& product, const Value& item) const
    {
        Variant variant;
        variant.sku = sku_of(key_of(item["sku"]));
        variant.price = item["price"].integer();
        if (!item["compare_at"].is_null()) variant.compare_at = item["compare_at"].integer();
        variant.weight_g = item["weight_g"].integer();
        variant.length_mm = item["length_cm"].integer() * 10;
        variant.width_mm = item["width_cm"].integer() * 10;
        variant.height_mm = item["height_cm"].integer() * 10;
        for (const auto& option : product["options"].items()) {
            const auto chosen = key_of(item["options"][key_of(option["key"])]);
            const auto place = place_of(option["values"], chosen);
            if (place == 0) return unknown(product["key"].text(), key_of(option["key"]) + ": " + chosen);
            variant.values.push_back(place);
        }
        return variant;
    }

    static Localised texts_of(const Value& value) { return {key_of(value["id"]), key_of(value["en"])}; }

    static Problem unknown(std::string_view what, std::string_view name)
    {
        return {.code = "catalog.seed_reference", .arguments = {{"product", what}, {"name", name}}};
    }
    static Problem about(std::string_view what, Problem problem)
    {
        for (auto& each : problem.details)
            each.arguments.set("product", what);
        problem.arguments.set("product", what);
        return problem;
    }

    CatalogService& service_;
    std::string folder_;
    Value file_;
    std::map<std::string, std::string> keys_;
    std::int64_t pictures_missing_{0};
    std::map<std::string, std::int64_t> category_ids_;
};

} // namespace

Result<SeedCounts> seed_demo(CatalogService& service, const std::string& folder,
                             const std::function<void(std::int64_t, std::int64_t)>& progress)
{
    return Seeder{service, folder}.run(progress);
}

} // namespace hurtrock::catalog
