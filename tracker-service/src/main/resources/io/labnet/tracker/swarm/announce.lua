-- What SwarmStore.announce says, in one step.
local address, peer, event, is_seed = ARGV[4], ARGV[5], ARGV[6], ARGV[7] == 'seed'
local wanted = tonumber(ARGV[8])
local most_swarms, most_peers, most_here = tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[11])

expire()
local is_known = redis.call('ZSCORE', peers, address)

local function lacking()
    if not redis.call('ZSCORE', swarms, hash) and redis.call('ZCARD', swarms) >= most_swarms then
        return 'swarms'
    elseif is_known then
        return nil
    elseif tonumber(redis.call('HGET', totals, 'peers') or 0) >= most_peers then
        return 'peers'
    elseif redis.call('ZCARD', peers) >= most_here then
        return 'here'
    end
end

local function put()
    local _, _, completed = standing()
    local was_seed = is_known and redis.call('SISMEMBER', leechers, address) == 0
    if event == 'completed' and not was_seed then
        completed = completed + 1
    end
    redis.call('ZADD', peers, now, address)
    redis.call(is_seed and 'SREM' or 'SADD', leechers, address)
    redis.call('HSET', details, address, peer)
    write_down(completed, nil)
end

-- One more than wanted, as the asking one may be among them; who asked for fewer drops one.
local function neighbours()
    local picked = is_seed and redis.call('SRANDMEMBER', leechers, wanted)
        or redis.call('ZRANDMEMBER', peers, wanted + 1)
    local others, found = {}, {}
    for _, other in ipairs(picked) do
        if other ~= address then
            others[#others + 1] = other
        end
    end
    by_thousands(others, function(...)
        for _, other in ipairs(redis.call('HMGET', details, ...)) do
            found[#found + 1] = other
        end
    end)
    return found
end

local function admitted(found)
    local seeds, leeching, completed = standing()
    return {'admitted', seeds, leeching, completed, found}
end

if event == 'stopped' then
    if is_known then
        forget({address})
        local _, _, completed = standing()
        write_down(completed, now)
    end
    return admitted({})
end
local what = lacking()
if what then
    return {what}
end
put()
return admitted(neighbours())
