package io.labnet.webcache.upstream;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Whom this proxy believes that an origin is who it says it is (RFC 9110 section 4.3.4): read when
 * the first origin is asked over TLS. Safe for many threads.
 */
public final class Trust {
    /** Where the certificates of those come from who vouch for origins; reading may block. */
    public interface Authorities {
        Collection<X509Certificate> read() throws GeneralSecurityException, IOException;
    }

    private final Authorities authorities;
    private @Nullable CompletableFuture<SslContext> context;

    public Trust(Authorities authorities) {
        this.authorities = authorities;
    }

    /** What to do with origins; fails when nobody can be believed, and is tried again then. */
    synchronized CompletableFuture<SslContext> context() {
        var made = context;
        if (made == null || made.isCompletedExceptionally()) {
            made =
                    CompletableFuture.supplyAsync(
                            this::read,
                            reading -> Thread.ofVirtual().name("web-cache-trust").start(reading));
            context = made;
        }
        return made;
    }

    private SslContext read() {
        try {
            var protocols =
                    new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            // Who does not say speaks HTTP/1.1 (RFC 7301 section 3.1).
                            SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_1_1);
            return SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .trustManager(authorities.read().toArray(X509Certificate[]::new))
                    .protocols("TLSv1.3", "TLSv1.2")
                    // The certificate must name the origin (RFC 9110 section 4.3.4).
                    .endpointIdentificationAlgorithm("HTTPS")
                    .applicationProtocolConfig(protocols)
                    .build();
        } catch (GeneralSecurityException | IOException unreadable) {
            throw new CompletionException(unreadable);
        }
    }
}
