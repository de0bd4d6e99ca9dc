#!lua
-- Appends the commits of one block to a partition, all of them or none, and tells where aggregates stand.
--
-- KEYS  1 head · 2 the segment that the caller writes to · 3 the segment after it · 4 starts of the segments
--       5… index of each aggregate: first those that the block writes to, then those that it only looks at
-- ARGV  1 epoch, as the caller knows it · 2 number of the segment in KEYS[2] · 3 bytes that a segment holds · 4 channel of wake-ups
--       5 the earliest deadline of a commit, ms · 6 expected heads of the aggregates that are written to, 12 bytes each
--       7 commits, 14 bytes each: number of the aggregate (2 bytes, 1 = KEYS[5]), head after the commit (12 bytes)
--       8 the block · 9 digest of the block, 16 hex digits
--       10 a sign for each aggregate that is written to: '1' where its index is thought to be short, '0' where not
--       A head is 12 bytes: version (4, big-endian) and tag (8); all zeros where an aggregate does not exist.
--       Without commits, 5 to 10 are '': then nothing is written.
-- Gives { 'appended', epoch, first position, mark, server time, segment, heads of the aggregates that were only looked at, mark before }
--       { 'looked', epoch of the last block, last position, mark, server time, segment, heads of all aggregates }
--       { 'refused', server time, heads of all aggregates }   a head is not the expected one, or a deadline has passed
--       { 'server' }                                          another server is recorded than this one: adopt it first
--       { 'epoch' } or { 'segment' }                          the caller knows another: it must look again
--       Heads are told one after another, in the order of their keys.
--
-- All checks come before the first write, since Lua does not roll back. XADD comes first among the writes: it alone can fail.
local head, starts = KEYS[1], KEYS[4]
local known_epoch, known_segment, segment_bytes, channel = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local deadline, expected, commits, block, digest = tonumber(ARGV[5]), ARGV[6], ARGV[7], ARGV[8], ARGV[9]
local is_short = ARGV[10]
local BEFORE_AGGREGATES, HEAD, COMMIT, NOTHING = 4, 12, 14, string.rep('\0', 12)
-- As text: a number costs a call as much as the look itself.
local LAST_HEAD_FROM, LAST_HEAD_TO, START, SHORT_TO = '-12', '-1', '0', '575'
-- An index of fewer bytes is written whole.
local SHORT, YES = 576, 49

local serving = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
local log = redis.call('HMGET', head, 'server', 'epoch', 'position', 'mark', 'segment', 'bytes', 'blocks', 'tail')
local server, epoch, position, mark, tail = log[1], log[2], log[3], log[4], log[8]
if server ~= serving then return { 'server' } end
if epoch ~= known_epoch then return { 'epoch' } end
local segment, bytes, blocks = tonumber(log[5]), tonumber(log[6]), tonumber(log[7])
-- One segment further is still at hand: blocks in flight need not be sent again when one of them begins a segment.
local ahead = segment - known_segment
if ahead ~= 0 and ahead ~= 1 then return { 'segment' } end

local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
local written = #expected / HEAD
local heads, short = {}, {}
local fine = true
for index = 1, #KEYS - BEFORE_AGGREGATES do
  local key, actual = KEYS[BEFORE_AGGREGATES + index], nil
  -- Where it is thought to be short it is read whole, as far as that goes.
  if index <= written and string.byte(is_short, index) == YES then
    local all = redis.call('GETRANGE', key, START, SHORT_TO)
    if #all < SHORT then short[index], actual = all, string.sub(all, -HEAD) end
  end
  actual = actual or redis.call('GETRANGE', key, LAST_HEAD_FROM, LAST_HEAD_TO)
  if actual == '' then actual = NOTHING end
  heads[index] = actual
  if index <= written and actual ~= string.sub(expected, (index - 1) * HEAD + 1, index * HEAD) then fine = false end
end
if block == '' then return { 'looked', tail, position, mark, now, log[5], table.concat(heads) } end
if not fine or tonumber(now) > deadline then return { 'refused', now, table.concat(heads) } end

local begins = bytes > 0 and bytes + #block > segment_bytes
if begins and ahead == 1 then return { 'segment' } end
if begins then
  -- It must be a list, or the write below would fail behind others.
  redis.call('LLEN', starts)
  segment, ahead, bytes, blocks = segment + 1, 1, 0, 0
end
-- A user that may do some of what follows would leave a block half written.
local may = redis.acl_check_cmd('XADD', KEYS[2 + ahead], '*', 'block', '') and redis.acl_check_cmd('HSET', head, 'tail', '')
  and redis.acl_check_cmd('APPEND', KEYS[BEFORE_AGGREGATES + 1], '') and redis.acl_check_cmd('RPUSH', starts, '')
  and redis.acl_check_cmd('SET', KEYS[BEFORE_AGGREGATES + 1], '')
if not may then return redis.error_reply('NOPERM append.lua needs XADD, HSET, APPEND, SET and RPUSH') end

local count = #commits / COMMIT
local before = tonumber(position)
local first, last = string.format('%.0f', before + 1), string.format('%.0f', before + count)
local next_mark = string.sub(redis.sha1hex(mark .. digest .. epoch .. '-' .. now), 1, 16)

redis.call('XADD', KEYS[2 + ahead], last .. '-' .. epoch,
  'first', first, 'before', mark, 'mark', next_mark, 'time', now, 'number', blocks + 1, 'block', block)
if begins then redis.call('RPUSH', starts, first) end
redis.call('HSET', head, 'position', last, 'mark', next_mark, 'tail', epoch,
  'segment', segment, 'bytes', string.format('%.0f', bytes + #block), 'blocks', blocks + 1)
local function put(number, added)
  local key, all = KEYS[BEFORE_AGGREGATES + number], short[number]
  if not all then return redis.call('APPEND', key, added) end
  -- A value that is written whole takes what it needs; one that is appended to, up to twice as much.
  all = all .. added
  short[number] = #all < SHORT and all or nil
  redis.call('SET', key, all)
end
-- Neighbours of one aggregate go into its index together. Few strings: Lua hashes every byte of each.
local records, gathered, number = {}, 0, 0
for index = 1, count do
  local at = (index - 1) * COMMIT
  local high, low = string.byte(commits, at + 1, at + 2)
  local next = high * 256 + low
  local record = struct.pack('>I6c12', before + index, string.sub(commits, at + 3, at + COMMIT))
  if next ~= number then
    if gathered > 0 then put(number, gathered == 1 and records[1] or table.concat(records, '', 1, gathered)) end
    number, gathered = next, 0
  end
  gathered = gathered + 1
  records[gathered] = record
end
put(number, gathered == 1 and records[1] or table.concat(records, '', 1, gathered))
-- A lost wake-up is made good by the look every second: it must not make a stored block look like a failure.
redis.pcall('SPUBLISH', channel, last)
return { 'appended', epoch, first, next_mark, now, tostring(segment), table.concat(heads, '', written + 1), mark }
