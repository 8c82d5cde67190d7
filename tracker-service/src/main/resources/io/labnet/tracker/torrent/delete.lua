-- Hosts a torrent file no more; says how many were deleted.
local torrents, file = unpack(KEYS)
local name, names_prefix = ARGV[1], ARGV[2]

local there = redis.call('HGET', torrents, name)
if not there then
    return {0}
end
-- Its info-hash, with which a description begins, says which key holds its name.
redis.call('SREM', names_prefix .. string.match(there, '^%x+'), name)
redis.call('DEL', file)
redis.call('HDEL', torrents, name)
return {1}
