#pragma once
/// The memory of one render. Everything a render makes lives until it ends and is freed at once, so values can be copied
/// as plain bytes and cycles cannot leak. Objects in it are never destroyed: they own nothing outside the arena.

#include "error.hpp"

#include <cstring>
#include <memory_resource>
#include <new>
#include <string_view>
#include <utility>

namespace hurtrock::tmpl {

class Arena {
public:
    explicit Arena(std::size_t bytes_max) : upstream_{bytes_max}, pool_{first_block_, sizeof first_block_, &upstream_} {}
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;

    std::pmr::memory_resource* resource() noexcept { return &pool_; }

    template <class Object, class... Arguments>
    Object* make(Arguments&&... arguments)
    {
        void* place = pool_.allocate(sizeof(Object), alignof(Object));
        return new (place) Object(std::forward<Arguments>(arguments)...);
    }

    template <class Item>
    Item* array(std::size_t count)
    {
        return static_cast<Item*>(pool_.allocate(sizeof(Item) * (count == 0 ? 1 : count), alignof(Item)));
    }

    std::string_view copy(std::string_view text)
    {
        if (text.empty()) return {};
        auto* bytes = static_cast<char*>(pool_.allocate(text.size(), 1));
        std::memcpy(bytes, text.data(), text.size());
        return {bytes, text.size()};
    }

private:
    class Limited final : public std::pmr::memory_resource {
    public:
        explicit Limited(std::size_t bytes_max) : bytes_left_{bytes_max} {}

    private:
        void* do_allocate(std::size_t bytes, std::size_t alignment) override
        {
            if (bytes > bytes_left_) throw Fault{"the template uses too much memory", Error::Kind::budget};
            bytes_left_ -= bytes;
            return std::pmr::new_delete_resource()->allocate(bytes, alignment);
        }
        void do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) override
        {
            bytes_left_ += bytes;
            std::pmr::new_delete_resource()->deallocate(memory, bytes, alignment);
        }
        bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

        std::size_t bytes_left_;
    };

    static constexpr std::size_t first_block_bytes = 16 * 1024;
    alignas(std::max_align_t) char first_block_[first_block_bytes];
    Limited upstream_;
    std::pmr::monotonic_buffer_resource pool_;
};

} // namespace hurtrock::tmpl
