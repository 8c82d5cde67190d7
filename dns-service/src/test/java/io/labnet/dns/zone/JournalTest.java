package io.labnet.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** What is on disk after changes, after crashes, and after many changes. */
class JournalTest {
    private static final Name UMASS = Name.fromConstantString("umass.edu.");

    @TempDir Path folder;

    private Zones zones() throws ZoneFault {
        return zones(folder);
    }

    private static Zones zones(Path folder) throws ZoneFault {
        var zones = new Zones(new ZoneFiles(folder, Worlds.laptop()));
        zones.load(UMASS);
        return zones;
    }

    private static Zone zone(Zones zones) {
        return Objects.requireNonNull(zones.zone(UMASS));
    }

    private static Record host(int number) throws Exception {
        return Record.fromString(
                Name.fromString("host" + number, UMASS),
                Type.A,
                DClass.IN,
                60,
                "127.80.1." + number,
                Name.root);
    }

    private Path journal() {
        return folder.resolve("umass.edu.journal");
    }

    @Test
    void whatever_of_the_last_entry_a_crash_left_the_entries_before_it_stand() throws Exception {
        var zones = zones();
        var serial = zone(zones).soa().getSerial();
        zones.add(UMASS, host(1));
        var first = (int) Files.size(journal());
        zones.add(UMASS, host(2));
        var whole = Files.readAllBytes(journal());
        for (int lost = 0; lost <= whole.length - first; lost += 3) {
            var length = whole.length - lost;
            Files.write(journal(), Arrays.copyOf(whole, length));
            var changes = length < whole.length ? 1 : 2;
            var after = zones();
            assertThat(zone(after).soa().getSerial())
                    .as("%d bytes", length)
                    .isEqualTo(serial + changes);
            // What comes next is found behind what was cut off.
            assertThat(after.add(UMASS, host(9))).isInstanceOf(Change.Done.class);
            assertThat(zone(zones()).contains(host(9))).as("%d bytes", length).isTrue();
        }
    }

    @Test
    void an_entry_whose_checksum_is_wrong_was_never_acknowledged() throws Exception {
        var zones = zones();
        zones.add(UMASS, host(1));
        var end = (int) Files.size(journal());
        zones.add(UMASS, host(2));
        var whole = Files.readAllBytes(journal());
        for (int at = end; at < whole.length; at += 5) {
            var bent = whole.clone();
            bent[at] ^= 0x40;
            Files.write(journal(), bent);
            assertThat(zone(zones()).contains(host(1))).isTrue();
            assertThat(zone(zones()).contains(host(2))).as("byte %d", at).isFalse();
        }
    }

    @Test
    void another_kind_of_file_is_refused_and_left_as_it_is() throws Exception {
        zones().add(UMASS, host(1));
        Files.writeString(journal(), "a letter to somebody, not a journal");
        assertThatThrownBy(this::zones).hasMessageContaining("is no journal");
        assertThat(journal()).hasContent("a letter to somebody, not a journal");
    }

    @Test
    void a_folder_of_master_files_alone_is_loaded() throws Exception {
        var zones = zones();
        zones.add(UMASS, host(1));
        Files.writeString(folder.resolve("umass.edu.zone"), MasterFile.write(zone(zones)));
        Files.delete(journal());
        assertThat(zone(zones()).contains(host(1))).isTrue();
    }

    @Test
    void a_master_file_put_there_by_hand_counts_and_the_journal_is_put_aside() throws Exception {
        var zones = zones();
        zones.add(UMASS, host(1));
        var text = MasterFile.write(zone(zones));
        zones.add(UMASS, host(2));
        zones.add(UMASS, host(3));
        var serial = zone(zones).soa().getSerial();
        var restored = text.replace(" " + (serial - 2) + " ", " " + (serial + 1000) + " ");
        assertThat(restored).isNotEqualTo(text);
        Files.writeString(folder.resolve("umass.edu.zone"), restored);
        var after = zones();
        assertThat(zone(after).contains(host(1))).isTrue();
        assertThat(zone(after).contains(host(3))).isFalse();
        assertThat(folder.resolve("umass.edu.journal.old")).exists();
        after.add(UMASS, host(4));
        assertThat(zone(zones()).contains(host(4))).isTrue();
    }

