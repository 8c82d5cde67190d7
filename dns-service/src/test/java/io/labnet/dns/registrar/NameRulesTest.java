package io.labnet.dns.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.dns.message.Names;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;

class NameRulesTest {
    private static final List<Name> FOR_SALE =
            List.of(Name.fromConstantString("com."), Name.fromConstantString("co.fr."));

    @ParameterizedTest
    @CsvSource({
        "networkutopia.com, networkutopia.com",
        "NetworkUtopia.COM., networkutopia.com",
        "3com.com, 3com.com",
        "a.b-c.d, a.b-c.d",
        "xn--bcher-kva.com, xn--bcher-kva.com",
        "bücher.com, xn--bcher-kva.com",
        "BÜCHER.com, xn--bcher-kva.com",
        "straße.com, xn--strae-oqa.com",
        "ılık.com, xn--lk-gpab.com",
        "例え.com, xn--r8jz45g.com"
    })
    void good_names_are_taken_in_lower_case(String text, String name) throws BadName {
        assertThat(Names.text(NameRules.host(text))).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "com",
                "com.",
                ".com",
                "a..com",
                "a.com..",
                "-a.com",
                "a-.com",
                "a_b.com",
                "a b.com",
                "*.com",
                "a\\.b.com",
                "a.com\r\nb",
                "ab--cd.com",
                "192.0.2.1",
                "xn--.com",
                "xn--a.com",
                "xn--abc.com",
                "xn--bcher-kv.com",
                "xn--99999999.com",
                // A capital Ü, which belongs written as xn--tda; a joiner; an unassigned one.
                "xn--wca.com",
                "a\u200db.com",
                "a\u0378b.com",
                // Decomposed, and an accent alone.
                "xn--u-ccb.com",
                "\u0301a.com",
                "i♥ny.com",
                // What nobody sees; an accent that is an iota; what stands only beside its like.
                "a\ufe0fb.com",
                "a\u034fb.com",
                "한\u1160.com",
                "a\u0345.com",
                "\u0627\u0660.com",
                "\u0628\u0640.com",
                "ａ.com"
            })
    void bad_names_are_refused(String text) {
        assertThatThrownBy(() -> NameRules.host(text)).isInstanceOf(BadName.class);
    }

    @Test
    void labels_and_names_have_their_length() throws BadName {
        var longest = "a".repeat(63);
        assertThat(NameRules.host(longest + ".com").labels()).isEqualTo(3);
        assertThatThrownBy(() -> NameRules.host(longest + "a.com"))
                .hasMessageContaining("63 characters");
        var name = String.join(".", longest, longest, longest, "a".repeat(61));
        assertThat((int) NameRules.host(name).length()).isEqualTo(255);
        assertThatThrownBy(() -> NameRules.host("a" + name.substring(1) + "a"))
                .hasMessageContaining("253 characters");
        // Short as it is written, but not as it is encoded.
        assertThatThrownBy(() -> NameRules.host("日本語の".repeat(15) + ".com"))
                .hasMessageContaining("63 characters");
    }

    @ParameterizedTest
    @CsvSource({"a.com, a.com", "www.a.com, a.com", "a.co.fr, a.co.fr", "x.y.a.co.fr, a.co.fr"})
    void a_domain_is_one_label_below_what_is_for_sale(String name, String domain) throws BadName {
        assertThat(NameRules.registrable(NameRules.host(name), FOR_SALE))
                .isEqualTo(NameRules.host(domain));
    }

    @ParameterizedTest
    @CsvSource({
        "a.org, not below what is for sale",
        "co.fr, not below what is for sale",
        "www.a.com, belongs to whoever has a.com",
        "example.com, reserved",
        "nic.com, reserved",
        "WHOIS.com, reserved"
    })
    void not_everything_is_for_sale(String name, String why) throws BadName {
        var host = NameRules.host(name);
        assertThat(NameRules.registrable(Name.fromConstantString("a.org."), FOR_SALE)).isNull();
        assertThatThrownBy(() -> NameRules.checkForSale(host, FOR_SALE)).hasMessageContaining(why);
    }

    @Test
    void names_of_other_scripts_can_be_read() throws BadName {
        assertThat(NameRules.unicode(NameRules.host("xn--bcher-kva.com"))).isEqualTo("bücher.com");
        assertThat(NameRules.unicode(NameRules.host("a.com"))).isEqualTo("a.com");
    }
}
