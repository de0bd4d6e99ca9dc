#!lua
-- Adds descriptors to the registry, all or none. What is there already stays.
--
-- KEYS  1 registry
-- ARGV  fingerprint, text, fingerprint, text …
-- Gives { 'added' }, or { 'differs', fingerprint } where one is there with another text
local registry = KEYS[1]

for at = 1, #ARGV, 2 do
  local text = redis.call('HGET', registry, ARGV[at])
  if text and text ~= ARGV[at + 1] then return { 'differs', ARGV[at] } end
end

for at = 1, #ARGV, 2 do redis.call('HSETNX', registry, ARGV[at], ARGV[at + 1]) end
return { 'added' }
