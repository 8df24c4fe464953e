// The handlers of the native API, by file. Each runs on an io thread and answers from there or
// later (api/route.h); what it does is the summary of its route (routes.cpp).
#pragma once

#include "api/route.h"

namespace muster::api::native {

// projects.cpp
void create_project(const Services& services, Exchange exchange);
void list_projects(const Services& services, Exchange exchange);
void get_project(const Services& services, Exchange exchange);
void update_project(const Services& services, Exchange exchange);
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

// contact_test_message.cpp
void test_contact(const Services& services, Exchange exchange);

// checks.cpp
void create_check(const Services& services, Exchange exchange);
void list_checks(const Services& services, Exchange exchange);
void get_check(const Services& services, Exchange exchange);
void update_check(const Services& services, Exchange exchange);
void pause_check(const Services& services, Exchange exchange);
void resume_check(const Services& services, Exchange exchange);
void delete_check(const Services& services, Exchange exchange);

// check_history.cpp
void list_check_pings(const Services& services, Exchange exchange);
void get_check_ping_body(const Services& services, Exchange exchange);
void list_check_transitions(const Services& services, Exchange exchange);

// check_bulk.cpp
void change_checks(const Services& services, Exchange exchange);

// schedule_preview.cpp
void preview_schedule(const Services& services, Exchange exchange);

// alerts.cpp
void list_alerts(const Services& services, Exchange exchange);
void list_all_alerts(const Services& services, Exchange exchange);
void get_alert(const Services& services, Exchange exchange);
void acknowledge_alert(const Services& services, Exchange exchange);

// audit.cpp
void list_audit(const Services& services, Exchange exchange);
void set_audit_seen(const Services& services, Exchange exchange);

// events.cpp
void get_events(const Services& services, Exchange exchange);

// users.cpp
void create_user(const Services& services, Exchange exchange);
void list_users(const Services& services, Exchange exchange);
void update_user(const Services& services, Exchange exchange);
void delete_user(const Services& services, Exchange exchange);
void reset_user_password(const Services& services, Exchange exchange);

// members.cpp
void list_members(const Services& services, Exchange exchange);
void set_member(const Services& services, Exchange exchange);
void remove_member(const Services& services, Exchange exchange);

// session.cpp
void get_session(const Services& services, Exchange exchange);
void sign_in(const Services& services, Exchange exchange);
void sign_out(const Services& services, Exchange exchange);
void set_up(const Services& services, Exchange exchange);

// profile.cpp
void update_profile(const Services& services, Exchange exchange);
void change_password(const Services& services, Exchange exchange);
void list_sessions(const Services& services, Exchange exchange);
void end_session(const Services& services, Exchange exchange);
void begin_totp(const Services& services, Exchange exchange);
void confirm_totp(const Services& services, Exchange exchange);
void end_totp(const Services& services, Exchange exchange);
void list_tokens(const Services& services, Exchange exchange);
void create_token(const Services& services, Exchange exchange);
void delete_token(const Services& services, Exchange exchange);

// server.cpp
void get_server(const Services& services, Exchange exchange);
void get_openapi(const Services& services, Exchange exchange);

}  // namespace muster::api::native
