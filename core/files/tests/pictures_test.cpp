#include "core/files/decode.hpp"
#include "core/files/encode.hpp"
#include "core/files/pictures_host.hpp"
#include "core/files/resize.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <future>
#include <iterator>

namespace hurtrock::files {
namespace {

struct PicturesTest : ::testing::Test {
    std::filesystem::path folder;
    void SetUp() override
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "hurtrock-media-XXXXXX").string();
        folder = ::mkdtemp(pattern.data());
    }
    void TearDown() override { std::filesystem::remove_all(folder); }

    std::string file(std::string_view url) const
    {
        const auto found = resolve_media(folder, url.substr(7));
        if (!found) return {};
        std::ifstream stream{found->path, std::ios::binary};
        return {std::istreambuf_iterator<char>{stream}, {}};
    }
    Bitmap read(std::string_view url) const { return decode(file(url), 1 << 20)->bitmap; }
};

/// Left half red, right half blue, the top left corner green.
Bitmap flag(int width, int height, int channels = 3)
{
    Bitmap bitmap{width, height, channels};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            auto* pixel = bitmap.at(x, y);
            const bool corner = x < width / 4 && y < height / 4;
            pixel[0] = !corner && x < width / 2 ? 220 : 0;
            pixel[1] = corner ? 200 : 0;
            pixel[2] = x >= width / 2 ? 220 : 0;
            if (channels == 4) pixel[3] = x < width / 2 ? 255 : 0;
        }
    return bitmap;
}

bool is_red(const std::uint8_t* pixel) { return pixel[0] > 150 && pixel[1] < 90 && pixel[2] < 90; }
bool is_green(const std::uint8_t* pixel) { return pixel[0] < 90 && pixel[1] > 130 && pixel[2] < 90; }
bool is_blue(const std::uint8_t* pixel) { return pixel[0] < 90 && pixel[1] < 90 && pixel[2] > 150; }

std::string with_orientation(const std::string& jpeg, char orientation)
{
    const std::string tiff{"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", 19};
    const std::string exif = std::string{"Exif\0\0", 6} + tiff + orientation + std::string(6, '\0');
    std::string segment{"\xFF\xE1\0", 3};
    segment += static_cast<char>(exif.size() + 2);
    return jpeg.substr(0, 2) + segment + exif + jpeg.substr(2);
}

TEST_F(PicturesTest, makes_every_size_and_reads_back_what_was_drawn)
{
    PicturesHost pictures{folder};
    const auto key = pictures.store(to_jpeg(flag(2000, 1000)));
    ASSERT_TRUE(key);
    EXPECT_EQ(key->size(), 32u);
    const auto view = pictures.view(*key, "Bendera");
    EXPECT_EQ(view["src"].text(), "/media/" + *key + "-960.jpg");
    EXPECT_EQ(view["srcset"].text(), "/media/" + *key + "-320.webp 320w, /media/" + *key + "-640.webp 640w, /media/" +
                                         *key + "-960.webp 960w, /media/" + *key + "-1600.webp 1600w");
    EXPECT_EQ(view["width"].integer(), 960);
    EXPECT_EQ(view["height"].integer(), 480);
    EXPECT_EQ(view["alt"].text(), "Bendera");
    for (const int width : {320, 640, 960, 1600})
        for (const auto* extension : {".jpg", ".webp"}) {
            const auto bitmap = read("/media/" + *key + '-' + std::to_string(width) + extension);
            EXPECT_EQ(bitmap.width, width) << extension;
            EXPECT_EQ(bitmap.height, width / 2);
            EXPECT_TRUE(is_green(bitmap.at(width / 20, width / 40)));
            EXPECT_TRUE(is_red(bitmap.at(width / 4, width / 4)));
            EXPECT_TRUE(is_blue(bitmap.at(3 * width / 4, width / 4)));
        }
    EXPECT_NE(file(view["src"].text()).find("\xFF\xC2"), std::string::npos) << "not progressive";
    EXPECT_EQ(*pictures.store(to_jpeg(flag(2000, 1000))), *key);
}

