#include "core/http/server.hpp"

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <atomic>
#include <dirent.h>
#include <fcntl.h>
#include <future>
#include <mutex>
#include <netinet/in.h>
#include <optional>
#include <sys/socket.h>
#include <thread>

namespace hurtrock::http {
namespace {

using namespace std::chrono_literals;

FileDescriptor connect_to(std::uint16_t port)
{
    FileDescriptor client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(client.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        client.reset();
    return client;
}

void send_text(const FileDescriptor& client, std::string_view text)
{
    ASSERT_EQ(::send(client.number(), text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
}

std::string read_all(const FileDescriptor& client)
{
    std::string text;
    char bytes[4096];
    for (ssize_t count = 0; (count = ::recv(client.number(), bytes, sizeof bytes, 0)) > 0;)
        text.append(bytes, static_cast<std::size_t>(count));
    return text;
}

std::size_t open_descriptors()
{
    std::size_t count = 0;
    DIR* directory = ::opendir("/proc/self/fd");
    while (::readdir(directory) != nullptr)
        ++count;
    ::closedir(directory);
    return count;
}

constexpr std::string_view get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr std::string_view get_and_close = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

void hello(Exchange exchange) { exchange.answer(make_response(200, "text/plain", "hello")); }

TEST(Server, answers_on_the_port_it_reports)
{
    Server server({}, hello);
    server.start();
    ASSERT_NE(server.port(), 0);
    const auto client = connect_to(server.port());
    send_text(client, get_and_close);
    const auto answer = read_all(client);
    EXPECT_EQ(answer.substr(0, 17), "HTTP/1.1 200 OK\r\n");
    EXPECT_EQ(answer.substr(answer.size() - 5), "hello");
    server.stop(1s);
    EXPECT_EQ(server.metrics().requests, 1u);
    EXPECT_EQ(server.metrics().connections_open, 0u);
}

TEST(Server, listens_on_ipv6)
{
    Options options;
    options.address = "::1";
    Server server(options, hello);
    server.start();
    FileDescriptor client(::socket(AF_INET6, SOCK_STREAM, 0));
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(server.port());
    address.sin6_addr = in6addr_loopback;
    ASSERT_EQ(::connect(client.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    send_text(client, get_and_close);
    EXPECT_EQ(read_all(client).substr(0, 15), "HTTP/1.1 200 OK");
}

TEST(Server, says_when_it_cannot_listen)
{
    Server first({}, hello);
    first.start();
    Options options;
    options.port = first.port();
    Server second(options, hello);
    EXPECT_THROW(second.start(), std::runtime_error);
}

// Pistache itself leaves a few event descriptors behind for every listener; a process has one.
std::size_t descriptors_left_by_a_server_with(int connections)
{
    const auto before = open_descriptors();
    {
        Server server({}, hello);
        server.start();
        std::vector<FileDescriptor> clients;
        for (int i = 0; i < connections; ++i) {
            clients.push_back(connect_to(server.port()));
            if (i % 2 == 0)
                send_text(clients.back(), get);
        }
        while (server.metrics().connections_accepted < static_cast<std::uint64_t>(connections))
            std::this_thread::sleep_for(1ms);
        server.stop(0s);
    }
    return open_descriptors() - before;
}

TEST(Server, leaves_no_descriptor_of_a_connection_open)
{
    descriptors_left_by_a_server_with(1);
    const auto own = descriptors_left_by_a_server_with(0);
    for (int round = 0; round < 5; ++round)
        EXPECT_EQ(descriptors_left_by_a_server_with(50), own);
}

TEST(Server, can_be_stopped_right_after_the_start)
{
    for (int round = 0; round < 50; ++round) {
        Server server({}, hello);
        server.start();
        server.stop(0s);
    }
}

TEST(Server, refuses_new_clients_while_it_answers_old_ones)
{
    std::promise<Exchange> held;
    Server server({}, [&](Exchange exchange) { held.set_value(std::move(exchange)); });
    server.start();
    const auto port = server.port();
    const auto client = connect_to(port);
    send_text(client, get);
    auto exchange = held.get_future().get();
    auto stopping = std::async(std::launch::async, [&] { server.stop(10s); });
    std::this_thread::sleep_for(100ms);
    EXPECT_FALSE(connect_to(port).is_open());
    EXPECT_EQ(stopping.wait_for(0s), std::future_status::timeout);
    exchange.answer(make_response(200, "text/plain", "late"));
    const auto answer = read_all(client);
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    EXPECT_EQ(answer.substr(answer.size() - 4), "late");
    EXPECT_EQ(stopping.wait_for(3s), std::future_status::ready);
}

TEST(Server, serves_who_came_while_nobody_served)
{
    std::optional<Server> first{std::in_place, Options{}, hello};
    first->start();
    const auto port = first->port();
    FileDescriptor kept(::fcntl(first->listening_socket(), F_DUPFD_CLOEXEC, 0));
    first->stop(0s);
    first.reset();
    const auto early = connect_to(port);
    ASSERT_TRUE(early.is_open());
    send_text(early, get_and_close);

    Options options;
    options.port = port;
    options.inherited_socket = ::fcntl(kept.number(), F_DUPFD_CLOEXEC, 0);
    Server second(options, hello);
    second.start();
    EXPECT_EQ(second.port(), port);
    const auto late = connect_to(port);
    send_text(late, get_and_close);
    for (const auto* client : {&early, &late}) EXPECT_EQ(read_all(*client).substr(0, 15), "HTTP/1.1 200 OK");
    kept.reset();
    second.stop(0s);
    EXPECT_FALSE(connect_to(port).is_open());
}

TEST(Server, leaves_an_address_that_is_no_longer_its_own)
{
    Server first({}, hello);
    first.start();
    const FileDescriptor kept(::fcntl(first.listening_socket(), F_DUPFD_CLOEXEC, 0));
    const auto port = first.port();
    first.stop(0s);

    Options options;
    options.address = "0.0.0.0"; // the same port on all addresses
    options.port = port;
    options.inherited_socket = ::fcntl(kept.number(), F_DUPFD_CLOEXEC, 0);
    Server second(options, hello);
    second.start();
    const auto client = connect_to(port);
    send_text(client, get_and_close);
    EXPECT_EQ(read_all(client).substr(0, 15), "HTTP/1.1 200 OK");
}

TEST(Server, survives_answers_that_come_after_it_has_gone)
{
    std::promise<Exchange> held;
    std::optional<Exchange> exchange;
    {
        Server server({}, [&](Exchange given) { held.set_value(std::move(given)); });
        server.start();
        const auto client = connect_to(server.port());
        send_text(client, get);
        exchange = held.get_future().get();
        server.stop(10ms);
    }
    EXPECT_EQ(exchange->request().target, "/");
    exchange->answer(make_response(200, "text/plain", "to nobody"));
    EXPECT_TRUE(exchange->is_answered());
}

TEST(Server, answers_500_for_an_exchange_that_was_dropped)
{
    Options options;
    options.error_body = [](int status, std::string_view reason) {
        return make_response(status, "application/problem+json", "{\"title\":\"" + std::string(reason) + "\"}");
    };
    Server server(options, [](Exchange) {});
    server.start();
    const auto client = connect_to(server.port());
    send_text(client, get_and_close);
    const auto answer = read_all(client);
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 500");
    EXPECT_NE(answer.find("{\"title\":\"Internal Server Error\"}"), std::string::npos);
    EXPECT_EQ(server.metrics().unanswered_requests, 1u);
}

TEST(Server, answers_a_pipeline_in_order_although_other_threads_answer)
{
    std::vector<std::thread> threads;
    std::mutex mutex;
    Server server({}, [&](Exchange given) {
        auto exchange = std::make_shared<Exchange>(std::move(given));
        const std::lock_guard lock(mutex);
        threads.emplace_back([exchange] {
            const int number = std::atoi(exchange->request().target.c_str() + 1);
            std::this_thread::sleep_for(std::chrono::milliseconds(20 - number));
            exchange->answer(make_response(200, "text/plain", "<" + exchange->request().target + ">"));
        });
    });
    server.start();
    const auto client = connect_to(server.port());
    std::string pipeline;
    std::string expected;
    for (int i = 0; i < 20; ++i) {
        pipeline += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n" + (i == 19 ? "Connection: close\r\n" : "") + "\r\n";
        expected += "</" + std::to_string(i) + ">";
    }
    send_text(client, pipeline);
    const auto answer = read_all(client);
    std::string bodies;
    for (auto at = answer.find('<'); at != std::string::npos; at = answer.find('<', at + 1))
        bodies += answer.substr(at, answer.find('>', at) - at + 1);
    EXPECT_EQ(bodies, expected);
    server.stop(1s);
    for (auto& thread : threads)
        thread.join();
}

} // namespace
} // namespace hurtrock::http
