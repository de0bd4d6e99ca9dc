#!lua flags=no-writes
-- Reads commits out of the blocks that hold them, without their neighbours.
--
-- KEYS  1 segment
-- ARGV  1 bytes of payload after which it stops; one commit is always read · 2… positions, rising
-- Gives for each position, in order: { position, id of its entry, mark, server time, head after the commit (12 bytes), payload };
--       { position } where the segment has no block that holds it, or a block whose directory does not list it
--       { position, '' } where the block is not the one that was written: its mark does not prove it
--
-- Only blocks of up to 4 KiB are proved here: a proof costs about as much as finding the block does, and grows with it. Whoever folds
-- the log proves all of them.
--
-- A block: format (1), number of commits (4), length of the directory (4); the directory, per commit: tag (8), version (6),
-- length of its payload (4), of its type (1), of its id (2), type, id; then the payloads. See src/codec/block.ts.
local segment = KEYS[1]
local max_bytes = tonumber(ARGV[1])
local HEADER, ENTRY, PROVED = 9, 21, 4096

local commits, bytes = {}, 0
local last = -1
local id, first, mark, time, block, walked, at, payload_at, is_proved
for index = 2, #ARGV do
  local position = tonumber(ARGV[index])
  if position > last then
    local entry = redis.call('XRANGE', segment, ARGV[index], '+', 'COUNT', 1)[1]
    if entry then
      id = entry[1]
      last = tonumber(string.match(id, '^%d+'))
      local field = {}
      for name = 1, #entry[2], 2 do field[entry[2][name]] = entry[2][name + 1] end
      first, mark, time, block = tonumber(field.first), field.mark, field.time, field.block
      is_proved = first and mark and time and block and field.before and #block >= HEADER
      if is_proved and #block <= PROVED then
        local digest, epoch = string.sub(redis.sha1hex(block), 1, 16), string.match(id, '-(.*)')
        is_proved = string.sub(redis.sha1hex(field.before .. digest .. epoch .. '-' .. time), 1, 16) == mark
      end
      if is_proved then walked, at, payload_at = first, HEADER + 1, HEADER + 1 + struct.unpack('>I4', block, 6) end
    end
  end
  local commit = { ARGV[index] }
  if position <= last and not is_proved then
    commit = { ARGV[index], '' }
  elseif position <= last and position >= first then
    while walked < position do
      local length, type_length, id_length = struct.unpack('>I4BI2', block, at + 14)
      payload_at, at = payload_at + length, at + ENTRY + type_length + id_length
      walked = walked + 1
    end
    local length = struct.unpack('>I4', block, at + 14)
    local head = string.sub(block, at + 10, at + 13) .. string.sub(block, at, at + 7)
    commit = { ARGV[index], id, mark, time, head, string.sub(block, payload_at, payload_at + length - 1) }
    bytes = bytes + length
  end
  commits[#commits + 1] = commit
  if bytes >= max_bytes then break end
end
return commits