TEST_F(PicturesTest, never_enlarges)
{
    PicturesHost pictures{folder};
    const auto key = *pictures.store(to_webp(flag(500, 400)));
    EXPECT_EQ(pictures.view(key, "")["srcset"].text(),
              "/media/" + key + "-320.webp 320w, /media/" + key + "-500.webp 500w");
    EXPECT_EQ(pictures.view(key, "")["src"].text(), "/media/" + key + "-500.jpg");
    const auto tiny = *pictures.store(to_jpeg(flag(16, 8)));
    EXPECT_EQ(pictures.view(tiny, "")["src"].text(), "/media/" + tiny + "-16.jpg");
    EXPECT_EQ(read("/media/" + tiny + "-16.webp").height, 8);
    EXPECT_EQ(widths_of(1600), (std::vector<int>{320, 640, 960, 1600}));
    EXPECT_EQ(widths_of(960), (std::vector<int>{320, 640, 960}));
    EXPECT_EQ(widths_of(1000), (std::vector<int>{320, 640, 960, 1000}));
}

TEST_F(PicturesTest, turns_every_exif_orientation_upright)
{
    const auto wide = to_jpeg(flag(400, 200));
    PicturesHost pictures{folder};
    struct Corner {
        bool right, bottom;
    };
    // Where the stored picture's top left corner is seen (EXIF 2.32, Orientation).
    const Corner corners[]{{false, false}, {true, false}, {true, true}, {false, true},
                           {false, false}, {true, false}, {true, true}, {false, true}};
    for (char orientation = 1; orientation <= 8; ++orientation) {
        const auto key = *pictures.store(with_orientation(wide, orientation));
        const auto bitmap = read(pictures.view(key, "")["src"].text());
        EXPECT_EQ(bitmap.width > bitmap.height, orientation < 5) << int{orientation};
        const auto [right, bottom] = corners[orientation - 1];
        EXPECT_TRUE(is_green(bitmap.at(right ? bitmap.width - 8 : 8, bottom ? bitmap.height - 8 : 8)))
            << int{orientation};
        EXPECT_FALSE(is_green(bitmap.at(right ? 8 : bitmap.width - 8, bottom ? 8 : bitmap.height - 8)))
            << int{orientation};
    }
}

TEST_F(PicturesTest, keeps_transparency_in_webp_and_lays_jpeg_on_white)
{
    PicturesHost pictures{folder};
    const auto key = *pictures.store(to_webp(flag(400, 200, 4)));
    const auto webp = read("/media/" + key + "-400.webp");
    ASSERT_EQ(webp.channels, 4);
    EXPECT_LT(webp.at(350, 100)[3], 10);
    EXPECT_GT(webp.at(100, 100)[3], 245);
    const auto jpeg = read("/media/" + key + "-400.jpg");
    EXPECT_GT(jpeg.at(350, 100)[0], 240);
    EXPECT_GT(jpeg.at(350, 100)[1], 240);
}

/// A PNG of one grey pixel, made by another program.
constexpr unsigned char grey_png[] = {0x89, 'P', 'N',  'G', 13,   10,   26,   10, //
                                      0,    0,   0,    13,  'I',  'H',  'D',  'R',  0,    0,    0,    1,    0,
                                      0,    0,   1,    8,   0,    0,    0,    0,    0x3A, 0x7E, 0x9B, 0x55, //
                                      0,    0,   0,    10,  'I',  'D',  'A',  'T',  0x78, 0xDA, 0x63, 0x68, 0,
                                      0,    0,   0x82, 0,   0x81, 0xDA, 0x45, 0x08, 0x3B, //
                                      0,    0,   0,    0,   'I',  'E',  'N',  'D',  0xAE, 0x42, 0x60, 0x82};

