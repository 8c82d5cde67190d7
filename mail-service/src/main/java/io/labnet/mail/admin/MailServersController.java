package io.labnet.mail.admin;

import io.labnet.admin.Page;
import io.labnet.mail.server.MailServer;
import java.net.InetSocketAddress;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The mail servers of this world and where they listen. */
@RestController
@RequestMapping("/api/mail/servers")
class MailServersController {
    /** One server; each protocol with address and port. */
    record Server(
            String host,
            String domain,
            String smtp,
            String submission,
            String pop3,
            String imap,
            int openConnections) {}

    private final List<MailServer> servers;

    MailServersController(List<MailServer> servers) {
        this.servers = servers;
    }

    @GetMapping
    Page<Server> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size) {
        return Page.of(servers.stream().map(MailServersController::told).toList(), page, size);
    }

    private static Server told(MailServer server) {
        return new Server(
                server.host().name(),
                server.host().domain(),
                text(server.smtp()),
                text(server.submission()),
                text(server.pop3()),
                text(server.imap()),
                server.openConnections());
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
