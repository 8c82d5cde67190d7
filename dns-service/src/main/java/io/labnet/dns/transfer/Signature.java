package io.labnet.dns.transfer;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIGRecord;

/** Whether a message is from whom it says (RFC 8945 section 5.2). */
sealed interface Signature {
    int MAC_BYTES_MIN = 10;

    /** It says nothing about that. */
    record None() implements Signature {}

    /** It is from somebody who has the key. */
    record Good(TsigKey key, TSIGRecord record) implements Signature {}

    /**
     * Nobody knows from whom it is.
     *
     * @param key null where we have none of that name and algorithm
     * @param error BADKEY, BADSIG, BADTIME, BADTRUNC, or FORMERR for a record that is none
     */
    record Bad(@Nullable TsigKey key, TSIGRecord record, int error) implements Signature {}

    static Signature of(Message message, byte[] wire, TsigKeys keys) {
        var record = message.getTSIG();
        if (record == null) {
            return new None();
        }
        if (record.getDClass() != DClass.ANY || record.getTTL() != 0) {
            return new Bad(null, record, Rcode.FORMERR);
        }
        var key = keys.find(record.getName());
        if (key == null || !key.algorithm().equals(record.getAlgorithm())) {
            return new Bad(null, record, Rcode.BADKEY);
        }
        var error = error(key, message, wire, record);
        return error == Rcode.NOERROR ? new Good(key, record) : new Bad(key, record, error);
    }

    private static int error(TsigKey key, Message message, byte[] wire, TSIGRecord record) {
        var bytes = record.getSignature().length;
        // More than the hash gives, or too little to mean anything (RFC 8945 section 5.2.2.1).
        var least = Math.max(MAC_BYTES_MIN, key.macBytes() / 2);
        if (bytes > key.macBytes() || (bytes > 0 && bytes < least)) {
            return Rcode.FORMERR;
        }
        // A server that passed the message on may have given it another id (section 4.2).
        var id = message.getHeader().getID();
        message.getHeader().setID(record.getOriginalID());
        var error = key.tsig().verify(message, wire, null);
        message.getHeader().setID(id);
        // We take no shortened signature, even where the rest of it is right (section 5.2.4).
        return error == Rcode.NOERROR && bytes < key.macBytes() ? Rcode.BADTRUNC : error;
    }
}
