package io.labnet.dns.admin;

import io.labnet.admin.Page;
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

    ServersController(List<ServerView> servers) {
        this.servers = servers;
    }

    @GetMapping
    Page<ServerView> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var found = servers.stream().filter(s -> s.name().contains(q)).toList();
        return Page.of(found, page, size);
    }
}
