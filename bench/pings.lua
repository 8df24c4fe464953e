-- wrk: pings a random check per request. BENCH_UUIDS names a file with one UUID per line. The
-- requests are made once, before the clock runs, so that picking one is all that each costs.

local requests = {}
local count = 0

function init(args)
  math.randomseed(os.time())
  for uuid in io.lines(os.getenv("BENCH_UUIDS")) do
    count = count + 1
    requests[count] = wrk.format("GET", "/ping/" .. uuid)
  end
end

function request()
  return requests[math.random(count)]
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    'RESULT {"requests": %d, "seconds": %.6f, "p50_us": %d, "p99_us": %d, "slowest_us": %d, ' ..
    '"connect_errors": %d, "read_errors": %d, "write_errors": %d, "timeouts": %d, ' ..
    '"status_errors": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50), latency:percentile(99),
    latency.max, errors.connect, errors.read, errors.write, errors.timeout, errors.status))
end
