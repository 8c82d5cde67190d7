#!/bin/bash
# Story 1: dig asks the local server, which goes from the root down to whoever knows.
. "$(dirname "$0")/story.sh"

API=http://127.0.0.1:8053/api/dns
ask() { run dig -p 1053 +time=5 +tries=2 "$@"; }
told() { dig -p 1053 +noall +answer @127.0.0.1 "$@"; }
ttl() { told "$1" | awk '$4 == "A" { print $2; exit }'; }
remove() { curl -s -o "$work/removed" -X DELETE $API/zones/umass.edu/records/"$1"/A; }
forget() { curl -sf -X DELETE $API/cache"$1"; }

story "Names"
remove story-new.umass.edu
remove story-late.umass.edu
forget ""

# From the root down, over real UDP, to servers on addresses of their own.
ask @127.0.0.1 gaia.cs.umass.edu
shows 'status: NOERROR' "gaia.cs.umass.edu resolves"
shows 'flags: qr rd ra;' "recursion was available, without authority"
shows 'gaia.cs.umass.edu\.[[:space:]]+300[[:space:]]+IN[[:space:]]+A[[:space:]]+127.80.0.2' \
    "its address has the whole TTL"
run curl -sf "$API/resolutions?q=gaia.cs.umass.edu&size=1"
shows '127.53.0.[12]:1053.*referral.*to edu.*127.53.1.1:1053.*referral.*to umass.edu.*127.53.2.1:1053.*"answer"' \
    "a root server, the edu server and umass.edu's own were asked, in this order"

# The second time the cache answers.
fewer() { local now; now=$(ttl gaia.cs.umass.edu); [ "$now" -gt 0 ] && [ "$now" -lt 300 ]; }
holds "its TTL counts down" eventually 10 fewer
ask @127.0.0.1 gaia.cs.umass.edu
shows 'A[[:space:]]+127.80.0.2' "the cache has the same address"
run curl -sf "$API/resolutions?q=gaia.cs.umass.edu&size=1"
shows '"fromCache":true.*"steps":\[\]' "and nobody was asked again"

# What there is not.
ask @127.0.0.1 nowhere.umass.edu
shows 'status: NXDOMAIN' "a name that does not exist is NXDOMAIN"
shows 'AUTHORITY: 1' "with one record of authority"
shows 'umass.edu\.[[:space:]]+[0-9]+[[:space:]]+IN[[:space:]]+SOA' "which is the SOA"
ask @127.0.0.1 gaia.cs.umass.edu MX
shows 'status: NOERROR' "a type that does not exist is no error"
shows 'ANSWER: 0, AUTHORITY: 1' "but no data"
ask @127.0.0.1 cs.umass.edu
shows 'status: NOERROR.*' "an empty non-terminal exists"
ask @127.0.0.1 networkutopia.com
shows 'status: NXDOMAIN' "networkutopia.com is not registered yet"

# TCP, aliases, mail, and back from address to name.
ask @127.0.0.1 +tcp www.amazon.com
shows 'SERVER: 127.0.0.1#1053\(127.0.0.1\) \(TCP\)' "TCP works"
shows 'CNAME[[:space:]]+shop.amazon.com' "the alias is told"
shows 'shop.amazon.com.*A[[:space:]]+127.80.0.3' "and followed"
ask @127.0.0.1 crepes.fr MX
shows 'MX[[:space:]]+10 mail.crepes.fr' "crepes.fr has a mail exchange"
ask @127.0.0.1 -x 127.80.0.2
shows 'PTR[[:space:]]+gaia.cs.umass.edu' "127.80.0.2 leads back to gaia"

# Walking by hand: each server tells where to go next, and the last one knows.
ask @127.53.0.1 gaia.cs.umass.edu +norecurse
shows 'ANSWER: 0, AUTHORITY: 1' "a root server has no answer"
shows 'edu\..*NS[[:space:]]+a.nic.edu' "it refers to edu's server"
shows 'a.nic.edu\..*A[[:space:]]+127.53.1.1' "and gives its address as glue"
lacks 'flags: qr aa' "without authority"
ask @127.53.1.1 gaia.cs.umass.edu +norecurse
shows 'umass.edu\..*NS[[:space:]]+dns.cs.umass.edu' "edu's server refers to umass.edu's"
shows 'dns.cs.umass.edu\..*A[[:space:]]+127.53.2.1' "and gives its address as glue"
ask @127.53.2.1 gaia.cs.umass.edu +norecurse
shows 'flags: qr aa;' "umass.edu's server answers with authority"
shows 'A[[:space:]]+127.80.0.2' "and has the address"
ask @127.53.2.1 www.someschool.edu +norecurse
shows 'status: REFUSED' "what is not its own it refuses"

# Zones over REST, and a record that resolves at once.
run curl -sf $API/zones
shows '"name":"umass.edu"' "the zones are listed"
add() {
    run curl -s -i -H 'Content-Type: application/json' $API/zones/umass.edu/records \
        -d "{\"name\": \"$1\", \"type\": \"A\", \"ttl\": 60, \"data\": \"127.80.0.9\"}"
}
add story-new.umass.edu
shows '201' "a record is added"
shows '[Ll]ocation: /api/dns/zones/umass.edu/records/story-new.umass.edu/A' "and has a place"
ask @127.0.0.1 story-new.umass.edu
shows 'A[[:space:]]+127.80.0.9' "it resolves at once"
ask @127.0.0.1 story-late.umass.edu
shows 'status: NXDOMAIN' "another name does not exist"
add story-late.umass.edu
ask @127.0.0.1 story-late.umass.edu
shows 'A[[:space:]]+127.80.0.9' "it resolves as soon as it does, although NXDOMAIN was cached"
run grep -rl story-late.umass.edu "$LABNET_DATA_DIR/dns/zones"
succeeds "it is on disk"
run curl -s -H 'Content-Type: application/json' $API/zones/umass.edu/records \
    -d '{"name": "www.poly.edu", "type": "A", "data": "127.0.0.1"}'
shows '"pointer":"/name"' "a name of another zone is refused, and the field named"
remove story-new.umass.edu
remove story-late.umass.edu
ask @127.0.0.1 story-new.umass.edu
shows 'status: NXDOMAIN' "and after it was removed it is gone at once"
