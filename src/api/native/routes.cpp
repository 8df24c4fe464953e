#include "api/native/documents.h"
#include "api/native/handlers.h"
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
    Route{patch, "/v1/projects/{project}", Right::instance, "Rename a project", rename_project,
          schema<ProjectRequest>, output_schema<ProjectDocument>},
    Route{delete_, "/v1/projects/{project}", Right::instance,
          "Delete a project with its checks, contacts, keys and members", delete_project},

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
          "List contacts, without their configuration", list_contacts, kNoBody,
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

    Route{post, "/v1/projects/{project}/checks", Right::project_write, "Create a check",
          create_check, schema<CheckRequest>, output_schema<CheckDocument>},
    Route{get, "/v1/projects/{project}/checks", Right::project_read, "List checks", list_checks,
          kNoBody, output_schema<CheckList>, nullptr, "limit after"},
    Route{get, "/v1/projects/{project}/checks/{check}", Right::project_read,
          "Show a check, by uuid or slug", get_check, kNoBody, output_schema<CheckDocument>},
    Route{patch, "/v1/projects/{project}/checks/{check}", Right::project_write, "Change a check",
          update_check, schema<CheckUpdate>, output_schema<CheckDocument>},
    Route{post, "/v1/projects/{project}/checks/{check}/pause", Right::project_write,
          "Pause a check", pause_check, kNoBody, output_schema<CheckDocument>},
    Route{post, "/v1/projects/{project}/checks/{check}/resume", Right::project_write,
          "Resume a paused check", resume_check, kNoBody, output_schema<CheckDocument>},
    Route{delete_, "/v1/projects/{project}/checks/{check}", Right::project_write, "Delete a check",
          delete_check},

    Route{get, "/v1/projects/{project}/alerts", Right::project_read, "List alerts, newest first",
          list_alerts, kNoBody, output_schema<AlertList>, nullptr, "state check limit before"},
    Route{get, "/v1/projects/{project}/alerts/{alert}", Right::project_read,
          "Show an alert: who was told what, when, and with which answer", get_alert, kNoBody,
          output_schema<AlertWithDeliveries>},

    Route{post, "/v1/users", Right::instance, "Create a user; the token is shown only here",
          create_user, schema<UserRequest>, output_schema<UserDocument>},
    Route{get, "/v1/users", Right::instance, "List users", list_users, kNoBody,
          output_schema<UserList>},
    Route{delete_, "/v1/users/{user}", Right::instance, "Delete a user, by id or name",
          delete_user},
};

}  // namespace
}  // namespace native

std::span<const Route> native_routes() { return native::kRoutes; }

}  // namespace muster::api
