#!lua flags=no-writes
-- Reads rows out of the buckets of a table, all of one moment: one command of a client where there would be one for each bucket.
--
-- KEYS  1… buckets, and behind them the checkpoint of the fold, where that is to be told too
-- ARGV  1… for each bucket, in order: how many rows of it are asked for, and their keys
-- Gives { rows, in the order of the arguments, nil where there is none; epoch, position, mark and revision of the checkpoint, or nil }
local rows = {}
local at, bucket, length = 1, 0, 0
while at <= #ARGV do
  bucket = bucket + 1
  local count = tonumber(ARGV[at])
  local found = redis.call('HMGET', KEYS[bucket], unpack(ARGV, at + 1, at + count))
  for index = 1, count do rows[length + index] = found[index] end
  length = length + count
  at = at + 1 + count
end
local checkpoint = KEYS[bucket + 1]
return { rows, checkpoint and redis.call('HMGET', checkpoint, 'epoch', 'position', 'mark', 'revision') }
