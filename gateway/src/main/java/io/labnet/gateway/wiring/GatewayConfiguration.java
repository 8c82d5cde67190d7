package io.labnet.gateway.wiring;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.labnet.admin.LabSettings;
import io.labnet.gateway.GatewayApplication;
import io.labnet.gateway.admin.BrokenAnswerResolver;
import io.labnet.gateway.admin.Counts;
import io.labnet.gateway.admin.Forwarding;
import io.labnet.gateway.admin.ProblemWriter;
import io.labnet.gateway.admin.ServiceRoutes;
import io.labnet.gateway.key.AdminKey;
import io.labnet.gateway.services.Instance;
import io.labnet.gateway.services.Instances;
import io.labnet.gateway.services.NameLookup;
import io.labnet.gateway.services.Probe;
import io.labnet.gateway.services.RemoteProbe;
import io.labnet.gateway.services.Service;
import io.labnet.gateway.services.ServiceState;
import io.labnet.gateway.services.ServiceSwitch;
import io.labnet.gateway.services.ServiceWatch;
import io.labnet.gateway.timeline.ExchangeFeed;
import io.labnet.gateway.timeline.ExchangeLists;
import io.labnet.gateway.timeline.Timeline;
import io.labnet.gateway.upstream.BodyRefused;
import io.labnet.gateway.upstream.Upstream;
import io.labnet.gateway.upstream.Upstreams;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

/** The gateway's parts and how they hang together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GatewaySettings.class)
class GatewayConfiguration {
    private static final int EXCHANGES_KEPT = 2048;
    private static final int CALLS_JUDGED = 4;

    @Bean
    AdminKey adminKey(LabSettings lab, Environment environment) {
        var given = environment.getProperty("labnet.admin-key", "");
        return given.isEmpty() ? AdminKey.keptIn(lab.dataDir()) : AdminKey.given(given);
    }

    @Bean
    Counts counts(MeterRegistry meters) {
        return Counts.in(meters);
    }

    @Bean(destroyMethod = "shutdownNow")
    ExecutorService upstreamThreads() {
        return Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("gateway-upstream-", 1).factory());
    }

    // Closed at once, also when the context never starts: a polite close waits for event streams.
    @Bean(destroyMethod = "shutdownNow")
    HttpClient upstreamClient(GatewaySettings settings, ExecutorService upstreamThreads) {
        return HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .connectTimeout(settings.connectWithin())
                .followRedirects(Redirect.NEVER)
                .executor(upstreamThreads)
                .build();
    }

    @Bean
    UpstreamLife upstreamLife(HttpClient client) {
        return new UpstreamLife(client);
    }

    @Bean(destroyMethod = "close")
    Instances instances(GatewaySettings settings, ObjectProvider<NameLookup> lookup) {
        return Instances.of(
                settings.services(),
                lookup.getIfAvailable(() -> NameLookup.SYSTEM),
                settings.lookUpEvery(),
                Clock.systemUTC());
    }

    @Bean
    Ways ways(
            GatewaySettings settings,
            Instances instances,
            HttpClient client,
            MeterRegistry meters) {
        Function<Instance, Upstream> way =
                instance ->
                        new Upstream(
                                instance,
                                client,
                                breaker(instance, settings),
                                settings.answerWithin(),
                                settings.breakerOpenFor());
        var ways =
                settings.services().stream()
                        .map(service ->
                                new Upstreams(
                                        service,
                                        () -> instances.of(service),
                                        way,
                                        settings.breakerOpenFor()))
                        .toList();
        Gauge.builder(
                        "labnet.gateway.breakers-open",
                        ways,
                        all -> all.stream().mapToLong(Upstreams::open).sum())
                .register(meters);
        return new Ways(ways);
    }

    /** In a record, because Spring would hand out a plain list of them one by one. */
    record Ways(List<Upstreams> all) {}

    private static CircuitBreaker breaker(Instance instance, GatewaySettings settings) {
        return CircuitBreaker.of(
                instance.service().name() + " " + instance.address(),
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(CALLS_JUDGED)
                        .minimumNumberOfCalls(CALLS_JUDGED)
                        .failureRateThreshold(50)
                        .waitDurationInOpenState(settings.breakerOpenFor())
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .ignoreExceptions(BodyRefused.class)
                        .build());
    }

    @Bean
    ProblemWriter problemWriter(JsonMapper json) {
        return new ProblemWriter(json);
    }

    @Bean
    Forwarding forwarding(GatewaySettings settings, Counts counts, JsonMapper json) {
        return new Forwarding(
                Math.toIntExact(settings.bodyMax().toBytes()),
                settings.answerWithin(),
                counts,
                json);
    }

    @Bean
    RouterFunction<ServerResponse> serviceRoutes(Ways ways) {
        return ServiceRoutes.to(ways.all());
    }

    @Bean
    BrokenAnswerResolver brokenAnswerResolver(ProblemWriter problems) {
        return new BrokenAnswerResolver(problems);
    }

    // A form in a request's body is the service's to read; parsed here it would be gone.
    @Bean
    TomcatConnectorCustomizer bodiesAreLeftAlone() {
        return connector -> connector.setParseBodyMethods("");
    }

    @Bean
    ServiceWatch serviceWatch(
            GatewaySettings settings,
            Instances instances,
            HttpClient client,
            JsonMapper json,
            Counts counts,
            ObjectProvider<ServiceSwitch> switches,
            Environment environment) {
        var probes = new ArrayList<Probe>();
        settings.services().forEach(s -> probes.add(new RemoteProbe(s, instances, client, json)));
        probes.add(new Myself(environment, counts));
        return new ServiceWatch(probes, name -> canSwitch(switches, name), Clock.systemUTC());
    }

    private static boolean canSwitch(ObjectProvider<ServiceSwitch> switches, String name) {
        var hand = switches.getIfAvailable();
        return hand != null && hand.knows(name) && !name.equals(GatewayApplication.NAME);
    }

    /** The gateway in its own list: whoever can ask finds it up. */
    private record Myself(Environment environment, Counts counts) implements Probe {
        @Override
        public Service service() {
            var port = environment.getProperty("local.server.port", "0");
            var address = environment.getProperty("server.address", "127.0.0.1");
            return new Service(
                    GatewayApplication.NAME,
                    GatewayApplication.NAME,
                    URI.create("http://" + address + ":" + port));
        }

        @Override
        public List<Seen> look() {
            var me = service();
            var instance = new Instance(me, String.valueOf(me.url().getHost()), me.url());
            return List.of(new Seen(instance, ServiceState.UP, counts.shown()));
        }
    }

    @Bean
    Timeline timeline() {
        return new Timeline(EXCHANGES_KEPT);
    }

    @Bean
    ExchangeLists exchangeLists(Instances instances, HttpClient client, JsonMapper json) {
        return new ExchangeLists(instances::all, client, json);
    }

    @Bean
    ExchangeFeed exchangeFeed(
            Instances instances, HttpClient client, JsonMapper json, Timeline timeline) {
        return new ExchangeFeed(instances::all, client, json, timeline, Clock.systemUTC());
    }
}
