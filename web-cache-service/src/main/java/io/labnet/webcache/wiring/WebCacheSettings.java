package io.labnet.webcache.wiring;

import io.labnet.loops.Transport;
import io.labnet.webcache.access.LogForm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * All that can be set, under {@code labnet.web-cache}.
 *
 * @param address where the proxy listens, as an IP address
 * @param port its TCP port; 0 for one that is free
 * @param tlsPort the same over TLS, where it shows a certificate for its pseudonym; 0 for none
 * @param transport by which of the system's interfaces sockets are served
 * @param pseudonym its name in Via; each proxy of a chain needs its own
 * @param resolver the IP address of the resolver to ask, at the lab's DNS port
 * @param resolverTimeout how long each of at most three tries of a lookup may take
 * @param networks the only destinations, as blocks of addresses
 * @param refusedPorts ports that no request goes to: services that speak no HTTP, and the admin
 *     APIs, which trust whoever comes from their own host
 * @param tunnelPorts the only ports for CONNECT
 * @param clientNetworks from where the proxy may be used, as blocks of addresses
 * @param purgeNetworks from where PURGE is obeyed
 * @param users names and passwords of those who may use it; nobody is asked when there are none
 * @param trace whether TRACE is answered and passed on
 * @param store how much memory all stored responses may take together
 * @param object the largest content that is stored in memory
 * @param disk how much is stored on disk; 0 for none
 * @param diskObject the largest content that is stored on disk
 * @param diskSegment how long one file of many responses gets
 * @param diskQueue how much may wait to be written
 * @param diskIndex how much memory the index of what is on disk may take, about
 * @param targets names of response fields that are targeted at this cache and go before
 *     Cache-Control, the one that counts most first
 * @param negative how long a 404, 405, 410, 414 or 501 is kept about which nothing is said
 * @param explain whether Cache-Status says under which key an answer is kept, or why it is not
 * @param clients how many connections of clients may be open, 1 or more
 * @param tunnels how many of them may be tunnels
 * @param streams how many requests may go on at a time on one connection of HTTP/2
 * @param clientIdle how long a client may take to begin its next request
 * @param clientGrace how long it may send a request more slowly than {@code clientRate}
 * @param clientStall how long it may read its answer more slowly than that
 * @param clientRate the least that a client sends and reads in a second
 * @param collapse how long a request waits for another client's fetch of the same
 * @param collapseUnknown how long it does so where nobody knows whether the answer is for both
 * @param collapseBeside how many then go to the origin beside the first one, 0 or more
 * @param line the longest request line
 * @param head the longest header section, of requests and of answers
 * @param accessLog how many requests the access log remembers
 * @param accessFile a file for it besides, in the folder web-cache of the data folder; none when
 *     empty
 * @param accessForm how a line of that file is written
 * @param accessFileSize how large that file and the one before it may be together
 * @param accessLink the access link's rate, in bit/s
 * @param lan the rate of the LAN before it, in bit/s
 * @param originConnections open at a time to one origin, for each of two threads
 * @param originIdle how long an unused connection to an origin is kept
 * @param originConnect how long connecting to an origin may take
 * @param originSilence how long an origin may say nothing while it is waited for
 */
