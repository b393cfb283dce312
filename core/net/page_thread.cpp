#include "page_thread.hpp"

namespace hurtrock::net {
namespace {

thread_local bool marked = false;

} // namespace

PageThread::PageThread() noexcept : outer_{marked} { marked = true; }
PageThread::~PageThread() { marked = outer_; }
bool PageThread::here() noexcept { return marked; }

} // namespace hurtrock::net
