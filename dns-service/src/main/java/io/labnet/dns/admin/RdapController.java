package io.labnet.dns.admin;

import io.labnet.dns.message.Names;
import io.labnet.dns.registrar.BadName;
import io.labnet.dns.registrar.Holding;
import io.labnet.dns.registrar.NameRules;
import io.labnet.dns.registrar.Registrar;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.xbill.DNS.Name;

/** RDAP (RFC 9082, RFC 9083): what WHOIS says, for programs. Errors are RDAP's own, too. */
@RestController
@RequestMapping({"/rdap", "/api/dns/rdap"})
class RdapController {
    // RFC 7480 section 4.2.
    private static final MediaType RDAP = MediaType.parseMediaType("application/rdap+json");

    private final DomainSales sales;

    RdapController(DomainSales sales) {
        this.sales = sales;
    }

    /** RFC 9082 section 3.1.3. */
    @GetMapping("/domain/{name}")
    ResponseEntity<Object> domain(@PathVariable String name) {
        return sales.registrar() == null ? nobody() : domain(sales.registrar(), name);
    }

    private static ResponseEntity<Object> domain(Registrar registrar, String text) {
        Name name;
        try {
            name = NameRules.host(text);
        } catch (BadName bad) {
            return trouble(HttpStatus.BAD_REQUEST, bad.reason());
        }
        try {
            NameRules.checkForSale(name, registrar.forSale());
        } catch (BadName notForSale) {
            return trouble(HttpStatus.NOT_FOUND, notForSale.reason());
        }
        return switch (registrar.holding(name)) {
            case Holding.Registered(var registration) -> ok(RdapView.domain(registration));
            case Holding.Elsewhere(var delegation) -> ok(RdapView.domain(delegation));
            case Holding.InUse(), Holding.Free() ->
                    trouble(HttpStatus.NOT_FOUND, "Nobody has " + Names.text(name) + ".");
            case Holding.Unknown(var reason) -> trouble(HttpStatus.SERVICE_UNAVAILABLE, reason);
        };
    }

    /** RFC 9082 section 3.1.4. */
    @GetMapping("/nameserver/{name}")
    ResponseEntity<Object> nameServer(@PathVariable String name) {
        if (sales.registrar() == null) {
            return nobody();
        }
        try {
            var host = sales.registrar().host(NameRules.host(name));
            return host == null
                    ? trouble(HttpStatus.NOT_FOUND, "No domain here is served by " + name + ".")
                    : ok(RdapView.nameServer(host));
        } catch (BadName bad) {
            return trouble(HttpStatus.BAD_REQUEST, bad.reason());
        }
    }

    /** RFC 9082 section 3.1.6. */
    @GetMapping("/help")
    ResponseEntity<Object> help() {
        return sales.registrar() == null
                ? nobody()
                : ok(RdapView.help(sales.registrar().forSale()));
    }

    /** Other kinds of query (RFC 9082 section 1). */
    @GetMapping("/**")
    ResponseEntity<Object> other() {
        return sales.registrar() == null
                ? nobody()
                : trouble(HttpStatus.NOT_IMPLEMENTED, "Ask for domain, nameserver or help.");
    }

    private static ResponseEntity<Object> nobody() {
        return trouble(HttpStatus.NOT_FOUND, "No registrar runs here.");
    }

    private static ResponseEntity<Object> ok(Object view) {
        return ResponseEntity.ok().contentType(RDAP).body(view);
    }

    private static ResponseEntity<Object> trouble(HttpStatus status, String description) {
        var trouble = RdapView.trouble(status.value(), status.getReasonPhrase(), description);
        return ResponseEntity.status(status).contentType(RDAP).body(trouble);
    }
}
