package io.labnet.mail.imap;

import io.labnet.mail.store.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A folder as one session sees it: messages keep their numbers until the client was told of a
 * change (RFC 3501 section 7.4.1).
 *
 * @param entries in the order of their numbers, which count from 1
 * @param recentFrom messages from this UID on are recent for this session
 */
public record View(
        long folderId, String folder, boolean readOnly, long recentFrom, List<Entry> entries) {
    /** One message. */
    public record Entry(Message message, boolean recent) {
        /** All flags, with the one that no client can set. */
        public Set<String> flags() {
            if (!recent) {
                return message.flags();
            }
            var flags = new HashSet<>(message.flags());
            flags.add("\\Recent");
            return flags;
        }

        /** The untagged response that tells the flags. */
        public String told(int number) {
            return "* %d FETCH (UID %d FLAGS %s)"
                    .formatted(number, message.uid(), Texts.flags(flags()));
        }

        private Entry with(Set<String> flags) {
            var same = message;
            return new Entry(
                    new Message(
                            same.uid(), same.contentId(), same.content(), same.receivedAt(), flags),
                    recent);
        }
    }

    /**
     * What the client has to be told so that it sees what is there.
     *
     * @param responses untagged, without CRLF
     */
    public record News(View view, List<String> responses) {}

    public View {
        entries = List.copyOf(entries);
    }

    /** A view of these messages. */
    public static View of(
            long folderId, String folder, boolean readOnly, long recentFrom, List<Message> all) {
        var entries = all.stream().map(m -> new Entry(m, m.uid() >= recentFrom)).toList();
        return new View(folderId, folder, readOnly, recentFrom, entries);
    }

    long lastUid() {
        return entries.isEmpty() ? 0 : entries.getLast().message().uid();
    }

    /** A search over what is seen. */
    public Search search() {
        return new Search(entries.size(), lastUid());
    }

    public long recentCount() {
        return entries.stream().filter(Entry::recent).count();
    }

    /** The numbers of the messages that a set names, those that there are. */
    public List<Integer> numbers(SequenceSet set, boolean uid) {
        var found = new ArrayList<Integer>();
        for (int number = 1; number <= entries.size(); number++) {
            var named = uid ? entry(number).message().uid() : number;
            if (set.contains(named, uid ? lastUid() : entries.size())) {
                found.add(number);
            }
        }
        return found;
    }

    public Entry entry(int number) {
        return entries.get(number - 1);
    }

    /** The same view after the client itself has changed flags, by UID: that is no news to it. */
    public View knowing(Map<Long, Set<String>> flags) {
        var next =
                entries.stream()
                        .map(entry -> {
                            var changed = flags.get(entry.message().uid());
                            return changed == null ? entry : entry.with(changed);
                        })
                        .toList();
        return new View(folderId, folder, readOnly, recentFrom, next);
    }

    /**
     * Catches up with what is there now.
     *
     * @param expunges whether the client may be told of messages that are gone; not while it uses
     *     numbers (RFC 3501 section 7.4.1)
     */
    public News catchUp(List<Message> now, boolean expunges) {
        Map<Long, Message> present = new HashMap<>();
        now.forEach(message -> present.put(message.uid(), message));
        var kept = new ArrayList<Entry>();
        var responses = new ArrayList<String>();
        var changed = new ArrayList<String>();
        for (var entry : entries) {
            var message = present.get(entry.message().uid());
            if (message == null && expunges) {
                responses.add("* " + (kept.size() + 1) + " EXPUNGE");
                continue;
            }
            var next = new Entry(message == null ? entry.message() : message, entry.recent());
            kept.add(next);
            if (!next.flags().equals(entry.flags())) {
                changed.add(next.told(kept.size()));
            }
        }
        responses.addAll(changed);
        var last = lastUid();
        var arrived = now.stream().filter(m -> m.uid() > last).toList();
        arrived.forEach(m -> kept.add(new Entry(m, m.uid() >= recentFrom)));
        var next = new View(folderId, folder, readOnly, recentFrom, kept);
        if (!arrived.isEmpty()) {
            responses.add("* " + kept.size() + " EXISTS");
            responses.add("* " + next.recentCount() + " RECENT");
        }
        return new News(next, responses);
    }
}
