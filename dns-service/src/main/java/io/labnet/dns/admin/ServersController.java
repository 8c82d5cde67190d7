package io.labnet.dns.admin;

import io.labnet.admin.Page;
import io.labnet.dns.message.Names;
import io.labnet.dns.zone.Hosting;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Which name servers run here. */
@RestController
@RequestMapping("/api/dns/servers")
class ServersController {
    private final List<ServerView> servers;
    private final Hosting hosting;

    ServersController(List<ServerView> servers, Hosting hosting) {
        this.servers = servers;
        this.hosting = hosting;
    }

    @GetMapping
    Page<ServerView> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var found = servers.stream().filter(s -> s.name().contains(q)).map(this::now).toList();
        return Page.of(found, page, size);
    }

    // Zones can be made and deleted while the servers run.
    private ServerView now(ServerView server) {
        var zones = hosting.created(server.name()).stream().map(Names::text);
        return server.with(zones.toList());
    }
}
