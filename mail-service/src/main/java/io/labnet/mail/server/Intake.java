package io.labnet.mail.server;

import io.labnet.mail.account.Account;
import io.labnet.mail.account.Accounts;
import io.labnet.mail.message.Address;
import io.labnet.mail.message.Content;
import io.labnet.mail.message.Header;
import io.labnet.mail.message.Stamp;
import io.labnet.mail.smtp.Reply;
import io.labnet.mail.smtp.Site;
import io.labnet.mail.smtp.SmtpSession;
import io.labnet.mail.store.Ids;
import io.labnet.mail.store.Letter;
import io.labnet.mail.store.MailStore;
import io.labnet.mail.store.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes messages in for one host: stamps them, and gives them to the store before it says yes. */
public final class Intake {
    // RFC 5321 section 6.3 wants at least 100.
    private static final int HOPS_MAX = 100;
    private static final String POSTMASTER = "postmaster";
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final MailHost host;
    private final Accounts accounts;
    private final MailStore store;
    private final Ids ids;
    private final Clock clock;

    public Intake(MailHost host, Accounts accounts, MailStore store, Clock clock) {
        this.host = host;
        this.accounts = accounts;
        this.store = store;
        this.ids = new Ids(clock);
        this.clock = clock;
    }

    /** Where an address leads, as seen from this host. */
    public Site.Recipient find(Address address) {
        if (!address.domain().equals(host.domain())) {
            return Site.Recipient.ELSEWHERE;
        }
        return account(address).isPresent() ? Site.Recipient.HERE : Site.Recipient.UNKNOWN;
    }

    private Optional<Address> account(Address address) {
        if (accounts.has(address)) {
            return Optional.of(address.normalized());
        }
        // RFC 5321 section 4.5.1: somebody must read what is written to the postmaster.
        return address.local().equalsIgnoreCase(POSTMASTER)
                ? accounts.all().stream()
                        .map(Account::address)
                        .filter(a -> a.domain().equals(host.domain()))
                        .findFirst()
                : Optional.empty();
    }

    /**
     * Keeps a message for good, or says why not.
     *
     * @param clientAddress where the client called from
     * @param tls what TLS it used; empty for none
     * @param submitted whether it is from one of our users
     */
    Reply take(
            SmtpSession.Addressing envelope,
            Content content,
            String clientAddress,
            String tls,
            boolean submitted) {
        try {
            var header = Header.of(content);
            if (header.count("Received") >= HOPS_MAX) {
                return Reply.LOOP;
            }
            var id = Ids.text(ids.next());
            var fields = new StringBuilder(received(envelope, clientAddress, tls, id));
            if (submitted) {
                fields.append(missing(header, id));
            }
            var stamped = content.under(Stamp.bytes(fields.toString()));
            store.accept(letter(envelope, stamped, digest(envelope, header, content)));
            return Reply.of(250, "2.0.0", "Kept as " + id);
        } catch (StoreException | IOException e) {
            LOG.error("A message to {} cannot be kept", host.name(), e);
            return Reply.NOT_KEPT;
        }
    }

    private String received(
            SmtpSession.Addressing envelope, String clientAddress, String tls, String id) {
        var client = envelope.client();
        return Stamp.received(
                client.name(),
                clientAddress,
                host.name(),
                client.protocol(),
                tls,
                id,
                clock.instant());
    }

    // RFC 6409 section 8: a submission server may add what the user's program left out.
    private String missing(Header header, String id) {
        var fields = new StringBuilder();
        if (header.count("Date") == 0) {
            fields.append("Date: ").append(Stamp.date(clock.instant())).append("\r\n");
        }
        if (header.count("Message-ID") == 0) {
            fields.append("Message-ID: <%s@%s>\r\n".formatted(id, host.name()));
        }
        return fields.toString();
    }

    // A server that crashed before it noted our 250 sends the very same bytes again, its own
    // Received field with its unique id among them. Without such a field, like may be new.
    private static @Nullable String digest(
            SmtpSession.Addressing envelope, Header header, Content content) throws IOException {
        if (header.count("Received") == 0) {
            return null;
        }
        try (var in = content.open()) {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update(Stamp.bytes(envelope.from().toString()));
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), sha));
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private Letter letter(
            SmtpSession.Addressing envelope, Content stamped, @Nullable String digest) {
        var here =
                envelope.to().stream()
                        .filter(a -> a.domain().equals(host.domain()))
                        .flatMap(a -> account(a).stream())
                        .distinct()
                        .toList();
        List<Address> elsewhere =
                envelope.to().stream().filter(a -> !a.domain().equals(host.domain())).toList();
        return new Letter(stamped, host.name(), envelope.from(), here, elsewhere, digest);
    }
}
