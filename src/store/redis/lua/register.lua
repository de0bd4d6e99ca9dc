#!lua
-- Adds descriptors to the registry, all or none. What is there already stays.
--
-- KEYS  1 registry · 2 meta
-- ARGV  fingerprint, text, fingerprint, text …
-- Gives { 'added' }, or { 'differs', fingerprint } where one is there with another text
--       { 'server' }   another server is recorded than this one: open the log again first
local registry, meta = KEYS[1], KEYS[2]

local serving = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
if redis.call('HGET', meta, 'server') ~= serving then return { 'server' } end
for at = 1, #ARGV, 2 do
  local text = redis.call('HGET', registry, ARGV[at])
  if text and text ~= ARGV[at + 1] then return { 'differs', ARGV[at] } end
end

for at = 1, #ARGV, 2 do redis.call('HSETNX', registry, ARGV[at], ARGV[at + 1]) end
return { 'added' }