@ConfigurationProperties("labnet.web-cache")
public record WebCacheSettings(
        @DefaultValue("127.0.0.1") String address,
        @DefaultValue("3128") int port,
        @DefaultValue("0") int tlsPort,
        @DefaultValue("auto") Transport transport,
        @DefaultValue("proxy.poly.edu") String pseudonym,
        @DefaultValue("127.0.0.1") String resolver,
        @DefaultValue("5s") Duration resolverTimeout,
        @DefaultValue("127.0.0.0/8") List<String> networks,
        @DefaultValue({
                    "21", "23", "25", "53", "110", "143", "465", "587", "993", "995", "1021",
                    "1023", "1025", "1053", "1110", "1143", "1465", "1587", "1993", "1995", "8025",
                    "8053", "8068", "8069", "8081", "8082"
                })
                Set<Integer> refusedPorts,
        @DefaultValue({"80", "443", "1080", "1443"}) Set<Integer> tunnelPorts,
        @DefaultValue({
                    "127.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    "::1/128",
                    "fc00::/7",
                    "fe80::/10"
                })
                List<String> clientNetworks,
        @DefaultValue({"127.0.0.0/8", "::1/128"}) List<String> purgeNetworks,
        @DefaultValue Map<String, String> users,
        @DefaultValue("false") boolean trace,
        @DefaultValue("64MB") DataSize store,
        @DefaultValue("16MB") DataSize object,
        @DefaultValue("256MB") DataSize disk,
        @DefaultValue("64MB") DataSize diskObject,
        @DefaultValue("16MB") DataSize diskSegment,
        @DefaultValue("8MB") DataSize diskQueue,
        @DefaultValue("16MB") DataSize diskIndex,
        @DefaultValue({}) List<String> targets,
        @DefaultValue("0s") Duration negative,
        @DefaultValue("false") boolean explain,
        @DefaultValue("4096") int clients,
        @DefaultValue("256") int tunnels,
        @DefaultValue("64") int streams,
        @DefaultValue("30s") Duration clientIdle,
        @DefaultValue("20s") Duration clientGrace,
        @DefaultValue("60s") Duration clientStall,
        @DefaultValue("500B") DataSize clientRate,
        @DefaultValue("5s") Duration collapse,
        @DefaultValue("100ms") Duration collapseUnknown,
        @DefaultValue("7") int collapseBeside,
        @DefaultValue("8KB") DataSize line,
        @DefaultValue("32KB") DataSize head,
        @DefaultValue("2048") int accessLog,
        @DefaultValue("") String accessFile,
        @DefaultValue("squid") LogForm accessForm,
        @DefaultValue("64MB") DataSize accessFileSize,
        @DefaultValue("1540000") long accessLink,
        @DefaultValue("100000000") long lan,
        @DefaultValue("32") int originConnections,
        @DefaultValue("30s") Duration originIdle,
        @DefaultValue("5s") Duration originConnect,
        @DefaultValue("30s") Duration originSilence) {

    public WebCacheSettings {
        if (object.toBytes() < 1 || object.toBytes() > store.toBytes() / 2) {
            throw new IllegalArgumentException(
                    "labnet.web-cache.object is "
                            + object
                            + ", but must be 1 B to half of labnet.web-cache.store");
        }
        if (object.toMegabytes() > 1024) {
            throw new IllegalArgumentException("labnet.web-cache.object must be 1 GB at most");
        }
        if (disk.toBytes() > 0) {
            between("disk-segment", diskSegment, DataSize.ofMegabytes(2), quarter(disk));
            between("disk-object", diskObject, DataSize.ofBytes(1), quarter(disk));
            between("disk-object", diskObject, DataSize.ofBytes(1), DataSize.ofGigabytes(1));
            between("disk-queue", diskQueue, DataSize.ofMegabytes(2), DataSize.ofGigabytes(1));
            between("disk-index", diskIndex, DataSize.ofMegabytes(1), DataSize.ofGigabytes(1));
        }
        if (pseudonym.isBlank() || pseudonym.chars().anyMatch(c -> c <= ' ' || c == ',')) {
            throw new IllegalArgumentException(
                    "labnet.web-cache.pseudonym is \"" + pseudonym + "\", but must be one word");
        }
    }

    private static DataSize quarter(DataSize whole) {
        return DataSize.ofBytes(whole.toBytes() / 4);
    }

    private static void between(String name, DataSize size, DataSize least, DataSize most) {
        if (size.compareTo(least) < 0 || size.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "labnet.web-cache.%s is %s, but must be %s to %s"
                            .formatted(name, size, least, most));
        }
    }
}
