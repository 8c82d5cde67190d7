package io.labnet.webcache.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.webcache.message.Target;
import io.labnet.webcache.policy.Experience;
import org.junit.jupiter.api.Test;

/** What is known of paths and folders by their last answers. */
class NeighboursTest {
    private static final Experience SHARED = Experience.NONE.with(true);
    private static final Experience UNSHARED = Experience.NONE.with(false);

    private final Neighbours neighbours = new Neighbours();

    @Test
    void of_a_folder_whose_answers_are_alike_no_path_is_known_by_itself() {
        learn("/a", true);
        learn("/b?c", true);
        assertThat(neighbours.folder(at("/other"))).isEqualTo(SHARED.with(true));
        assertThat(neighbours.path(at("/b"))).isEqualTo(Experience.NONE);
    }

    @Test
    void a_path_that_is_unlike_its_neighbours_is_known_from_then_on() {
        learn("/a", true);
        learn("/search?q=1", false);
        assertThat(neighbours.folder(at("/a"))).isEqualTo(SHARED.with(false));
        assertThat(neighbours.path(at("/search?q=2"))).isEqualTo(UNSHARED);
        for (int i = 0; i < 8; i++) {
            learn("/search?q=" + i, false);
        }
        assertThat(neighbours.folder(at("/a")).isUnanimous()).isTrue();
        learn("/search?q=9", true);
        assertThat(neighbours.path(at("/search"))).isNotEqualTo(SHARED);
    }

    private void learn(String path, boolean shared) {
        neighbours.learn(at(path), shared);
    }

    private static Target at(String path) {
        return Target.absolute("http://www.test" + path).orElseThrow();
    }
}
