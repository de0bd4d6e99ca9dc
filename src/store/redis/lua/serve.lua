#!lua
-- Lets a generation of a projection serve, or none any more, if the one that serves is still the expected one.
--
-- KEYS  1 serving generations · 2 counts of steps · 3 meta
-- ARGV  1 projection · 2 '-' where none is expected to serve, else '=' and the generation that is · 3 next generation, '' = none
--       4 channel · 5 this server's ms before which it must be; '' = whenever it is
--       6 server on which all of the next generation was seen, '' = any
-- Gives { 'serves' }
--       { 'epoch' }      this is another server than that: see again whether all of it is there
--       { 'conflict' }   another one serves than the expected one
--       { 'late' }       it is too late
--       { 'server' }     another server is recorded than this one: open the log again first
local serving, steps, meta = KEYS[1], KEYS[2], KEYS[3]
local projection, expected, generation, channel, before, seen_on = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]

local server = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
if redis.call('HGET', meta, 'server') ~= server then return { 'server' } end
if seen_on ~= '' and seen_on ~= server then return { 'epoch' } end
local actual = redis.call('HGET', serving, projection)
if (actual and '=' .. actual or '-') ~= expected then return { 'conflict' } end
local time = redis.call('TIME')
if before ~= '' and time[1] * 1000 + math.floor(time[2] / 1000) >= tonumber(before) then return { 'late' } end
redis.call('HLEN', steps)
if not (redis.acl_check_cmd(generation == '' and 'HDEL' or 'HSET', serving, projection, '') and redis.acl_check_cmd('HINCRBY', steps, projection, '1')) then
  return redis.error_reply('NOPERM serve.lua needs HSET and HINCRBY')
end

if generation == '' then redis.call('HDEL', serving, projection) else redis.call('HSET', serving, projection, generation) end
local step = redis.call('HINCRBY', steps, projection, 1)
redis.pcall('SPUBLISH', channel, projection .. '\n' .. step)
return { 'serves' }
