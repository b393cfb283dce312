#include "commands.hpp"

#include "exporter.hpp"
#include "importer.hpp"
#include "seeder.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace hurtrock::catalog {
namespace {

constexpr int done = 0, failed = 1, wrong_use = 2;
/// What the program says in a terminal is English, as its own messages are.
constexpr std::string_view terminal_locale = "en";

std::string said(Host& host, const Problem& problem)
{
    return host.translate(terminal_locale, problem.code, problem.arguments);
}

/// "line 12, column 45 (price_idr): …"
std::string placed(Host& host, const Problem& problem)
{
    const auto& place = problem.arguments;
    std::string text;
    if (place.has("line"))
        text =
            "line " + std::to_string(place["line"].integer()) + ", column " + std::to_string(place["column"].integer());
    if (place["name"].is_text() && place.has("line")) text += " (" + std::string{place["name"].text()} + ")";
    if (place["product"].is_text() && problem.code != "catalog.seed_reference")
        text = std::string{place["product"].text()};
    return text + (text.empty() ? "" : ": ") + said(host, problem);
}

int tell(Host& host, Terminal& terminal, const std::vector<Problem>& problems)
{
    for (const auto& problem : problems) {
        if (problem.details.empty()) terminal.error(placed(host, problem));
        for (const auto& detail : problem.details)
            terminal.error(placed(host, detail));
    }
    return failed;
}

int import_file(Host& host, CatalogService& service, const std::string& path, bool dry_run, Terminal& terminal)
{
    std::ifstream stream{path, std::ios::binary};
    if (!stream) {
        terminal.error("cannot read " + path + ": check the name and that you may read it");
        return failed;
    }
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    const auto file = read_import(std::move(bytes).str());

    std::vector<Problem> problems = file.problems;
    ImportCounts counts;
    if (problems.empty()) {
        const auto total = static_cast<std::int64_t>(file.rows.size());
        (void)host.database().transaction("catalog.import", [&](Transaction& tx) -> Result<Done> {
            Importer importer{service, tx};
            importer.run(file.rows,
                         [&](std::size_t row) { terminal.progress("import", static_cast<std::int64_t>(row), total); });
            problems = importer.problems();
            counts = importer.counts();
            if (dry_run || !problems.empty()) return Problem{.code = "catalog.rolled_back"};
            return Done{};
        });
    }
    if (!problems.empty()) {
        if (problems.size() > import_problems_max) problems.resize(import_problems_max);
        tell(host, terminal, problems);
        terminal.error(std::to_string(problems.size()) + (problems.size() == import_problems_max ? " or more" : "") +
                       (problems.size() == 1 ? " problem" : " problems") +
                       "; nothing was imported. Correct the file and import it again.");
        return failed;
    }
    terminal.print((dry_run ? "would import " : "imported ") + std::to_string(file.rows.size()) +
                   " rows: " + std::to_string(counts.created) + " products new, " + std::to_string(counts.changed) +
                   " changed, " + std::to_string(counts.unchanged) + " unchanged, " + std::to_string(counts.stock) +
                   " stock levels set, " + std::to_string(counts.categories) + " categories made");
    return done;
}

int export_file(CatalogService& service, const std::string& path, Terminal& terminal)
{
    if (path.empty()) {
        export_products(service, [&](std::string_view piece) { terminal.print(piece.substr(0, piece.size() - 2)); });
        return done;
    }
    // Written beside its name first, so that a failure leaves no half file in place of a good one.
    const auto unfinished = path + ".part";
    {
        std::ofstream file{unfinished, std::ios::binary | std::ios::trunc};
        std::int64_t rows = -1;
        export_products(service, [&](std::string_view piece) {
            file << piece;
            ++rows;
        });
        file.close();
        if (!file) {
            terminal.error("cannot write " + unfinished);
            return failed;
        }
        std::filesystem::rename(unfinished, path);
        terminal.print("exported " + std::to_string(rows) + " rows to " + path);
    }
    return done;
}

int seed(Host& host, CatalogService& service, Terminal& terminal)
{
    const auto folder = host.demo_folder();
    if (folder.empty()) {
        terminal.error("this installation has no demo data");
        return failed;
    }
    const auto counts = seed_demo(
        service, folder, [&](std::int64_t at, std::int64_t total) { terminal.progress("pictures", at, total); });
    if (!counts) return tell(host, terminal, {counts.problem()});
    terminal.print("catalog: " + std::to_string(counts->products) + " products and " +
                   std::to_string(counts->categories) + " categories added, " + std::to_string(counts->known) +
                   " known already");
    if (counts->pictured > 0)
        terminal.print("catalog: pictures added to " + std::to_string(counts->pictured) + " products");
    if (counts->pictures_missing > 0)
        terminal.print("catalog: " + std::to_string(counts->pictures_missing) + " pictures are not in " + folder +
                       "/pictures; seed again once they are there");
    return done;
}

} // namespace

void add_commands(Host& host, CatalogService& service)
{
    host.commands().add(
        {.name = "import",
         .summary = "Bring a product list (CSV) into the catalog",
         .usage = "FILE [--dry-run]\n"
                  "  FILE       CSV in UTF-8 with a header; products are matched by slug, variants by sku.\n"
                  "             Everything is imported, or, when anything is wrong, nothing.\n"
                  "  --dry-run  says what would happen and changes nothing",
         .run = [&host, &service](std::span<const std::string> arguments, Terminal& terminal) {
             std::string path;
             bool dry_run = false;
             for (const auto& argument : arguments) {
                 const bool is_option = argument.starts_with("--");
                 if (argument == "--dry-run") dry_run = true;
                 if ((is_option && argument != "--dry-run") || (!is_option && !path.empty())) {
                     terminal.error("import: what is \"" + argument + "\"? Use: hurtrock import FILE [--dry-run]");
                     return wrong_use;
                 }
                 if (!is_option) path = argument;
             }
             if (path.empty()) {
                 terminal.error("import: which file? Use: hurtrock import FILE [--dry-run]");
                 return wrong_use;
             }
             return import_file(host, service, path, dry_run, terminal);
         }});
    host.commands().add({.name = "export",
                         .summary = "Write the catalog as a product list (CSV) that can be imported again",
                         .usage = "[FILE]\n  FILE  where to; without it the list is printed",
                         .run = [&service](std::span<const std::string> arguments, Terminal& terminal) {
                             if (arguments.size() > 1 || (!arguments.empty() && arguments.front().starts_with("--"))) {
                                 terminal.error("export: too much was given. Use: hurtrock export [FILE]");
                                 return wrong_use;
                             }
                             return export_file(service, arguments.empty() ? std::string{} : arguments.front(),
                                                terminal);
                         }});
    host.commands().add({.name = "seed demo",
                         .summary = "Add the demo shop's data",
                         .run = [&host, &service](std::span<const std::string>, Terminal& terminal) {
                             return seed(host, service, terminal);
                         }});
}

} // namespace hurtrock::catalog
