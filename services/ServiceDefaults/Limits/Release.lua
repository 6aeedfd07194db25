-- ARGV[6]: number of the permit, [7]: when it was taken, [8]: outcome, [9]: milliseconds everybody is to stay away, or 0.
local permit, takenAt, outcome, stayAway = me .. ':' .. ARGV[6], tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
local inFlight = redis.call('ZCARD', KEYS[2])
redis.call('ZREM', KEYS[2], permit)

if outcome == SUCCEEDED then
  if takenAt > S.lowered then S.rounds = 0 end
  -- A limit that is not used says nothing about a higher one.
  if inFlight * 2 >= S.limit then
    S.limit = math.min(max, S.limit + (S.slow == 1 and 1 or math.max(1, max / ROUNDS_TO_MAX) / S.limit))
    if S.limit >= max then S.slow = 2 end
  end
elseif outcome == THROTTLED and takenAt > S.lowered then
  S.limit, S.slow, S.lowered = math.max(1, S.limit * DECREASE), 2, now
  pause(now + math.min(LONGEST_BACK_OFF, FIRST_BACK_OFF * 2 ^ S.rounds), BACK_OFF)
  S.rounds = S.rounds + 1
end
if stayAway > 0 then pause(now + math.min(stayAway, LONGEST_PAUSE), RETRY_AFTER) end

local probed = S.opened > 0 and S.probing > 0 and S.probe == permit
if probed then S.probing = 0 end

local function close() S.failures, S.openings, S.opened, S.open = 0, 0, 0, 0 end

local function open()
  S.cause, S.open = outcome, now + math.min(LONGEST_OPEN, FIRST_OPEN * 2 ^ S.openings)
  S.openings = S.openings + 1
end

if outcome == SUCCEEDED or outcome == ANSWERED then
  S.success = now
  if S.opened == 0 or probed then close() end
elseif outcome == THROTTLED then
  if probed then close() end
elseif outcome >= FAILED then
  if probed then
    open()
  elseif S.opened == 0 and takenAt >= S.success then
    S.failures = S.failures + 1
    if S.failures >= (outcome == DENIED and DENIALS_TO_OPEN or FAILURES_TO_OPEN) then
      S.opened = now
      open()
    end
  end
end
save()
return 1
