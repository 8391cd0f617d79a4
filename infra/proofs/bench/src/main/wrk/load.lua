-- Load for wrk. Without BENCH_BODY: GET of the address as given. With it: POST of that file, in which each @SERIAL@ becomes a
-- number that no other request has, always eight digits wide so that the length stays the same.
local MARK = "@SERIAL@"
local SERIALS_A_THREAD = 10000000

local threads = 0

function setup(thread)
  thread:set("first", threads * SERIALS_A_THREAD)
  threads = threads + 1
end

local parts, head

function init(args)
  local file = os.getenv("BENCH_BODY")
  if not file then
    return
  end
  local input = assert(io.open(file, "rb"))
  local body = input:read("*a")
  input:close()
  parts = {}
  local from = 1
  while true do
    local at = body:find(MARK, from, true)
    if not at then
      parts[#parts + 1] = body:sub(from)
      break
    end
    parts[#parts + 1] = body:sub(from, at - 1)
    from = at + #MARK
  end
  head = "POST " .. os.getenv("BENCH_PATH") .. " HTTP/1.1\r\n"
    .. "Host: " .. wrk.host .. "\r\n"
    .. "Authorization: Bearer " .. os.getenv("BENCH_KEY") .. "\r\n"
    .. "Content-Type: application/json\r\n"
    .. "Content-Length: " .. #body .. "\r\n\r\n"
end

local serial = 0

function request()
  if not parts then
    return wrk.format()
  end
  serial = serial + 1
  return head .. table.concat(parts, string.format("%08d", first + serial))
end

function done(summary, latency, requests)
  local errors = summary.errors
  local refused = errors.status + errors.connect + errors.read + errors.write + errors.timeout
  local output = assert(io.open(os.getenv("BENCH_SUMS"), "w"))
  output:write(string.format('{"answered":%d,"micros":%d,"refused":%d,"p50":%d,"p99":%d}\n',
    summary.requests, summary.duration, refused, latency:percentile(50), latency:percentile(99)))
  output:close()
end
