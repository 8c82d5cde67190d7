package io.labnet.mail.server;

import io.labnet.line.LineConnection;
import io.labnet.mail.imap.Command;
import io.labnet.mail.imap.FetchItem;
import io.labnet.mail.imap.Fetched;
import io.labnet.mail.imap.Fetched.Chunk;
import io.labnet.mail.imap.SequenceSet;
import io.labnet.mail.imap.View;
import io.labnet.mail.message.Address;
import io.labnet.mail.store.MailStore;
import io.labnet.mail.store.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Performs the commands about messages of the folder that is open. */
final class ImapMessages {
    private static final Set<String> SEEN = Set.of("\\Seen");

    private final MailStore store;
    private final Address user;
    private final ImapWatch.Say say;
    private View view;

    ImapMessages(MailStore store, Address user, View view, ImapWatch.Say say) {
        this.store = store;
        this.user = user;
        this.view = view;
        this.say = say;
    }

    /** The folder as the client knows it now. */
    View view() {
        return view;
    }

    /** Whether the client uses message numbers in it, so that none may be taken away. */
    boolean usesNumbers(Command command) {
        return switch (command) {
            case Command.Fetch(_, _, var uid) -> !uid;
            case Command.Store(_, _, _, _, var uid) -> !uid;
            case Command.Search(_, var uid) -> !uid;
            default -> false;
        };
    }

    /** Says the untagged responses; returns the tagged one without its tag. */
    String perform(Command command, LineConnection connection) throws IOException {
        return switch (command) {
            case Command.Fetch fetch -> fetch(fetch, connection);
            case Command.Store change -> change(change);
            case Command.Search search -> search(search);
            case Command.Copy copy -> copy(copy);
            case Command.Expunge(var uids) -> expunge(uids);
            default -> "BAD Unknown command";
        };
    }

    private String fetch(Command.Fetch fetch, LineConnection connection) throws IOException {
        var items = new ArrayList<>(fetch.items());
        // RFC 3501 section 6.4.8: the UID is told even when it was not asked for.
        if (fetch.uid() && !items.contains(new FetchItem.Uid())) {
            items.addFirst(new FetchItem.Uid());
        }
        var seen = items.stream().anyMatch(i -> i instanceof FetchItem.Bytes b && !b.peek());
        for (var number : view.numbers(fetch.set(), fetch.uid())) {
            var entry = view.entry(number);
            var message = entry.message();
            if (seen && !view.readOnly() && !message.flags().containsAll(SEEN)) {
                var uid = List.of(message.uid());
                store.changeFlags(view.folderId(), uid, flags -> with(flags, SEEN));
            }
            var fetched =
                    new Fetched(
                            message.uid(), message.content(), message.receivedAt(), entry.flags());
            var chunks = fetched.answer(number, items);
            connection.write(out -> {
                for (var chunk : chunks) {
                    write(chunk, out);
                }
            });
        }
        return "OK Fetched";
    }

    private static void write(Chunk chunk, OutputStream out) throws IOException {
        switch (chunk) {
            case Chunk.Text(var text) -> out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            case Chunk.Bytes(var bytes) -> {
                try (var in = bytes.open()) {
                    in.transferTo(out);
                } catch (StoreException e) {
                    // So many bytes were promised: nothing else can be said in their place.
                    throw new IOException("A message breaks off", e);
                }
            }
        }
    }

    private String change(Command.Store command) throws IOException {
        var numbers = view.numbers(command.set(), command.uid());
        var changes =
                store.changeFlags(
                        view.folderId(),
                        uids(numbers),
                        flags ->
                                switch (command.change()) {
                                    case REPLACE -> command.flags();
                                    case ADD -> with(flags, command.flags());
                                    case REMOVE -> without(flags, command.flags());
                                });
        view = view.knowing(changes);
        if (!command.silent()) {
            for (var number : numbers) {
                say.line(view.entry(number).told(number));
            }
        }
        return "OK Stored";
    }

    private String search(Command.Search command) throws IOException {
        var search = view.search();
        var found = new ArrayList<Long>();
        for (int number = 1; number <= view.entries().size(); number++) {
            var entry = view.entry(number);
            if (search.matches(command.key(), entry, number)) {
                found.add(command.uid() ? entry.message().uid() : number);
            }
        }
        say.line("* SEARCH" + found.stream().map(n -> " " + n).collect(Collectors.joining()));
        return "OK Searched";
    }

    private String copy(Command.Copy command) {
        var target = store.folder(user, command.folder());
        if (target.isEmpty()) {
            return "NO [TRYCREATE] There is no such folder";
        }
        var uids = uids(view.numbers(command.set(), command.uid()));
        if (uids.isEmpty()) {
            return "OK Nothing to copy";
        }
        var given = store.copy(view.folderId(), uids, target.get().id());
        if (given.isEmpty()) {
            return "NO [TRYCREATE] The folder is gone";
        }
        return "OK [COPYUID %d %s %s] Copied"
                .formatted(
                        target.get().uidValidity(),
                        text(given.get().keySet()),
                        text(given.get().values()));
    }

    private String expunge(@Nullable SequenceSet only) {
        var deleted =
                store.messages(view.folderId()).stream()
                        .filter(m -> m.flags().contains("\\Deleted"))
                        .map(m -> m.uid())
                        .filter(uid -> only == null || only.contains(uid, Long.MAX_VALUE))
                        .toList();
        if (!deleted.isEmpty()) {
            store.remove(view.folderId(), deleted);
        }
        return "OK Expunged";
    }

    private List<Long> uids(List<Integer> numbers) {
        return numbers.stream().map(n -> view.entry(n).message().uid()).toList();
    }

    private static String text(Collection<Long> uids) {
        return uids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static Set<String> with(Set<String> flags, Set<String> more) {
        var all = new TreeSet<>(flags);
        all.addAll(more);
        return all;
    }

    private static Set<String> without(Set<String> flags, Set<String> fewer) {
        var rest = new TreeSet<>(flags);
        rest.removeAll(fewer);
        return rest;
    }
}
