#include "core/web/file_answer.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>

namespace hurtrock::web {
namespace {

namespace fs = std::filesystem;

class FileAnswerTest : public testing::Test {
protected:
    FileAnswerTest()
    {
        fs::create_directories(own_ / "sub");
        fs::create_directories(other_);
        write(own_ / "a.txt", "0123456789");
        write(own_ / "sub" / "b.txt", "b");
        write(other_ / "secret.txt", "secret");
        fs::create_symlink(other_ / "secret.txt", own_ / "link.txt");
    }
    ~FileAnswerTest() override { fs::remove_all(root_); }

    static void write(const fs::path& file, const std::string& text) { std::ofstream{file} << text; }
    static http::Request asking(http::HeaderList headers, std::string method = "GET")
    {
        http::Request request;
        request.method = std::move(method);
        request.headers = std::move(headers);
        return request;
    }
    static std::string header(const http::Response& response, std::string_view name)
    {
        for (const auto& [known, value] : response.headers)
            if (known == name) return value;
        return {};
    }

    const fs::path root_{testing::TempDir() + "file-answer-" + std::to_string(::getpid())};
    const fs::path own_{root_ / "own"}, other_{root_ / "own-not"};
};

TEST_F(FileAnswerTest, AnswersWholePartOrNothing)
{
    const auto whole = file_answer(own_ / "a.txt", asking({}));
    ASSERT_TRUE(whole && whole->file);
    EXPECT_EQ(whole->status, 200);
    EXPECT_EQ(whole->file->length, 10);
    EXPECT_EQ(header(*whole, "Accept-Ranges"), "bytes");
    const auto etag = header(*whole, "ETag");
    EXPECT_EQ(etag.front(), '"');

    const auto part = file_answer(own_ / "a.txt", asking({{"range", "bytes=2-4"}, {"if-range", etag}}));
    EXPECT_EQ(part->status, 206);
    EXPECT_EQ(part->file->offset, 2);
    EXPECT_EQ(part->file->length, 3);
    EXPECT_EQ(header(*part, "Content-Range"), "bytes 2-4/10");

    const auto beyond = file_answer(own_ / "a.txt", asking({{"range", "bytes=10-"}}));
    EXPECT_EQ(beyond->status, 416);
    EXPECT_EQ(header(*beyond, "Content-Range"), "bytes */10");
    EXPECT_FALSE(beyond->file);

    const auto known = file_answer(own_ / "a.txt", asking({{"if-none-match", "W/" + etag}, {"range", "bytes=2-4"}}));
    EXPECT_EQ(known->status, 304);
    EXPECT_EQ(header(*known, "ETag"), etag);
    EXPECT_EQ(file_answer(own_ / "a.txt", asking({{"if-modified-since", header(*whole, "Last-Modified")}}))->status, 304);
}

TEST_F(FileAnswerTest, AChangedFileHasAnotherTag)
{
    const auto tag = [&] { return header(*file_answer(own_ / "a.txt", asking({})), "ETag"); };
    const auto before = tag();
    const timespec times[2]{{0, 0}, {1000, 1}};
    ASSERT_EQ(::utimensat(AT_FDCWD, (own_ / "a.txt").c_str(), times, 0), 0);
    EXPECT_NE(tag(), before);
}

TEST_F(FileAnswerTest, AnswersNothingThatIsNoRegularFile)
{
    ASSERT_EQ(::mkfifo((own_ / "pipe").c_str(), 0600), 0);
    for (const char* name : {"missing", "sub", "link.txt", "pipe"}) EXPECT_FALSE(file_answer(own_ / name, asking({}))) << name;
}

TEST_F(FileAnswerTest, PathsStayWithinTheirFolders)
{
    const FileFolders folders{own_, {}};
    EXPECT_EQ(file_within(folders, "sub/b.txt"), fs::canonical(own_ / "sub/b.txt"));
    EXPECT_EQ(file_within(folders, own_ / "a.txt"), fs::canonical(own_ / "a.txt"));
    EXPECT_EQ(file_within(folders, "sub/../a.txt"), fs::canonical(own_ / "a.txt"));
    for (const fs::path& path : {fs::path{"../own-not/secret.txt"}, other_ / "secret.txt", fs::path{"link.txt"}, own_ / "link.txt", fs::path{"missing"}, fs::path{""}, own_, fs::path{"/etc/passwd"}})
        EXPECT_FALSE(file_within(folders, path)) << path;
    EXPECT_FALSE(file_within({root_ / "absent", {}}, own_ / "a.txt"));
}

TEST_F(FileAnswerTest, AnInstalledFolderMayBeMadeOfLinks)
{
    const FileFolders folders{root_ / "absent", own_};
    EXPECT_EQ(file_within(folders, own_ / "link.txt"), fs::canonical(other_ / "secret.txt"));
    for (const fs::path& path : {own_ / "../own-not/secret.txt", other_ / "secret.txt", fs::path{"link.txt"}, own_ / "missing"})
        EXPECT_FALSE(file_within(folders, path)) << path;
}

} // namespace
} // namespace hurtrock::web
