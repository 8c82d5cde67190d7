package io.labnet.dns.zone;

import org.xbill.DNS.SOARecord;

/** SOA records with another serial number. */
final class Soa {
    private Soa() {}

    static SOARecord withSerial(SOARecord soa, long serial) {
        return new SOARecord(
                soa.getName(),
                soa.getDClass(),
                soa.getTTL(),
                soa.getHost(),
                soa.getAdmin(),
                serial,
                soa.getRefresh(),
                soa.getRetry(),
                soa.getExpire(),
                soa.getMinimum());
    }
}
