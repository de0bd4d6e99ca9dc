#!lua
-- Keeps a snapshot in place of an older one, if the log holds the commit that it stands on.
--
-- KEYS  1 bucket of snapshots · 2 index of the aggregate: 20 bytes a commit (position 6, version 6, tag 8), rising
-- ARGV  1 field · 2 head that the snapshot stands on, 14 bytes (version 6, tag 8) · 3 the snapshot
-- Gives 1, or 0 where it was not kept: no such commit, or a newer snapshot is there
local bucket, index = KEYS[1], KEYS[2]
local field, head, snapshot = ARGV[1], ARGV[2], ARGV[3]
local RECORD, VERSION_AT = 20, 6

local version = struct.unpack('>I6', head)
local low, high = 0, redis.call('STRLEN', index) / RECORD
while low < high do
  local middle = math.floor((low + high) / 2)
  local at = middle * RECORD + VERSION_AT
  if struct.unpack('>I6', redis.call('GETRANGE', index, at, at + 5)) >= version then high = middle else low = middle + 1 end
end
local at = low * RECORD + VERSION_AT
if redis.call('GETRANGE', index, at, at + #head - 1) ~= head then return 0 end
local kept = redis.call('HGET', bucket, field)
if kept and struct.unpack('>I6', kept) > version then return 0 end

redis.call('HSET', bucket, field, head .. snapshot)
return 1
