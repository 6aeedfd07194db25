-- KEYS: state, permits (score: until when), turns of waiting replicas (score: since when), waiting replicas (score: last seen).
-- ARGV[1]: the time in milliseconds, or 0 for Redis's own, [2]: who asks, [3..5]: configured limits in flight, requests and tokens a minute.
-- The clocks of replicas differ by more than some pauses last, so Redis's own holds.
local now = tonumber(ARGV[1])
if now == 0 then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local me = ARGV[2]

-- limit, slow (1: slow start), lowered (when), rounds (refused in a row), paused (until), pauseReason; requests and tokens with the time
-- they were filled; failures, success (last), opened, open (until), openings, cause, probe, probing (until); tuned limits.
local fields = {'limit', 'slow', 'lowered', 'rounds', 'paused', 'pauseReason', 'requests', 'requestsAt', 'tokens', 'tokensAt',
  'failures', 'success', 'opened', 'open', 'openings', 'cause', 'probing', 'tunedMax', 'tunedRequests', 'tunedTokens', 'tuning'}
local values = redis.call('HMGET', KEYS[1], 'probe', unpack(fields))
local S, old = {probe = values[1] or ''}, {probe = values[1]}
for i, field in ipairs(fields) do
  local value = values[i + 1]
  old[field] = value
  S[field] = value and tonumber(value) or 0
end

local max, perMinute, tokensPerMinute = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
if S.tunedMax > 0 then max, perMinute, tokensPerMinute = S.tunedMax, S.tunedRequests, S.tunedTokens end
-- Who only renews or tunes does not say what is configured.
if max > 0 then
  if S.limit == 0 then S.limit, S.slow = math.max(FIRST_LIMIT, math.ceil(max / 4)), 1 end
  S.limit = math.max(1, math.min(max, S.limit))
end

local function number(value)
  return string.format('%.17g', value)
end

local function save()
  local changed = {}
  for _, field in ipairs(fields) do
    local value = number(S[field])
    if value ~= old[field] and not (S[field] == 0 and not old[field]) then
      changed[#changed + 1] = field
      changed[#changed + 1] = value
    end
  end
  if S.probe ~= (old.probe or '') then
    changed[#changed + 1] = 'probe'
    changed[#changed + 1] = S.probe
  end
  if #changed > 0 then
    redis.call('HSET', KEYS[1], unpack(changed))
  end
end

local function pause(untilWhen, reason)
  if untilWhen > S.paused then S.paused, S.pauseReason = untilWhen, reason end
end

-- The reasons, outcomes and phases have the numbers of their enumerations.
local CONCURRENCY, REQUESTS, TOKENS, RETRY_AFTER, BACK_OFF, CIRCUIT = 1, 2, 3, 4, 5, 6
local SUCCEEDED, ANSWERED, THROTTLED, FAILED, TIMED_OUT, DENIED = 1, 2, 3, 4, 5, 6
