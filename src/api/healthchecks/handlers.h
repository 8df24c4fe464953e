// The calls of the Healthchecks API, one function each, by the file that has them. They run on io
// threads and never block. The table that gives them their paths is routes.cpp.
#pragma once

#include "api/healthchecks/call.h"

namespace muster::api::healthchecks {

// checks.cpp
void list_checks(const Services& services, Call call);
void get_check(const Services& services, Call call);  // by UUID or unique key
void update_check(const Services& services, Call call);
void delete_check(const Services& services, Call call);
void pause_check(const Services& services, Call call);
void resume_check(const Services& services, Call call);

// creation.cpp
void create_check(const Services& services, Call call);

// history.cpp
void list_pings(const Services& services, Call call);
void get_ping_body(const Services& services, Call call);
void list_flips(const Services& services, Call call);  // by UUID or unique key

// project.cpp
void list_channels(const Services& services, Call call);
void list_badges(const Services& services, Call call);

// badges.cpp
void get_tag_badge(const Services& services, Call call);  // and that of all checks
void get_check_badge(const Services& services, Call call);

// prometheus.cpp
void get_prometheus(const Services& services, Call call);

// site.cpp
void get_status(const Services& services, Call call);
void get_site_metrics(const Services& services, Call call);
void take_delivery_report(const Services& services, Call call);
void take_bounce(const Services& services, Call call);

}  // namespace muster::api::healthchecks
