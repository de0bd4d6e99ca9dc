#!lua flags=no-writes
-- Reads blocks in order, no more of them than a reply may hold.
--
-- KEYS  1 segment
-- ARGV  1 first position, or id as XRANGE takes it · 2 bytes that the reply may have; one block is always read
-- Gives { '1' where the segment may hold more blocks behind these, else '0'; entries, as XRANGE gives them }
--
-- It looks at a few more than fit, and twice as many at most as it has looked at before: their sizes are not known beforehand.
local segment, from, bytes_left, blocks_left = KEYS[1], ARGV[1], tonumber(ARGV[2]), 1000
-- Bytes that RESP puts around a text, and an entry: more than it does.
local AROUND_TEXT, AROUND_ENTRY = 16, 24
local MOST_AT_ONCE = 32

local page, step = {}, 1
while true do
  local entries = redis.call('XRANGE', segment, from, '+', 'COUNT', step)
  for at = 1, #entries do
    local entry = entries[at]
    local bytes, fields = AROUND_ENTRY + #entry[1], entry[2]
    for field = 1, #fields do bytes = bytes + AROUND_TEXT + #fields[field] end
    bytes_left, blocks_left = bytes_left - bytes, blocks_left - 1
    if #page > 0 and (bytes_left < 0 or blocks_left < 0) then return { '1', page } end
    page[#page + 1] = entry
    from = '(' .. entry[1]
  end
  if #entries < step then return { '0', page } end
  step = math.min(2 * step, MOST_AT_ONCE)
end
