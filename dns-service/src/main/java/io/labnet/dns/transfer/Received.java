package io.labnet.dns.transfer;

import io.labnet.dns.zone.Difference;
import java.util.List;
import org.xbill.DNS.Record;

/** What a primary has sent of a zone. */
sealed interface Received {
    /** All of it. */
    record Whole(List<Record> records) implements Received {}

    /** What has changed, oldest first. */
    record Changes(List<Difference> differences) implements Received {}

    /** That there is nothing new. */
    record Nothing() implements Received {}
}
