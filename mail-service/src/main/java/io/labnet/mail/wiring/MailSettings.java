package io.labnet.mail.wiring;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings of the mail service.
 *
 * @param servers the mail servers of the world; each listens on its own address there
 * @param resolver address of the resolver that is asked for MX and A records, at the lab's DNS port
 * @param plaintextAuth whether passwords may be said without TLS; on, because courses watch them
 * @param messageMax largest message taken; RFC 5321 section 4.5.3.1.7 wants at least 64 KiB
 * @param recipientsMax most recipients of one message; RFC 5321 section 4.5.3.1.8 wants 100
 * @param retries waits before the second, third ... try of a delivery; the last one repeats
 * @param giveUpAfter how long delivery is tried before the sender is told
 * @param database where mail, queue and accounts are kept
 */
@ConfigurationProperties("labnet.mail")
public record MailSettings(
        @DefaultValue List<Server> servers,
        @DefaultValue("127.0.0.1") String resolver,
        @DefaultValue("true") boolean plaintextAuth,
        @DefaultValue("25MB") DataSize messageMax,
        @DefaultValue("100") int recipientsMax,
        @DefaultValue({"2s", "5s", "15s", "1m", "5m", "15m", "30m", "1h"}) List<Duration> retries,
        @DefaultValue("2d") Duration giveUpAfter,
        @DefaultValue Database database) {

    /**
     * The database.
     *
     * @param url of a PostgreSQL that several replicas may share, such as {@code
     *     jdbc:postgresql://db/mail}; empty for the embedded one in the data folder
     * @param user who it is asked as; its tables are made at the first start
     * @param password that user's
     */
    public record Database(
            @DefaultValue("") String url,
            @DefaultValue("") String user,
            @DefaultValue("") String password) {
        public Database {
            if (!url.isEmpty() && !url.startsWith("jdbc:postgresql:")) {
                throw new IllegalArgumentException(
                        "labnet.mail.database.url is "
                                + url
                                + ", but must begin with jdbc:postgresql: or be empty");
            }
        }

        @Override
        public String toString() {
            return "Database[url=" + url + ", user=" + user + "]";
        }
    }

    /**
     * One mail server.
     *
     * @param host the host of the world that it is; its certificate bears the name
     * @param domain whose mail it takes
     * @param accounts who has a mailbox from the start; more can be added over REST
     */
    public record Server(String host, String domain, @DefaultValue List<Account> accounts) {}

    /**
     * One account.
     *
     * @param name what stands before the @
     * @param password as a lab user types it
     */
    public record Account(String name, String password) {}

    public MailSettings {
        if (messageMax.toBytes() < 64 * 1024) {
            throw new IllegalArgumentException(
                    "labnet.mail.message-max is " + messageMax + ", but must be 64KB or more");
        }
        if (recipientsMax < 1 || recipientsMax > 1000) {
            throw new IllegalArgumentException(
                    "labnet.mail.recipients-max is " + recipientsMax + ", but must be 1 to 1000");
        }
        if (retries.isEmpty() || retries.stream().anyMatch(wait -> !wait.isPositive())) {
            throw new IllegalArgumentException(
                    "labnet.mail.retries is "
                            + retries
                            + ", but must be one positive wait or more");
        }
    }
}
