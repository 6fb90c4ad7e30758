-- wrk ... -- <file> <start>: each line of the file is one header, "Name: value". The requests are sent in that order,
-- over and over, from the one after <start>.
local requests, at = {}, 0

function init(args)
  for line in io.lines(args[1]) do
    local name, value = line:match("^([^:]+): (.*)$")
    requests[#requests + 1] = wrk.format("GET", "/authorize", { [name] = value })
  end
  at = tonumber(args[2])
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format('\n{"requests":%d,"seconds":%f,"failed":%d,"p99":%f}\n',
    summary.requests, summary.duration / 1e6, failed, latency:percentile(99) / 1e3))
end
