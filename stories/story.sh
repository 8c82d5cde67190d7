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
# shellcheck shell=bash
set -u

PATIENCE=${PATIENCE:-30}
LABNET_DATA_DIR=${LABNET_DATA_DIR:-.labnet}
passed=0 failed=0 output='' status=0
work=$(mktemp -d)
transcript=$work/transcript
trap 'end' EXIT

story() { printf '== %s\n' "$1"; }

run() {
    printf '$ %s\n' "$*" >>"$transcript"
    output=$(timeout "$PATIENCE" "$@" 2>&1) && status=0 || status=$?
    printf '%s\n[exit %s]\n' "$output" "$status" >>"$transcript"
}

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
