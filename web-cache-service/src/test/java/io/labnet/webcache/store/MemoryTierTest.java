package io.labnet.webcache.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryTierTest implements TierContract {
    private final MemoryTier tier = new MemoryTier(1_000_000);

    @Override
    public Tier tier() {
        return tier;
    }

    @Override
    public void settle() {}

    @Override
    public Optional<StoredObject> find(String uri, String... fields) {
        return tier.find(Samples.request(uri, fields)) instanceof Found.Match(var object)
                ? Optional.of(object)
                : Optional.empty();
    }

    // W-TinyLFU keeps what is asked for often, however many come once only. There is room for 32,
    // and between two uses of the same come 50 others: the least recently used would always go.
    @Test
    void many_that_come_once_do_not_drive_out_what_is_used_again_and_again() {
        var hits = 0;
        for (int i = 0; i < 3000; i++) {
            put("http://a.edu/once/" + i);
            if (i % 5 == 0) {
                var uri = "http://a.edu/used/" + i / 5 % 10;
                var found = find(uri);
                hits += found.isPresent() ? 1 : 0;
                found.ifPresentOrElse(object -> object.hits().incrementAndGet(), () -> put(uri));
            }
        }
        assertThat(hits).isGreaterThan(250);
        assertThat(tier.storedBytes()).isLessThanOrEqualTo(1_000_000);
        assertThat(tier.notAdmittedCount()).isGreaterThan(2500);
    }

    private void put(String uri) {
        tier.put(Samples.object(uri, Samples.lasting(), new byte[30_000]), 0);
    }
}
