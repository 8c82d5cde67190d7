#!/bin/bash
# Story 2, a page: through the web cache from its origin, again from the cache, revalidated when stale.
cd "$(dirname "$0")/.." || exit 1
. stories/story.sh

page=http://www.someschool.edu$http/someDepartment/home.index

through_cache() { run curl -sS -i -x "$proxy" "$@"; }
purge() { api "/web-cache/objects?url=$1" -o "$work/purged" -X DELETE; }
stale() { api "/web-cache/objects?q=/someDepartment/home.index" | grep -Eq '"ttl":-[0-9]'; }

story 'A page'

purge "$page"
through_cache "$page"
shows '^HTTP/1.1 200' 'the page is there'
shows '^Cache-Status: LabnetCache; fwd=uri-miss; stored' 'the first time it comes from its origin, and is stored'
shows '^Via: .*1\.1 proxy\.poly\.edu' 'Via names the cache that it came through'
shows '/someDepartment/images/1\.jpg' 'it is the page of the book, with its images'
tag=$(grep -i '^etag:' <<<"$output" | cut -d' ' -f2- | tr -d '\r')

through_cache "$page"
shows '^Cache-Status: LabnetCache; hit; ttl=[0-9]' 'the second time it comes from the cache'
shows '^Age: [0-9]' 'which says how old it is'

through_cache -H "If-None-Match: $tag" "$page"
shows '^HTTP/1.1 304' 'a client that has it already gets a 304 from the cache'

run api "/web-cache/objects?q=/someDepartment/home.index"
shows '"url":"http://www\.someschool\.edu(:1080)?/someDepartment/home\.index".*"hits":' 'the cache lists it, with its hits'

holds 'it goes stale after its ten seconds' eventually 20 stale
through_cache "$page"
shows '^HTTP/1.1 200' 'stale, it is served all the same'
shows '^Cache-Status: LabnetCache; fwd=stale; fwd-status=304' 'after a conditional GET that was answered 304'
# Ages are whole seconds, and so are dates: an answer of just now may be of the second before.
shows '^Age: [01]' 'which makes it fresh again'
run api "/web-origin/requests?q=/someDepartment/home.index&size=1"
shows '"status":304' "the origin's log shows the 304"

through_cache "$page"
shows '^Cache-Status: LabnetCache; hit' 'and then it comes from the cache again'
through_cache -H 'Cache-Control: max-age=0' "$page"
shows '^Cache-Status: LabnetCache; fwd=request; fwd-status=304' 'a reload (max-age=0) asks the origin at once'

images=()
for n in 1 2 3 4 5 6 7 8 9 10; do
    images+=("http://www.someschool.edu$http/someDepartment/images/$n.jpg")
    purge "${images[-1]}"
done
run curl -sS -x "$proxy" --output-dir "$work" --remote-name-all \
    -w '%{http_code} %{content_type} %{num_connects} connects\n' "${images[@]}"
succeeds 'ten images arrive'
holds 'all ten are JPEGs' test "$(grep -c '^200 image/jpeg' <<<"$output")" -eq 10
holds 'over one connection to the cache' test "$(awk '{ sum += $3 } END { print sum }' <<<"$output")" -eq 1
holds 'and each begins as a JPEG does' test "$(head -qc 2 "$work"/*.jpg | od -An -tx1 -v | tr -d ' \n')" = \
    "$(printf 'ffd8%.0s' {1..10})"
run api "/web-origin/requests?q=/someDepartment/images/&size=10"
holds 'and over one connection from the cache to the origin' \
    test "$(grep -Eo '"connection":[0-9]+' <<<"$output" | sort -u | wc -l)" -eq 1

# A name that nobody has asked for before, so that no cache on the way knows it.
nowhere=nowhere-$$-$RANDOM.someschool.edu
through_cache "http://$nowhere$http/"
shows '^HTTP/1.1 502' 'for a name that does not exist the cache says 502'
shows "no such host: $nowhere" 'and why'
run api "/dns/exchanges?q=$nowhere&size=100"
shows "NXDOMAIN.*$nowhere|$nowhere.*NXDOMAIN" "because the lab's DNS, which it asked, said so"
through_cache http://192.0.2.1/
shows '^HTTP/1.1 403' 'and it goes nowhere outside the lab'
