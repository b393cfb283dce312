#include "core/http/multipart.hpp"

#include <gtest/gtest.h>

namespace hurtrock::http {
namespace {

using namespace std::string_literals;

constexpr std::string_view type = "multipart/form-data; boundary=----Web123";

std::string part(const std::string& disposition, const std::string& content, const std::string& more = "")
{
    return "------Web123\r\nContent-Disposition: form-data; " + disposition + "\r\n" + more + "\r\n" + content + "\r\n";
}
const std::string finish = "------Web123--\r\n";

std::vector<MultipartPart> parts_of(std::string_view body)
{
    auto result = parse_multipart(type, body);
    EXPECT_TRUE(std::holds_alternative<std::vector<MultipartPart>>(result));
    return std::get<std::vector<MultipartPart>>(result);
}

MultipartError error_of(std::string_view body, std::string_view content_type = type, const MultipartLimits& limits = {})
{
    const auto result = parse_multipart(content_type, body, limits);
    EXPECT_TRUE(std::holds_alternative<MultipartError>(result)) << body;
    return std::holds_alternative<MultipartError>(result) ? std::get<MultipartError>(result) : MultipartError{-1};
}

TEST(Multipart, reads_fields_and_files)
{
    const auto binary = "\0\r\n--\r\n------Web12\r\n"s;
    const auto body = part("name=\"title\"", "Les Paul") + part("name=\"photo\"; filename=\"a.png\"", binary, "Content-Type: image/png\r\n") +
                      part("name=none; filename=\"\"", "") + finish;
    const auto parts = parts_of(body);
    ASSERT_EQ(parts.size(), 3u);
    EXPECT_EQ(parts[0].name, "title");
    EXPECT_EQ(parts[0].content, "Les Paul");
    EXPECT_FALSE(parts[0].filename);
    EXPECT_EQ(parts[1].filename, "a.png");
    EXPECT_EQ(parts[1].content_type, "image/png");
    EXPECT_EQ(parts[1].content, binary);
    EXPECT_EQ(parts[2].filename, "");
    EXPECT_EQ(parts[2].content, "");
}

TEST(Multipart, keeps_only_the_last_part_of_a_file_name)
{
    const auto name_of_file = [](const std::string& sent) { return parts_of(part("name=\"f\"; filename=\"" + sent + "\"", "x") + finish)[0].filename; };
    EXPECT_EQ(name_of_file("../../etc/passwd"), "passwd");
    EXPECT_EQ(name_of_file("C:\\Users\\me\\a b.jpg"), "a b.jpg");
    EXPECT_EQ(name_of_file("a;b=c.png"), "a;b=c.png");
    EXPECT_EQ(name_of_file("say %22hi%22.png"), "say \"hi\".png");
    EXPECT_EQ(name_of_file("gitar\xc3\xa9.png"), "gitar\xc3\xa9.png");
}

TEST(Multipart, accepts_quoted_boundaries_and_no_parts)
{
    EXPECT_TRUE(std::holds_alternative<std::vector<MultipartPart>>(parse_multipart("Multipart/Form-Data; charset=utf-8; boundary=\"----Web123\"", finish)));
}

TEST(Multipart, refuses_other_types)
{
    for (const char* other : {"", "text/plain", "multipart/mixed; boundary=a", "multipart/form-data", "multipart/form-data; boundary=",
                              "multipart/form-data; boundary=\"a", "multipart/form-data boundary=a"})
        EXPECT_EQ(error_of(finish, other), MultipartError::not_multipart) << other;
    EXPECT_EQ(error_of(finish, "multipart/form-data; boundary=" + std::string(71, 'b')), MultipartError::not_multipart);
}

TEST(Multipart, refuses_what_is_cut_or_broken)
{
    const auto whole = part("name=\"a\"", "1") + finish;
    for (std::size_t cut = 0; cut + 2 < whole.size(); ++cut)
        EXPECT_EQ(error_of(std::string_view(whole).substr(0, cut)), MultipartError::malformed) << cut;
    EXPECT_EQ(error_of(whole + "more"), MultipartError::malformed);
    EXPECT_EQ(error_of("preamble\r\n" + whole), MultipartError::malformed);
    EXPECT_EQ(error_of(part("filename=\"a\"", "1") + finish), MultipartError::malformed);
    EXPECT_EQ(error_of(part("name=\"a", "1") + finish), MultipartError::malformed);
    EXPECT_EQ(error_of(part("name=\"\xff\"", "1") + finish), MultipartError::malformed);
    EXPECT_EQ(error_of("------Web123\r\n\r\n1\r\n" + finish), MultipartError::malformed);
}

TEST(Multipart, keeps_its_limits)
{
    const auto body = part("name=\"a\"", "12345") + part("name=\"b\"", "1") + finish;
    EXPECT_EQ(error_of(body, type, {.parts_max = 1}), MultipartError::too_many_parts);
    EXPECT_EQ(error_of(body, type, {.part_bytes_max = 4}), MultipartError::too_large);
    EXPECT_EQ(error_of(body, type, {.total_bytes_max = 20}), MultipartError::too_large);
    EXPECT_EQ(error_of(body, type, {.part_head_bytes_max = 20}), MultipartError::malformed);
}

} // namespace
} // namespace hurtrock::http
