package io.labnet.mail.server;

import io.labnet.mail.imap.Command;
import io.labnet.mail.imap.Texts;
import io.labnet.mail.message.Address;
import io.labnet.mail.store.Folder;
import io.labnet.mail.store.MailStore;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Performs the commands about folders as a whole; answers with lines without CRLF. */
record ImapFolders(MailStore store, Address user) {
    private static final int FOLDERS_MAX = 1000;
    private static final int DEPTH_MAX = 20;

    /** Untagged responses, then the tagged one without its tag. */
    record Answer(List<String> untagged, String tagged) {
        static Answer of(boolean done, String ok, String no) {
            return new Answer(List.of(), done ? "OK " + ok : "NO " + no);
        }
    }

    Answer create(Command.Create command) {
        var name = command.folder();
        var parts = name.split("/", -1);
        if (parts.length > DEPTH_MAX || store.folders(user).size() >= FOLDERS_MAX) {
            return Answer.of(false, "", "[LIMIT] Too many folders");
        }
        // RFC 3501 section 6.3.3: those above are made too.
        for (int depth = 1; depth < parts.length; depth++) {
            store.createFolder(user, String.join("/", List.of(parts).subList(0, depth)));
        }
        return Answer.of(
                store.createFolder(user, name), "Created", "[ALREADYEXISTS] It is there already");
    }

    Answer delete(Command.Delete command) {
        if (command.folder().equals(Folder.INBOX)) {
            return Answer.of(false, "", "[CANNOT] INBOX stays");
        }
        return Answer.of(store.deleteFolder(user, command.folder()), "Deleted", noFolder());
    }

    Answer rename(Command.Rename command) {
        if (command.from().equals(Folder.INBOX)) {
            return Answer.of(false, "", "[CANNOT] INBOX cannot be renamed here");
        }
        return Answer.of(
                store.renameFolder(user, command.from(), command.to()),
                "Renamed",
                "There is no such folder, or the new name is taken");
    }

    Answer subscribe(Command.Subscribe command) {
        var done = store.subscribe(user, command.folder(), command.subscribed());
        return Answer.of(done, "Done", noFolder());
    }

    Answer list(Command.ListFolders command) {
        var word = command.subscribedOnly() ? "LSUB" : "LIST";
        if (command.pattern().isEmpty()) {
            // Only the separator is asked for (RFC 3501 section 6.3.8).
            return new Answer(List.of("* " + word + " (\\Noselect) \"/\" \"\""), "OK Listed");
        }
        var pattern = pattern(command.reference() + command.pattern());
        var folders = store.folders(user);
        var untagged = new ArrayList<String>();
        for (var folder : folders) {
            var wanted = folder.subscribed() || !command.subscribedOnly();
            if (wanted && pattern.matcher(folder.name()).matches()) {
                var attribute = hasChildren(folders, folder) ? "\\HasChildren" : "\\HasNoChildren";
                untagged.add(
                        "* %s (%s) \"/\" %s"
                                .formatted(word, attribute, Texts.folder(folder.name())));
            }
        }
        return new Answer(untagged, "OK Listed");
    }

    private static boolean hasChildren(List<Folder> folders, Folder folder) {
        return folders.stream().anyMatch(f -> f.name().startsWith(folder.name() + "/"));
    }

    // Runs of asterisks mean no more than one, and would only make the pattern slow.
    private static Pattern pattern(String text) {
        var regex = new StringBuilder();
        for (var c : text.replaceAll("[*%]*\\*[*%]*", "*").replaceAll("%+", "%").toCharArray()) {
            switch (c) {
                case '*' -> regex.append(".*");
                case '%' -> regex.append("[^/]*");
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
    }

    Answer status(Command.Status command) {
        var found = store.folder(user, command.folder());
        if (found.isEmpty()) {
            return Answer.of(false, "", noFolder());
        }
        var folder = found.get();
        var messages = store.messages(folder.id());
        var told = new ArrayList<String>();
        for (var item : new TreeSet<>(command.items())) {
            var value =
                    switch (item) {
                        case "MESSAGES" -> messages.size();
                        case "UIDNEXT" -> folder.uidNext();
                        case "UIDVALIDITY" -> folder.uidValidity();
                        case "RECENT" ->
                                messages.stream()
                                        .filter(m -> m.uid() >= folder.recentUid())
                                        .count();
                        case "UNSEEN" ->
                                messages.stream()
                                        .filter(m -> !m.flags().contains("\\Seen"))
                                        .count();
                        default -> -1L;
                    };
            if (value < 0) {
                return new Answer(List.of(), "BAD STATUS knows no " + item);
            }
            told.add(item + " " + value);
        }
        var name = Texts.folder(folder.name());
        return new Answer(
                List.of("* STATUS " + name + " (" + String.join(" ", told) + ")"), "OK Told");
    }

    static String noFolder() {
        return "[NONEXISTENT] There is no such folder";
    }
}
