package io.labnet.dns.transfer;

import java.util.Iterator;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Hears from primaries that their zones have changed (RFC 1996), and from children that their keys
 * have (RFC 9859).
 */
final class Notifications {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

    private final Secondaries secondaries;
    private final ChildNotices children;

    Notifications(Secondaries secondaries, ChildNotices children) {
        this.secondaries = secondaries;
        this.children = children;
    }

    Iterator<byte[]> answer(Request request, Set<Name> origins) {
        var question = request.question();
        if (question != null && question.getType() == Type.CDS) {
            return ofChild(request, question);
        }
        if (question == null || question.getType() != Type.SOA) {
            return request.told(Rcode.FORMERR);
        }
        var origin = question.getName();
        if (question.getDClass() != DClass.IN || !origins.contains(origin)) {
            return request.told(Rcode.NOTAUTH);
        }
        var copy = secondaries.copy(origin);
        var client = request.client().getAddress();
        if (copy == null || !copy.believes(client, request.key())) {
            LOG.debug("{} says that {} has changed, and is no primary of it", client, origin);
            return request.told(Rcode.REFUSED);
        }
        // What it says of the serial is not believed (section 3.7): the primary is asked.
        secondaries.notified(origin, client);
        var reply = request.reply(Rcode.NOERROR);
        reply.getHeader().setFlag(Flags.AA);
        return request.told(reply);
    }

    // Anybody may say it, for nothing of it is believed (RFC 9859 section 4.3): the child is asked.
    private Iterator<byte[]> ofChild(Request request, Record question) {
        var isOurs = question.getDClass() == DClass.IN && children.notified(question.getName());
        return request.told(request.reply(isOurs ? Rcode.NOERROR : Rcode.NOTAUTH));
    }
}
