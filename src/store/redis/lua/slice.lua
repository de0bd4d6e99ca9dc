#!lua flags=no-writes
-- Reads a stretch of an index with its rows, all of one moment.
--
-- KEYS  1 checkpoint of the fold · 2 index · 3… all buckets of the table, in their order
-- ARGV  1 least and 2 first entry above those to count · 3 first and 4 last of those to tell · 5 'REV' where they fall, else ''
--       6 how many to leave out · 7 how many to tell: few enough for Lua's stack
-- Gives { epoch, position, mark and revision of the checkpoint, with spaces between; how many were counted; rows, one behind the other;
--       the last member that they belong to, where more follow behind it }
--       nil where there is no checkpoint: the table was never begun, or was dropped
--
-- A row comes behind its length in four bytes; four bytes 255 where it is not there. A client reads one long text much faster than many short ones.
--
-- A member: the text that orders it, a NUL, the bucket of its row ('0' + number), the key of its row. See index-member.ts.
local checkpoint, index = KEYS[1], KEYS[2]
local counted_from, counted_to, from, to, direction, offset = unpack(ARGV)
local limit = tonumber(ARGV[7])
local BEFORE_BUCKETS, FIRST_BUCKET, NO_ROW = 2, 48, '\255\255\255\255'

local place = redis.call('HMGET', checkpoint, 'epoch', 'position', 'mark', 'revision')
if not place[1] then return false end
local total = redis.call('ZLEXCOUNT', index, counted_from, counted_to)
local members = {}
-- The server walks all that is left out: not in vain.
if tonumber(offset) < total then
  if direction == 'REV' then
    members = redis.call('ZRANGE', index, from, to, 'BYLEX', 'REV', 'LIMIT', offset, limit + 1)
  else
    members = redis.call('ZRANGE', index, from, to, 'BYLEX', 'LIMIT', offset, limit + 1)
  end
end

local last = false
if #members > limit then last, members[limit + 1] = members[limit], nil end

local find, byte, sub, pack = string.find, string.byte, string.sub, struct.pack
local keys, places, packed = {}, {}, {}
for bucket = 1, #KEYS - BEFORE_BUCKETS do keys[bucket], places[bucket] = {}, {} end
for at = 1, #members do
  local member = members[at]
  local nul = find(member, '\0', 1, true)
  local bucket = byte(member, nul + 1) - FIRST_BUCKET + 1
  local asked = keys[bucket]
  local next = #asked + 1
  asked[next], places[bucket][next] = sub(member, nul + 2), at
  packed[2 * at - 1], packed[2 * at] = NO_ROW, ''
end
for bucket, asked in ipairs(keys) do
  if asked[1] then
    local found, place = redis.call('HMGET', KEYS[BEFORE_BUCKETS + bucket], unpack(asked)), places[bucket]
    for number = 1, #asked do
      local row, at = found[number], 2 * place[number]
      if row then packed[at - 1], packed[at] = pack('>I4', #row), row end
    end
  end
end
return { table.concat(place, ' '), total, table.concat(packed), last }
