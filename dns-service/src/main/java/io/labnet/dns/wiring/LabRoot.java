package io.labnet.dns.wiring;

import io.labnet.dns.dnssec.SignedZones;
import io.labnet.dns.dnssec.ZoneSigner;
import io.labnet.dns.validator.TrustAnchors;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;

/**
 * The lab's own root as trust anchor, for as long as it is signed here, with its keys of the day.
 */
final class LabRoot implements Supplier<TrustAnchors> {
    private record Trusted(@Nullable ZoneSigner signer, TrustAnchors anchors) {}

    private final SignedZones signed;
    private final Runnable forget;
    private volatile Trusted trusted;

    /**
     * The root zone's keys.
     *
     * @param forget what has been judged by other keys, or by none
     */
    LabRoot(SignedZones signed, Runnable forget) {
        this.signed = signed;
        this.forget = forget;
        this.trusted = trusted(signed.find(Name.root));
    }

    private static Trusted trusted(@Nullable ZoneSigner signer) {
        var lines =
                signer == null
                        ? List.<String>of()
                        : signer.ds(0).stream().map(DSRecord::toString).toList();
        return new Trusted(signer, TrustAnchors.parse(lines));
    }

    @Override
    public TrustAnchors get() {
        var signer = signed.find(Name.root);
        var known = trusted;
        if (known.signer() != signer) {
            known = trusted(signer);
            trusted = known;
            forget.run();
        }
        return known.anchors();
    }
}
