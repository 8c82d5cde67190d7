package io.labnet.dns.registrar;

import static io.labnet.dns.registrar.Domains.ALICE;
import static io.labnet.dns.registrar.Domains.UTOPIA;
import static io.labnet.dns.registrar.Domains.application;
import static io.labnet.dns.registrar.Domains.delegation;
import static io.labnet.dns.registrar.Domains.host;
import static io.labnet.dns.registrar.Domains.name;
import static io.labnet.dns.registrar.Domains.signer;
import static io.labnet.dns.registrar.Domains.utopia;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.list;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.labnet.dns.registrar.MemoryRegistry.Mishap;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrarTest {
    private static final Instant START = Instant.parse("2026-11-26T08:00:00Z");
    private static final Registrant BOB = new Registrant("Bob", null, null);
    private static final Delegation MOVED = delegation(UTOPIA, host("ns.amazon.com"));

    @TempDir Path folder;
    private final MemoryRegistry com = new MemoryRegistry();
    private final Watch watch = new Watch();
    private Registrar registrar;

    RegistrarTest() {
        com.set(name("amazon.com"), delegation(name("amazon.com"), host("ns.amazon.com", "::1")));
    }

    /** A clock that is set by hand. */
    private static final class Watch extends Clock {
        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void open() throws IOException {
        var register = new Register(folder.resolve("registrations.jsonl"));
        registrar = new Registrar(register, com, List.of(name("com")), watch);
    }

    @AfterEach
    void close() throws IOException {
        registrar.close();
    }

    // Nothing is left of a process that was killed but the file.
    private void crash() throws IOException {
        close();
        open();
    }

    private Registration have(Application application) {
        return done(registrar.register(application));
    }

    private static Registration done(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done(var registration) -> registration;
            default -> throw new AssertionError(outcome);
        };
    }

    private static Amendment hosts(Delegation delegation) {
        return new Amendment(delegation.hosts(), delegation.signers(), null, null);
    }

    private static Amendment owner(@Nullable Registrant owner, @Nullable Boolean isLocked) {
        return new Amendment(null, null, owner, isLocked);
    }

    private void stands(@Nullable Delegation delegation) {
        assertThat(com.get(UTOPIA)).isEqualTo(delegation);
        var standing = registrar.find(UTOPIA);
        assertThat(standing == null ? null : standing.delegation()).isEqualTo(delegation);
    }

    @Test
    void a_free_domain_is_delegated_and_kept() throws IOException {
        assertThat(registrar.holding(UTOPIA)).isEqualTo(new Holding.Free());
        var registration = have(application(utopia()));
        assertThat(registration.expires()).isEqualTo("2027-11-26T08:00:00Z");
        stands(utopia());
        crash();
        stands(utopia());
        assertThat(registrar.all()).containsExactly(registration);
        assertThat(registrar.holding(UTOPIA)).isEqualTo(new Holding.Registered(registration));
    }

    @Test
    void what_somebody_has_is_taken() {
        have(application(utopia()));
        assertThat(registrar.register(application(MOVED)))
                .isEqualTo(
                        new Outcome.Taken(
                                "networkutopia.com is registered until 2027-11-26T08:00:00Z."));
        var amazon = name("amazon.com");
        var theirs = com.get(amazon);
        assertThat(registrar.register(application(delegation(amazon, host("ns.poly.edu")))))
                .isInstanceOf(Outcome.Taken.class);
        assertThat(com.get(amazon)).isEqualTo(theirs);
        assertThat(registrar.find(amazon)).isNull();
        assertThat(registrar.holding(amazon)).isInstanceOf(Holding.Elsewhere.class);
        com.use(name("own.com"));
        assertThat(registrar.register(application(delegation(name("own.com"), host("ns.x.edu")))))
                .isInstanceOf(Outcome.Taken.class);
        assertThat(registrar.holding(name("own.com"))).isEqualTo(new Holding.InUse());
    }

    @Test
    void a_crash_before_the_update_leaves_the_domain_free() throws IOException {
        com.fail(Mishap.LOST);
        assertThat(registrar.register(application(utopia())))
                .isEqualTo(new Outcome.Unavailable("com is silent"));
        crash();
        stands(null);
        have(application(utopia()));
        stands(utopia());
    }

    @Test
    void a_crash_after_the_update_leaves_a_clean_retry() throws IOException {
        com.fail(Mishap.UNANSWERED);
        assertThat(registrar.register(application(utopia())))
                .isInstanceOf(Outcome.Unavailable.class);
        crash();
        assertThat(com.get(UTOPIA)).isEqualTo(utopia());
        assertThat(registrar.find(UTOPIA)).isNull();
        have(application(MOVED));
        stands(MOVED);
    }

    @Test
    void what_nobody_asks_for_again_is_tidied_away() throws IOException {
        com.fail(Mishap.UNANSWERED);
        registrar.register(application(utopia()));
        crash();
        com.beSilent(true);
        registrar.tidy();
        com.beSilent(false);
        assertThat(com.get(UTOPIA)).isEqualTo(utopia());
        registrar.tidy();
        stands(null);
        com.set(UTOPIA, utopia());
        registrar.tidy();
        assertThat(com.get(UTOPIA)).isEqualTo(utopia());
    }

    @Test
    void a_change_that_was_not_acknowledged_is_undone() throws IOException {
        have(application(utopia()));
        for (var mishap : List.of(Mishap.LOST, Mishap.UNANSWERED)) {
            com.fail(mishap);
            assertThat(registrar.amend(UTOPIA, hosts(MOVED)))
                    .isInstanceOf(Outcome.Unavailable.class);
            crash();
            registrar.tidy();
            stands(utopia());
            com.fail(mishap);
            assertThat(registrar.delete(UTOPIA)).isInstanceOf(Outcome.Unavailable.class);
            crash();
            registrar.tidy();
            stands(utopia());
        }
        done(registrar.amend(UTOPIA, hosts(MOVED)));
        stands(MOVED);
        done(registrar.delete(UTOPIA));
        stands(null);
    }

    @Test
    void what_somebody_else_put_there_meanwhile_is_theirs() {
        com.fail(Mishap.LOST);
        registrar.register(application(utopia()));
        com.set(UTOPIA, MOVED);
        registrar.tidy();
        assertThat(com.get(UTOPIA)).isEqualTo(MOVED);
        assertThat(registrar.register(application(utopia()))).isInstanceOf(Outcome.Taken.class);
    }

    @Test
    void a_delegation_that_was_changed_by_hand_is_not_overwritten() {
        have(application(utopia()));
        com.set(UTOPIA, MOVED);
        var wanted = delegation(UTOPIA, host("ns.poly.edu"));
        assertThat(registrar.amend(UTOPIA, hosts(wanted))).isInstanceOf(Outcome.Refused.class);
        assertThat(registrar.delete(UTOPIA)).isInstanceOf(Outcome.Refused.class);
        assertThat(com.get(UTOPIA)).isEqualTo(MOVED);
        com.set(UTOPIA, null);
        done(registrar.amend(UTOPIA, hosts(wanted)));
        stands(wanted);
        com.set(UTOPIA, null);
        done(registrar.delete(UTOPIA));
        stands(null);
    }

    @Test
    void hosts_signers_and_registrant_change_one_by_one() {
        have(application(utopia()));
        watch.now = START.plusSeconds(60);
        var signed = List.of(signer(UTOPIA, 7));
        var changed = done(registrar.amend(UTOPIA, new Amendment(null, signed, null, null)));
        assertThat(changed.delegation())
                .isEqualTo(new Delegation(UTOPIA, utopia().hosts(), signed));
        assertThat(com.get(UTOPIA)).isEqualTo(changed.delegation());
        assertThat(changed.created()).isEqualTo(START);
        assertThat(changed.changed()).isEqualTo(watch.now);
        var moved = new Amendment(MOVED.hosts(), null, BOB, null);
        var sold = done(registrar.amend(UTOPIA, moved));
        assertThat(sold.registrant()).isEqualTo(BOB);
        assertThat(sold.delegation()).isEqualTo(new Delegation(UTOPIA, MOVED.hosts(), signed));
        var bad = new Amendment(List.of(host("dns1.networkutopia.com")), null, null, null);
        assertThat(registrar.amend(UTOPIA, bad)).isInstanceOf(Outcome.Bad.class);
        assertThat(registrar.amend(name("other.com"), moved))
                .isInstanceOf(Outcome.Unregistered.class);
    }

    @Test
    void a_lock_keeps_the_registrant() {
        have(application(utopia()));
        var locked = done(registrar.amend(UTOPIA, owner(null, true)));
        assertThat(locked.statuses()).containsExactly("clientTransferProhibited");
        assertThat(registrar.amend(UTOPIA, owner(BOB, false))).isInstanceOf(Outcome.Refused.class);
        done(registrar.amend(UTOPIA, owner(ALICE, null)));
        done(registrar.amend(UTOPIA, hosts(MOVED)));
        done(registrar.amend(UTOPIA, owner(null, false)));
        assertThat(done(registrar.amend(UTOPIA, owner(BOB, null))).registrant()).isEqualTo(BOB);
    }

    @Test
    void a_renewal_that_is_sent_twice_happens_once() {
        var first = have(application(utopia())).expires();
        var second = done(registrar.renew(UTOPIA, 2, first)).expires();
        assertThat(second).isEqualTo("2029-11-26T08:00:00Z");
        assertThat(registrar.renew(UTOPIA, 2, first)).isInstanceOf(Outcome.Refused.class);
        done(registrar.renew(UTOPIA, 7, null));
        assertThat(registrar.renew(UTOPIA, 1, null)).isInstanceOf(Outcome.Refused.class);
        assertThat(registrar.find(UTOPIA))
                .extracting(Registration::expires)
                .isEqualTo(Instant.parse("2036-11-26T08:00:00Z"));
        assertThat(registrar.renew(name("other.com"), 1, null))
                .isInstanceOf(Outcome.Unregistered.class);
    }

    @Test
    void what_has_expired_is_nobodys() {
        var expires = have(application(utopia())).expires();
        watch.now = expires.minus(Duration.ofNanos(1));
        registrar.tidy();
        stands(utopia());
        watch.now = expires;
        registrar.tidy();
        stands(null);
    }

    @Test
    void a_host_has_to_be_in_somebodys_domain() {
        var lost = delegation(UTOPIA, host("ns.amazon.com"), host("ns1.nobody.com"));
        assertThat(registrar.register(application(lost)))
                .asInstanceOf(type(Outcome.Bad.class))
                .extracting(Outcome.Bad::faults, list(Fault.class))
                .extracting(Fault::pointer)
                .containsExactly("/nameServers/1/name");
        stands(null);
        have(application(delegation(name("nobody.com"), host("ns1.nobody.com", "::1"))));
        have(application(lost));
        stands(lost);
    }

    @Test
    void a_host_that_serves_others_stays() {
        have(application(utopia()));
        var other = name("other.com");
        var guest = delegation(other, host("dns1.networkutopia.com"));
        have(application(guest));
        assertThat(registrar.delete(UTOPIA))
                .isEqualTo(
                        new Outcome.Refused(
                                "dns1.networkutopia.com serves other.com too: that has to go"
                                        + " elsewhere first."));
        assertThat(registrar.amend(UTOPIA, hosts(MOVED))).isInstanceOf(Outcome.Refused.class);
        stands(utopia());
        var elsewhere = new Amendment(MOVED.hosts(), null, null, null);
        done(registrar.amend(other, elsewhere));
        done(registrar.delete(UTOPIA));
        stands(null);
    }

    @Test
    void a_host_is_found_with_its_addresses() {
        have(application(utopia()));
        var guest = delegation(name("a.com"), host("dns1.networkutopia.com"));
        have(application(guest));
        assertThat(registrar.host(name("dns1.networkutopia.com")))
                .isEqualTo(host("dns1.networkutopia.com", "212.212.212.1"));
        assertThat(registrar.host(name("dns2.networkutopia.com"))).isNull();
    }

    @Test
    void silence_is_said_and_nothing_is_changed() {
        com.beSilent(true);
        assertThat(registrar.holding(UTOPIA)).isEqualTo(new Holding.Unknown("com is silent"));
        assertThat(registrar.register(application(MOVED)))
                .isEqualTo(new Outcome.Unavailable("com is silent"));
        assertThat(registrar.all()).isEmpty();
        com.beSilent(false);
        assertThat(registrar.holding(UTOPIA)).isEqualTo(new Holding.Free());
    }
}
