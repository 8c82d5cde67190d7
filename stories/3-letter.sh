#!/usr/bin/env bash
# Story 3: alice@crepes.fr writes to bob@hamburger.edu, and a crash loses nothing.
cd "$(dirname "$0")/.." && . stories/story.sh

story "A letter"
unique=$(date +%s)-$$
alice=(--server "$crepes" --port "$submission" --helo laptop.crepes.fr --from alice@crepes.fr)
alice+=(--auth PLAIN --auth-user alice@crepes.fr --auth-password ketchup)
bob=(--silent --show-error --user bob@hamburger.edu:hungry)
inbox=imap://$hamburger:$imap/INBOX

# The numbers of bob's messages with this subject, as IMAP's SEARCH tells them.
search() { curl "${bob[@]}" "$inbox" --request "SEARCH SUBJECT \"$1\""; }
arrived() { search "$1" | grep -Eq 'SEARCH [0-9]'; }
number() { search "$1" | tr -d '\r' | awk '{ print $NF }'; }

run swaks "${alice[@]}" --to bob@hamburger.edu --header "Subject: plain $unique" \
    --body 'Do you like ketchup?'
succeeds "alice hands her letter in"
shows '<-  250 2\.0\.0 Kept as' "it is kept before it is acknowledged"
holds "crepes.fr brings it to hamburger.edu" eventually 20 arrived "plain $unique"

run swaks "${alice[@]}" --tls --to bob@hamburger.edu --header "Subject: secret $unique"
succeeds "alice hands another one in, over TLS"
shows 'TLS started with cipher TLSv1\.[23]' "her program and the server agree on TLS"
holds "it arrives too" eventually 20 arrived "secret $unique"

run curl "${bob[@]}" "$inbox;MAILINDEX=$(number "plain $unique")"
shows '^Return-Path: <alice@crepes\.fr>' "IMAP: the letter says where it came from"
shows "^Received: from mail\.crepes\.fr \(\[$crepes\]\)" "the last hop was from crepes.fr"
shows 'by mail\.hamburger\.edu with ESMTPS \(TLSv1\.[23]' "to hamburger.edu, over TLS"
shows 'by mail\.crepes\.fr with ESMTPA' "the first one by alice, who had logged in"
shows '^Do you like ketchup\?' "and it says what she wrote"
run curl "${bob[@]}" "$inbox;MAILINDEX=$(number "secret $unique")"
shows 'by mail\.crepes\.fr with ESMTPSA \(TLSv1\.[23]' "the other one tells of TLS to crepes.fr"

run curl "${bob[@]}" "pop3://$hamburger:$pop3/"
shows '^[0-9]+ [0-9]+' "POP3: bob's letters are listed"
newest=$(awk 'NF { n = $1 } END { print n }' <<<"$output")
run curl "${bob[@]}" "pop3://$hamburger:$pop3/$newest"
shows "^Subject: secret $unique" "and the newest one can be read"

run curl --silent --show-error --user bob@hamburger.edu:wrong "pop3://$hamburger:$pop3/"
holds "nobody reads them with a wrong password" [ "$status" -eq 67 ]
run swaks --server "$hamburger" --port "$smtp" --from eve@poly.edu --to alice@crepes.fr
shows '550 5\.7\.1 Relaying denied' "hamburger.edu relays for nobody"
run swaks --server "$hamburger" --port "$smtp" --from eve@poly.edu --to nobody@hamburger.edu
shows '550 5\.1\.1 No such user' "and knows its own users"

run swaks "${alice[@]}" --to nobody@hamburger.edu --header "Subject: lost $unique"
succeeds "a letter to nobody is taken all the same"
bounced() {
    curl --silent --user alice@crepes.fr:ketchup "imap://$crepes:$imap/INBOX" \
        --request "SEARCH TEXT \"lost $unique\"" | grep -Eq 'SEARCH [0-9]'
}
holds "and comes back to alice" eventually 20 bounced

# Containers are killed by a test of their own.
if [ "$place" = laptop ]; then
    run swaks "${alice[@]}" --to bob@hamburger.edu --header "Subject: crash $unique"
    kill -9 "$(cat "$LABNET_DATA_DIR/lab.pid")"
    shows '<-  250 2\.0\.0 Kept as' "a last letter gets its 250, and the lab is killed at once"
    run ./labnet up -d
    succeeds "the lab comes up again"
    holds "the letter arrives all the same" eventually 30 arrived "crash $unique"
    holds "and what was there is still there" arrived "plain $unique"
fi

# Bob's letters of this run are deleted, so that the story can be told again and again.
for subject in plain secret crash; do
    found=$(number "$subject $unique")
    [ -n "${found//[!0-9]/}" ] || continue
    run curl "${bob[@]}" "$inbox" --request "STORE $found +FLAGS.SILENT \\Deleted"
    run curl "${bob[@]}" "$inbox" --request EXPUNGE
done
holds "bob clears his inbox" test -z "$(search "$unique" | grep -E 'SEARCH [0-9]')"
alices=(--silent --user alice@crepes.fr:ketchup "imap://$crepes:$imap/INBOX")
found=$(curl "${alices[@]}" --request "SEARCH TEXT \"lost $unique\"" | tr -d '\r')
run curl "${alices[@]}" --request "STORE ${found##* } +FLAGS.SILENT \\Deleted"
run curl "${alices[@]}" --request EXPUNGE
holds "and alice hers" eventually 1 test "$status" -eq 0
