package io.labnet.dns.zone;

import io.labnet.admin.WorldSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.xbill.DNS.Name;

/** Where the hosts are, as the program's own settings say: on a laptop and in containers. */
final class Worlds {
    private static final List<String> VARIABLES =
            List.of(
                    "DNS_RESOLVER",
                    "DNS_ROOT",
                    "DNS_ROOT_B",
                    "DNS_TLD",
                    "DNS_EDU",
                    "DNS_COM",
                    "DNS_ORG",
                    "DNS_FR",
                    "DNS_ARPA",
                    "DNS_AUTHORITATIVE",
                    "DNS_UMASS",
                    "DNS_POLY",
                    "DNS_SOMESCHOOL",
                    "DNS_AMAZON",
                    "DNS_CREPES",
                    "DNS_HAMBURGER",
                    "DNS_PBS",
                    "DNS_REVERSE",
                    "WEB_ORIGIN",
                    "WEB_CACHE",
                    "MAIL_CREPES",
                    "MAIL_HAMBURGER",
                    "TRACKER",
                    "SEED",
                    "TOOLS");

    private Worlds() {}

    static ZoneTemplate laptop() {
        return template(Map.of(), "127.in-addr.arpa.");
    }

    static ZoneTemplate small() {
        return template(containers(), "7.18.198.in-addr.arpa.", "containers");
    }

    static ZoneTemplate full() {
        return template(containers(), "7.18.198.in-addr.arpa.", "containers", "full");
    }

    private static Map<String, Object> containers() {
        var addresses = new HashMap<String, Object>(Map.of("LAB_NET", "198.18.7"));
        var number = 1;
        for (var name : VARIABLES) {
            addresses.put(name, "${LAB_NET}." + ++number);
        }
        return addresses;
    }

    private static ZoneTemplate template(
            Map<String, Object> addresses, String reverse, String... profiles) {
        var environment = new StandardEnvironment();
        environment.setActiveProfiles(profiles);
        var given = new HashMap<>(addresses);
        given.put("spring.config.name", "labnet-world");
        environment.getPropertySources().addFirst(new MapPropertySource("given", given));
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        var world = Binder.get(environment).bind("labnet.world", WorldSettings.class).get();
        return new ZoneTemplate(world.hosts(), Name.fromConstantString(reverse));
    }
}
