#!lua flags=no-writes
-- Reads a stretch of an index with its rows, all of one moment.
--
-- KEYS  1 checkpoint of the fold · 2 index · 3… all buckets of the table, in their order
-- ARGV  1 least and 2 first entry above those to count · 3 first and 4 last of those to tell · 5 'REV' where they fall, else ''
--       6 how many to leave out · 7 how many to tell: few enough for Lua's stack
-- Gives { epoch, position, mark and revision of the checkpoint; how many were counted; members of the index; their rows, nil for one
--       that is not there }
--       nil where there is no checkpoint: the table was never begun, or was dropped
--
-- A member: the text that orders it, a NUL, the bucket of its row ('0' + number), the key of its row. See index-member.ts.
local checkpoint, index = KEYS[1], KEYS[2]
local counted_from, counted_to, from, to, direction, offset, limit = unpack(ARGV)
local BEFORE_BUCKETS, FIRST_BUCKET = 2, 48

local place = redis.call('HMGET', checkpoint, 'epoch', 'position', 'mark', 'revision')
if not place[1] then return false end
local total = redis.call('ZLEXCOUNT', index, counted_from, counted_to)
local members = {}
-- The server walks all that is left out: not in vain.
if tonumber(offset) < total then
  if direction == 'REV' then
    members = redis.call('ZRANGE', index, from, to, 'BYLEX', 'REV', 'LIMIT', offset, limit)
  else
    members = redis.call('ZRANGE', index, from, to, 'BYLEX', 'LIMIT', offset, limit)
  end
end

local keys, places = {}, {}
for at = 1, #members do
  local member = members[at]
  local nul = string.find(member, '\0', 1, true)
  local bucket = string.byte(member, nul + 1) - FIRST_BUCKET
  local asked = keys[bucket]
  if not asked then
    keys[bucket], places[bucket] = { string.sub(member, nul + 2) }, { at }
  else
    local next = #asked + 1
    asked[next], places[bucket][next] = string.sub(member, nul + 2), at
  end
end
local rows = {}
for bucket, asked in pairs(keys) do
  local found, place = redis.call('HMGET', KEYS[BEFORE_BUCKETS + 1 + bucket], unpack(asked)), places[bucket]
  for number = 1, #asked do rows[place[number]] = found[number] end
end
return { place, total, members, rows }
