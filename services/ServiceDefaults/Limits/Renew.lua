-- ARGV[6..]: numbers of the permits.
for i = 6, #ARGV do
  local permit = me .. ':' .. ARGV[i]
  redis.call('ZADD', KEYS[2], now + PERMIT_TIME, permit)
  if S.probing > 0 and S.probe == permit then S.probing = now + PERMIT_TIME end
end
redis.call('PEXPIRE', KEYS[2], 2 * PERMIT_TIME)
save()
return 1
