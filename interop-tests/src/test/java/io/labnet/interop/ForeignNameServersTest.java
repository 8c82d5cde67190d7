package io.labnet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our resolver finds what NSD and BIND serve: nsd.edu and bind.edu, delegated to them by our edu.
 */
@ExtendWith(LabIsThere.class)
class ForeignNameServersTest {
    private static boolean areDelegated;
    private final Lab lab;

    ForeignNameServersTest(Lab lab) {
        this.lab = lab;
        delegateOnce(lab);
    }

    private static synchronized void delegateOnce(Lab lab) {
        if (!areDelegated) {
            delegate(lab, "nsd.edu", "nsd");
            delegate(lab, "bind.edu", "bind-authority");
            areDelegated = true;
        }
    }

    private static void delegate(Lab lab, String zone, String server) {
        lab.addToEdu(zone, "NS", "ns." + zone);
        lab.addToEdu("ns." + zone, "A", lab.host(server).address());
    }

    @ParameterizedTest
    @CsvSource({"nsd.edu, nsd", "bind.edu, bind-authority"})
    void anAddress(String zone, String server) {
        assertThat(dig("www." + zone + " A"))
                .contains("status: NOERROR", "ANSWER: 1", "\tA\t" + lab.host(server).address());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nsd.edu", "bind.edu"})
    void anAliasThatLeadsBackToAServerOfOurs(String zone) {
        assertThat(dig("gaia." + zone + " A"))
                .contains("ANSWER: 2", "CNAME\tgaia.cs.umass.edu.")
                .contains("\tA\t" + lab.host("web-origin").address());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nsd.edu", "bind.edu"})
    void aMailExchangeAndAWildcard(String zone) {
        assertThat(dig(zone + " MX")).contains("MX\t10 mail." + zone + ".");
        assertThat(dig("any.wild." + zone + " TXT")).contains("\"a wildcard\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nsd.edu", "bind.edu"})
    void whatDoesNotExist(String zone) {
        assertThat(dig("nowhere." + zone + " A"))
                .contains("status: NXDOMAIN", "ANSWER: 0, AUTHORITY: 1", "SOA\tns." + zone + ".");
        assertThat(dig("www." + zone + " MX"))
                .contains("status: NOERROR", "ANSWER: 0, AUTHORITY: 1", "SOA\tns." + zone + ".");
    }

    /** The foreign server truncates its answer by UDP, so our resolver has to ask again by TCP. */
    @ParameterizedTest
    @ValueSource(strings = {"nsd.edu", "bind.edu"})
    void aSetThatOnlyTcpCanCarry(String zone) {
        assertThat(dig("+tcp long." + zone + " TXT"))
                .contains("ANSWER: 30", "\"line 01", "\"line 30");
        assertThat(dig("+notcp +ignore long." + zone + " TXT")).contains("flags: qr tc rd ra;");
    }

    @Test
    void aStubResolverOfAnotherProgramFindsThemToo() {
        assertThat(lab.clients().run("getent ahostsv4 gaia.bind.edu").ok())
                .contains(lab.host("web-origin").address());
    }

    private String dig(String question) {
        return lab.clients()
                .run("dig +time=5 +tries=3 @" + lab.host("dns-resolver").address() + " " + question)
                .ok();
    }
}
