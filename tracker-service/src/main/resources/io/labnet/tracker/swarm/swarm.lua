-- One swarm in Redis; stands in front of every script about one (docs/decisions/0009).
local swarms, counts, totals, peers, leechers, details = unpack(KEYS)
local hash, now, since = ARGV[1], ARGV[2], tonumber(ARGV[3])

-- Lua cannot unpack more than some thousands of values at once.
local function by_thousands(list, act)
    for first = 1, #list, 1000 do
        act(unpack(list, first, math.min(first + 999, #list)))
    end
end

local function forget(addresses)
    by_thousands(addresses, function(...)
        redis.call('ZREM', peers, ...)
        redis.call('SREM', leechers, ...)
        redis.call('HDEL', details, ...)
    end)
end

-- Seeds, leechers and downloads completed, as they were last written down.
local function standing()
    local written = redis.call('HGET', counts, hash) or '0 0 0'
    local seeds, leeching, completed = string.match(written, '(%d+) (%d+) (%d+)')
    return tonumber(seeds), tonumber(leeching), tonumber(completed)
end

-- Writes down how the swarm stands after a change. Without peers it is kept if it is empty since
-- a time, and gone without one.
local function write_down(completed, empty_since)
    local seeds, leeching = standing()
    local all = redis.call('ZCARD', peers)
    local left = redis.call('SCARD', leechers)
    redis.call('HINCRBY', totals, 'peers', all - seeds - leeching)
    redis.call('HINCRBY', totals, 'seeds', all - left - seeds)
    if all == 0 and not empty_since then
        redis.call('ZREM', swarms, hash)
        redis.call('HDEL', counts, hash)
        return
    end
    local longest_silent = redis.call('ZRANGE', peers, 0, 0, 'WITHSCORES')
    redis.call('ZADD', swarms, longest_silent[2] or empty_since, hash)
    redis.call('HSET', counts, hash, (all - left) .. ' ' .. left .. ' ' .. completed)
end

-- Forgets peers that have been silent too long, and the swarm when none is left.
local function expire()
    local oldest = redis.call('ZSCORE', swarms, hash)
    if oldest and tonumber(oldest) < since then
        forget(redis.call('ZRANGEBYSCORE', peers, '-inf', '(' .. since))
        local _, _, completed = standing()
        write_down(completed, nil)
    end
end

