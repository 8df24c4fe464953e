// The owner of an open file, under the name that it has in this module.
#pragma once

#include "base/file_descriptor.h"

namespace muster::net {

using muster::FileDescriptor;

}  // namespace muster::net
