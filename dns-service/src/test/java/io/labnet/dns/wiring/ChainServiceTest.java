package io.labnet.dns.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.admin.ServiceStart;
import io.labnet.dns.DnsServiceApplication;
import io.labnet.dns.FreePort;
import io.labnet.dns.peers.Program;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A lab whose parents are one process, and whose children and resolver are another: signed, from
 * the root down, by what each tells the other over DNS.
 */
class ChainServiceTest {
    private static final int DNS_PORT = 53;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String EDU_SERVER = "127.53.1.1";
    private static final String RESOLVER = "127.0.0.1";
    private static final String UMASS = "/api/dns/zones/umass.edu/dnssec";
    private static final String LOOKS = "/api/dns/zones/edu/delegations/umass.edu/looks";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir static Path folder;
    private static ConfigurableApplicationContext children;
    private static ConfigurableApplicationContext parents;
    private static Path anchor;
    private static int port;

    // The resolver is there before any anchor is, and the children before anybody asks them.
    @BeforeAll
    static void start() throws Exception {
        port = FreePort.find();
        anchor = folder.resolve("shared").resolve("root.ds");
        children =
                start(
                        "children",
                        "dns.cs.umass.edu,ns.poly.edu,ns.someschool.edu,dns.poly.edu",
                        "--labnet.dns.resolver.validation.anchor-file=" + anchor);
        parents =
                start(
                        "parents",
                        "a.root-servers.net,b.root-servers.net,a.nic.edu,a.nic.com",
                        "--labnet.dns.dnssec.anchor-file=" + anchor);
    }

    private static ConfigurableApplicationContext start(String name, String here, String file) {
        return ServiceStart.of(DnsServiceApplication.class, DnsServiceApplication.NAME)
                .run(
                        "--server.port=0",
                        "--labnet.data-dir=" + folder.resolve(name),
                        "--labnet.port-offset=" + (port - DNS_PORT),
                        "--labnet.world.here=" + here,
                        "--labnet.dns.dnssec.sign=all",
                        file);
    }

    @AfterAll
    static void stop() {
        Stream.of(parents, children).filter(Objects::nonNull).forEach(it -> it.close());
    }

    private static JsonNode said(
            ConfigurableApplicationContext at, int status, String method, String path, String body)
            throws Exception {
        var server = ((WebServerApplicationContext) at).getWebServer();
        var uri = "http://127.0.0.1:" + Objects.requireNonNull(server).getPort() + path;
        var request =
                HttpRequest.newBuilder(URI.create(uri))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        var response = HTTP.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        var json = new JsonMapper();
        return response.body().isEmpty() ? json.nullNode() : json.readTree(response.body());
    }

    private static int signers(String child) throws Exception {
        return Dig.at(EDU_SERVER, port, child, Type.DS).getSection(Section.ANSWER).size();
    }

    private static String dig(String... arguments) throws Exception {
        var fixed = Stream.of(Program.required("dig"), "@" + RESOLVER, "-p", "" + port, "+time=5");
        return Program.run("", Stream.concat(fixed, Stream.of(arguments)).toArray(String[]::new));
    }

    @Test
    void a_name_is_proved_from_the_anchor_that_the_root_has_written() throws Exception {
        await().atMost(PATIENCE)
                .untilAsserted(() -> {
                    assertThat(signers("someschool.edu")).isOne();
                    assertThat(dig("www.someschool.edu")).containsPattern("flags: qr rd ra ad;");
                });
        assertThat(dig("nowhere.someschool.edu"))
                .contains("status: NXDOMAIN")
                .containsPattern("flags: qr rd ra ad;");
        var ds = Files.readString(anchor).strip().split("\\s+", 7);
        var trusted = folder.resolve("delv.anchor");
        Files.writeString(
                trusted,
                "trust-anchors { \".\" static-ds %s %s %s \"%s\"; };\n"
                        .formatted(ds[3], ds[4], ds[5], ds[6].replace(" ", "")));
        var said =
                Program.run(
                        "",
                        Program.required("delv"),
                        "@" + RESOLVER,
                        "-p",
                        "" + port,
                        "-a",
                        trusted.toString(),
                        "www.someschool.edu",
                        "A");
        assertThat(said).contains("; fully validated", "127.80.0.1");
    }

