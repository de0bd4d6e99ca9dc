#!lua flags=no-writes
-- Tells which block holds a position, without reading what is in it.
--
-- KEYS  1 segment
-- ARGV  1 position
-- Gives { id of the entry, mark }, or {} where the segment has no block at or behind the position
local segment = KEYS[1]
local position = ARGV[1]

local entry = redis.call('XRANGE', segment, position, '+', 'COUNT', 1)[1]
if not entry then return {} end
local field = {}
for name = 1, #entry[2], 2 do field[entry[2][name]] = entry[2][name + 1] end
-- A block that begins behind the position does not hold it.
if tonumber(field.first) > tonumber(position) then return {} end
return { entry[1], field.mark }
