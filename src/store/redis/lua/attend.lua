#!lua
-- Says that a worker is there for a while, or that it leaves. By this server's clock alone.
--
-- KEYS  1 workers · 2 counts of steps · 3 meta
-- ARGV  1 worker, with what it folds; '' = none · 2 for how long, in ms; 0 = it leaves · 3 '1' where all are to look again anyway
--       4 channel of wake-ups
-- Gives { 'workers', worker, worker … }   all that are there
--       { 'server' }                      another server is recorded than this one: open the log again first
--
-- Whoever listens is woken when a worker is new or gone. The count is that of no projection: its name is empty.
local workers, steps, meta = KEYS[1], KEYS[2], KEYS[3]
local worker, ms, isNews, channel = ARGV[1], tonumber(ARGV[2]), ARGV[3] == '1', ARGV[4]

local serving = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
if redis.call('HGET', meta, 'server') ~= serving then return { 'server' } end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZCARD', workers)
redis.call('HLEN', steps)
local may = redis.acl_check_cmd('ZADD', workers, '0', '') and redis.acl_check_cmd('ZREM', workers, '')
if not (may and redis.acl_check_cmd('HINCRBY', steps, '', '1')) then
  return redis.error_reply('NOPERM attend.lua needs ZADD, ZREM and HINCRBY')
end

if worker ~= '' then
  local changed
  if ms == 0 then
    changed = redis.call('ZREM', workers, worker)
  else
    changed = redis.call('ZADD', workers, string.format('%.0f', now + ms), worker)
  end
  isNews = isNews or changed == 1
end
for _, gone in ipairs(redis.call('ZRANGE', workers, '-inf', string.format('%.0f', now), 'BYSCORE')) do
  redis.call('ZREM', workers, gone)
  isNews = true
end
if isNews then
  local step = redis.call('HINCRBY', steps, '', 1)
  redis.pcall('SPUBLISH', channel, '\n' .. step)
end
return { 'workers', unpack(redis.call('ZRANGE', workers, 0, -1)) }
