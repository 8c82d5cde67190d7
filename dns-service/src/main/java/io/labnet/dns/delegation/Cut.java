package io.labnet.dns.delegation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;

/**
 * What a parent says of a child now.
 *
 * @param signers its DS records
 * @param signed when the child had signed the last wish that was fulfilled; null where none was
 */
record Cut(Name child, List<DSRecord> signers, @Nullable Instant signed) {}