    @Test
    void a_child_leaves_by_its_delete_record_and_comes_back_when_it_says_so() throws Exception {
        said(parents, 200, "POST", LOOKS, "");
        assertThat(signers("umass.edu")).isOne();
        var leaving = said(children, 202, "DELETE", UMASS, "");
        assertThat(leaving.at("/unsigned").asString()).startsWith("20");
        var look = said(parents, 200, "POST", LOOKS, "");
        assertThat(look.at("/outcome").asString()).as(look.toString()).isEqualTo("put");
        assertThat(look.at("/ds")).isEmpty();
        assertThat(signers("umass.edu")).isZero();
        said(children, 204, "DELETE", UMASS + "?now=true", "");
        var unsigned = said(parents, 200, "POST", LOOKS, "");
        assertThat(unsigned.at("/outcome").asString()).isEqualTo("unwished");
        said(children, 200, "POST", UMASS, "{}");
        assertThat(notified("umass.edu")).isEqualTo(Rcode.NOERROR);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(signers("umass.edu")).isOne());
    }

    // RFC 9859.
    private static int notified(String child) throws Exception {
        var notify = new Message();
        notify.getHeader().setOpcode(Opcode.NOTIFY);
        notify.getHeader().setFlag(Flags.AA);
        return Dig.ask(EDU_SERVER, port, notify, child, Type.CDS).getRcode();
    }

    @Test
    void nobody_can_speak_for_children_that_are_none() throws Exception {
        assertThat(notified("nowhere.edu")).isEqualTo(Rcode.NOTAUTH);
        var nowhere = "/api/dns/zones/edu/delegations/nowhere.edu/looks";
        said(parents, 404, "POST", nowhere, "");
        said(parents, 422, "POST", "/api/dns/zones/edu/delegations/a..b/looks", "");
    }

    @Test
    void a_child_whose_server_is_away_is_said_to_be_silent() throws Exception {
        said(parents, 200, "POST", "/api/dns/zones/edu/delegations/hamburger.edu/looks", "");
        var silent = said(parents, 200, "GET", "/api/dns/zones/edu/delegations?q=hamburger", "");
        assertThat(silent.at("/items/0/outcome").asString()).isEqualTo("silent");
        assertThat(silent.at("/items/0/detail").asString())
                .contains("ns.hamburger.edu: 127.53.2.6");
        assertThat(silent.at("/items/0/ds")).isEmpty();
        assertThat(
                        said(children, 200, "GET", "/api/dns/zones/umass.edu/delegations", "")
                                .at("/total")
                                .asInt())
                .isZero();
    }

    @Test
    void the_keys_of_a_domain_that_was_bought_go_into_its_registration() throws Exception {
        said(
                parents,
                201,
                "POST",
                "/api/dns/registrations",
                """
                {"domain": "networkutopia.com", "registrant": {"name": "Network Utopia"},
                 "nameServers": [{"name": "dns1.networkutopia.com", "address": "127.53.2.2"}]}
                """);
        said(
                children,
                201,
                "POST",
                "/api/dns/zones",
                """
                {"name": "networkutopia.com", "server": "ns.poly.edu", "file":
                 "@ 60 SOA dns1 root 1 60 60 3600 60\\n@ 60 NS dns1\\ndns1 60 A 127.53.2.2\\n"}
                """);
        var view = said(children, 200, "POST", "/api/dns/zones/networkutopia.com/dnssec", "{}");
        assertThat(view.at("/delegation").asString()).isEqualTo("unknown");
        var looks = "/api/dns/zones/com/delegations/networkutopia.com/looks";
        var look = said(parents, 200, "POST", looks, "");
        assertThat(look.at("/ds/0").asString().replace(" ", ""))
                .isEqualTo(view.at("/ds/0").asString().replace(" ", ""));
        var bought = said(parents, 200, "GET", "/api/dns/registrations/networkutopia.com", "");
        assertThat(bought.at("/ds")).hasSize(1);
        assertThat(said(parents, 200, "POST", looks, "").at("/outcome").asString())
                .isEqualTo("unchanged");
    }
}
