#!lua
-- Deletes what a fold has in one partition.
--
-- KEYS  1 head of the log · 2… what is deleted: the checkpoint too, so that a late step finds neither
-- ARGV  1 epoch that the log must be in ('' = any)
-- Gives { 'dropped' }
--       { 'epoch' }    the log is in another epoch: nothing was deleted
--       { 'server' }   another server is recorded than this one: adopt it first
local head, epoch, FIRST = KEYS[1], ARGV[1], 2

local serving = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
if redis.call('HGET', head, 'server') ~= serving then return { 'server' } end
if epoch ~= '' and redis.call('HGET', head, 'epoch') ~= epoch then return { 'epoch' } end
redis.call('UNLINK', unpack(KEYS, FIRST))
return { 'dropped' }
