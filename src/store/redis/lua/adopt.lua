#!lua
-- Makes this server the one that a partition's log is written on; creates the log where there is none.
-- A server that has not been recorded may have lost writes: what it takes from now on belongs to a new epoch.
--
-- KEYS  1 head · 2 the first segment · 3 starts of the segments
-- ARGV  none
-- Gives { 'known' or 'adopted', epoch, position, segment, server time, server }
--       { 'headless' }   there is a log without its head: nothing can be appended to it
--
-- An epoch is never given out twice, also not after a restored backup: it is at least the server's microseconds, and above the last.
-- Seconds would not do: a backup can be restored, and another server's clock stand, within the one of an adoption that it knows nothing of.
local head, first_segment, starts = KEYS[1], KEYS[2], KEYS[3]

local serving = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
local log = redis.call('HMGET', head, 'server', 'epoch', 'position', 'segment')
local server, epoch, position, segment = log[1], log[2], log[3], log[4]
if server == serving then return { 'known', epoch, position, segment, now, serving } end
if not epoch and redis.call('EXISTS', first_segment, starts) > 0 then return { 'headless' } end
if not (redis.acl_check_cmd('HSET', head, 'epoch', '1') and redis.acl_check_cmd('RPUSH', starts, '1')) then
  return redis.error_reply('NOPERM adopt.lua needs HSET and RPUSH')
end
local next_epoch = string.format('%.0f', math.max(tonumber(epoch or '0') + 1, time[1] * 1000000 + time[2]))

if epoch then
  redis.call('HSET', head, 'server', serving, 'epoch', next_epoch)
  return { 'adopted', next_epoch, position, segment, now, serving }
end
redis.call('RPUSH', starts, '1')
redis.call('HSET', head, 'server', serving, 'epoch', next_epoch, 'position', '0', 'mark', string.rep('0', 16),
  'segment', '1', 'bytes', '0', 'blocks', '0', 'tail', next_epoch)
return { 'adopted', next_epoch, '0', '1', now, serving }
