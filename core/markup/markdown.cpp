#include "markdown.hpp"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <cstdlib>
#include <memory>
#include <mutex>

namespace hurtrock::markup {
namespace {

void register_extensions()
{
    static std::once_flag once;
    std::call_once(once, cmark_gfm_core_extensions_ensure_registered);
}

} // namespace

std::string markdown_to_html(std::string_view text)
{
    register_extensions();
    // Without CMARK_OPT_UNSAFE raw HTML and dangerous links are left out; VALIDATE_UTF8 replaces broken bytes.
    constexpr int options = CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8;
    const std::unique_ptr<cmark_parser, decltype(&cmark_parser_free)> parser{cmark_parser_new(options), cmark_parser_free};
    for (const char* name : {"table", "strikethrough"})
        if (auto* extension = cmark_find_syntax_extension(name)) cmark_parser_attach_syntax_extension(parser.get(), extension);
    const auto fed = text.substr(0, markdown_bytes_max);
    cmark_parser_feed(parser.get(), fed.data(), fed.size());
    const std::unique_ptr<cmark_node, decltype(&cmark_node_free)> document{cmark_parser_finish(parser.get()), cmark_node_free};
    const std::unique_ptr<char, decltype(&std::free)> html{
        cmark_render_html(document.get(), options, cmark_parser_get_syntax_extensions(parser.get())), std::free};
    return html.get();
}

} // namespace hurtrock::markup
