#!/bin/bash
# Story 5, the front door: one address and one key for every service; a service that is away is named, and the
# others go on; the dashboard shows it all.
. "$(dirname "$0")/story.sh"

with_key() { run curl -sS -i -m 20 -K "$work/key" "$@"; }
answers() { # answers PATH STATUS
    [ "$(curl -s -m 10 -K "$work/key" -o /dev/null -w '%{http_code}' "$gateway$1")" = "$2" ]
}

story "5. The front door"

run curl -sS -i -m 10 "$gateway/api/dns/zones"
shows '^HTTP/1.1 401' "without the key nobody comes in"
shows '^WWW-Authenticate: Bearer' "and is challenged for it (RFC 6750)"
shows '^Content-Type: application/problem\+json' "with a problem (RFC 9457)"
run curl -sS -i -m 10 -H 'Authorization: Bearer not-the-key' "$gateway/api/dns/zones"
shows '^HTTP/1.1 401' "a wrong key does not open"

for path in /api/dns/zones /api/web-origin/sites /api/web-cache/objects /api/mail/servers \
    /api/tracker/torrents /api/peers; do
    with_key "$gateway$path"
    shows '^HTTP/1.1 200' "with the key: $path"
done
with_key "$gateway/api/services"
shows '"name":"dns-service".*"state":"UP"' "the list of services says what is up"
with_key "$gateway/api/exchanges"
shows '^HTTP/1.1 200' "what was said on the wire is one timeline"

# Containers are stopped and started by their own tools.
if [ "$place" = laptop ]; then
    with_key -X PUT -H 'Content-Type: application/json' -d '{"running": false}' \
        "$gateway/api/services/tracker-service"
    shows '^HTTP/1.1 200' "tracker-service is stopped"
    with_key "$gateway/api/tracker/torrents"
    shows '^HTTP/1.1 503' "a request for it earns 503"
    shows '^Retry-After: [0-9]+' "with a time to come back"
    shows 'tracker-service does not answer at http' "and a problem that names it"
    for path in /api/dns/zones /api/mail/servers /api/peers; do
        holds "the others go on: $path" answers "$path" 200
    done
    with_key -X PUT -H 'Content-Type: application/json' -d '{"running": true}' \
        "$gateway/api/services/tracker-service"
    shows '"state":"UP"' "tracker-service is started again"
    holds "and soon reached again" eventually 10 answers /api/tracker/torrents 200

    with_key -X PUT -H 'Content-Type: application/json' -d '{"running": false}' \
        "$gateway/api/services/gateway"
    shows '^HTTP/1.1 409' "the gateway does not stop itself"
fi

# The dashboard, in a real browser.
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
picture=$PWD/target/dashboard.png
see() { # see URL
    timeout "$PATIENCE" "$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
        --disable-background-networking --disable-component-update --disable-sync --hide-scrollbars \
        --user-data-dir="$work/browser" --virtual-time-budget=5000 --window-size=1280,1600 \
        --screenshot="$picture" --dump-dom "$1" 2>/dev/null
}
# The browser's clock runs ahead of a busy machine, so one look may be too early.
sees_it_all() {
    output=$(see "$gateway/#key=$key")
    grep -q 'All 7 services are up' <<<"$output" && grep -q '<td class="said">' <<<"$output"
}
if [ -n "$browser" ]; then
    dig +short +time=3 +tries=1 "@$resolver" -p "$dns" gaia.cs.umass.edu >>"$transcript" 2>&1
    mkdir -p target
    rm -f "$picture"
    output=$(see "$gateway/")
    shows 'This lab has a key' "the dashboard asks for the key"
    eventually 40 sees_it_all
    printf '%s\n' "$output" >>"$transcript"
    shows 'All 7 services are up' "the dashboard shows all services up"
    for service in dns web-origin web-cache mail tracker peer; do
        shows "<li class=\"service up\">(<span[^>]*></span>)?<h3>$service-service</h3>" \
            "$service-service among them"
    done
    shows '<dt>queries</dt><dd>[1-9]' "and live counters"
    shows '<td class="said">[^<]*gaia\.cs\.umass\.edu' "and what was said on the wire"
    lacks "$key" "and nowhere the key"
    holds "a screenshot is in target/dashboard.png" \
        test "$(head -c 8 "$picture" | od -An -tx1 | tr -d ' \n')" = 89504e470d0a1a0a
elif [ "$place" = laptop ]; then
    holds "Chromium is installed, to look at the dashboard" false
else
    run curl -sS "$gateway/"
    shows '<title>' "the dashboard is there"
fi
