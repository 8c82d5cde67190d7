package io.labnet.mail.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.admin.Page;
import io.labnet.mail.account.Accounts;
import io.labnet.mail.message.Header;
import io.labnet.mail.store.Folder;
import io.labnet.mail.store.MailStore;
import io.labnet.mail.store.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The messages of an account: their headers, never their bodies. */
@RestController
@RequestMapping("/api/mail/messages")
class MessagesController {
    /** One message. */
    record Told(
            long uid,
            Instant receivedAt,
            long lengthBytes,
            Set<String> flags,
            String from,
            String to,
            String subject,
            String date,
            List<Field> fields) {}

    /** One header field, unfolded. */
    record Field(String name, String value) {}

    private final Accounts accounts;
    private final MailStore store;

    MessagesController(Accounts accounts, MailStore store) {
        this.accounts = accounts;
        this.store = store;
    }

    @GetMapping
    Page<Told> list(
            @RequestParam String account,
            @RequestParam(defaultValue = Folder.INBOX) String folder,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "20") int size) {
        var address = AccountsController.address("/account", account);
        if (!accounts.has(address)) {
            throw ApiProblem.notFound(account + " has no account");
        }
        var found =
                store.folder(address, folder)
                        .orElseThrow(() -> ApiProblem.notFound("no such folder: " + folder));
        var newestFirst = store.messages(found.id()).reversed();
        // Only the messages of this page are read.
        var some = Page.of(newestFirst, page, size);
        var told = some.items().stream().map(MessagesController::told).toList();
        return new Page<>(told, some.page(), some.size(), some.total());
    }

    private static Told told(Message message) {
        try {
            var header = Header.of(message.content());
            return new Told(
                    message.uid(),
                    message.receivedAt(),
                    message.content().lengthBytes(),
                    message.flags(),
                    header.first("From").orElse(""),
                    header.first("To").orElse(""),
                    header.first("Subject").orElse(""),
                    header.first("Date").orElse(""),
                    header.fields().stream().map(f -> new Field(f.name(), f.value())).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
