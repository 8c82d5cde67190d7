package io.labnet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unbound and BIND resolve the world from our root servers down; they know no other address. */
@ExtendWith(LabIsThere.class)
class ForeignResolversTest {
    private final Lab lab;

    ForeignResolversTest(Lab lab) {
        this.lab = lab;
    }

    @ParameterizedTest
    @ValueSource(strings = {"unbound", "bind"})
    void findAddressesThroughRootTldAndAuthoritativeServers(String resolver) {
        var origin = lab.host("web-origin").address();

        assertThat(dig(resolver, "gaia.cs.umass.edu A"))
                .contains("status: NOERROR", "ANSWER: 1", "\tA\t" + origin);
        assertThat(dig(resolver, "www.someschool.edu A")).contains("\tA\t" + origin);
        assertThat(dig(resolver, "torrent.pbs.org A"))
                .contains("\tA\t" + lab.host("tracker").address());
    }

    @ParameterizedTest
    @ValueSource(strings = {"unbound", "bind"})
    void followAnAlias(String resolver) {
        assertThat(dig(resolver, "www.amazon.com A"))
                .contains("ANSWER: 2", "CNAME\tshop.amazon.com.")
                .containsPattern(
                        "shop\\.amazon\\.com\\.\\s.*\tA\t" + lab.host("web-origin").address());
    }

    @ParameterizedTest
    @ValueSource(strings = {"unbound", "bind"})
    void findMailExchanges(String resolver) {
        assertThat(dig(resolver, "crepes.fr MX")).contains("MX\t10 mail.crepes.fr.");
        assertThat(dig(resolver, "hamburger.edu MX")).contains("MX\t10 mail.hamburger.edu.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unbound", "bind"})
    void findNamesOfAddresses(String resolver) {
        assertThat(dig(resolver, "-x " + lab.host("mail-crepes").address()))
                .contains("PTR\tmail.crepes.fr.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unbound", "bind"})
    void synthesizeFromAWildcard(String resolver) {
        assertThat(dig(resolver, "room-12.dorm.umass.edu TXT"))
                .contains("room-12.dorm.umass.edu.", "\"a wildcard, RFC 4592\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unbound", "bind"})
    void learnWhatDoesNotExist(String resolver) {
        assertThat(dig(resolver, "nowhere.umass.edu A"))
                .contains("status: NXDOMAIN", "ANSWER: 0, AUTHORITY: 1")
                .containsPattern(
                        "umass\\.edu\\.\\s+[0-9]+\\s+IN\\s+SOA\\s+dns\\.cs\\.umass\\.edu\\.");
        assertThat(dig(resolver, "networkutopia.com A"))
                .contains("status: NXDOMAIN")
                .containsPattern("com\\.\\s+[0-9]+\\s+IN\\s+SOA\\s+a\\.nic\\.com\\.");
        assertThat(dig(resolver, "gaia.cs.umass.edu MX"))
                .contains("status: NOERROR", "ANSWER: 0, AUTHORITY: 1");
        // Both ask for a name label by label (RFC 9156): an empty non-terminal must not be
        // NXDOMAIN.
        assertThat(dig(resolver, "cs.umass.edu A"))
                .contains("status: NOERROR", "ANSWER: 0, AUTHORITY: 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unbound", "bind"})
    void learnBothRootServersFromTheOneInTheirHints(String resolver) {
        assertThat(dig(resolver, ". NS"))
                .contains("NS\ta.root-servers.net.", "NS\tb.root-servers.net.");
    }

    /**
     * What dig prints of a resolver's answer, which must be one of recursion, without authority.
     */
    private String dig(String resolver, String question) {
        var printed =
                lab.clients()
                        .run(
                                "dig +time=5 +tries=3 @"
                                        + lab.host(resolver).address()
                                        + " "
                                        + question)
                        .ok();
        assertThat(printed).contains("flags: qr rd ra;");
        return printed;
    }
}
