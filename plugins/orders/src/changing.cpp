#include "changing.hpp"

#include "repository.hpp"
#include "returns_repository.hpp"
#include "sending_repository.hpp"

namespace hurtrock::orders
{
namespace
{

Result<Done> ask(Transaction& tx, const Order& order, const repository::Entry& entry)
{
    return tx.raise(shop::OrderChanging{.public_id = order.public_id,
                                        .kind = std::string{entry.kind},
                                        .event = std::string{entry.event},
                                        .from = std::string{entry.from},
                                        .to = std::string{entry.to},
                                        .actor = std::string{entry.why.actor},
                                        .part = entry.number});
}

Problem impossible(const Order& order, std::string_view event, std::string_view state)
{
    return {.code = "orders.cannot_change",
            .arguments = {{"number", order.number}, {"event", event}, {"state", state}},
            .status = 409};
}

/// `store` moves the row and answers whether it was where it was thought to be.
template <class State, class Store>
Result<Done> move(Transaction& tx, const Order& order, State from, typename Machine<State>::Event event,
                  const Why& why, int number, Time now, Store store)
{
    const auto name = event_name<State>(event);
    const auto to = next(from, event);
    if (!to) return impossible(order, name, shop::name_of(from));
    const repository::Entry entry{Machine<State>::kind, name, shop::name_of(from), shop::name_of(*to), why, number};
    if (auto agreed = ask(tx, order, entry); !agreed) return agreed;
    if (!store(*to)) return impossible(order, name, shop::name_of(from));
    repository::note_change(tx, order.id, entry, now);
    return Done{};
}

} // namespace

Result<Done> change(Transaction& tx, Order& order, StageEvent event, const Why& why, Time now)
{
    return move(tx, order, order.stage, event, why, 0, now, [&](OrderStage to) {
        const bool moved = repository::set_stage(tx, order, to, why.reason, now);
        order.stage = to;
        return moved;
    });
}

Result<Done> change(Transaction& tx, Order& order, MoneyEvent event, const Why& why, Time now)
{
    return move(tx, order, order.money, event, why, 0, now, [&](MoneyState to) {
        const bool moved = repository::set_money(tx, order, to, now);
        order.money = to;
        return moved;
    });
}

Result<Done> change(Transaction& tx, Order& order, FulfilmentEvent event, const Why& why, Time now)
{
    return move(tx, order, order.fulfilment, event, why, 0, now, [&](FulfilmentState to) {
        const bool moved = repository::set_fulfilment(tx, order, to, now);
        order.fulfilment = to;
        return moved;
    });
}

Result<Done> change(Transaction& tx, const Order& order, shop::OrderParcel& parcel, ParcelEvent event, const Why& why,
                    Time now)
{
    return move(tx, order, parcel.state, event, why, parcel.number, now, [&](ParcelState to) {
        const bool moved = repository::set_parcel(tx, order.id, parcel, to, now);
        parcel.state = to;
        return moved;
    });
}

Result<Done> change(Transaction& tx, const Order& order, shop::OrderReturn& asked, ReturnEvent event, const Why& why,
                    Time now)
{
    return move(tx, order, asked.state, event, why, asked.number, now, [&](ReturnState to) {
        const bool moved = repository::set_return(tx, order.id, asked, to, why.reason, now);
        asked.state = to;
        return moved;
    });
}

Result<Done> begin(Transaction& tx, const Order& order, std::string_view kind, std::string_view event,
                   std::string_view state, int number, const Why& why, Time now)
{
    const repository::Entry entry{kind, event, "", state, why, number};
    if (auto agreed = ask(tx, order, entry); !agreed) return agreed;
    repository::note_change(tx, order.id, entry, now);
    return Done{};
}

Problem unknown_order()
{
    return {.code = "orders.unknown", .status = 404};
}

Problem refused(const char* code, const Order& order)
{
    return {.code = code,
            .arguments = {{"number", order.number}, {"state", shop::name_of(order.state())}},
            .status = 409};
}

} // namespace hurtrock::orders