    @Test
    void the_journal_is_folded_into_the_master_file_before_it_grows_too_long() throws Exception {
        var zones = zones();
        var text = Collections.nCopies(16, "x".repeat(250));
        var name = Name.fromString("notes", UMASS);
        var longest = 0L;
        for (int i = 0; i < 400; i++) {
            var note = new TXTRecord(Name.fromString("n" + i, name), DClass.IN, 60, text);
            zones.add(UMASS, note);
            longest = Math.max(longest, zones.journalBytes());
        }
        assertThat(longest).isGreaterThan(KeptZone.JOURNAL_BYTES_MIN / 2);
        assertThat(Files.size(journal()))
                .isEqualTo(zones.journalBytes())
                .isLessThanOrEqualTo(KeptZone.JOURNAL_BYTES_MIN * 2);
        assertThat(Files.size(folder.resolve("umass.edu.zone"))).isGreaterThan(1_000_000);
        var after = zone(zones());
        assertThat(after.soa().getSerial()).isEqualTo(zone(zones).soa().getSerial());
        assertThat(after.records()).hasSameSizeAs(zone(zones).records());
        // What secondaries may have missed is still there, up to half the room.
        var serial = after.soa().getSerial();
        assertThat(Objects.requireNonNull(zones().since(UMASS, serial - 100)).differences())
                .hasSize(100);
        assertThat(Objects.requireNonNull(zones().since(UMASS, 1)).differences()).isNull();
    }

    @Test
    void a_very_large_change_is_written_as_a_master_file() throws Exception {
        var zones = zones();
        zones.add(UMASS, host(1));
        var change =
                zones.change(
                        UMASS,
                        zone -> {
                            var draft = new Draft(zone);
                            for (int i = 0; i < 20_000; i++) {
                                draft.add(named("h" + i));
                            }
                            return draft.difference();
                        });
        assertThat(change).isInstanceOf(Change.Done.class);
        assertThat(zone(zones()).has(named("h19999").getName())).isTrue();
        assertThat(zones.journalBytes()).isLessThan(1000);
        zones.add(UMASS, host(2));
        assertThat(zone(zones()).contains(host(2))).isTrue();
    }

    private static Record named(String label) throws ZoneFault {
        try {
            return new TXTRecord(
                    Name.fromString(label, UMASS), DClass.IN, 60, "a text of some length");
        } catch (org.xbill.DNS.TextParseException impossible) {
            throw new ZoneFault(impossible.toString());
        }
    }

    @Test
    void changes_that_come_together_are_all_there_and_each_has_a_serial_of_its_own()
            throws Exception {
        var zones = zones();
        var serial = zone(zones).soa().getSerial();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var wishes = new ArrayList<Callable<Change>>();
            for (int i = 1; i <= 100; i++) {
                var record = host(i);
                wishes.add(() -> zones.add(UMASS, record));
            }
            for (var done : threads.invokeAll(wishes)) {
                assertThat(done.get()).isInstanceOf(Change.Done.class);
            }
        }
        assertThat(zone(zones).soa().getSerial()).isEqualTo(serial + 100);
        assertThat(zone(zones()).records()).hasSameElementsAs(zone(zones).records());
        assertThat(Objects.requireNonNull(zones.since(UMASS, serial)).differences()).hasSize(100);
    }

    @Test
    void serial_numbers_go_round_and_leave_out_zero() throws Exception {
        var zones = zones();
        var last = Soa.withSerial(zone(zones).soa(), 0xFFFF_FFFFL);
        // By RFC 1982 that is later than 1 only when a step lies between.
        zones.change(UMASS, zone -> to(zone, 0x7FFF_FFFFL));
        zones.change(UMASS, zone -> to(zone, last.getSerial() - 1));
        zones.add(UMASS, host(1));
        zones.add(UMASS, host(2));
        assertThat(zone(zones).soa().getSerial()).isEqualTo(1);
        assertThat(zone(zones()).soa().getSerial()).isEqualTo(1);
    }

    private static Difference to(Zone zone, long serial) {
        return new Difference(zone.soa(), Soa.withSerial(zone.soa(), serial), List.of(), List.of());
    }
}
