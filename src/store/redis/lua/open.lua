#!lua
-- Opens a log: records its format and its number of partitions, where nobody has, and the server that it is written on.
--
-- KEYS  1 meta
-- ARGV  1 format · 2 number of partitions for a new log
-- Gives { format, number of partitions } as they are recorded
local meta = KEYS[1]
local format, partitions = ARGV[1], ARGV[2]

local serving = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
local recorded = redis.call('HMGET', meta, 'format', 'partitions', 'server')
if not recorded[1] then
  redis.call('HSET', meta, 'format', format, 'partitions', partitions, 'server', serving)
  return { format, partitions }
end
if recorded[3] ~= serving then redis.call('HSET', meta, 'server', serving) end
return { recorded[1], recorded[2] }
