// The handlers of the native API, by file. Each runs on an io thread and answers from there or
// later (api/route.h); what it does is the summary of its route (routes.cpp).
#pragma once

#include "api/route.h"

namespace muster::api::native {

// projects.cpp
void create_project(const Services& services, Exchange exchange);
void list_projects(const Services& services, Exchange exchange);
void get_project(const Services& services, Exchange exchange);
void rename_project(const Services& services, Exchange exchange);
void delete_project(const Services& services, Exchange exchange);

// keys.cpp
void create_key(const Services& services, Exchange exchange);
void list_keys(const Services& services, Exchange exchange);
void delete_key(const Services& services, Exchange exchange);

// contacts.cpp
void create_contact(const Services& services, Exchange exchange);
void list_contacts(const Services& services, Exchange exchange);
void get_contact(const Services& services, Exchange exchange);
void update_contact(const Services& services, Exchange exchange);
void enable_contact(const Services& services, Exchange exchange);
void disable_contact(const Services& services, Exchange exchange);
void delete_contact(const Services& services, Exchange exchange);

// checks.cpp
void create_check(const Services& services, Exchange exchange);
void list_checks(const Services& services, Exchange exchange);
void get_check(const Services& services, Exchange exchange);
void update_check(const Services& services, Exchange exchange);
void pause_check(const Services& services, Exchange exchange);
void resume_check(const Services& services, Exchange exchange);
void delete_check(const Services& services, Exchange exchange);

// alerts.cpp
void list_alerts(const Services& services, Exchange exchange);
void get_alert(const Services& services, Exchange exchange);

// users.cpp
void create_user(const Services& services, Exchange exchange);
void list_users(const Services& services, Exchange exchange);
void delete_user(const Services& services, Exchange exchange);

// server.cpp
void get_server(const Services& services, Exchange exchange);
void get_openapi(const Services& services, Exchange exchange);

}  // namespace muster::api::native
