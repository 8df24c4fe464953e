#include "api/native/audit_documents.h"
#include "api/native/documents.h"
#include "api/native/handlers.h"
#include "api/native/people_documents.h"
#include "api/route.h"
#include "base/codec.h"

#include <array>

namespace muster::api {
namespace native {
namespace {

using enum net::Method;

// An answer without a body.
constexpr SchemaFn kNoBody = nullptr;

constexpr std::array kRoutes{
    Route{get, "/v1/openapi.json", Right::anyone, "This document", get_openapi},
    Route{get, "/v1/server", Right::authenticated,
          "Version, last blackout and, for administrators, counts", get_server, kNoBody,
          output_schema<ServerDocument>},

    Route{post, "/v1/projects", Right::instance, "Create a project; its keys are shown only here",
          create_project, schema<ProjectRequest>, output_schema<NewProjectDocument>},
    Route{get, "/v1/projects", Right::authenticated, "List the projects that the caller may see",
          list_projects, kNoBody, output_schema<ProjectList>, nullptr, "limit after"},
    Route{get, "/v1/projects/{project}", Right::project_read, "Show a project, by uuid or name",
          get_project, kNoBody, output_schema<ProjectDocument>},
    Route{patch, "/v1/projects/{project}", Right::instance,
          "Rename, enable or disable a project; disabling pauses all its checks", update_project,
          schema<ProjectUpdate>, output_schema<ProjectDocument>},
    Route{delete_, "/v1/projects/{project}", Right::instance,
          "Delete a project with its checks, contacts, keys and memberships", delete_project},

    Route{get, "/v1/projects/{project}/members", Right::project_read, "List members", list_members,
          kNoBody, output_schema<MemberList>},
    Route{put, "/v1/projects/{project}/members/{user}", Right::instance,
          "Make a user a member, or change what they may do", set_member, schema<MemberRequest>,
          output_schema<MemberDocument>},
    Route{delete_, "/v1/projects/{project}/members/{user}", Right::instance, "Remove a member",
          remove_member},

    Route{post, "/v1/projects/{project}/keys", Right::project_write,
          "Create an API key; it is shown only here", create_key, schema<KeyRequest>,
          output_schema<KeyDocument>},
    Route{get, "/v1/projects/{project}/keys", Right::project_write,
          "List API keys, without the keys", list_keys, kNoBody, output_schema<KeyList>},
    Route{delete_, "/v1/projects/{project}/keys/{key}", Right::project_write, "Delete an API key",
          delete_key},

    Route{post, "/v1/projects/{project}/contacts", Right::project_write, "Create a contact",
          create_contact, schema<ContactRequest>, output_schema<ContactDocument>},
    Route{get, "/v1/projects/{project}/contacts", Right::project_read,
          "List contacts, without their secrets", list_contacts, kNoBody,
          output_schema<ContactList>},
    Route{get, "/v1/projects/{project}/contacts/{contact}", Right::project_read,
          "Show a contact, by id or name", get_contact, kNoBody, output_schema<ContactDocument>},
    Route{patch, "/v1/projects/{project}/contacts/{contact}", Right::project_write,
          "Rename or reconfigure a contact", update_contact, schema<ContactUpdate>,
          output_schema<ContactDocument>},
    Route{post, "/v1/projects/{project}/contacts/{contact}/enable", Right::project_write,
          "Enable a contact", enable_contact, kNoBody, output_schema<ContactDocument>},
    Route{post, "/v1/projects/{project}/contacts/{contact}/disable", Right::project_write,
          "Disable a contact; notices that wait for it are dropped", disable_contact, kNoBody,
          output_schema<ContactDocument>},
    Route{delete_, "/v1/projects/{project}/contacts/{contact}", Right::project_write,
          "Delete a contact; notices that wait for it are dropped", delete_contact},
    Route{post, "/v1/projects/{project}/contacts/{contact}/test", Right::project_write,
          "Send a test message and wait for the far side's answer", test_contact,
          schema<ContactTest>, output_schema<ContactTestAnswer>},

    Route{post, "/v1/projects/{project}/checks", Right::project_write, "Create a check",
          create_check, schema<CheckRequest>, output_schema<CheckDocument>},
    Route{get, "/v1/projects/{project}/checks", Right::project_read, "List checks", list_checks,
          kNoBody, output_schema<CheckList>, nullptr, "limit after bars"},
    Route{get, "/v1/projects/{project}/checks/{check}", Right::project_read,
          "Show a check, by id, uuid or slug", get_check, kNoBody, output_schema<CheckDocument>,
          nullptr, "bars"},
    Route{patch, "/v1/projects/{project}/checks/{check}", Right::project_write, "Change a check",
          update_check, schema<CheckUpdate>, output_schema<CheckDocument>},
    Route{post, "/v1/projects/{project}/checks/{check}/pause", Right::project_write,
          "Pause a check", pause_check, kNoBody, output_schema<CheckDocument>},
    Route{post, "/v1/projects/{project}/checks/{check}/resume", Right::project_write,
          "Resume a paused check", resume_check, kNoBody, output_schema<CheckDocument>},
    Route{delete_, "/v1/projects/{project}/checks/{check}", Right::project_write, "Delete a check",
          delete_check},
    Route{post, "/v1/projects/{project}/checks/bulk", Right::project_write,
          "Pause, resume, delete or tag many checks: all of them or none", change_checks,
          schema<BulkRequest>, output_schema<BulkAnswer>},
    Route{get, "/v1/projects/{project}/checks/{check}/pings", Right::project_read,
          "List a check's pings, newest first", list_check_pings, kNoBody, output_schema<PingList>,
          nullptr, "limit before"},
    Route{get, "/v1/projects/{project}/checks/{check}/pings/{n}/body", Right::project_read,
          "Show what a ping brought along, as text", get_check_ping_body},
    Route{get, "/v1/projects/{project}/checks/{check}/transitions", Right::project_read,
          "List a check's changes of status, newest first", list_check_transitions, kNoBody,
          output_schema<TransitionList>, nullptr, "from to"},
    Route{post, "/v1/schedule/preview", Right::authenticated,
          "Work out the next times of a schedule, and what daylight saving does to them",
          preview_schedule, schema<PreviewRequest>, output_schema<PreviewAnswer>},

    Route{get, "/v1/projects/{project}/alerts", Right::project_read, "List alerts, newest first",
          list_alerts, kNoBody, output_schema<AlertList>, nullptr, "state check limit before"},
    Route{get, "/v1/projects/{project}/alerts/{alert}", Right::project_read,
          "Show an alert: who was told what, when, and with which answer", get_alert, kNoBody,
          output_schema<AlertWithDeliveries>},
    Route{post, "/v1/projects/{project}/alerts/{alert}/acknowledge", Right::project_write,
          "Say that somebody knows of an open alert", acknowledge_alert, schema<AcknowledgeRequest>,
          output_schema<AlertDocument>},
    Route{get, "/v1/alerts", Right::authenticated,
          "List the alerts of every project that the caller may see, newest first", list_all_alerts,
          kNoBody, output_schema<AlertList>, nullptr, "state limit before"},

    Route{get, "/v1/audit", Right::authenticated, "Who did what, newest first", list_audit, kNoBody,
          output_schema<AuditList>, nullptr, "project user action outcome from to before limit"},
    Route{post, "/v1/audit/seen", Right::signed_in, "Say up to which audit event one has seen them",
          set_audit_seen, schema<SeenRequest>, output_schema<SeenAnswer>},

    Route{get, "/v1/events", Right::authenticated,
          "Live updates as server-sent events; resumed by Last-Event-ID", get_events},

    Route{get, "/v1/session", Right::anyone, "Who is signed in, and what they may see", get_session,
          kNoBody, output_schema<SessionDocument>},
    Route{post, "/v1/session", Right::anyone, "Sign in: sets the session cookie", sign_in,
          schema<SignInRequest>, output_schema<SessionDocument>},
    Route{delete_, "/v1/session", Right::signed_in,
          "Sign out; with all=true from every session of the user", sign_out, kNoBody, kNoBody,
          nullptr, "all"},
    Route{post, "/v1/setup", Right::anyone,
          "Make the first user, with the token of the set-up link, and sign in", set_up,
          schema<SetupRequest>, output_schema<SessionDocument>},

    Route{patch, "/v1/profile", Right::signed_in, "Change what the server knows about oneself",
          update_profile, schema<ProfileUpdate>, output_schema<Profile>},
    Route{post, "/v1/profile/password", Right::signed_in,
          "Change one's password; all other sessions end", change_password, schema<PasswordChange>},
    Route{get, "/v1/profile/sessions", Right::signed_in, "List one's sessions", list_sessions,
          kNoBody, output_schema<SessionList>},
    Route{delete_, "/v1/profile/sessions/{session}", Right::signed_in, "End one of one's sessions",
          end_session},
    Route{post, "/v1/profile/totp", Right::signed_in,
          "Make a secret for an authenticator; it is shown only here", begin_totp,
          schema<PasswordProof>, output_schema<TotpSecret>},
    Route{put, "/v1/profile/totp", Right::signed_in,
          "Show a code of that authenticator, and turn codes on", confirm_totp, schema<TotpCode>,
          output_schema<Profile>},
    Route{post, "/v1/profile/totp/off", Right::signed_in, "Turn codes off", end_totp,
          schema<PasswordProof>, output_schema<Profile>},
    Route{get, "/v1/profile/tokens", Right::signed_in, "List one's API tokens, without the tokens",
          list_tokens, kNoBody, output_schema<TokenList>},
    Route{post, "/v1/profile/tokens", Right::signed_in,
          "Create an API token; it is shown only here", create_token, schema<TokenRequest>,
          output_schema<TokenDocument>},
    Route{delete_, "/v1/profile/tokens/{token}", Right::signed_in, "Delete an API token",
          delete_token},

    Route{post, "/v1/users", Right::instance,
          "Create a user; a token or generated password is shown only here", create_user,
          schema<UserRequest>, output_schema<UserDocument>},
    Route{get, "/v1/users", Right::instance, "List users", list_users, kNoBody,
          output_schema<UserList>},
    Route{patch, "/v1/users/{user}", Right::instance,
          "Change a user; disabling ends all their sessions", update_user, schema<UserUpdate>,
          output_schema<UserDocument>},
    Route{delete_, "/v1/users/{user}", Right::instance, "Delete a user, by id or name",
          delete_user},
    Route{post, "/v1/users/{user}/password", Right::instance,
          "Give a user a generated password, shown only here; all their sessions end",
          reset_user_password, kNoBody, output_schema<UserDocument>},
};

}  // namespace
}  // namespace native

std::span<const Route> native_routes() { return native::kRoutes; }

}  // namespace muster::api
