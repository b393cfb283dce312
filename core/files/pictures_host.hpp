#pragma once
/// hurtrock::Pictures over a folder, which several nodes may share. Thread-safe; so many pictures are worked on at once
/// as stated, further callers wait. One takes up to 200 MB of memory (50 megapixels with transparency), far less as a
/// JPEG.

#include "picture_key.hpp"

#include <hurtrock/pictures.hpp>

#include <mutex>
#include <semaphore>
#include <unordered_set>

namespace hurtrock::files {

class PicturesHost final : public Pictures {
public:
    /// Files go to ab/cd/KEY-W.ext below the folder, which is made when needed.
    explicit PicturesHost(std::filesystem::path media_folder);

    Result<std::string> store(std::string_view bytes) override;
    Value view(std::string_view key, std::string_view alt) override;

    const std::filesystem::path& folder() const noexcept { return folder_; }

private:
    static constexpr std::ptrdiff_t at_once_max = 2;

    bool is_stored(std::string_view key);

    const std::filesystem::path folder_;
    std::counting_semaphore<at_once_max> working_{at_once_max};
    std::mutex mutex_;
    /// Keys whose files were seen: a page asks the disk once per picture and process.
    std::unordered_set<std::string> seen_;
};

} // namespace hurtrock::files
