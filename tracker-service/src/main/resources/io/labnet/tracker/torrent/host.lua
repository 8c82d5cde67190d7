-- Hosts a torrent file under a name that is free.
local torrents, file, names = unpack(KEYS)
local name, description, bytes, most = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])

local there = redis.call('HGET', torrents, name)
if there then
    return {'there', there}
elseif redis.call('HLEN', torrents) >= most then
    return {'full'}
end
redis.call('HSET', torrents, name, description)
redis.call('SET', file, bytes)
redis.call('SADD', names, name)
return {'hosted'}
