package io.labnet.mail.pop3;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The messages that were there when the maildrop was opened, numbered from 1 (RFC 1939 section 4).
 *
 * @param deleted numbers of those marked for deletion
 */
public record Maildrop(List<Item> items, Set<Integer> deleted) {
    /**
     * One message.
     *
     * @param uniqueId the same in every session (RFC 1939 section 7, UIDL)
     */
    public record Item(long uid, long lengthBytes, String uniqueId) {}

    public Maildrop {
        items = List.copyOf(items);
        deleted = Set.copyOf(deleted);
    }

    /** Whether there is a message of this number that is not marked for deletion. */
    boolean has(int number) {
        return number >= 1 && number <= items.size() && !deleted.contains(number);
    }

    Item item(int number) {
        return items.get(number - 1);
    }

    /** The numbers of those that are not marked. */
    List<Integer> numbers() {
        return IntStream.rangeClosed(1, items.size()).filter(this::has).boxed().toList();
    }

    long lengthBytes() {
        return numbers().stream().mapToLong(n -> item(n).lengthBytes()).sum();
    }

    Maildrop without(int number) {
        var more = new HashSet<>(deleted);
        more.add(number);
        return new Maildrop(items, more);
    }

    Maildrop restored() {
        return new Maildrop(items, Set.of());
    }

    /** What has to be removed at the end. */
    List<Long> deletedUids() {
        return deleted.stream().map(n -> item(n).uid()).toList();
    }
}
