// The bodies of the calls about the audit log, as documents.h has those of everything else.
#pragma once

#include "base/time.h"
#include "core/audit.h"
#include "core/project.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace muster::core {
BOOST_DESCRIBE_ENUM(AuditOutcome, done, refused, failed)
}  // namespace muster::core

namespace muster::api::native {

struct AuditDocument {
  std::int64_t id = 0;  // rises with every event
  Time at;
  std::string user;                    // who, as they were called then
  std::optional<std::string> user_id;  // of a person
  std::string address;
  std::string action;
  std::string object_kind;
  std::string object_id;
  std::string object_name;
  std::optional<core::ProjectId> project;  // while it exists
  std::optional<std::string> project_name;
  core::AuditOutcome outcome = core::AuditOutcome::done;
  std::string detail;
  bool unseen = false;  // by the caller
};
BOOST_DESCRIBE_STRUCT(AuditDocument, (),
                      (id, at, user, user_id, address, action, object_kind, object_id, object_name,
                       project, project_name, outcome, detail, unseen))

struct AuditList {
  std::vector<AuditDocument> events;  // newest first
  std::optional<std::int64_t> next;   // the value of ?before= for the next page
};
BOOST_DESCRIBE_STRUCT(AuditList, (), (events, next))

struct SeenRequest {
  std::int64_t up_to = 0;  // an event's id
};
BOOST_DESCRIBE_STRUCT(SeenRequest, (), (up_to))

struct SeenAnswer {
  std::int64_t unread = 0;
};
BOOST_DESCRIBE_STRUCT(SeenAnswer, (), (unread))

}  // namespace muster::api::native
