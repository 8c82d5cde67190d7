#!/bin/bash
# Story 1: dig asks the local server, which goes from the root down to whoever knows.
. "$(dirname "$0")/story.sh"

ask() { run dig -p "$dns" +time=5 +tries=2 "$@"; }
told() { dig -p "$dns" +noall +answer "@$resolver" "$@"; }
ttl() { told "$1" | awk '$4 == "A" { print $2; exit }'; }
remove() { api "/dns/zones/umass.edu/records/$1/A" -o "$work/removed" -X DELETE; }
forget() { api /dns/cache -f -X DELETE; }

story "Names"
remove story-new.umass.edu
remove story-late.umass.edu
forget

# From the root down, over real UDP, to servers on addresses of their own.
ask "@$resolver" gaia.cs.umass.edu
shows 'status: NOERROR' "gaia.cs.umass.edu resolves"
shows 'flags: qr rd ra( ad)?;' "recursion was available, without authority"
shows "gaia.cs.umass.edu\.[[:space:]]+300[[:space:]]+IN[[:space:]]+A[[:space:]]+$gaia" \
    "its address has the whole TTL"
run api "/dns/resolutions?q=gaia.cs.umass.edu&size=1" -f
shows "(a|b).root-servers.net.*:$dns.*referral.*to edu.*$edu:$dns.*referral.*to umass.edu.*$umass:$dns.*\"answer\"" \
    "a root server, the edu server and umass.edu's own were asked, in this order"

# The second time the cache answers.
fewer() { local now; now=$(ttl gaia.cs.umass.edu); [ "$now" -gt 0 ] && [ "$now" -lt 300 ]; }
holds "its TTL counts down" eventually 10 fewer
ask "@$resolver" gaia.cs.umass.edu
shows "A[[:space:]]+$gaia" "the cache has the same address"
run api "/dns/resolutions?q=gaia.cs.umass.edu&size=1" -f
shows '"fromCache":true.*"steps":\[\]' "and nobody was asked again"

# What there is not.
ask "@$resolver" nowhere.umass.edu
shows 'status: NXDOMAIN' "a name that does not exist is NXDOMAIN"
shows 'AUTHORITY: 1' "with one record of authority"
shows 'umass.edu\.[[:space:]]+[0-9]+[[:space:]]+IN[[:space:]]+SOA' "which is the SOA"
ask "@$resolver" gaia.cs.umass.edu MX
shows 'status: NOERROR' "a type that does not exist is no error"
shows 'ANSWER: 0, AUTHORITY: 1' "but no data"
ask "@$resolver" cs.umass.edu
shows 'status: NOERROR.*' "an empty non-terminal exists"
ask "@$resolver" networkutopia.com
shows 'status: NXDOMAIN' "networkutopia.com is not registered yet"

# TCP, aliases, mail, and back from address to name.
ask "@$resolver" +tcp www.amazon.com
shows "SERVER: $resolver#$dns\($resolver\) \(TCP\)" "TCP works"
shows 'CNAME[[:space:]]+shop.amazon.com' "the alias is told"
shows "shop.amazon.com.*A[[:space:]]+$shop" "and followed"
ask "@$resolver" crepes.fr MX
shows 'MX[[:space:]]+10 mail.crepes.fr' "crepes.fr has a mail exchange"
ask "@$resolver" -x "$crepes"
shows 'PTR[[:space:]]+mail.crepes.fr' "and its address leads back to it"

# Walking by hand: each server tells where to go next, and the last one knows.
ask "@$root" gaia.cs.umass.edu +norecurse
shows 'ANSWER: 0, AUTHORITY: 1' "a root server has no answer"
shows 'edu\..*NS[[:space:]]+a.nic.edu' "it refers to edu's server"
shows "a.nic.edu\..*A[[:space:]]+$edu" "and gives its address as glue"
lacks 'flags: qr aa' "without authority"
ask "@$edu" gaia.cs.umass.edu +norecurse
shows 'umass.edu\..*NS[[:space:]]+dns.cs.umass.edu' "edu's server refers to umass.edu's"
shows "dns.cs.umass.edu\..*A[[:space:]]+$umass" "and gives its address as glue"
ask "@$umass" gaia.cs.umass.edu +norecurse
shows 'flags: qr aa;' "umass.edu's server answers with authority"
shows "A[[:space:]]+$gaia" "and has the address"
ask "@$umass" www.nowhere.org +norecurse
shows 'status: REFUSED' "what is not its own it refuses"

# Zones over REST, and a record that resolves at once.
run api /dns/zones?size=100 -f
shows '"name":"umass.edu"' "the zones are listed"
add() {
    run api /dns/zones/umass.edu/records -i -H 'Content-Type: application/json' \
        -d "{\"name\": \"$1\", \"type\": \"A\", \"ttl\": 60, \"data\": \"127.80.0.9\"}"
}
add story-new.umass.edu
shows '201' "a record is added"
shows '[Ll]ocation: /api/dns/zones/umass.edu/records/story-new.umass.edu/A' "and has a place"
ask "@$resolver" story-new.umass.edu
shows 'A[[:space:]]+127.80.0.9' "it resolves at once"
ask "@$resolver" story-late.umass.edu
shows 'status: NXDOMAIN' "another name does not exist"
add story-late.umass.edu
# A resolver of another process learns of it when its TTL has passed, or is told to forget.
[ "$place" = laptop ] || forget
ask "@$resolver" story-late.umass.edu
shows 'A[[:space:]]+127.80.0.9' "it resolves as soon as it does, although NXDOMAIN was cached"
if [ "$place" = laptop ]; then
    run grep -rl story-late.umass.edu "$LABNET_DATA_DIR/dns/zones"
    succeeds "it is on disk"
fi
run api /dns/zones/umass.edu/records -H 'Content-Type: application/json' \
    -d '{"name": "www.poly.edu", "type": "A", "data": "127.0.0.1"}'
shows '"pointer":"/name"' "a name of another zone is refused, and the field named"
remove story-new.umass.edu
remove story-late.umass.edu
[ "$place" = laptop ] || forget
ask "@$resolver" story-new.umass.edu
shows 'status: NXDOMAIN' "and after it was removed it is gone at once"
