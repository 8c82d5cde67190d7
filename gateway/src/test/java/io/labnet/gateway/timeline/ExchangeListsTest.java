package io.labnet.gateway.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.gateway.services.Instance;
import io.labnet.gateway.services.Service;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

@Timeout(20)
class ExchangeListsTest {
    @Test
    void a_service_that_says_nothing_is_hung_up_on() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                var client = HttpClient.newHttpClient()) {
            var url = URI.create("http://127.0.0.1:" + silent.getLocalPort());
            var service = new Service("dns-service", "dns", url);
            var instance = new Instance(service, "127.0.0.1", url);
            var lists = new ExchangeLists(() -> List.of(instance), client, JsonMapper.shared());

            assertThat(lists.newest(10, "")).isEmpty();
            try (var call = silent.accept()) {
                call.setSoTimeout(20_000);
                // Comes to an end only when the other side hangs up.
                assertThat(call.getInputStream().transferTo(OutputStream.nullOutputStream()))
                        .isPositive();
            }
        }
    }
}
