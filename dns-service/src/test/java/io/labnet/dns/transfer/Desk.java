package io.labnet.dns.transfer;

import io.labnet.dns.FreePort;
import io.labnet.dns.authority.Authority;
import io.labnet.dns.server.AuthoritativeService;
import io.labnet.dns.server.ListenerLimits;
import io.labnet.dns.server.NameServers;
import io.labnet.dns.server.NameServers.Site;
import io.labnet.dns.server.Traffic;
import io.labnet.dns.server.ZoneMaintenance;
import io.labnet.dns.zone.MasterFile;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.ZoneFault;
import io.labnet.dns.zone.ZoneFiles;
import io.labnet.dns.zone.ZoneTemplate;
import io.labnet.dns.zone.Zones;
import io.labnet.network.Network;
import io.labnet.trace.Trace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** One name server of ours with its zones in a folder, its keys and its rules, on a free port. */
public final class Desk implements AutoCloseable {
    public static final Name ORIGIN = Name.fromConstantString("lab.example.");
    public static final String SECRET = "bm90IGEgc2VjcmV0LCBmb3IgYWxsIHRoZSB3b3JsZCBzZWVzIGl0";
    public static final String TEXT =
            """
            @ 60 SOA ns root 10 60 60 3600 60
            @ 60 NS ns
            ns 60 A 127.0.0.1
            www 60 A 192.0.2.2
            """;

    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final Zones zones;
    public final int port;
    final TsigKey sha256;
    final TsigKey sha512;
    final ZoneMaintenance maintenance;
    final List<Access.Transfer> transfers = new ArrayList<>();
    final List<Access.Update> updates = new ArrayList<>();
    private final Clock clock;
    private final ZoneFiles files;
    private final TransferMeters transferMeters = new TransferMeters(meters);
    private final Secondaries secondaries;
    private final NameServers servers;
    private @Nullable Notifier notifier;

    /** A primary of {@link #ORIGIN}. */
    public static Desk primary(Path folder) throws Exception {
        if (Files.notExists(folder.resolve("lab.example.zone"))) {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("lab.example.zone"), TEXT);
        }
        return new Desk(folder, Clock.systemUTC(), null, false);
    }

    /** A secondary of it, signing all that it asks. */
    public static Desk secondary(Path folder, InetSocketAddress primary, boolean isSigned)
            throws Exception {
        return new Desk(folder, Clock.systemUTC(), primary, isSigned);
    }

    Desk(Path folder, Clock clock, @Nullable InetSocketAddress primary, boolean isSigned)
            throws IOException, ZoneFault {
        this.clock = clock;
        // A copy may grow old in a test; its signatures may not.
        var keyClock = primary == null ? clock : Clock.systemUTC();
        sha256 = TsigKey.of("lab-key", "hmac-sha256", SECRET, keyClock);
        sha512 = TsigKey.of("long-key", "hmac-sha512", SECRET, keyClock);
        transfers.add(new Access.Transfer(ORIGIN, List.of(), sha256.name()));
        updates.add(new Access.Update(sha256.name(), ORIGIN, Set.of()));
        port = FreePort.find();
        var template = new ZoneTemplate(Map.of(), Name.fromConstantString("127.in-addr.arpa."));
        files = new ZoneFiles(folder, template);
        zones = new Zones(files);
        var copies = new ArrayList<Copy>();
        if (primary == null) {
            zones.load(ORIGIN);
        } else {
            zones.loadSecondary(ORIGIN);
            copies.add(new Copy(ORIGIN, List.of(primary), isSigned ? sha256 : null));
        }
        var keys = new TsigKeys(List.of(sha256, sha512));
        secondaries = new Secondaries(copies, zones, files, (_, _) -> null, transferMeters, clock);
        var access = new Access(transfers, updates);
        var authority = new Authority(Set.of(ORIGIN), zones::zone);
        var service = new AuthoritativeService(authority, zones::generation);
        var office =
                new Office(keys, access, zones, secondaries, ChildNotices.NONE, transferMeters);
        maintenance = office.of(Set.of(ORIGIN), service);
        servers =
                new NameServers(
                        List.of(new Site(address(), service, "desk", maintenance)),
                        ListenerLimits.usual(Duration.ofSeconds(10)),
                        new byte[16],
                        new Traffic(meters, new Trace(64, clock)),
                        clock);
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    /** Lets everybody of this machine have the zone. */
    public Desk open() {
        var loopback = List.of(Network.parse("127.0.0.0/8"));
        transfers.add(new Access.Transfer(null, loopback, null));
        return this;
    }

    /** Tells another server of changes from now on, signed where wanted. */
    public Desk notifying(int port, boolean isSigned) {
        var to = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
        var target = new Notifier.Target(ORIGIN, to, isSigned ? sha256 : null);
        notifier = new Notifier(List.of(target), zones, (_, _) -> null, transferMeters);
        return this;
    }

    /** Begins to copy, where this is a secondary. */
    public Desk started() {
        secondaries.start();
        return this;
    }

    Secondary copying(InetSocketAddress primary) {
        var copy = new Copy(ORIGIN, List.of(primary), sha256);
        return new Secondary(copy, zones, files, (_, _) -> null, transferMeters, clock);
    }

    public Zone zone() {
        return Objects.requireNonNull(zones.zone(ORIGIN));
    }

    public long serial() {
        var zone = zones.zone(ORIGIN);
        return zone == null ? -1 : zone.soa().getSerial();
    }

    public static Record record(String label, String type, String data) throws IOException {
        var name = Name.fromString(label, ORIGIN);
        return Record.fromString(name, Type.value(type), DClass.IN, 60, data, ORIGIN);
    }

    static Zone zone(String text) throws ZoneFault {
        return MasterFile.read(ORIGIN, text);
    }

    public double counted(String name, String... tags) {
        return meters.find("labnet.dns." + name).tags(tags).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    @Override
    public void close() throws IOException {
        if (notifier != null) {
            notifier.close();
        }
        secondaries.close();
        servers.close();
    }
}
