-- ARGV[6]: number of the first permit, [7..]: tokens of each call.
local function capacityOf(limit) return math.max(1, limit / 60) end

local function rateOf(limit) return (limit - capacityOf(limit) + 1) / 60000 end

-- Milliseconds until it fits.
local function bucket(name, size, limit)
  if limit <= 0 then return 0 end
  local capacity, at = capacityOf(limit), name .. 'At'
  if S[at] == 0 then S[name] = capacity else S[name] = math.min(capacity, S[name] + math.max(0, now - S[at]) * rateOf(limit)) end
  S[at] = now
  local missing = math.min(size, capacity) - S[name]
  return missing <= 1e-6 and 0 or missing / rateOf(limit)
end

local granted, permits = 0, {}
local inFlight = redis.call('ZCARD', KEYS[2])
local ahead, waiting = 0, redis.call('ZCARD', KEYS[3])
if waiting > 0 then
  for _, replica in ipairs(redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', now - TURN_TIME)) do
    redis.call('ZREM', KEYS[3], replica)
    redis.call('ZREM', KEYS[4], replica)
  end
  -- Those who have waited longer come first; each takes what is free when it asks, and goes to the end.
  ahead = redis.call('ZRANK', KEYS[3], me) or redis.call('ZCARD', KEYS[3])
end

local function obstacle(size)
  if S.opened > 0 then
    if now < S.open then return CIRCUIT, S.open - now end
    if now < S.probing then return CIRCUIT, math.min(S.probing - now, 5 * ASK_AGAIN) end
  end
  if S.paused > now then return S.pauseReason, S.paused - now end
  local limit = math.floor(S.limit)
  if inFlight >= limit then
    redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
    inFlight = redis.call('ZCARD', KEYS[2]) + granted
  end
  if inFlight + ahead >= limit then return CONCURRENCY, ASK_AGAIN end
  local wait = bucket('requests', 1, perMinute)
  if wait > 0 then return REQUESTS, wait end
  wait = bucket('tokens', size, tokensPerMinute)
  if wait > 0 then return TOKENS, wait end
  return 0, 0
end

local reason, wait = 0, 0
for i = 7, #ARGV do
  local size = tonumber(ARGV[i])
  reason, wait = obstacle(size)
  if reason > 0 then break end
  if perMinute > 0 then S.requests = S.requests - 1 end
  if tokensPerMinute > 0 then S.tokens = S.tokens - size end
  local permit = me .. ':' .. string.format('%d', tonumber(ARGV[6]) + granted)
  permits[#permits + 1] = now + PERMIT_TIME
  permits[#permits + 1] = permit
  granted = granted + 1
  inFlight = inFlight + 1
  if S.opened > 0 then S.probe, S.probing = permit, now + PERMIT_TIME end
end
if granted > 0 then
  redis.call('ZADD', KEYS[2], unpack(permits))
  redis.call('PEXPIRE', KEYS[2], 2 * PERMIT_TIME)
end
if reason == CONCURRENCY then
  -- Of two who come in the same millisecond the second is behind, whatever their names.
  local last = redis.call('ZREVRANGE', KEYS[3], 0, 0, 'WITHSCORES')[2]
  local turn = last and math.max(now, tonumber(last) + 0.01) or now
  turn = string.format('%.17g', turn)
  if granted > 0 then redis.call('ZADD', KEYS[3], turn, me) else redis.call('ZADD', KEYS[3], 'NX', turn, me) end
  redis.call('ZADD', KEYS[4], now, me)
  redis.call('PEXPIRE', KEYS[3], 2 * TURN_TIME)
  redis.call('PEXPIRE', KEYS[4], 2 * TURN_TIME)
elseif waiting > 0 then
  redis.call('ZREM', KEYS[3], me)
  redis.call('ZREM', KEYS[4], me)
end
save()
return {granted, now, reason, math.ceil(wait), S.opened, S.cause, S.tuning}
