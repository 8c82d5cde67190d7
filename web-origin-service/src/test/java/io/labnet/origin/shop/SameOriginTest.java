package io.labnet.origin.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.origin.message.Fields;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameOriginTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // Sec-Fetch-Site, Origin, Host, over TLS, allowed
                "same-origin, -, shop.amazon.com, true, true",
                "none, -, shop.amazon.com, true, true",
                "same-site, -, shop.amazon.com, true, false",
                "cross-site, -, shop.amazon.com, true, false",
                "cross-site, https://shop.amazon.com, shop.amazon.com, true, false",
                "nonsense, -, shop.amazon.com, true, false",
                "-, http://shop.amazon.com, shop.amazon.com, false, true",
                "-, http://shop.amazon.com, SHOP.amazon.com:80, false, true",
                "-, https://shop.amazon.com, shop.amazon.com:443, true, true",
                "-, http://shop.amazon.com:1080, shop.amazon.com:1080, false, true",
                "-, http://shop.amazon.com:8080, shop.amazon.com:1080, false, false",
                "-, http://evil.example, shop.amazon.com, false, false",
                "-, http://shop.amazon.com.evil.example, shop.amazon.com, false, false",
                "-, http://amazon.com, shop.amazon.com, false, false",
                "-, null, shop.amazon.com, false, false",
                "-, http://shop.amazon.com, -, false, false",
                "-, -, shop.amazon.com, false, true",
                "-, -, -, false, true"
            })
    void only_the_shop_s_own_pages_and_no_browsers_at_all(
            String site, String origin, String host, boolean secure, boolean allowed) {
        var fields =
                Fields.of(
                        Stream.of(
                                        field("Sec-Fetch-Site", site),
                                        field("Origin", origin),
                                        field("Host", host))
                                .flatMap(Stream::of)
                                .toArray(String[]::new));
        assertThat(SameOrigin.allows(fields, secure)).isEqualTo(allowed);
    }

    private static String[] field(String name, String value) {
        return value == null ? new String[0] : new String[] {name, value};
    }
}
