// run: carries out one command line and says how it ended. What is asked for goes to standard
// output, complaints to standard error, one line each: `muster: <where>: <message>`.
#pragma once

#include <span>
#include <string>

namespace muster::cmd {

// `words` is argv without the program's name. The exit status, after sysexits: 0, 64 for a wrong
// command line, 78 for a wrong configuration, else exit_status of the Error; `exec` gives the job's
// own.
int run(std::span<const std::string> words);

}  // namespace muster::cmd
