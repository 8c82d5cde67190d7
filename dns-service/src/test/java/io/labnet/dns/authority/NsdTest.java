package io.labnet.dns.authority;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.message.Question;
import io.labnet.dns.peers.AskedNsd;
import io.labnet.dns.zone.Zone;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Whatever small worlds are asked, the server says what NSD says, but for this:
 *
 * <ul>
 *   <li>NSD does not take zones with records below a DNAME record, which RFC 6672 section 2.4
 *       forbids. We do, and do not see them: a secondary has to serve what its primary serves.
 *   <li>NSD adds the zone's NS records, with addresses, to positive answers. RFC 1034 section 4.3.2
 *       does not, nor do its examples (section 6.2.1), and they make replies longer.
 *   <li>NSD takes the parent's side for DS also where the parent has no cut there, and tells that
 *       the name does not exist. RFC 4035 section 3.1.4.1 is about zone cuts alone, so we say what
 *       the child knows.
 *   <li>NSD lets a wildcard stand for glue below a cut. Glue is what the parent was told (RFC 1034
 *       section 4.2.1), not what may be true there, so ours is always written out.
 *   <li>NSD has one tree for all zones: a name that is only below a cut of the upper zone exists,
 *       it says, also in the zone that it was delegated to. By RFC 1034 section 4.3.2, step 3, only
 *       the nearest zone is searched, and there it does not.
 *   <li>NSD adds addresses of the zone it answers from; we of all zones of the server (RFC 1034
 *       section 4.3.2, step 6: what is available), so where there are two, ours may be more.
 *   <li>NSD answers ANY with all there is, we by RFC 8482.
 * </ul>
 */
class NsdTest {
    private static final int SEEDS = 100;
    private static final int SHOWN = 10;

    @TempDir Path folder;

    @Test
    void says_what_nsd_says() throws Exception {
        var worlds = new ArrayList<SmallWorld>();
        var zones = new ArrayList<Zone>();
        for (int seed = 0; seed < SEEDS; seed++) {
            var world = SmallWorld.of(seed);
            if (isTaken(world)) {
                worlds.add(world);
                zones.addAll(world.zones().values());
            }
        }
        var differences = new ArrayList<String>();
        try (var nsd = AskedNsd.start(folder, zones)) {
            for (var world : worlds) {
                var service = OracleTest.service(world.zones());
                for (var question : world.questions()) {
                    if (question.type() == Type.ANY) {
                        continue;
                    }
                    var ours = Said.of(OracleTest.reply(service, question));
                    var theirs = bare(Said.of(nsd.ask(question)), ours, world);
                    if (!ours.equals(theirs)) {
                        differences.add(told(world, question, ours, theirs));
                    }
                }
            }
        }
        assertThat(differences.stream().limit(SHOWN)).as("%d differ", differences.size()).isEmpty();
    }

    private static boolean isTaken(SmallWorld world) {
        var origins = List.copyOf(world.zones().keySet());
        for (var zone : world.zones().values()) {
            var names = zone.records().stream().map(Record::getName).toList();
            for (var record : zone) {
                var owner = record.getName();
                if (record.getType() == Type.DNAME
                        && names.stream().anyMatch(n -> !n.equals(owner) && n.subdomain(owner))) {
                    return false;
                }
            }
        }
        if (origins.size() == 1) {
            return true;
        }
        var child = origins.getLast();
        var upper = world.zones().values().iterator().next();
        return !upper.records(child, Type.NS).isEmpty()
                && upper.records().stream()
                        .map(Record::getName)
                        .noneMatch(name -> name.subdomain(child) && !name.equals(child));
    }

    /** What NSD would say if it told no more than is needed. */
    private static Said bare(Said theirs, Said ours, SmallWorld world) {
        var apexes = world.zones().keySet().stream().map(Name::toString).toList();
        var needless =
                theirs.authority().stream()
                        .filter(line -> isServerOf(line, apexes))
                        .map(line -> line.substring(line.lastIndexOf('\t') + 1))
                        .toList();
        var additional =
                theirs.additional().stream()
                        .filter(line ->
                                ours.additional().contains(line) || !needless.contains(owner(line)))
                        .filter(line ->
                                ours.authority().isEmpty()
                                        || world.owners().contains(owner(line))
                                        || ours.additional().contains(line))
                        .toList();
        var isPart = world.zones().size() > 1 && ours.additional().containsAll(additional);
        return new Said(
                theirs.rcode(),
                theirs.authoritative(),
                theirs.answer(),
                theirs.authority().stream().filter(line -> !isServerOf(line, apexes)).toList(),
                isPart ? ours.additional() : additional);
    }

    private static boolean isServerOf(String line, List<String> apexes) {
        return line.contains("\tNS\t") && apexes.contains(owner(line));
    }

    private static String owner(String line) {
        return line.substring(0, line.indexOf('\t'));
    }

    private static String told(SmallWorld world, Question question, Said ours, Said theirs) {
        return String.join(
                "\n",
                question.text() + "?",
                "ours   " + ours,
                "theirs " + theirs,
                world.toString());
    }
}
