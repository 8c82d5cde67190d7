package io.labnet.dns.transfer;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIGRecord;

/**
 * Records as the messages of one transfer, many in each (RFC 5936 section 2.2), and every one
 * signed where the request was (RFC 8945 section 5.3.1). Made while they are read: a slow client
 * costs no memory but the zone's version.
 */
final class TransferMessages implements Iterator<byte[]> {
    /** Names are compressed with what lies in the first 16 KiB of a message only. */
    private static final int RECORD_BYTES_A_MESSAGE = 16_000;

    private static final Logger LOG = LoggerFactory.getLogger(TransferMessages.class);

    private final Request request;
    private final Iterator<Record> records;
    private @Nullable Record next;
    private @Nullable TSIGRecord lastSignature;
    private boolean isFirst = true;

    TransferMessages(Request request, Iterator<Record> records) {
        this.request = request;
        this.records = records;
        this.next = records.hasNext() ? records.next() : null;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public byte[] next() {
        if (next == null) {
            throw new NoSuchElementException();
        }
        var message = request.reply(Rcode.NOERROR);
        message.getHeader().setFlag(Flags.AA);
        var bytes = bytes(next);
        do {
            message.addRecord(next, Section.ANSWER);
            next = records.hasNext() ? records.next() : null;
            bytes += next == null ? 0 : bytes(next);
        } while (next != null && bytes <= RECORD_BYTES_A_MESSAGE);
        // RFC 5936 section 2.2.5: once is enough.
        if (isFirst) {
            request.extend(message);
        }
        sign(message);
        isFirst = false;
        var wire = message.toWire();
        return wire.length <= Request.TCP_BYTES ? wire : gaveUp();
    }

    // A record may be as long as a message, and then does not fit into one.
    private byte[] gaveUp() {
        LOG.error("A record of {} is too long for any message", request.question());
        next = null;
        return request.told(Rcode.SERVFAIL).next();
    }

    private static int bytes(Record record) {
        return record.toWire(Section.ANSWER).length;
    }

    private void sign(Message message) {
        if (request.signature() instanceof Signature.Good(var key, var theirs)) {
            var previous = lastSignature == null ? theirs : lastSignature;
            TSIGRecord record =
                    key.tsig()
                            .generate(message, message.toWire(), Rcode.NOERROR, previous, isFirst);
            message.addRecord(record, Section.ADDITIONAL);
            lastSignature = record;
        }
    }
}
