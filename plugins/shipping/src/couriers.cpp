#include "couriers.hpp"

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace hurtrock::shipping
{
namespace
{

using Options = std::vector<shop::ShippingOption>;

/// One request in one language; equal texts ask the same.
std::string question_of(const std::string& key, const shop::ShippingRequest& request, std::string_view locale)
{
    std::string text = key + '\n' + std::string{locale} + '\n' + std::to_string(request.goods.units());
    const auto& to = request.destination;
    for (const auto* part : {&to.postal_code, &to.district, &to.city, &to.province})
        text += '\n' + *part;
    for (const auto& parcel : request.parcels)
        for (const auto number : {parcel.weight_g, parcel.length_mm, parcel.width_mm, parcel.height_mm})
            text += ' ' + std::to_string(number);
    return text;
}

/// What one thread finds out. `reason` is empty for an answer.
struct Finding {
    std::mutex mutex;
    std::condition_variable changed;
    bool done{false};
    Options options;
    std::string reason;
};

} // namespace

struct Couriers::Memory {
    struct Answer {
        Options options;
        Time until;
    };

    explicit Memory(Clock& given) : clock{given} {}

    std::optional<Options> recall(const std::string& question)
    {
        const std::lock_guard lock{mutex};
        const auto known = answers.find(question);
        if (known == answers.end() || known->second.until <= clock.now()) return std::nullopt;
        return known->second.options;
    }

    void remember(const std::string& question, const Options& options, Time until)
    {
        const std::lock_guard lock{mutex};
        if (answers.size() >= answers_kept_max) answers.clear();
        answers[question] = {options, until};
    }

    /// Whether a thread may go and ask this provider; the caller then owes `leave`.
    bool enter(const std::string& key)
    {
        const std::lock_guard lock{mutex};
        if (asking >= asked_max || (rests.contains(key) && rests[key] > clock.now())) return false;
        ++asking;
        return true;
    }
    void leave()
    {
        const std::lock_guard lock{mutex};
        --asking;
    }
    void rest(const std::string& key)
    {
        const std::lock_guard lock{mutex};
        rests[key] = clock.now() + rest_after_failure;
    }

    Clock& clock;
    std::mutex mutex;
    std::map<std::string, Answer> answers;
    std::map<std::string, Time> rests;
    int asking{0};
};

Couriers::Couriers(Host& host) : host_{host}, memory_{std::make_shared<Memory>(host.clock())} {}

std::vector<shop::ShippingOption> Couriers::options(const shop::ShippingRequest& request, std::string_view locale,
                                                    bool may_ask)
{
    Options found;
    for (const auto& key : host_.services().keys<shop::ShippingProvider>()) {
        const auto question = question_of(key, request, locale);
        auto answer = memory_->recall(question);
        if (!answer && may_ask) answer = ask(key, request, std::string{locale}, question);
        if (answer) found.insert(found.end(), answer->begin(), answer->end());
    }
    return found;
}

/// On a thread of its own, because a provider may hang; that thread holds what it needs.
std::optional<Options> Couriers::ask(const std::string& key, const shop::ShippingRequest& request,
                                     const std::string& locale, const std::string& question)
{
    auto provider = host_.services().find<shop::ShippingProvider>(key);
    if (!provider || !provider->unavailable_reason().empty() || !memory_->enter(key)) return std::nullopt;

    auto finding = std::make_shared<Finding>();
    const auto until = host_.clock().now() + answer_kept;
    std::thread{[provider = std::move(provider), memory = memory_, finding, request, locale, question, until] {
        Options options;
        std::string reason;
        try {
            auto answer = provider->quote(request, locale);
            if (answer)
                options = std::move(*answer);
            else
                reason = answer.problem().code;
        } catch (const std::exception& error) {
            reason = error.what();
        } catch (...) {
            reason = "threw something that is no exception";
        }
        if (reason.empty()) memory->remember(question, options, until);
        memory->leave();
        const std::lock_guard lock{finding->mutex};
        finding->options = std::move(options);
        finding->reason = std::move(reason);
        finding->done = true;
        finding->changed.notify_all();
    }}.detach();

    std::unique_lock lock{finding->mutex};
    const bool answered = finding->changed.wait_for(lock, answer_limit, [&] { return finding->done; });
    if (answered && finding->reason.empty()) return finding->options;
    memory_->rest(key);
    host_.log().warning("a shipping provider gave no prices; the shop's own count",
                        {{"provider", key}, {"reason", answered ? finding->reason : "no answer in time"}});
    return std::nullopt;
}

} // namespace hurtrock::shipping
