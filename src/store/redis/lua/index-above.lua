#!lua flags=no-writes
-- Tells the records of an aggregate's commits from the first whose version is above one.
--
-- KEYS  1 index of the aggregate: 18 bytes a commit (position 6, version 4, both big-endian; tag 8), rising
-- ARGV  1 version · 2 how many records at most
-- Gives the records, one after another
local index = KEYS[1]
local version, limit = tonumber(ARGV[1]), tonumber(ARGV[2])
local RECORD = 18

local low, high = 0, redis.call('STRLEN', index) / RECORD
while low < high do
  local middle = math.floor((low + high) / 2)
  local at = middle * RECORD + 6
  if struct.unpack('>I4', redis.call('GETRANGE', index, at, at + 3)) > version then high = middle else low = middle + 1 end
end
if limit < 1 then return '' end
return redis.call('GETRANGE', index, low * RECORD, (low + limit) * RECORD - 1)
