#include "core/view/locales.hpp"
#include "core/view/template_loader.hpp"
#include "core/view/view_env.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace hurtrock::view {
namespace {

namespace fs = std::filesystem;

class PlainEnv final : public ViewEnv {
public:
    using ViewEnv::ViewEnv;

private:
    std::string url_for(std::string_view path) const override { return std::string{path}; }
};

/// A core, the plugins "letters" and "times", and a theme; "From" means something else in each.
struct Speakers : ::testing::Test {
    Speakers()
    {
        write("core/locales/id.yaml", "From: Dari\nOnly the core: Inti\n");
        write("letters/locales/id.yaml", "From: Pengirim\n\"%(count)s letter\": satu surat\n\"%(count)s letters\": \"%(count)s surat\"\n");
        write("letters/locales/en.yaml", "From: Sender\n");
        write("times/locales/id.yaml", "From: Sejak\nOnly times: Waktu\n");
        write("theme/locales/id.yaml", "From: Asal\n\"%(count)s letters\": bertumpuk surat\n");
        const std::string says = "{% trans %}From{% endtrans %} {{ _('From') }}";
        write("letters/templates/page.html", says);
        write("letters/templates/macros.html", "{% macro from() %}{{ _('From') }}{% endmacro %}");
        write("times/templates/page.html", says + " {% include 'letters/page.html' %} " + says);
        write("times/templates/borrows.html", "{% from 'letters/macros.html' import from %}{{ _('From') }} {{ from() }} {{ _('From') }} {{ _(_('From')) }}");
        write("times/templates/dressed.html", "never seen");
        write("theme/pages/times/dressed.html", says + " {{ _('Only times') }} {{ _('Only the core') }} {{ _('Nobody') }}");
        write("theme/pages/letters/counted.html", "{% trans count=2 %}{{ count }} letter{% pluralize %}{{ count }} letters{% endtrans %}");
        write("letters/templates/counted_here.html", "{% trans count=2 %}{{ count }} letter{% pluralize %}{{ count }} letters{% endtrans %}");
        write("core/templates/layout/frame.html", says);
        slot.set({.themes = {folder / "theme"}, .plugins = {{"letters", folder / "letters"}, {"times", folder / "times"}}, .core = folder / "core", .web = folder});
    }
    ~Speakers() override { fs::remove_all(folder); }

    void write(const std::string& name, const std::string& text) const
    {
        fs::create_directories((folder / name).parent_path());
        std::ofstream{folder / name} << text;
    }

    std::string rendered(const std::string& name, const std::string& locale = "id")
    {
        PlainEnv environment{locales, assets, locale};
        std::string text;
        engine.render_to(text, name, Value::map(), environment);
        return text;
    }

    fs::path folder{fs::path{::testing::TempDir()} / ("speakers-" + std::to_string(::getpid()))};
    SearchPathSlot slot;
    Locales locales{slot};
    Assets assets{slot};
    TemplateLoader loader{slot};
    tmpl::Engine engine{loader};
};

TEST_F(Speakers, APluginsTemplateSpeaksItsOwnWords)
{
    EXPECT_EQ(rendered("letters/page.html"), "Pengirim Pengirim");
    EXPECT_EQ(rendered("letters/page.html", "en"), "Sender Sender");
    EXPECT_EQ(rendered("times/page.html", "en"), "From From Sender Sender From From");
    EXPECT_EQ(rendered("times/page.html"), "Sejak Sejak Pengirim Pengirim Sejak Sejak") << "what is included speaks for itself";
    EXPECT_EQ(rendered("times/borrows.html"), "Sejak Pengirim Sejak Sejak") << "and so does a macro";
    EXPECT_EQ(rendered("letters/counted_here.html"), "2 surat");
}

TEST_F(Speakers, AThemesTemplateSpeaksTheThemesThenThePluginsItDresses)
{
    EXPECT_EQ(rendered("times/dressed.html"), "Asal Asal Waktu Inti Nobody");
    EXPECT_EQ(rendered("letters/counted.html"), "bertumpuk surat");
    write("theme/locales/id.yaml", "Something: Lain\n");
    slot.touch();
    EXPECT_EQ(rendered("times/dressed.html"), "Sejak Sejak Waktu Inti Nobody") << "and not those of a plugin it has nothing to do with";
}

TEST_F(Speakers, TheCoresTemplatesSpeakTheCores)
{
    EXPECT_EQ(rendered("layout/frame.html"), "Dari Dari");
    EXPECT_EQ(locales.translate("id", "From", {}), "Asal") << "nobody in particular: the theme's";
    EXPECT_EQ(locales.translate("id", "From", {}, "letters"), "Pengirim");
    EXPECT_EQ(locales.translate("id", "Only times", {}, "letters"), "Waktu") << "who has no word for it asks around";
    EXPECT_EQ(locales.translate("id", "From", {}, "unheard-of"), "Asal");
    write("times/locales/id.yaml", "letters.lost: Hilang\n");
    write("letters/locales/en.yaml", "letters.lost: It is lost\n");
    slot.touch();
    EXPECT_EQ(locales.translate("en", "letters.lost", {}, "times"), "It is lost") << "the name of a problem is no sentence";
}

} // namespace
} // namespace hurtrock::view
