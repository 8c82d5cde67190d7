#!/bin/bash
# A swarm: the tracker hosts a torrent, the lab's seed gives it to aria2c and to a peer of our own,
# and aria2c as a seed gives a file to our peer.
# shellcheck source=stories/story.sh
. "$(dirname "$0")/story.sh"

letter=application/x-bittorrent
# Only what the lab's tracker names: no other way of finding peers, so nobody outside is called.
aria2=(aria2c --no-conf --interface="$here" --enable-dht=false --enable-dht6=false
    --bt-enable-lpd=false --enable-peer-exchange=false --follow-torrent=mem --file-allocation=none
    --console-log-level=warn --summary-interval=0 --download-result=hide)
# Names of this run's own, so that a run which was cut short is in nobody's way.
ours=story-$$ theirs=gift-$$ seeder=''

leave() {
    [ -n "$seeder" ] && kill "$seeder" && wait "$seeder"
    api "/peers/$ours" -X DELETE
    api "/peers/$theirs" -X DELETE
    api "/tracker/torrents/$theirs" -X DELETE
} >/dev/null 2>&1
trap 'leave; end' EXIT

sha256() { sha256sum "$1" | cut -d' ' -f1; }
start_peer() { # start_peer JSON
    run api /peers -i -H 'Content-Type: application/json' -d "$1"
}
is_seeding() { api "/peers/$1" | grep -q '"state":"SEEDING"'; }
is_partial() { api "/peers/$1" | grep -Eq '"piecesHave":([1-9]|[1-9][0-9]|1[01][0-9]),'; }
is_left() { ! api "/peers/$1" | grep -q '"name"'; }

story 'A swarm: aria2c downloads from the seed of the lab'
run curl -s "$tracker/torrents/demo.torrent" -o "$work/demo.torrent"
succeeds 'the tracker hosts demo.torrent'
run api /peers/seed/content -o "$work/seed.bin"
succeeds 'the seed has the content'
PATIENCE=60 run "${aria2[@]}" --dir="$work/leech" --listen-port=51413-51433 --seed-time=0 \
    "$tracker/torrents/demo.torrent"
succeeds 'aria2c downloads it'
holds 'and has what the seed has' cmp "$work/leech/demo.bin" "$work/seed.bin"
run api "/peers/exchanges?size=100&q=handshake"
shows 'handshake [0-9a-f]{40} from (A2-|-AR|-aria2)' 'the handshake of aria2c is in the trace'

story 'A peer of our own downloads it too'
start_peer "{\"torrent\": \"$tracker/torrents/demo.torrent\", \"name\": \"$ours\",
    \"downloadLimitBytesPerSecond\": 1500000}"
shows '^HTTP/1.1 201' 'a peer is started over REST'
shows "^[Ll]ocation: /api/peers/$ours" 'and has a place of its own'
shows "\"address\":\"(127\.69\.0\.|${LAB_NET:-127})" 'and an address of its own'
holds 'its progress is seen' eventually 10 is_partial "$ours"
run api "/peers/$ours/content" -o /dev/null -w '%{http_code}'
shows '^409$' 'an unfinished file is not given away'
run api "/peers/$ours/connections"
shows "\"address\":\"${SEED:-127.69.0.2}\".*\"amInterested\":true,\"peerChoking\":false" 'the seed has unchoked it'
run api /peers/events -N --max-time 2
shows "\"name\":\"$ours\".*\"state\":\"DOWNLOADING\"" 'and is told live'
holds 'it becomes a seed' eventually 30 is_seeding "$ours"
run api "/peers/$ours/content" -o "$work/ours.bin"
holds 'and has what the seed has' cmp "$work/ours.bin" "$work/seed.bin"

story 'The peer leaves, and its address is free again'
run api "/peers/$ours" -o /dev/null -w '%{http_code}' -X DELETE
shows '^204$' 'a peer is stopped over REST'
holds 'and is gone' is_left "$ours"

story 'aria2c as a seed serves a peer of ours'
mkdir "$work/gift"
head -c 3000000 /dev/urandom >"$work/gift/$theirs.bin"
run transmission-create -p -s 32 -t "$tracker/announce" -o "$work/$theirs.torrent" \
    "$work/gift/$theirs.bin"
succeeds 'a file is described by transmission-create'
run api "/tracker/torrents?name=$theirs" -o /dev/null -w '%{http_code}' -H "Content-Type: $letter" \
    --data-binary "@$work/$theirs.torrent"
shows '^201$' 'and published at the tracker'
"${aria2[@]}" --dir="$work/gift" --listen-port=51434-51454 --seed-ratio=0.0 \
    --check-integrity=true "$work/$theirs.torrent" >"$work/seeder.log" 2>&1 &
seeder=$!
start_peer "{\"torrent\": \"$tracker/torrents/$theirs.torrent\", \"name\": \"$theirs\"}"
shows '^HTTP/1.1 201' 'a peer is started over REST'
holds 'it gets all of it from aria2c' eventually 60 is_seeding "$theirs"
run api "/peers/$theirs/content" -o "$work/$theirs.bin"
holds 'with the same SHA-256' \
    test "$(sha256 "$work/$theirs.bin")" = "$(sha256 "$work/gift/$theirs.bin")"
