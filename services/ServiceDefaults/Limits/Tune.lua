-- ARGV[6]: number of the tuning, or 0 for the next, [7..9]: limits, 0 in flight to go back to the configured ones, [10]: reason.
local tuning = tonumber(ARGV[6])
if tuning == 0 then tuning = math.max(now, S.tuning + 1) end
if tuning <= S.tuning then return 0 end
S.tuning, S.tunedMax, S.tunedRequests, S.tunedTokens = tuning, tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
S.slow = 1
redis.call('HSET', KEYS[1], 'tuningReason', ARGV[10])
save()
return 1
