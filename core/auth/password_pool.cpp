#include "password_pool.hpp"

#include <sodium.h>

#include <future>
#include <memory>
#include <new>

namespace hurtrock::auth {

PasswordPool::PasswordPool(Limits limits) : limits_{limits}
{
    if (sodium_init() < 0) throw std::runtime_error{"libsodium cannot reach the system's random source"};
    for (std::size_t at = 0; at < limits_.threads; ++at) threads_.emplace_back([this] { work(); });
}

PasswordPool::~PasswordPool()
{
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    arrived_.notify_all();
    for (auto& thread : threads_) thread.join();
}

std::string PasswordPool::hash(std::string_view password)
{
    std::string text(crypto_pwhash_STRBYTES, '\0');
    bool failed = false;
    run([&] {
        failed = crypto_pwhash_str_alg(text.data(), password.data(), password.size(), limits_.cost.passes,
                                       limits_.cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0;
    });
    if (failed) throw std::bad_alloc{};
    text.resize(text.find('\0'));
    return text;
}

bool PasswordPool::verify(std::string_view hash, std::string_view password)
{
    const std::string terminated{hash};
    bool matches = false;
    run([&] { matches = crypto_pwhash_str_verify(terminated.c_str(), password.data(), password.size()) == 0; });
    return matches;
}

bool PasswordPool::is_outdated(std::string_view hash) const
{
    return crypto_pwhash_str_needs_rehash(std::string{hash}.c_str(), limits_.cost.passes, limits_.cost.memory_bytes) !=
           0;
}

void PasswordPool::run(std::function<void()> task)
{
    auto done = std::make_shared<std::promise<void>>();
    auto finished = done->get_future();
    {
        const std::lock_guard lock{mutex_};
        if (waiting_.size() >= limits_.queue) throw Overloaded{};
        waiting_.emplace_back([task = std::move(task), done] {
            task();
            done->set_value();
        });
    }
    arrived_.notify_one();
    finished.wait();
}

void PasswordPool::work()
{
    for (;;) {
        std::unique_lock lock{mutex_};
        arrived_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        const auto task = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        task();
    }
}

} // namespace hurtrock::auth
