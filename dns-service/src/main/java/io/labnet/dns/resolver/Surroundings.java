package io.labnet.dns.resolver;

import io.labnet.dns.cache.RecordCache;
import io.labnet.dns.validator.Validation;
import java.time.Clock;
import java.util.List;

/** What all searches of one resolver share. */
record Surroundings(
        RecordCache cache,
        Upstream upstream,
        ServerRatings ratings,
        List<NameServer> roots,
        Detours detours,
        int port,
        Limits limits,
        Conduct conduct,
        Validation validation,
        Clock clock) {}
