package io.labnet.mail.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.admin.Page;
import io.labnet.mail.account.Accounts;
import io.labnet.mail.message.Address;
import io.labnet.mail.server.MailServer;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who has a mailbox. */
@RestController
@RequestMapping("/api/mail/accounts")
class AccountsController {
    private static final int PASSWORD_CHARS_MAX = 200;

    /** An account; never its password. */
    record Account(String address) {}

    /** An account to be made. */
    record NewAccount(@Nullable String address, @Nullable String password) {}

    private final Accounts accounts;
    private final List<MailServer> servers;

    AccountsController(Accounts accounts, List<MailServer> servers) {
        this.accounts = accounts;
        this.servers = servers;
    }

    @GetMapping
    Page<Account> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var found =
                accounts.all().stream()
                        .map(account -> new Account(account.address().toString()))
                        .filter(account -> account.address().contains(q))
                        .toList();
        return Page.of(found, page, size);
    }

    @PostMapping
    ResponseEntity<Account> add(@RequestBody NewAccount wanted) {
        var address = address("/address", wanted.address() == null ? "" : wanted.address());
        var password = wanted.password() == null ? "" : wanted.password();
        if (password.isEmpty() || password.length() > PASSWORD_CHARS_MAX) {
            throw ApiProblem.invalid(
                    "/password", "password must have 1 to " + PASSWORD_CHARS_MAX + " characters");
        }
        if (servers.stream().noneMatch(s -> s.host().domain().equals(address.domain()))) {
            throw ApiProblem.notHere(
                    "/address", "no mail server here takes mail for " + address.domain());
        }
        if (accounts.has(address)) {
            throw ApiProblem.conflict(address + " has an account already");
        }
        var made = new Account(accounts.put(address, password).address().toString());
        return ResponseEntity.created(URI.create("/api/mail/accounts/" + made.address()))
                .body(made);
    }

    @GetMapping("/{address}")
    Account one(@PathVariable String address) {
        if (!accounts.has(address("/address", address))) {
            throw ApiProblem.notFound(address + " has no account");
        }
        return new Account(address);
    }

    @DeleteMapping("/{address}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String address) {
        if (!accounts.remove(address("/address", address))) {
            throw ApiProblem.notFound(address + " has no account");
        }
    }

    static Address address(String pointer, String text) {
        return Address.parse(text)
                .map(Address::normalized)
                .orElseThrow(
                        () -> ApiProblem.invalid(pointer, "'" + text + "' is no mail address"));
    }
}
