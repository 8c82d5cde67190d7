package io.labnet.origin.site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.origin.content.BuiltIn;
import io.labnet.origin.content.ResourcePath;
import io.labnet.origin.message.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SitesTest {
    private static final Realm OUTER = new Realm("/in/", "outer", Map.of("bob", "hungry"));
    private static final Realm INNER = new Realm("/in/deep/", "inner", Map.of("al", "a:b"));
    private static final Site FIRST =
            new Site(
                    "first.edu",
                    Set.of("127.80.0.1", "Alias.edu"),
                    List.of("index.html", "home.index"),
                    List.of(
                            new Freshness("/img/", Duration.ofHours(1)),
                            new Freshness("/", Duration.ofSeconds(10)),
                            new Freshness("/img/now/", Duration.ZERO)),
                    List.of(OUTER, INNER),
                    new BuiltIn(
                            Map.of(
                                    "home.index", "home".getBytes(UTF_8),
                                    "in/page", "page".getBytes(UTF_8)),
                            Instant.EPOCH));
    private static final Site SECOND =
            new Site(
                    "second.edu",
                    Set.of("127.80.0.2"),
                    List.of(),
                    List.of(),
                    List.of(),
                    new BuiltIn(Map.of(), Instant.EPOCH));

    @Test
    void a_host_is_found_by_name_alias_or_folder() {
        var sites = new Sites(List.of(FIRST), host -> host.equals("made.edu") ? SECOND : null);
        assertThat(sites.of("first.edu")).isSameAs(FIRST);
        assertThat(sites.of("alias.edu")).isSameAs(FIRST);
        assertThat(sites.of("made.edu")).isSameAs(SECOND);
        assertThat(sites.of("other.edu")).isNull();
    }

    @Test
    void only_a_valid_name_is_looked_for_among_the_folders() {
        var sites =
                new Sites(
                        List.of(FIRST),
                        host -> {
                            throw new AssertionError("asked for " + host);
                        });
        assertThat(sites.of("..")).isNull();
        assertThat(sites.of("[::1]")).isNull();
    }

    @Test
    void who_names_no_host_gets_the_address_s_site_or_the_first() {
        var sites = new Sites(List.of(FIRST, SECOND), _ -> null);
        assertThat(sites.byAddress("127.80.0.2")).isSameAs(SECOND);
        assertThat(sites.byAddress("127.80.0.9")).isSameAs(FIRST);
    }

    @Test
    void two_sites_of_one_name_are_an_error() {
        assertThatThrownBy(() -> new Sites(List.of(FIRST, FIRST), _ -> null))
                .hasMessageContaining("first.edu names two sites");
    }

    @ParameterizedTest
    @CsvSource({"/, max-age=10", "/img/1.jpg, max-age=3600", "/img/now/1.jpg, max-age=0"})
    void the_longest_prefix_says_how_long_caches_may_use_a_page(String path, String directive)
            throws Refusal {
        assertThat(FIRST.cacheControl(ResourcePath.parse(path))).isEqualTo(directive);
        assertThat(SECOND.cacheControl(ResourcePath.parse(path))).isNull();
    }

    @Test
    void a_folder_shows_the_first_index_that_is_there() throws Refusal {
        assertThat(look("/", null)).isInstanceOf(Lookup.Found.class);
    }

    @Test
    void the_innermost_realm_guards() throws Refusal {
        assertThat(look("/in", null)).isEqualTo(guarded("outer"));
        assertThat(look("/in/page", null)).isEqualTo(guarded("outer"));
        assertThat(look("/in/page", basic("bob:hungry"))).isInstanceOf(Lookup.Found.class);
        assertThat(look("/in/deep/page", basic("bob:hungry"))).isEqualTo(guarded("inner"));
        assertThat(look("/in/deep/page", basic("al:a:b"))).isEqualTo(new Lookup.Missing());
    }

    @ParameterizedTest
    @CsvSource({"bob:hungr", "bob:", "bob", ":", "eve:", "eve:hungry", "BOB:hungry"})
    void nobody_else_is_admitted(String pair) {
        assertThat(OUTER.challenges(client(basic(pair)))).hasSize(1);
    }

    @Test
    void another_scheme_is_not_admitted() {
        var bearer = "Bearer " + basic("bob:hungry").substring(6);
        assertThat(OUTER.challenges(client(bearer))).hasSize(1);
        assertThat(OUTER.challenges(client("Basic"))).hasSize(1);
        assertThat(OUTER.challenges(client(basic("bob:hungry")))).isEmpty();
    }

    private static Lookup look(String path, @Nullable String authorization) throws Refusal {
        return FIRST.look(ResourcePath.parse(path), path, client(authorization));
    }

    private static Credentials client(@Nullable String authorization) {
        return new Credentials("GET", "/", authorization);
    }

    private static Lookup guarded(String realm) {
        return new Lookup.Guarded(List.of("Basic realm=\"" + realm + "\", charset=\"UTF-8\""));
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }

    @Test
    void an_index_that_is_guarded_by_name_is_guarded_as_its_folder_too() throws Refusal {
        var realm = new Realm("/home.index", "home", Map.of("bob", "hungry"));
        var site =
                new Site(
                        "guarded.edu",
                        Set.of(),
                        List.of("home.index"),
                        List.of(),
                        List.of(realm),
                        new BuiltIn(Map.of("home.index", "home".getBytes(UTF_8)), Instant.EPOCH));
        var root = ResourcePath.parse("/");
        var bob = "Basic " + Base64.getEncoder().encodeToString("bob:hungry".getBytes(UTF_8));

        assertThat(site.look(root, "/", client(null))).isEqualTo(guarded("home"));
        assertThat(site.look(root, "/", client(bob))).isInstanceOf(Lookup.Found.class);
    }
}
