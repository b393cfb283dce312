#pragma once
/// What a Browser remembers, and the shop it visits.

#include "core/web/web_app.hpp"

#include <hurtrock/testing/browser.hpp>

#include <map>

namespace hurtrock::kit {

struct Browser::Memory {
    web::WebApp& web;
    const web::WebServices& services;
    std::map<std::string, std::string> cookies{};
    Fields headers{};
    std::string address{"203.0.113.7"};
};

} // namespace hurtrock::kit
