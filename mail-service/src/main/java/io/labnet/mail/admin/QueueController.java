package io.labnet.mail.admin;

import io.labnet.admin.Page;
import io.labnet.mail.store.Ids;
import io.labnet.mail.store.MailStore;
import io.labnet.mail.store.Waiting;
import java.time.Instant;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What waits to be taken to other servers. */
@RestController
@RequestMapping("/api/mail/queue")
class QueueController {
    /** One message for one recipient. */
    record Entry(
            String id,
            String server,
            String from,
            String to,
            long lengthBytes,
            Instant queuedAt,
            Instant nextTryAt,
            int tries,
            String lastError) {}

    private final MailStore store;

    QueueController(MailStore store) {
        this.store = store;
    }

    @GetMapping
    Page<Entry> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var found =
                store.waiting().stream()
                        .map(QueueController::told)
                        .filter(entry -> (entry.from() + " " + entry.to()).contains(q))
                        .toList();
        return Page.of(found, page, size);
    }

    private static Entry told(Waiting waiting) {
        return new Entry(
                Ids.text(waiting.id()),
                waiting.server(),
                waiting.from().toString(),
                waiting.to().toString(),
                waiting.content().lengthBytes(),
                waiting.queuedAt(),
                waiting.nextTryAt(),
                waiting.tries(),
                waiting.lastError());
    }
}
