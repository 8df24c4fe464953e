// Everyday co_await expressions, each with non-trivial temporaries in the same full expression.
// g++ 12.2 compiles several of them into double frees without a warning; a compiler that is to
// build Muster has to pass all of them, under ASan and UBSan too.
#include "base/result.h"
#include "coroutines/tracked.h"

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>

namespace muster::coroutines {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;

struct Pair {
  Tracked first;
  Tracked second;
};
struct Nested {
  int before = 0;
  Pair pair;
  std::string after;
};

// Suspends for real: the value comes back through the io_context.
awaitable<int> later(int value) {
  co_await asio::post(co_await asio::this_coro::executor, use_awaitable);
  co_return value;
}
awaitable<Tracked> make(Tally* tally, int number) {
  co_return Tracked(tally, co_await later(number));
}
awaitable<Pair> make_pair(Tally* tally, int a, int b) {
  co_return Pair(co_await make(tally, a), co_await make(tally, b));
}
awaitable<int> number_of(Tracked value) { co_return co_await later(0) + value.number(); }
awaitable<int> sum(Pair pair) {
  co_return co_await later(0) + pair.first.number() + pair.second.number();
}
awaitable<int> sum_nested(Nested nested) { co_return nested.before + co_await sum(nested.pair); }
awaitable<int> sum_all(std::vector<Tracked> values) {
  int total = co_await later(0);
  for (const Tracked& value : values) total += value.number();
  co_return total;
}
template <class Fn>
awaitable<int> call(Fn fn) {
  co_return co_await later(0) + fn();
}
awaitable<int> call_function(std::function<int()> fn) { co_return co_await later(0) + fn(); }
awaitable<int> call_once(std::move_only_function<int()> fn) { co_return co_await later(0) + fn(); }
awaitable<int> take_owner(std::unique_ptr<Tracked> value) {
  co_return co_await later(0) + value->number();
}
awaitable<int> read(std::shared_ptr<const Tracked> value) {
  co_return co_await later(0) + value->number();
}
awaitable<int> refuse(Tracked value) {
  co_await later(0);
  throw std::runtime_error(std::to_string(value.number()));
}
awaitable<Result<Tracked>> checked(Tally* tally, int number) {
  co_await later(0);
  if (number < 0) co_return fail(Code::invalid, std::string(80, 'e'));
  co_return Tracked(tally, number);
}

awaitable<int> aggregate_argument(Tally* t) {
  co_return co_await sum(Pair{Tracked(t), Tracked(t)});
}
awaitable<int> designated_initialisers(Tally* t) {
  co_return co_await sum(Pair{.first = Tracked(t), .second = Tracked(t)});
}
awaitable<int> awaited_member_of_aggregate(Tally* t) {
  Pair pair{co_await make(t, 1), Tracked(t)};
  co_return pair.first.number() + pair.second.number();
}
awaitable<int> nested_aggregate(Tally* t) {
  co_return co_await sum_nested(Nested{0, {Tracked(t), Tracked(t)}, std::string(40, 'a')});
}
awaitable<int> array_of_aggregates(Tally* t) {
  const std::array<Pair, 2> pairs{Pair{co_await make(t, 1), Tracked(t, 0)},
                                  Pair{Tracked(t, 0), co_await make(t, 1)}};
  co_return pairs[0].first.number() + pairs[1].second.number();
}
awaitable<int> member_of_awaited_temporary(Tally* t) {
  co_return (co_await make_pair(t, 2, 5)).first.number();
}
awaitable<int> capturing_lambda(Tally* t) {
  co_return co_await call([value = Tracked(t, 2)] { return value.number(); });
}
awaitable<int> capturing_lambda_as_function(Tally* t) {
  co_return co_await call_function([value = Tracked(t, 2)] { return value.number(); });
}
awaitable<int> capturing_lambda_moved_once(Tally* t) {
  co_return co_await call_once(
      [value = std::make_unique<Tracked>(t, 2)] { return value->number(); });
}
awaitable<int> spawned_lambda(Tally* t) {
  const auto executor = co_await asio::this_coro::executor;
  co_return co_await asio::co_spawn(
      executor,
      [value = Tracked(t, 2)]() -> awaitable<int> { co_return co_await number_of(value); },
      use_awaitable);
}
awaitable<int> lambda_called_at_once(Tally* t) {
  co_return co_await [value = Tracked(t, 2)]() -> awaitable<int> {
    co_return co_await later(0) + value.number();
  }();
}
awaitable<int> initiated_operation(Tally* t) {
  const auto executor = co_await asio::this_coro::executor;
  auto shared = std::make_shared<Tracked>(t, 2);
  co_return co_await asio::async_initiate<decltype(use_awaitable), void(int)>(
      [shared, executor](auto handler) {
        asio::post(executor, [shared, handler = std::move(handler)]() mutable {
          std::move(handler)(shared->number());
        });
      },
      use_awaitable);
}
awaitable<int> list_argument(Tally* t) {
  co_return co_await sum_all(std::vector{Tracked(t), Tracked(t)});
}
awaitable<int> statement_expression(Tally* t) {
  const Result<Tracked> result = co_await checked(t, 2);
  const int inside = __extension__({
    Result<Tracked> inner = co_await checked(t, 1);
    inner ? inner->number() : -1;
  });
  co_return result->number() * inside;
}
awaitable<int> refused_result(Tally* t) {
  const Result<Tracked> result = co_await checked(t, -1);
  co_return result ? -1 : static_cast<int>(result.error().message.size()) / 40;
}
awaitable<int> class_temporary(Tally* t) { co_return co_await number_of(Tracked(t, 2)); }
awaitable<int> bound_reference(Tally* t) {
  const Tracked& value = co_await make(t, 2);
  co_return co_await later(0) + value.number();
}
awaitable<int> conditional_operator(Tally* t) {
  const bool first = co_await later(1) == 1;
  co_return (first ? co_await make(t, 2) : co_await make(t, 3)).number();
}
awaitable<int> short_circuit(Tally* t) {
  const bool never = (co_await make(t, 0)).number() == 1 && (co_await make(t, 1)).number() == 1;
  const bool always = (co_await make(t, 1)).number() == 1 || (co_await make(t, 0)).number() == 1;
  co_return !never && always ? 2 : 0;
}
awaitable<int> if_condition(Tally* t) {
  if ((co_await make(t, 1)).number() == 1) co_return 2;
  co_return 0;
}
awaitable<int> if_initialiser(Tally* t) {
  if (const Tracked value = co_await make(t, 2); value.number() > 1) co_return value.number();
  co_return 0;
}
awaitable<int> while_condition(Tally* t) {
  int rounds = 0;
  while ((co_await make(t, rounds)).number() < 2) ++rounds;
  co_return rounds;
}
awaitable<int> switch_condition(Tally* t) {
  switch ((co_await make(t, 7)).number()) {
    case 7:
      co_return 2;
    default:
      co_return 0;
  }
}
awaitable<int> structured_binding(Tally* t) {
  const auto [first, second] = co_await make_pair(t, 1, 1);
  co_return first.number() + second.number();
}
awaitable<int> caught_exception(Tally* t) {
  int caught = 0;
  try {
    co_await refuse(Tracked(t, 2));
  } catch (const std::runtime_error& error) {
    caught = std::stoi(error.what());
  }
  co_return caught + co_await later(0);
}
awaitable<int> exception_past_temporaries(Tally* t) {
  try {
    const Pair pair{Tracked(t), Tracked(t, co_await refuse(Tracked(t)))};
    co_return pair.first.number();
  } catch (const std::runtime_error&) {
  }
  co_return 2;
}
awaitable<int> range_of_awaited(Tally* t) {
  const auto values = [](Tally* tally) -> awaitable<std::vector<Tracked>> {
    std::vector<Tracked> made;
    made.push_back(co_await make(tally, 1));
    made.push_back(co_await make(tally, 1));
    co_return made;
  };
  int total = 0;
  for (const Tracked& value : co_await values(t)) total += co_await number_of(value);
  co_return total;
}
awaitable<int> unique_owner(Tally* t) {
  co_return co_await take_owner(std::make_unique<Tracked>(t, 2));
}
awaitable<int> shared_owner(Tally* t) {
  co_return co_await read(std::make_shared<const Tracked>(t, 2));
}
awaitable<int> either_of_two(Tally* t) {
  using asio::experimental::awaitable_operators::operator||;
  asio::steady_timer never(co_await asio::this_coro::executor);
  never.expires_at(asio::steady_timer::time_point::max());
  const auto result = co_await (number_of(Tracked(t, 2)) || never.async_wait(use_awaitable));
  co_return std::get<0>(result);
}
awaitable<int> both_of_two(Tally* t) {
  using asio::experimental::awaitable_operators::operator&&;
  const auto [first, second] =
      co_await (number_of(Tracked(t)) && sum(Pair{Tracked(t), Tracked(t, 0)}));
  co_return first + second;
}
awaitable<int> channel(Tally* t) {
  using Values =
      asio::experimental::channel<void(boost::system::error_code, std::optional<Tracked>)>;
  Values values(co_await asio::this_coro::executor, 1);
  co_await values.async_send(boost::system::error_code{}, Tracked(t, 2), use_awaitable);
  co_return (co_await values.async_receive(use_awaitable))->number();
}
awaitable<int> named_and_moved(Tally* t) {
  Pair pair{Tracked(t), Tracked(t)};
  co_return co_await sum(std::move(pair));
}
awaitable<int> optional_value(Tally* t) {
  const std::optional<Tracked> value(co_await make(t, 2));
  co_return value.value_or(Tracked(t, 0)).number();
}
awaitable<int> text_of_two(Tally* t) {
  const std::string text = std::string(40, 'a') + std::to_string((co_await make(t, 1)).number()) +
                           std::string(40, 'b') + std::to_string((co_await make(t, 1)).number());
  co_return static_cast<int>(text.size()) - 80;
}
awaitable<int> await_in_argument_of_await(Tally* t) {
  co_return co_await number_of(Tracked(t, co_await number_of(co_await make(t, 2))));
}
awaitable<int> tuple_of_awaited(Tally* t) {
  const auto both = std::make_tuple(co_await make(t, 1), co_await make(t, 1), Tracked(t));
  co_return std::get<0>(both).number() + std::get<1>(both).number();
}
awaitable<int> awaited_map_value(Tally* t) {
  std::map<std::string, Tracked> values;
  values.emplace(std::string(40, 'k'), co_await make(t, 2));
  values.insert_or_assign(std::string(40, 'l'), co_await make(t, 3));
  co_return values.begin()->second.number();
}

struct Pattern {
  const char* name;
  awaitable<int> (*run)(Tally*);
};
constexpr Pattern kPatterns[] = {
    {"AggregateArgument", aggregate_argument},
    {"DesignatedInitialisers", designated_initialisers},
    {"AwaitedMemberOfAggregate", awaited_member_of_aggregate},
    {"NestedAggregate", nested_aggregate},
    {"ArrayOfAggregates", array_of_aggregates},
    {"MemberOfAwaitedTemporary", member_of_awaited_temporary},
    {"CapturingLambda", capturing_lambda},
    {"CapturingLambdaAsFunction", capturing_lambda_as_function},
    {"CapturingLambdaMovedOnce", capturing_lambda_moved_once},
    {"SpawnedLambda", spawned_lambda},
    {"LambdaCalledAtOnce", lambda_called_at_once},
    {"InitiatedOperation", initiated_operation},
    {"ListArgument", list_argument},
    {"StatementExpression", statement_expression},
    {"RefusedResult", refused_result},
    {"ClassTemporary", class_temporary},
    {"BoundReference", bound_reference},
    {"ConditionalOperator", conditional_operator},
    {"ShortCircuit", short_circuit},
    {"IfCondition", if_condition},
    {"IfInitialiser", if_initialiser},
    {"WhileCondition", while_condition},
    {"SwitchCondition", switch_condition},
    {"StructuredBinding", structured_binding},
    {"CaughtException", caught_exception},
    {"ExceptionPastTemporaries", exception_past_temporaries},
    {"RangeOfAwaited", range_of_awaited},
    {"UniqueOwner", unique_owner},
    {"SharedOwner", shared_owner},
    {"EitherOfTwo", either_of_two},
    {"BothOfTwo", both_of_two},
    {"Channel", channel},
    {"NamedAndMoved", named_and_moved},
    {"OptionalValue", optional_value},
    {"TextOfTwo", text_of_two},
    {"AwaitInArgumentOfAwait", await_in_argument_of_await},
    {"TupleOfAwaited", tuple_of_awaited},
    {"AwaitedMapValue", awaited_map_value},
};

class Coroutines : public testing::TestWithParam<Pattern> {};

TEST_P(Coroutines, YieldsTwoAndDestroysEachValueOnce) {
  Tally tally;
  std::optional<int> yielded;
  asio::io_context context;
  asio::co_spawn(context, GetParam().run(&tally), [&](const std::exception_ptr& error, int value) {
    if (!error) yielded = value;
  });
  context.run();
  EXPECT_EQ(yielded, 2);
  EXPECT_EQ(tally.faults(), 0);
  EXPECT_EQ(tally.alive(), 0u);
}

TEST_P(Coroutines, AbandonedInTheMiddleDestroysEachValueOnce) {
  for (int steps = 0; steps < 8; ++steps) {
    Tally tally;
    {
      asio::io_context context;
      asio::co_spawn(context, GetParam().run(&tally), asio::detached);
      for (int step = 0; step < steps; ++step) context.run_one();
    }
    EXPECT_EQ(tally.faults(), 0) << "after " << steps << " steps";
    EXPECT_EQ(tally.alive(), 0u) << "after " << steps << " steps";
  }
}

INSTANTIATE_TEST_SUITE_P(All, Coroutines, testing::ValuesIn(kPatterns),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace muster::coroutines
