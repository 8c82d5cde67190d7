package io.labnet.webcache.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the cache told its client, read back. */
class HandlingTest {
    @ParameterizedTest
    @CsvSource({
        "LabnetCache; hit; ttl=7,                                        HIT,       true",
        "LabnetCache; fwd=uri-miss; stored,                              URI_MISS,  false",
        "LabnetCache; fwd=vary-miss,                                     VARY_MISS, false",
        "LabnetCache; fwd=uri-miss; collapsed,                           URI_MISS,  true",
        "LabnetCache; fwd=stale; fwd-status=304,                         STALE,     true",
        "LabnetCache; fwd=stale; fwd-status=200; stored,                 STALE,     false",
        "LabnetCache; fwd=request; fwd-status=304,                       REQUEST,   true",
        "LabnetCache; fwd=stale; ttl=-20; detail=stale-if-error,         STALE,     true",
        "LabnetCache; fwd=method,                                        METHOD,    false",
        "LabnetCache;fwd=bypass,                                         BYPASS,    false",
        "LabnetCache; fwd=something-new,                                 MISS,      false",
        "LabnetCache; detail=made-here,                                  OWN,       false",
        "'',                                                             OWN,       false",
    })
    void every_form_of_cache_status(String value, Outcome outcome, boolean fromStore) {
        var handling = Handling.of(value);
        assertThat(handling.outcome()).isEqualTo(outcome);
        assertThat(handling.isFromStore()).isEqualTo(fromStore);
    }
}
