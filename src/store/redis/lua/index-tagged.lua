#!lua flags=no-writes
-- Tells the records of an aggregate's commits that carry a tag, oldest first.
--
-- KEYS  1 index of the aggregate: 18 bytes a commit (position 6, version 4, tag 8), rising
-- ARGV  1 tag, 8 bytes
-- Gives the records, one after another
local index = KEYS[1]
local tag = ARGV[1]
local RECORD, TAG_AT, RECORDS_AT_ONCE = 18, 10, 50000

local found = {}
local length = redis.call('STRLEN', index)
for from = 0, length - 1, RECORDS_AT_ONCE * RECORD do
  local records = redis.call('GETRANGE', index, from, from + RECORDS_AT_ONCE * RECORD - 1)
  local at = string.find(records, tag, 1, true)
  while at do
    local behind = (at - 1 - TAG_AT) % RECORD
    -- The same bytes can stand across the border of two fields.
    if behind == 0 then found[#found + 1] = string.sub(records, at - TAG_AT, at - TAG_AT + RECORD - 1) end
    at = string.find(records, tag, at + 1, true)
  end
end
return table.concat(found)
