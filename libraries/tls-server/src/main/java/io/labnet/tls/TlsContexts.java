package io.labnet.tls;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.net.ssl.SSLContext;

/** What each site does in TLS, made once a certificate. Safe for many threads. */
public final class TlsContexts {
    /** RFC 7301 section 6; Netty has no name for it. */
    private static final String HTTP_1_0 = "http/1.0";

    private record Made(SSLContext certificate, SslContext context) {}

    private final ConcurrentMap<String, Made> bySite = new ConcurrentHashMap<>();

    /** What to do with this certificate. */
    public SslContext of(Certificates.Shown shown) {
        return of(shown.site(), shown.context());
    }

    /**
     * What to do with this certificate; one that a site had before is forgotten.
     *
     * @param site whose certificate it is, by whatever name
     */
    public SslContext of(String site, SSLContext certificate) {
        return bySite.compute(
                        site,
                        (_, made) ->
                                made != null && made.certificate().equals(certificate)
                                        ? made
                                        : new Made(certificate, context(certificate)))
                .context();
    }

    // The ciphers are those that HTTP/2 takes (RFC 9113 section 9.2.2).
    private static SslContext context(SSLContext certificate) {
        var protocols =
                new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        // RFC 7301 section 3.2: who wants something else altogether is told so.
                        SelectorFailureBehavior.FATAL_ALERT,
                        SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2,
                        ApplicationProtocolNames.HTTP_1_1,
                        HTTP_1_0);
        return new JdkSslContext(
                certificate,
                false,
                Http2SecurityUtil.CIPHERS,
                SupportedCipherSuiteFilter.INSTANCE,
                protocols,
                ClientAuth.NONE,
                new String[] {"TLSv1.3", "TLSv1.2"},
                false);
    }
}
