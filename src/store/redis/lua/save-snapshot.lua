#!lua
-- Keeps a snapshot in place of an older one, if the log holds the commit that it stands on.
--
-- KEYS  1 bucket of snapshots · 2 index of the aggregate: 18 bytes a commit (position 6, version 4, tag 8), rising
--       3 head of the log
-- ARGV  1 field · 2 head that the snapshot stands on, 12 bytes (version 4, tag 8) · 3 the snapshot
-- Gives { 'kept' }
--       { 'refused' }   it was not kept: no such commit, or a newer snapshot is there
--       { 'server' }    another server is recorded than this one: adopt it first
local bucket, index, log = KEYS[1], KEYS[2], KEYS[3]
local field, head, snapshot = ARGV[1], ARGV[2], ARGV[3]
local RECORD, VERSION_AT = 18, 6

local serving = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
if redis.call('HGET', log, 'server') ~= serving then return { 'server' } end
local version = struct.unpack('>I4', head)
local low, high = 0, redis.call('STRLEN', index) / RECORD
while low < high do
  local middle = math.floor((low + high) / 2)
  local at = middle * RECORD + VERSION_AT
  if struct.unpack('>I4', redis.call('GETRANGE', index, at, at + 3)) >= version then high = middle else low = middle + 1 end
end
local at = low * RECORD + VERSION_AT
if redis.call('GETRANGE', index, at, at + #head - 1) ~= head then return { 'refused' } end
local kept = redis.call('HGET', bucket, field)
if kept and struct.unpack('>I4', kept) > version then return { 'refused' } end

redis.call('HSET', bucket, field, head .. snapshot)
return { 'kept' }
