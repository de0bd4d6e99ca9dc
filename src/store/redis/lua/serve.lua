#!lua
-- Lets a generation of a projection serve, if the one that serves is still the expected one.
--
-- KEYS  1 serving generations · 2 counts of steps
-- ARGV  1 projection · 2 '-' where none is expected to serve, else '=' and the generation that is · 3 next generation · 4 channel
-- Gives 1, or 0 where another one serves
local serving, steps = KEYS[1], KEYS[2]
local projection, expected, generation, channel = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

local actual = redis.call('HGET', serving, projection)
if (actual and '=' .. actual or '-') ~= expected then return 0 end
redis.call('HLEN', steps)
if not (redis.acl_check_cmd('HSET', serving, projection, '') and redis.acl_check_cmd('HINCRBY', steps, projection, '1')) then
  return redis.error_reply('NOPERM serve.lua needs HSET and HINCRBY')
end

redis.call('HSET', serving, projection, generation)
local step = redis.call('HINCRBY', steps, projection, 1)
redis.pcall('SPUBLISH', channel, projection .. '\n' .. step)
return 1
