#!lua flags=no-writes
-- Reads rows out of the buckets of a table: one command of a client where there would be one for each bucket.
--
-- KEYS  1… buckets
-- ARGV  1… for each bucket, in order: how many rows of it are asked for, and their keys
-- Gives the rows, in the order of the arguments; nil where there is none
local rows = {}
local at = 1
for bucket = 1, #KEYS do
  local count = tonumber(ARGV[at])
  local found = redis.call('HMGET', KEYS[bucket], unpack(ARGV, at + 1, at + count))
  for index = 1, count do rows[#rows + 1] = found[index] end
  at = at + 1 + count
end
return rows
