# Sourced by every story: runs programs that we did not write against the running lab (`./labnet up -d`)
# and checks what they print. A story that fails shows its whole transcript.
#
#   story "Names"                    begins
#   run dig @127.0.0.1 ...           runs a command for at most $PATIENCE seconds; $output and $status hold the rest
#   shows 'status: NOERROR' "what"   checks that the output matches an extended regular expression
#   lacks 'SERVFAIL' "what"          checks that it does not
#   succeeds "what"                  checks that the command exited with 0
#   holds "what" TEST ...            checks any other condition, given as a command
#   eventually SECONDS COMMAND ...   repeats a command every half second until it succeeds
#   api PATH [OPTION ...]            asks the gateway, by curl, with the key
# shellcheck shell=bash
set -u

# Where the hosts are: at a laptop's loopback addresses with the lab's ports, or, on the students' host of the
# containers, at the addresses that the environment gives, with the standard ports.
if [ -n "${LAB_NET:-}" ]; then
    place=containers
    resolver=$DNS_RESOLVER root=$DNS_ROOT edu=$DNS_TLD umass=$DNS_AUTHORITATIVE
    if [ "${LAB_PROFILE:-core}" = full ]; then edu=$DNS_EDU umass=$DNS_UMASS; fi
    gaia=$WEB_ORIGIN shop=$WEB_ORIGIN crepes=$MAIL_CREPES hamburger=$MAIL_HAMBURGER
    dns=53 smtp=25 submission=587 pop3=110 imap=143 http=''
    proxy=http://proxy.poly.edu:3128 tracker=http://torrent.pbs.org:6969 here=$TOOLS gateway=http://$GATEWAY:8080
else
    place=laptop
    resolver=127.0.0.1 root=127.53.0.1 edu=127.53.1.1 umass=127.53.2.1
    gaia=127.80.0.2 shop=127.80.0.3 crepes=127.25.0.1 hamburger=127.25.0.2
    dns=1053 smtp=1025 submission=1587 pop3=1110 imap=1143 http=:1080
    proxy=http://127.0.0.1:3128 tracker=http://127.0.0.1:6969 here=127.0.0.1 gateway=http://127.0.0.1:8080
fi

PATIENCE=${PATIENCE:-30}
LABNET_DATA_DIR=${LABNET_DATA_DIR:-.labnet}
passed=0 failed=0 output='' status=0
work=$(mktemp -d)
transcript=$work/transcript

# The key goes to curl by a file, so that neither a list of processes nor a transcript shows it.
key=${LABNET_ADMIN_KEY:-$(cat "$LABNET_DATA_DIR/admin-key")}
printf 'header = "Authorization: Bearer %s"\n' "$key" >"$work/key"
trap 'end' EXIT

story() { printf '== %s\n' "$1"; }

run() {
    printf '$ %s\n' "$*" >>"$transcript"
    output=$(limited "$@" 2>&1) && status=0 || status=$?
    printf '%s\n[exit %s]\n' "$output" "$status" >>"$transcript"
}

# A function of ours has limits of its own.
limited() { if [ "$(type -t "$1")" = function ]; then "$@"; else timeout "$PATIENCE" "$@"; fi; }

verdict() { # verdict 0|1 WHAT
    if [ "$1" -eq 0 ]; then
        passed=$((passed + 1))
        printf '   ok    %s\n' "$2" | tee -a "$transcript"
    else
        failed=$((failed + 1))
        printf '   FAIL  %s\n' "$2" | tee -a "$transcript"
    fi
}

shows() { grep -Eq -- "$1" <<<"$output"; verdict $? "$2"; }
lacks() { ! grep -Eq -- "$1" <<<"$output"; verdict $? "$2"; }
succeeds() { [ "$status" -eq 0 ]; verdict $? "$1"; }
holds() { local what=$1; shift; "$@" >>"$transcript" 2>&1; verdict $? "$what"; }

api() { local path=$1; shift; curl -sS -m 20 -K "$work/key" "$@" "$gateway/api$path"; }

eventually() { # eventually SECONDS COMMAND...
    local deadline=$((SECONDS + $1)); shift
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$deadline" ] || return 1
        sleep 0.5
    done
}

end() {
    if [ "$failed" -gt 0 ]; then
        printf -- '-- transcript --\n'; cat "$transcript"; printf -- '-- end of transcript --\n'
    fi
    printf '   %d checks passed, %d failed\n' "$passed" "$failed"
    rm -rf "$work"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ] || exit 1
}
