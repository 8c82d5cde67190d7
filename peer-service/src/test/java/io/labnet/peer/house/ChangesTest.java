package io.labnet.peer.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final int MANY = 200_000;

    @Test
    void whoever_reads_the_count_finds_every_change_up_to_it_noted() throws Exception {
        var changes = new Changes();
        var noted = new AtomicLong();
        var writer =
                Thread.ofPlatform()
                        .start(() -> {
                            for (int i = 0; i < MANY; i++) {
                                changes.add(noted::set);
                            }
                        });
        long counted;
        do {
            counted = changes.count();
            assertThat(noted.get()).isGreaterThanOrEqualTo(counted);
        } while (counted < MANY);
        writer.join();
    }
}
