#include "api/healthchecks/cors_reply.h"
#include "api/healthchecks/handlers.h"
#include "api/healthchecks/schemas.h"
#include "api/route.h"

#include <array>
#include <deque>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace muster::api {
namespace healthchecks {
namespace {

using net::Method;

// Collections are served with and without a slash at the end, both directly: clients send either,
// and a redirect would turn their POST into a GET (§2.4, §2.11).
enum class Spelling { exact, collection };

// One call, in all versions of the API.
struct Row {
  Method verb;
  std::string_view path;  // after /api/v…
  Spelling spelling;
  Right right;
  std::string_view summary;
  std::array<HandlerFn, 3> by_version;
  SchemaFn request = nullptr;
  SchemaFn response = nullptr;
  std::string_view query = {};
};

template <CallFn function, Verbs verbs>
constexpr std::array<HandlerFn, 3> kVersions = {
    enter<function, verbs, 1>, enter<function, verbs, 2>, enter<function, verbs, 3>};

constexpr auto kOne = Verbs::get_post_and_delete;
constexpr auto kBoth = Verbs::get_and_post;
constexpr auto kRead = Right::project_read;
constexpr auto kWrite = Right::project_write;

constexpr auto kRows = std::to_array<Row>({
    {Method::get, "/checks", Spelling::collection, kRead, "Lists the project's checks",
     kVersions<list_checks, kBoth>, nullptr, check_list_schema, "slug tag"},
    {Method::post, "/checks", Spelling::collection, kWrite, "Makes a check",
     kVersions<create_check, kBoth>, new_check_schema, check_schema},
    {Method::get, "/checks/{check}", Spelling::exact, kRead, "Shows a check",
     kVersions<get_check, kOne>, nullptr, check_schema},
    {Method::post, "/checks/{check}", Spelling::exact, kWrite, "Changes a check",
     kVersions<update_check, kOne>, check_change_schema, check_schema},
    {Method::delete_, "/checks/{check}", Spelling::exact, kWrite, "Deletes a check",
     kVersions<delete_check, kOne>, nullptr, check_schema},
    {Method::post, "/checks/{check}/pause", Spelling::exact, kWrite, "Pauses a check",
     kVersions<pause_check, Verbs::post>, nullptr, check_schema},
    {Method::post, "/checks/{check}/resume", Spelling::exact, kWrite, "Resumes a paused check",
     kVersions<resume_check, Verbs::post>, nullptr, check_schema},
    {Method::get, "/checks/{check}/pings", Spelling::collection, kWrite,
     "Lists a check's latest pings", kVersions<list_pings, kBoth>, nullptr, ping_list_schema},
    {Method::post, "/checks/{check}/pings", Spelling::collection, kWrite,
     "Lists a check's latest pings, for clients that POST", kVersions<list_pings, kBoth>, nullptr,
     ping_list_schema},
    {Method::get, "/checks/{check}/pings/{number}/body", Spelling::exact, kWrite,
     "Gives the body of a ping, byte for byte", kVersions<get_ping_body, Verbs::get>},
    {Method::get, "/checks/{check}/flips", Spelling::collection, kRead,
     "Lists a check's changes of status", kVersions<list_flips, kBoth>, nullptr, flip_list_schema,
     "start end seconds"},
    {Method::post, "/checks/{check}/flips", Spelling::collection, kRead,
     "Lists a check's changes of status, for clients that POST", kVersions<list_flips, kBoth>,
     nullptr, flip_list_schema, "start end seconds"},
    {Method::get, "/channels", Spelling::collection, kWrite, "Lists the project's channels",
     kVersions<list_channels, Verbs::get>, nullptr, channel_list_schema},
    {Method::get, "/badges", Spelling::collection, kRead, "Lists the URLs of the tags' badges",
     kVersions<list_badges, Verbs::get>, nullptr, badge_list_schema},
    {Method::get, "/status", Spelling::collection, Right::anyone,
     "Tells whether the database answers", kVersions<get_status, Verbs::get>},
    {Method::get, "/metrics", Spelling::collection, Right::metrics, "Gives counters of the site",
     kVersions<get_site_metrics, Verbs::get>},
    {Method::post, "/notifications/{delivery}/status", Spelling::exact, Right::anyone,
     "Takes a carrier's report on a delivery", kVersions<take_delivery_report, Verbs::post>},
    {Method::post, "/bounces", Spelling::collection, Right::anyone, "Takes a mail that came back",
     kVersions<take_bounce, Verbs::post>},
});

constexpr Manners kApiManners{
    .head = Manners::Head::refuse, .other_verb = answer_other_verb, .security = "apiKey"};
constexpr Manners kPublicManners{
    .head = Manners::Head::as_get, .other_verb = answer_other_verb, .security = ""};
constexpr Manners kScraperManners{
    .head = Manners::Head::as_get, .other_verb = answer_other_verb, .security = "bearer"};

Route public_route(std::string_view path, std::string_view summary, HandlerFn handle) {
  return {.verb = Method::get,
          .path = path,
          .right = Right::anyone,
          .summary = summary,
          .handle = handle,
          .manners = &kPublicManners};
}

Route scraper_route(std::string_view path) {
  return {.verb = Method::get,
          .path = path,
          .right = Right::project_read,
          .summary = "Gives the project's checks in the Prometheus text format",
          .handle = enter<get_prometheus, Verbs::get, 3>,
          .manners = &kScraperManners};
}

// The table and the paths that its rows point to.
class Table {
 public:
  Table() {
    for (int version = 1; version <= 3; ++version) {
      for (const Row& row : kRows) {
        add(row, version, "");
        if (row.spelling == Spelling::collection) add(row, version, "/");
      }
    }
    constexpr HandlerFn kTagBadge = enter<get_tag_badge, Verbs::get, 3>;
    routes_.push_back(public_route("/badge/{badge_key}/{signature}/{file}",
                                   "The badge of a tag: svg, json or shields", kTagBadge));
    routes_.push_back(public_route("/badge/{badge_key}/{file}",
                                   "The badge of all checks: svg, json or shields", kTagBadge));
    routes_.push_back(public_route("/b/{states}/{file}",
                                   "The badge of a check: svg, json or shields",
                                   enter<get_check_badge, Verbs::get, 3>));
    for (const std::string_view path :
         {"/projects/{project}/metrics/{key}", "/projects/{project}/checks/metrics/{key}",
          "/projects/{project}/metrics", "/projects/{project}/metrics/",
          "/projects/{project}/checks/metrics", "/projects/{project}/checks/metrics/"}) {
      routes_.push_back(scraper_route(path));
    }
  }

  std::span<const Route> routes() const { return routes_; }

 private:
  void add(const Row& row, int version, std::string_view ending) {
    paths_.push_back(fmt::format("/api/v{}{}{}", version, row.path, ending));
    routes_.push_back({.verb = row.verb,
                       .path = paths_.back(),
                       .right = row.right,
                       .summary = row.summary,
                       .handle = row.by_version.at(static_cast<std::size_t>(version - 1)),
                       .request_schema = row.request,
                       .response_schema = row.response,
                       .manners = &kApiManners,
                       .query = row.query});
  }

  std::deque<std::string> paths_;
  std::vector<Route> routes_;
};

}  // namespace
}  // namespace healthchecks

std::span<const Route> healthchecks_routes() {
  static const healthchecks::Table kTable;
  return kTable.routes();
}

}  // namespace muster::api
