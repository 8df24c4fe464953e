// The notice of a test message: a check that does not exist has gone down or come up again, so that
// people see what a real message will look like. Marked as a test; goes to a Sender directly and
// touches no alert, no delivery and no check. Pure; any thread.
#pragma once

#include "base/time.h"
#include "core/alert.h"
#include "core/project.h"
#include "engine/ports/sender.h"

#include <string>

namespace muster::engine {

// The ids are made from `now` and the project: another moment gives others, so that a receiver
// which drops repetitions shows every test.
Notice sample_notice(core::Channel channel, core::Direction direction, std::string project_name,
                     core::ProjectId project_id, Time now);

}  // namespace muster::engine
