#include "exchange.hpp"

#include "connection.hpp"

namespace hurtrock::http {

Exchange::Exchange(std::shared_ptr<Connection> connection, Request request)
    : connection_(std::move(connection)), request_(std::move(request))
{
}

Exchange& Exchange::operator=(Exchange&& other) noexcept
{
    if (this != &other) {
        abandon();
        connection_ = std::move(other.connection_);
        request_ = std::move(other.request_);
    }
    return *this;
}

Exchange::~Exchange() { abandon(); }

void Exchange::answer(Response response)
{
    if (const auto connection = std::exchange(connection_, nullptr))
        connection->answer(std::move(response));
}

void Exchange::abandon() noexcept
{
    if (const auto connection = std::exchange(connection_, nullptr))
        connection->answer_unanswered();
}

} // namespace hurtrock::http
