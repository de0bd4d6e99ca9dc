#!lua
-- Opens a log: records its format and its number of partitions, where nobody has.
--
-- KEYS  1 meta
-- ARGV  1 format · 2 number of partitions for a new log
-- Gives { format, number of partitions } as they are recorded
local meta = KEYS[1]
local format, partitions = ARGV[1], ARGV[2]

local recorded = redis.call('HMGET', meta, 'format', 'partitions')
if recorded[1] then return recorded end
redis.call('HSET', meta, 'format', format, 'partitions', partitions)
return { format, partitions }
