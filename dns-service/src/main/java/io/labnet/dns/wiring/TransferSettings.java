package io.labnet.dns.wiring;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Between name servers: who may copy and change zones here, and which zones are copied from where.
 * Addresses are such as {@code 192.0.2.1} or {@code 192.0.2.1:5353}; without a port it is the
 * lab's.
 *
 * @param secondaries zones of {@code labnet.dns.servers} that are copies of others'
 * @param catalogs zones that are made here, and name others
 */
@ConfigurationProperties("labnet.dns")
public record TransferSettings(
        @DefaultValue Transfer transfer,
        @DefaultValue List<Secondary> secondaries,
        @DefaultValue List<Catalog> catalogs) {

    /**
     * Who may do what.
     *
     * @param secret of the lab's own key {@code labnet}, in Base64; empty for the one that is in
     *     the data folder, made there at the first start
     * @param keys others
     * @param allow who may transfer zones, beside whoever has the lab's own key
     * @param updates who may change zones by dynamic update, beside whoever has that key
     * @param notified who is told of changes
     */
    public record Transfer(
            @DefaultValue("") String secret,
            @DefaultValue List<Key> keys,
            @DefaultValue List<Allow> allow,
            @DefaultValue List<Update> updates,
            @DefaultValue List<Notified> notified) {}

    /**
     * A TSIG key.
     *
     * @param algorithm {@code hmac-sha256} or {@code hmac-sha512}
     * @param secret in Base64
     */
    public record Key(String name, @DefaultValue("hmac-sha256") String algorithm, String secret) {}

    /**
     * Somebody who may transfer.
     *
     * @param zone all zones when it is empty
     * @param networks from where; anywhere when it is empty
     * @param key that must sign; none need when it is empty
     */
    public record Allow(
            @DefaultValue("") String zone,
            @DefaultValue List<String> networks,
            @DefaultValue("") String key) {}

    /**
     * Somebody who may update.
     *
     * @param key that must sign
     * @param subtree of the names that may be changed
     * @param types of the records that may be changed; all when it is empty
     */
    public record Update(String key, String subtree, @DefaultValue List<String> types) {}

    /**
     * Servers that are told of changes.
     *
     * @param zone all zones when it is empty
     * @param to their addresses
     * @param key that signs; none when it is empty
     */
    public record Notified(
            @DefaultValue("") String zone, List<String> to, @DefaultValue("") String key) {}

    /**
     * A zone that is a copy.
     *
     * @param primaries their addresses, in the order in which they are asked
     * @param key that signs; none when it is empty
     * @param catalog whether the zones that it names are copied, too, from where it comes
     */
    public record Secondary(
            String zone,
            List<String> primaries,
            @DefaultValue("") String key,
            @DefaultValue("false") boolean catalog) {}

    /**
     * A zone that names all zones of which a server is the primary.
     *
     * @param server which serves it too
     */
    public record Catalog(String zone, String server) {}
}
