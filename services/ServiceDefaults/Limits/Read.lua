redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
local reason = redis.call('HGET', KEYS[1], 'tuningReason') or ''
return {now, number(S.limit), redis.call('ZCARD', KEYS[2]), S.paused, S.pauseReason, S.opened, S.open,
  S.tunedMax, S.tunedRequests, number(S.tunedTokens), S.tuning, reason}