TEST_F(PicturesTest, reads_png)
{
    PicturesHost pictures{folder};
    const auto key = pictures.store({reinterpret_cast<const char*>(grey_png), sizeof grey_png});
    ASSERT_TRUE(key);
    EXPECT_EQ(read("/media/" + *key + "-1.jpg").width, 1);
}

TEST_F(PicturesTest, refuses_what_is_no_picture_damaged_or_too_large)
{
    PicturesHost pictures{folder};
    const auto jpeg = to_jpeg(flag(400, 200));
    const auto webp = to_webp(flag(400, 200));
    for (const auto& bytes :
         {std::string{}, std::string{"<svg xmlns='http://www.w3.org/2000/svg'/>"}, std::string{"GIF89a"},
          std::string{"\xFF\xD8\xFF"}, jpeg.substr(0, jpeg.size() / 2), webp.substr(0, webp.size() / 2),
          std::string{"RIFF\1\0\0\0WEBP"}, std::string(reinterpret_cast<const char*>(grey_png), 40)})
        EXPECT_EQ(pictures.store(bytes).problem().code, "pictures.not_a_picture") << bytes.size();
    EXPECT_EQ(pictures.store(jpeg + std::string(20'000'000, '\0')).problem().code, "pictures.too_large");

    std::string bomb{reinterpret_cast<const char*>(grey_png), sizeof grey_png};
    bomb[18] = 0x27; // 10,000 pixels wide and high, with the header's checksum of that size
    bomb[19] = 0x10;
    bomb[22] = 0x27;
    bomb[23] = 0x10;
    bomb.replace(29, 4, "\x9F\x25\x3D\xFB");
    EXPECT_EQ(pictures.store(bomb).problem().code, "pictures.too_large");

    EXPECT_TRUE(std::filesystem::is_empty(folder));
}

TEST_F(PicturesTest, resolves_only_names_it_makes_itself)
{
    PicturesHost pictures{folder};
    const auto key = *pictures.store(to_jpeg(flag(400, 200)));
    const auto found = resolve_media(folder, key + "-320.webp");
    ASSERT_TRUE(found);
    EXPECT_TRUE(std::filesystem::exists(found->path));
    EXPECT_STREQ(found->content_type, "image/webp");
    for (const auto& name : {key, key + "-320.png", key + "-321.webp", key + "-1600.webp", "../" + key + "-320.webp",
                             key + "-320.webp/../../x", std::string{"../../etc/passwd"},
                             std::string(32, 'z') + "-320.webp", std::string(32, '0') + "-320.webp"})
        EXPECT_FALSE(resolve_media(folder, name)) << name;
    EXPECT_TRUE(pictures.view("nonsense", "").is_null());
    EXPECT_TRUE(pictures.view(std::string(24, 'a') + "01900100", "").is_null());
}

TEST_F(PicturesTest, many_threads_store_the_same_and_different_pictures)
{
    PicturesHost pictures{folder};
    std::vector<std::future<std::string>> stored;
    for (int at = 0; at < 8; ++at)
        stored.push_back(
            std::async(std::launch::async, [&, at] { return *pictures.store(to_jpeg(flag(400 + at % 2, 200))); }));
    std::vector<std::string> keys;
    for (auto& one : stored) keys.push_back(one.get());
    for (std::size_t at = 2; at < keys.size(); ++at) EXPECT_EQ(keys[at], keys[at - 2]);
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder})
        EXPECT_EQ(entry.path().string().find(".new-"), std::string::npos);
}

TEST_F(PicturesTest, a_huge_jpeg_is_decoded_smaller)
{
    const auto decoded = decode(to_jpeg(flag(4000, 3600)), 1600);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->bitmap.width, 2000);
    EXPECT_EQ(decoded->stated_width, 4000);
}

} // namespace
} // namespace hurtrock::files
