#pragma once
/// /metrics in Prometheus' text format (version 0.0.4).

#include "application.hpp"

#include "core/http/metrics.hpp"
#include "core/http/worker_pool.hpp"

namespace hurtrock::app {

struct PoolStats {
    const char* name;
    http::WorkerPool::Stats stats;
};

/// `transport` may be null while starting.
std::string metrics_page(Application& application, const std::vector<PoolStats>& pools, const http::Metrics* transport);

} // namespace hurtrock::app
