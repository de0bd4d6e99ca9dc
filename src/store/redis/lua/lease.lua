#!lua
-- Takes or renews leases of one partition for a while, or gives them up. By this server's clock alone.
--
-- KEYS  1 leases · 2 head of the log
-- ARGV  1 worker · 2 for how long, in ms; 0 = the worker gives them up · 3 '1' where they are taken whoever holds them
--       4… names of leases
-- Gives { 'leases', end, fence, fence … }   when those end that the worker holds now, and their fences, in the order of their names;
--                                           '' for others
--       { 'server' }                        another server is recorded than this one: adopt it first
--
-- A lease is held as `<fence> <end> <worker>`; a fence that nobody has it stays, with the end 0 and no worker. A new holder gets a
-- new fence: above the last one, and not below this server's milliseconds, so that none is given out twice after a restored backup.
local leases, head = KEYS[1], KEYS[2]
local worker, ms, is_seized, FIRST = ARGV[1], tonumber(ARGV[2]), ARGV[3] == '1', 4

local serving = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
if redis.call('HGET', head, 'server') ~= serving then return { 'server' } end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HLEN', leases)
if not redis.acl_check_cmd('HSET', leases, '0', '') then return redis.error_reply('NOPERM lease.lua needs HSET') end

local until_then = string.format('%.0f', now + ms)
local answer = { 'leases', until_then }
for at = FIRST, #ARGV do
  local fence, ends, holder = string.match(redis.call('HGET', leases, ARGV[at]) or '0 0 ', '^(%d+) (%d+) (.*)$')
  answer[#answer + 1] = ''
  if holder == worker and ms == 0 then
    redis.call('HSET', leases, ARGV[at], fence .. ' 0 ')
  elseif ms > 0 and (holder == worker or is_seized or tonumber(ends) <= now) then
    if holder ~= worker then fence = string.format('%.0f', math.max(tonumber(fence) + 1, now)) end
    redis.call('HSET', leases, ARGV[at], fence .. ' ' .. until_then .. ' ' .. worker)
    answer[#answer] = fence
  end
end
return answer
