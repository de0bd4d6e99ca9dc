#!lua
-- Changes rows, indexes and the checkpoint of a fold in one partition together, or nothing.
--
-- KEYS  1 head of the log · 2 checkpoint · 3 counts of steps · 4 the segment that holds the next checkpoint's position
--       5 leases · 6… what the operations change
-- ARGV  1 projection · 2 channel of wake-ups · 3 consumer group to move ('' = none)
--       4…7 the checkpoint that is expected: epoch, position, mark, revision; all '' where there is none · 8…11 the next one
--       12 lease that the step is made under ('' = none) · 13 its fence
--       14 epoch that the log must be in ('' = any)
--       15… operations: command (HSET, HDEL, ZADD or ZREM), number of its key (1 = KEYS[6]), count of arguments, arguments
-- Gives { 'applied' }
--       { 'fenced' }                                      the lease has another fence: somebody else folds
--       { 'conflict', epoch, position, mark, revision }   the checkpoint that is there; all '' where there is none. The same one
--                                                         as expected where the log is in another epoch
--       { 'server' }                                      another server is recorded than this one: adopt it first
--
-- The group comes last, and by pcall: every Redis tool shows true progress, and none of it decides anything.
local head, checkpoint, steps, segment, leases = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local projection, channel, group = ARGV[1], ARGV[2], ARGV[3]
local lease, fence, read_in = ARGV[12], ARGV[13], ARGV[14]
local BEFORE_TABLES, OPERATIONS, AT_ONCE = 5, 15, 4000
local TYPE = { HSET = 'hash', HDEL = 'hash', ZADD = 'zset', ZREM = 'zset' }

local serving = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
if redis.call('HGET', head, 'server') ~= serving then return { 'server' } end
if lease ~= '' and string.match(redis.call('HGET', leases, lease) or '', '^%d+') ~= fence then return { 'fenced' } end
local actual = redis.call('HMGET', checkpoint, 'epoch', 'position', 'mark', 'revision')
local is_same = read_in == '' or redis.call('HGET', head, 'epoch') == read_in
for field = 1, 4 do is_same = is_same and (actual[field] or '') == ARGV[3 + field] end
if not is_same then return { 'conflict', actual[1] or '', actual[2] or '', actual[3] or '', actual[4] or '' } end
redis.call('HLEN', steps)
local may = redis.acl_check_cmd('HSET', checkpoint, 'epoch', '') and redis.acl_check_cmd('HINCRBY', steps, projection, '1')
local at = OPERATIONS
while at <= #ARGV do
  local key = KEYS[BEFORE_TABLES + tonumber(ARGV[at + 1])]
  local found, wanted = redis.call('TYPE', key).ok, TYPE[ARGV[at]]
  if found ~= wanted and found ~= 'none' then
    return redis.error_reply('WRONGTYPE ' .. key .. ' is a ' .. found .. ', not a ' .. wanted)
  end
  may = may and redis.acl_check_cmd(ARGV[at], key, '0', '')
  at = at + 3 + tonumber(ARGV[at + 2])
end
-- A user that may do some of what follows would leave a step half done.
if not may then return redis.error_reply('NOPERM apply.lua needs HSET, HDEL, ZADD, ZREM and HINCRBY') end

at = OPERATIONS
while at <= #ARGV do
  local command, key, count = ARGV[at], KEYS[BEFORE_TABLES + tonumber(ARGV[at + 1])], tonumber(ARGV[at + 2])
  -- Lua's stack does not take all arguments of a large step at once. Pairs of field and value are not torn.
  for from = at + 3, at + 2 + count, AT_ONCE do
    redis.call(command, key, unpack(ARGV, from, math.min(from + AT_ONCE - 1, at + 2 + count)))
  end
  at = at + 3 + count
end
local epoch, position, mark, revision = ARGV[8], ARGV[9], ARGV[10], ARGV[11]
redis.call('HSET', checkpoint, 'epoch', epoch, 'position', position, 'mark', mark, 'revision', revision)
local step = redis.call('HINCRBY', steps, projection, 1)

if group ~= '' then
  local entry = redis.call('XRANGE', segment, position, '+', 'COUNT', 1)[1]
  if entry then
    local field = {}
    for name = 1, #entry[2], 2 do field[entry[2][name]] = entry[2][name + 1] end
    local id, read = entry[1], tonumber(field.number)
    if string.match(id, '^%d+') ~= position then
      -- The checkpoint lies inside a block: the group has not read it yet.
      id, read = string.format('%.0f', math.max(0, tonumber(field.first) - 1)) .. '-' .. epoch, read - 1
    end
    local moved = redis.pcall('XGROUP', 'SETID', segment, group, id, 'ENTRIESREAD', read)
    if moved.err then redis.pcall('XGROUP', 'CREATE', segment, group, id, 'ENTRIESREAD', read) end
  end
end
redis.pcall('SPUBLISH', channel, projection .. '\n' .. step)
return { 'applied' }
