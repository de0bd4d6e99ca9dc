#!lua
-- Deletes what a release has left of a projection in one partition.
--
-- KEYS  1 head of the log · 2 leases · 3… segments of the log, and behind them what is deleted
-- ARGV  1 what the release serves by, which names its consumer groups and leases · 2 how many segments there are
-- Gives { 'retired' }
--       { 'server' }   another server is recorded than this one: nothing was deleted
local head, leases, FIRST = KEYS[1], KEYS[2], 3
local name, segments = ARGV[1], tonumber(ARGV[2])

local serving = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
if redis.call('HGET', head, 'server') ~= serving then return { 'server' } end
if #KEYS >= FIRST + segments then redis.call('UNLINK', unpack(KEYS, FIRST + segments)) end
redis.call('HDEL', leases, name, name .. ' rebuild')
for at = FIRST, FIRST + segments - 1 do redis.pcall('XGROUP', 'DESTROY', KEYS[at], name) end
return { 'retired' }
